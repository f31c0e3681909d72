/// When a limit ends, and how that was reckoned.
public struct Due: Sendable, Hashable, Codable {
    /// The end as counted, before rest days are looked at. Warnings go by it.
    public let raw: Moment
    /// The end that holds: overdue is what comes after it.
    public let effective: Moment
    /// Whether it ends with a day: then both moments are 23:59:59 of their day, and the limit is kept until that day is over.
    public let isDay: Bool
    /// The reckoning, step by step, in order.
    public let explanation: [ExplanationStep]
    /// Years the reckoning rests on whose national arrangement was not yet entered, ascending: a date with such a year must carry
    /// the visible warning 「未公布」 and be reckoned anew when the arrangement comes.
    public let unannouncedYears: [Int]

    public init(raw: Moment, effective: Moment, isDay: Bool, explanation: [ExplanationStep], unannouncedYears: [Int]) {
        self.raw = raw
        self.effective = effective
        self.isDay = isDay
        self.explanation = explanation
        self.unannouncedYears = unannouncedYears
    }

    /// Whether an act at `moment` comes too late. For a limit that ends with a day the whole of its last second still counts.
    public func isMissed(at moment: Moment) -> Bool { isDay ? moment.day > effective.day : moment > effective }

    /// The first moment at which the limit is missed: midnight after its last day, or the millisecond after its end.
    public var missedFrom: Moment { Moment(clamping: effective.milliseconds + (isDay ? 1_000 : 1)) }

    /// The effective end as scripts read it: `2026-04-07` for a day, `2026-03-03T09:00` for a moment.
    public var effectiveText: String { Due.text(of: effective, isDay: isDay) }
    /// The raw end in the same form.
    public var rawText: String { Due.text(of: raw, isDay: isDay) }

    private static func text(of moment: Moment, isDay: Bool) -> String { isDay ? moment.day.description : moment.description }
}

/// One step of a reckoning.
public enum ExplanationStep: Sendable, Hashable, Codable {
    /// The limit counted from its start, or back from it.
    case counted(from: Moment, count: Int, unit: LimitUnit, backwards: Bool, clearDays: Bool, to: Moment)
    /// A suspension that took `excluded` units (minutes for limits that end at a moment) out of the count.
    case paused(from: Moment, to: Moment, excluded: Int, unit: LimitUnit, reason: String, end: Moment)
    /// A suspension still lasting: the end holds if it is resumed at `asIfResumed`.
    case pausedStill(from: Moment, asIfResumed: Moment, reason: String, end: Moment)
    /// An extension from the raw end.
    case extended(count: Int, unit: LimitUnit, end: Moment)
    /// The end was a rest day and moved to the next working day.
    case movedLater(restDay: String, end: Moment)
    /// The end was a rest day and must be met by the working day before.
    case movedEarlier(restDay: String, end: Moment)
    /// The end is a rest day and stays, because such a limit never moves.
    case notMoved(restDay: String, end: Moment)
}
