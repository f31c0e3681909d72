/// One limit running in one matter: when it began, what suspended it, what extended it.
///
/// A value without a clock of its own: every question is answered for the calendar, and where it matters the moment, it is asked
/// with. Sources: domain rules 1–3 (民法典 第201–203条; 民事诉讼法 第85条; 公证法 第30条 and the like for suspensions).
public struct Clock: Sendable, Hashable, Codable {
    public var limit: Limit
    /// The event that set it going; for a limit counted backwards the date it is counted back from.
    public var start: Moment
    /// Suspensions in any order; where two overlap, the time is excluded once.
    public var pauses: [Pause]
    /// Extensions in the order in which they were given.
    public var extensions: [LimitExtension]

    public init(limit: Limit, start: Moment, pauses: [Pause] = [], extensions: [LimitExtension] = []) {
        self.limit = limit
        self.start = start
        self.pauses = pauses
        self.extensions = extensions
    }

    /// Whether a suspension lasts that nobody has ended.
    public var isSuspended: Bool { pauses.contains { $0.to == nil } }

    /// Whether it is suspended at `moment`.
    public func isSuspended(at moment: Moment) -> Bool {
        pauses.contains { $0.from <= moment && ($0.to.map { moment < $0 } ?? true) }
    }

    /// When the limit ends; nil while it is suspended, since nobody can know.
    /// - Throws: `CalendarError` when the suspensions or extensions contradict the limit or lead out of the calendar.
    public func due(in calendar: WorkCalendar) throws(CalendarError) -> Due? {
        isSuspended ? nil : try Reckoning(self, in: calendar, now: nil).due()
    }

    /// When the limit ends, or would end if what still suspends it were over at `now`.
    /// - Throws: `CalendarError` when the suspensions or extensions contradict the limit or lead out of the calendar.
    public func due(in calendar: WorkCalendar, asIfResumedAt now: Moment) throws(CalendarError) -> Due {
        try Reckoning(self, in: calendar, now: now).due()
    }
}
