/// How the time of a limit runs in one unit: where a count ends, how much has run between two moments, where so much more ends.
struct RunningTime {
    let unit: LimitUnit
    let hours: ServiceHours
    let calendar: WorkCalendar

    /// The raw end of `limit` begun at `start`.
    func end(of limit: Limit, after start: Moment) throws(CalendarError) -> Moment { try end(ofCount: limit.count, after: start) }

    func end(ofCount count: Int, after start: Moment) throws(CalendarError) -> Moment {
        switch unit {
        case .minutes: try start.adding(minutes: count)
        case .hours: try start.adding(hours: count)
        case .serviceHours: try hours.adding(minutes: count * 60, to: start, in: calendar)
        case .serviceMinutes: try hours.adding(minutes: count, to: start, in: calendar)
        case .days: .endOfDay(try start.day.adding(days: count))
        case .workdays: .endOfDay(try calendar.workday(count, after: start.day))
        case .months: .endOfDay(try start.day.adding(months: count))
        case .years: .endOfDay(try start.day.adding(years: count))
        }
    }

    /// The raw end of a limit counted back from `date`: the last day, or moment, at which the act is still early enough.
    func end(of limit: Limit, before date: Moment) throws(CalendarError) -> Moment {
        let clear = limit.clearDays ? 1 : 0
        switch unit {
        case .minutes: return try date.adding(minutes: -limit.count)
        case .hours: return try date.adding(hours: -limit.count)
        case .serviceHours: return try hours.subtracting(minutes: limit.count * 60, from: date, in: calendar)
        case .serviceMinutes: return try hours.subtracting(minutes: limit.count, from: date, in: calendar)
        case .days: return .endOfDay(try date.day.adding(days: -limit.count - clear))
        case .workdays: return .endOfDay(try calendar.workday(limit.count + clear, before: date.day))
        case .months: return .endOfDay(try date.day.adding(months: -limit.count).adding(days: -clear))
        case .years: return .endOfDay(try date.day.adding(years: -limit.count).adding(days: -clear))
        }
    }

    /// Milliseconds that run from `start` to `moment`; 0 when it is not later. In days the day of `start` does not run, and a day
    /// that has reached 23:59:59 has run.
    func length(from start: Moment, to moment: Moment) -> Int64 {
        guard moment > start else { return 0 }
        switch unit {
        case .minutes, .hours: return moment - start
        case .serviceHours, .serviceMinutes: return hours.served(from: start, to: moment, in: calendar)
        case .days, .workdays, .months, .years:
            guard moment.day > start.day else { return 0 }
            let today = moment.millisecondOfDay >= Moment.dayLength - 1_000 ? Moment.dayLength : moment.millisecondOfDay
            let before = Int64(days(after: start.day, through: Day(unchecked: moment.day.number - 1))) * Moment.dayLength
            return runs(on: moment.day) ? before + today : before
        }
    }

    /// The moment at which `length` milliseconds have run since `start`.
    func end(after start: Moment, length: Int64) throws(CalendarError) -> Moment {
        switch unit {
        case .minutes, .hours: return try start.adding(milliseconds: length)
        case .serviceHours, .serviceMinutes: return try hours.adding(milliseconds: length, to: start, in: calendar)
        case .days, .workdays, .months, .years:
            guard length > 0 else { return start }
            let (whole, rest) = length.quotientAndRemainder(dividingBy: Moment.dayLength)
            if rest == 0 { return .endOfDay(try day(Int(whole), after: start.day)) }
            return Moment(day: try day(Int(whole) + 1, after: start.day), millisecondOfDay: rest)
        }
    }

    private func runs(on day: Day) -> Bool { unit != .workdays || calendar.isWorkday(day) }

    private func days(after day: Day, through end: Day) -> Int {
        unit == .workdays ? calendar.workdays(after: day, through: end) : max(0, end - day)
    }

    private func day(_ n: Int, after day: Day) throws(CalendarError) -> Day {
        try unit == .workdays ? calendar.workday(n, after: day) : day.adding(days: n)
    }
}
