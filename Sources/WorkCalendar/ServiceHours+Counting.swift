extension ServiceHours {
    /// Whether there is service at `moment`.
    public func isOpen(at moment: Moment, in calendar: WorkCalendar) -> Bool {
        serves(on: moment.day, in: calendar) && periods.contains { ($0.opens..<$0.closes).contains(moment.minuteOfDay) }
    }

    /// `moment` where there is service, else the next opening.
    /// - Throws: `.dateOutOfRange` beyond 9999-12-31.
    public func opening(onOrAfter moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Moment {
        if serves(on: moment.day, in: calendar) {
            for stretch in stretches(on: moment.day) where stretch.closes > moment { return max(stretch.opens, moment) }
        }
        return stretches(on: try serviceDay(1, after: moment.day, in: calendar))[0].opens
    }

    /// The moment at which `minutes` minutes of service have passed since `moment`. What begins outside the hours runs from the
    /// next opening; what ends with a stretch ends at its closing and not at the next opening.
    /// - Throws: `.countOutOfRange` for a negative count, `.dateOutOfRange` beyond 9999-12-31.
    public func adding(minutes: Int, to moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Moment {
        let (milliseconds, overflow) = Int64(minutes).multipliedReportingOverflow(by: 60_000)
        guard minutes >= 0, !overflow else { throw .countOutOfRange(count: minutes, unit: .minutes) }
        return try adding(milliseconds: milliseconds, to: moment, in: calendar)
    }

    /// The latest moment from which `minutes` minutes of service pass until `moment`.
    /// - Throws: `.countOutOfRange` for a negative count, `.dateOutOfRange` before 0001-01-01.
    public func subtracting(minutes: Int, from moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Moment {
        let (milliseconds, overflow) = Int64(minutes).multipliedReportingOverflow(by: 60_000)
        guard minutes >= 0, !overflow else { throw .countOutOfRange(count: minutes, unit: .minutes) }
        guard milliseconds > 0 else { return moment }
        var left = milliseconds
        func backwards(on day: Day, before end: Moment) -> Moment? {
            for stretch in stretches(on: day).reversed() where stretch.opens < end {
                let closes = min(stretch.closes, end)
                if left <= closes - stretch.opens { return Moment(unchecked: closes.milliseconds - left) }
                left -= closes - stretch.opens
            }
            return nil
        }
        if serves(on: moment.day, in: calendar), let found = backwards(on: moment.day, before: moment) { return found }
        let wholeDays = (left - 1) / dayLength
        left -= wholeDays * dayLength
        let day = try serviceDay(Int(wholeDays) + 1, before: moment.day, in: calendar)
        return backwards(on: day, before: Moment.startOfDay(day).endingDay) ?? stretches(on: day)[0].opens
    }

    /// Milliseconds of service from `start` to `end`; 0 when `end` is not later.
    public func served(from start: Moment, to end: Moment, in calendar: WorkCalendar) -> Int64 {
        guard end > start else { return 0 }
        func served(on day: Day) -> Int64 {
            guard serves(on: day, in: calendar) else { return 0 }
            return stretches(on: day).reduce(0) { $0 + max(0, min($1.closes, end) - max($1.opens, start)) }
        }
        let (first, last) = (start.day, end.day)
        if first == last { return served(on: first) }
        let between = Day(unchecked: last.number - 1)
        let days = everyDay ? between - first : calendar.workdays(after: first, through: between)
        return served(on: first) + Int64(days) * dayLength + served(on: last)
    }

    func adding(milliseconds: Int64, to moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Moment {
        guard milliseconds > 0 else { return try opening(onOrAfter: moment, in: calendar) }
        var left = milliseconds
        func forwards(on day: Day, after start: Moment) -> Moment? {
            for stretch in stretches(on: day) where stretch.closes > start {
                let opens = max(stretch.opens, start)
                if left <= stretch.closes - opens { return Moment(unchecked: opens.milliseconds + left) }
                left -= stretch.closes - opens
            }
            return nil
        }
        if serves(on: moment.day, in: calendar), let found = forwards(on: moment.day, after: moment) { return found }
        let wholeDays = (left - 1) / dayLength
        left -= wholeDays * dayLength
        let day = try serviceDay(Int(clamping: wholeDays) + 1, after: moment.day, in: calendar)
        return forwards(on: day, after: .startOfDay(day)) ?? stretches(on: day)[periods.count - 1].closes
    }

    private var dayLength: Int64 { Int64(minutesPerDay) * 60_000 }

    private func serves(on day: Day, in calendar: WorkCalendar) -> Bool { everyDay || calendar.isWorkday(day) }

    private func serviceDay(_ n: Int, after day: Day, in calendar: WorkCalendar) throws(CalendarError) -> Day {
        try everyDay ? day.adding(days: n) : calendar.workday(n, after: day)
    }

    private func serviceDay(_ n: Int, before day: Day, in calendar: WorkCalendar) throws(CalendarError) -> Day {
        try everyDay ? day.adding(days: -n) : calendar.workday(n, before: day)
    }

    private func stretches(on day: Day) -> [(opens: Moment, closes: Moment)] {
        let midnight = Moment.startOfDay(day).milliseconds
        return periods.map {
            (Moment(unchecked: midnight + Int64($0.opens) * 60_000), Moment(unchecked: midnight + Int64($0.closes) * 60_000))
        }
    }
}

extension Moment {
    /// The very end of a day that begins at this moment.
    fileprivate var endingDay: Moment { Moment(unchecked: milliseconds + Moment.dayLength) }
}
