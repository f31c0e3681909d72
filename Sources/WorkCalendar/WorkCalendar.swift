/// Which days are working days: the week's rule (Monday to Friday), over it the national arrangement, over that the region's.
///
/// Every question is answered from sorted exceptions with running sums, so the cost grows with the logarithm of the number of
/// exceptions and not with the length counted.
public struct WorkCalendar: Sendable {
    /// Hours of service where a limit names none of its own.
    public let serviceHours: ServiceHours
    /// The years for which a national arrangement has been entered.
    public let announcedYears: Set<Int>
    /// The years for which a regional arrangement has been entered.
    public let regionallyAnnouncedYears: Set<Int>
    /// All exceptions in force, national and regional, in order.
    public let exceptions: HolidayArrangement

    /// Numbers of the days on which the exceptions differ from the week's rule, ascending, …
    private let changedDays: [Int]
    /// … and by how many working days the count is off after the first n of them.
    private let changeSums: [Int]
    private let entryOfDay: [Day: HolidayArrangement.Entry]

    /// - Parameters:
    ///   - arrangement: the national one; all years in one.
    ///   - regional: the region's, which wins where both name a day.
    ///   - serviceHours: for limits in service hours that name none; the 12348 desks' by default.
    public init(arrangement: HolidayArrangement, regional: HolidayArrangement = .none, serviceHours: ServiceHours = .desk) {
        self.serviceHours = serviceHours
        announcedYears = arrangement.years
        regionallyAnnouncedYears = regional.years
        exceptions = arrangement.overlaid(by: regional)
        var (days, sums, sum, byDay) = ([Int](), [0], 0, [Day: HolidayArrangement.Entry]())
        for entry in exceptions.entries {
            byDay[entry.day] = entry
            switch (entry.kind, entry.day.isWeekend) {
            case (.holiday, false): sum -= 1
            case (.workday, true): sum += 1
            case (.holiday, true), (.workday, false): continue
            }
            days.append(entry.day.number)
            sums.append(sum)
        }
        (changedDays, changeSums, entryOfDay) = (days, sums, byDay)
    }

    /// Whether `day` is worked.
    public func isWorkday(_ day: Day) -> Bool {
        guard let entry = entryOfDay[day] else { return !day.isWeekend }
        return entry.kind == .workday
    }

    /// Why `day` is a rest day: the festival, or 周六 or 周日; nil for a working day.
    public func restDayName(_ day: Day) -> String? {
        guard !isWorkday(day) else { return nil }
        return entryOfDay[day]?.name ?? day.chineseWeekday
    }

    /// Whether the national arrangement of `year` has been entered. Where not, the week's rule holds and what rests on it must
    /// carry a visible warning 「未公布」.
    public func isAnnounced(year: Int) -> Bool { announcedYears.contains(year) }

    /// Working days up to and including `day`, from an origin of no importance.
    private func count(through day: Int) -> Int {
        // Day -3 was a Monday: count whole weeks since it and the working part of the last.
        let sinceMonday = day + 3
        let week = (sinceMonday >= 0 ? sinceMonday : sinceMonday - 6) / 7
        let regular = week * 5 + min(sinceMonday - week * 7 + 1, 5)
        return regular + changeSums[changesUpTo(day)]
    }

    /// How many changed days are not after `day`.
    private func changesUpTo(_ day: Int) -> Int {
        var (low, high) = (0, changedDays.count)
        while low < high {
            let middle = (low + high) / 2
            if changedDays[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension WorkCalendar {
    /// Working days after `day`, up to and including `end`; 0 when `end` is not later.
    public func workdays(after day: Day, through end: Day) -> Int {
        end > day ? count(through: end.number) - count(through: day.number) : 0
    }

    /// The `n`th working day after `day`; `day` itself for 0.
    /// - Throws: `.countOutOfRange` for a negative n, `.dateOutOfRange` beyond 9999-12-31.
    public func workday(_ n: Int, after day: Day) throws(CalendarError) -> Day {
        guard n >= 0 else { throw .countOutOfRange(count: n, unit: .workdays) }
        guard n > 0 else { return day }
        let before = count(through: day.number)
        let beyond = CalendarError.dateOutOfRange(from: day.description, count: n, unit: .workdays)
        guard n <= Day.last.number - day.number, count(through: Day.last.number) - before >= n else { throw beyond }
        // The first day through which n more working days have passed.
        var (low, high) = (day.number + 1, Day.last.number)
        // Most answers lie near: seven days for five, and the exceptions.
        let near = day.number + n * 7 / 5 + changedDays.count + 7
        if near < high, count(through: near) - before >= n { high = near }
        while low < high {
            let middle = low + (high - low) / 2
            if count(through: middle) - before >= n { high = middle } else { low = middle + 1 }
        }
        return Day(unchecked: low)
    }

    /// The `n`th working day before `day`; `day` itself for 0.
    /// - Throws: `.countOutOfRange` for a negative n, `.dateOutOfRange` before 0001-01-01.
    public func workday(_ n: Int, before day: Day) throws(CalendarError) -> Day {
        guard n >= 0 else { throw .countOutOfRange(count: n, unit: .workdays) }
        guard n > 0 else { return day }
        let through = count(through: day.number - 1)
        let beyond = CalendarError.dateOutOfRange(from: day.description, count: -n, unit: .workdays)
        guard n <= day.number - Day.first.number, through - count(through: Day.first.number - 1) >= n else { throw beyond }
        // The last day from which n working days lie before `day`.
        var (low, high) = (Day.first.number, day.number - 1)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if through - count(through: middle - 1) >= n { low = middle } else { high = middle - 1 }
        }
        return Day(unchecked: low)
    }

    /// `day` where it is a working day, else the next one.
    /// - Throws: `.dateOutOfRange` beyond 9999-12-31.
    public func nextWorkday(onOrAfter day: Day) throws(CalendarError) -> Day {
        try isWorkday(day) ? day : workday(1, after: day)
    }

    /// `day` where it is a working day, else the one before.
    /// - Throws: `.dateOutOfRange` before 0001-01-01.
    public func previousWorkday(onOrBefore day: Day) throws(CalendarError) -> Day {
        try isWorkday(day) ? day : workday(1, before: day)
    }

    /// The last working day of a month (1…12).
    /// - Throws: `.noSuchPeriod` for another month or a year outside 1…9999.
    public func lastWorkday(ofMonth month: Int, year: Int) throws(CalendarError) -> Day {
        guard let first = Day(year: year, month: month, day: 1) else { throw .noSuchPeriod("\(year)年\(month)月") }
        return try previousWorkday(onOrBefore: first.endOfMonth)
    }

    /// The last working day of a quarter (1…4).
    /// - Throws: `.noSuchPeriod` for another quarter or a year outside 1…9999.
    public func lastWorkday(ofQuarter quarter: Int, year: Int) throws(CalendarError) -> Day {
        guard (1...4).contains(quarter), (1...9999).contains(year) else { throw .noSuchPeriod("\(year)年第\(quarter)季度") }
        return try lastWorkday(ofMonth: quarter * 3, year: year)
    }
}
