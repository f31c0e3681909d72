/// The work of counting one clock: from its start over its suspensions and extensions to its end.
struct Reckoning {
    /// One suspension, or several that overlap.
    struct Interval {
        var from: Moment
        var to: Moment
        var reasons: [String]
        /// Whether it still lasts, so that `to` is only supposed.
        var isOpen: Bool
    }

    let clock: Clock
    let calendar: WorkCalendar
    let time: RunningTime
    /// The raw end as far as it has been counted.
    private(set) var end: Moment
    /// Suspensions that took time out of the count, in order.
    private(set) var excluded: [Interval] = []
    private var steps: [ExplanationStep]

    /// - Parameter now: when suspensions that still last are supposed to end; nil for "at once".
    init(_ clock: Clock, in calendar: WorkCalendar, now: Moment?) throws(CalendarError) {
        let limit = clock.limit
        self.clock = clock
        self.calendar = calendar
        time = RunningTime(unit: limit.unit, hours: limit.hours ?? calendar.serviceHours, calendar: calendar)
        end = try limit.backwards ? time.end(of: limit, before: clock.start) : time.end(of: limit, after: clock.start)
        steps = [
            .counted(
                from: clock.start, count: limit.count, unit: limit.unit, backwards: limit.backwards,
                clearDays: limit.backwards && limit.clearDays, to: end)
        ]
        let intervals = try Reckoning.merged(clock.pauses, notBefore: clock.start, now: now)
        guard !limit.backwards || clock.pauses.isEmpty else { throw .countedBackwards(what: .suspended) }
        guard !limit.backwards || clock.extensions.isEmpty else { throw .countedBackwards(what: .extended) }

        var extensions = clock.extensions[...]
        for interval in intervals {
            // An extension given before this suspension began has moved the end that the suspension meets.
            while let next = extensions.first, try comes(next, before: interval) {
                try extend(by: next)
                extensions.removeFirst()
            }
            // A clock that had run out cannot be suspended any more.
            if try reaches(interval.from) { try exclude(interval) }
        }
        for next in extensions { try extend(by: next) }
    }

    /// The end, with rest days looked at.
    func due() throws(CalendarError) -> Due {
        let effective = try moved()
        var explanation = steps
        if effective > end {
            explanation.append(.movedLater(restDay: calendar.restDayName(end.day) ?? "", end: effective))
        } else if effective < end {
            explanation.append(.movedEarlier(restDay: calendar.restDayName(end.day) ?? "", end: effective))
        } else if clock.limit.unit.endsWithDay, let restDay = calendar.restDayName(end.day) {
            explanation.append(.notMoved(restDay: restDay, end: end))
        }
        return Due(
            raw: end, effective: effective, isDay: clock.limit.unit.endsWithDay, explanation: explanation,
            unannouncedYears: unannouncedYears(effective: effective))
    }

    /// The effective end that belongs to the raw end counted so far.
    private func moved() throws(CalendarError) -> Moment {
        guard clock.limit.unit.endsWithDay, clock.limit.movesFromRestDay, !calendar.isWorkday(end.day) else { return end }
        return .endOfDay(
            try clock.limit.backwards ? calendar.previousWorkday(onOrBefore: end.day) : calendar.nextWorkday(onOrAfter: end.day))
    }

    private func reaches(_ moment: Moment) throws(CalendarError) -> Bool {
        clock.limit.unit.endsWithDay ? try moment.day <= moved().day : moment <= end
    }

    private func comes(_ next: LimitExtension, before interval: Interval) throws(CalendarError) -> Bool {
        if let approved = next.approved { return approved <= interval.from }
        return try !reaches(interval.from)
    }
}

extension Reckoning {
    /// Suspensions in order, overlapping ones as one, clipped to the time after `start`.
    private static func merged(_ pauses: [Pause], notBefore start: Moment, now: Moment?) throws(CalendarError) -> [Interval] {
        var merged: [Interval] = []
        for pause in pauses.sorted(by: { $0.from < $1.from }) {
            if let to = pause.to, to < pause.from { throw .pauseEndsBeforeItBegins(from: pause.from, to: to) }
            let from = max(pause.from, start)
            let to = pause.to ?? max(now ?? from, from)
            guard to > start || pause.to == nil else { continue }
            if var last = merged.last, from <= last.to {
                if to > last.to || (to == last.to && pause.to == nil) { (last.to, last.isOpen) = (max(to, last.to), pause.to == nil) }
                if !last.reasons.contains(pause.reason) { last.reasons.append(pause.reason) }
                merged[merged.count - 1] = last
            } else {
                merged.append(Interval(from: from, to: to, reasons: [pause.reason], isOpen: pause.to == nil))
            }
        }
        return merged
    }

    /// Takes a suspension out of the count.
    ///
    /// In days: the raw end moves by the units in (from, to], so that what was left when it began is left when it is over. A
    /// suspension that begins after the raw end but before the effective one (a rest day lies between) finds nothing left: the end is
    /// then the day of resumption, or the next working day. In hours: what was left at `from` is left at `to`.
    private mutating func exclude(_ interval: Interval) throws(CalendarError) {
        let (from, to) = (interval.from, interval.to)
        var unit = time.unit
        var units: Int
        switch unit {
        case .minutes, .hours, .serviceHours, .serviceMinutes:
            let left = time.length(from: from, to: end)
            units = Int(time.length(from: from, to: to) / 60_000)
            end = try time.end(after: to, length: left)
            if units > 0, units % 60 == 0 {
                units /= 60
                unit = unit == .minutes ? .hours : unit == .serviceMinutes ? .serviceHours : unit
            } else {
                unit = unit == .serviceMinutes ? .serviceMinutes : .minutes
            }
        case .workdays:
            units = calendar.workdays(after: from.day, through: to.day)
            if units > 0 { end = .endOfDay(try from.day <= end.day ? calendar.workday(units, after: end.day) : to.day) }
        case .days, .months, .years:
            unit = .days
            units = to.day - from.day
            if units > 0 { end = .endOfDay(try from.day <= end.day ? end.day.adding(days: units) : to.day) }
        }
        excluded.append(interval)
        let reason = interval.reasons.joined(separator: "、")
        steps.append(
            interval.isOpen
                ? .pausedStill(from: from, asIfResumed: to, reason: reason, end: end)
                : .paused(from: from, to: to, excluded: units, unit: unit, reason: reason, end: end))
    }

    /// Counts an extension from the raw end.
    private mutating func extend(by more: LimitExtension) throws(CalendarError) {
        guard more.unit.allowedCounts.contains(more.count) else { throw .countOutOfRange(count: more.count, unit: more.unit) }
        let endsWithDay = clock.limit.unit.endsWithDay
        guard more.unit.endsWithDay || !endsWithDay else {
            throw .extensionInHours(count: more.count, unit: more.unit, limit: clock.limit.unit)
        }
        if let approved = more.approved, try !reaches(approved) { throw .extensionTooLate(approved: approved, end: try moved()) }
        let longer = RunningTime(unit: more.unit, hours: time.hours, calendar: calendar)
        let later = try longer.end(ofCount: more.count, after: end)
        // A limit in hours that is extended by days keeps its time of day.
        end = more.unit.endsWithDay && !endsWithDay ? Moment(day: later.day, millisecondOfDay: end.millisecondOfDay) : later
        steps.append(.extended(count: more.count, unit: more.unit, end: end))
    }

    /// Years without a national arrangement on which the result rests.
    private func unannouncedYears(effective: Moment) -> [Int] {
        let countsWorkdays: (LimitUnit) -> Bool = { [time] in
            $0 == .workdays || ([.serviceHours, .serviceMinutes].contains($0) && !time.hours.everyDay)
        }
        var (first, last) = (min(end, effective).day, max(end, effective).day)
        if countsWorkdays(time.unit) || clock.extensions.contains(where: { countsWorkdays($0.unit) }) {
            // In days the first day looked at is the one after the start (or before it, counted backwards).
            let start = clock.start.day.number
            let beside = time.unit.endsWithDay ? (clock.limit.backwards ? -1 : 1) : 0
            if let looked = Day(number: start + beside) { (first, last) = (min(first, looked), max(last, looked)) }
        } else if !time.unit.endsWithDay || !clock.limit.movesFromRestDay {
            return []
        }
        return (first.year...last.year).filter { !calendar.isAnnounced(year: $0) }
    }
}
