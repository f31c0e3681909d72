/// A civil date of the proleptic Gregorian calendar, without a time of day.
///
/// Range: 0001-01-01 to 9999-12-31, so that every day has exactly one text of ten characters. Written and encoded as
/// `2026-03-02` (GB/T 7408.1, ISO 8601 extended form).
public struct Day: Sendable, Hashable {
    /// Days since 1970-01-01; negative before.
    public let number: Int

    /// The first day that can be said: 0001-01-01.
    public static let first = Day(unchecked: -719_162)
    /// The last day that can be said: 9999-12-31.
    public static let last = Day(unchecked: 2_932_896)

    /// The day `number` days after 1970-01-01; nil outside `Day.first ... Day.last`.
    public init?(number: Int) {
        guard (Day.first.number...Day.last.number).contains(number) else { return nil }
        self.number = number
    }

    /// The day of a year (1…9999), month (1…12) and day of the month; nil when there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else {
            return nil
        }
        number = Day.number(year: year, month: month, day: day)
    }

    /// For numbers already known to lie in range.
    init(unchecked number: Int) { self.number = number }
}

extension Day {
    /// Year, 1…9999.
    public var year: Int { civil.year }
    /// Month, 1…12.
    public var month: Int { civil.month }
    /// Day of the month, 1…31.
    public var day: Int { civil.day }
    /// Quarter, 1…4.
    public var quarter: Int { (civil.month - 1) / 3 + 1 }
    /// Day of the week as ISO 8601 counts it: 1 Monday … 7 Sunday.
    public var weekday: Int {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let remainder = (number + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }
    /// Saturday or Sunday.
    public var isWeekend: Bool { weekday > 5 }

    /// Year, month and day in one computation (cheaper than asking for each).
    public var civil: (year: Int, month: Int, day: Int) {
        // Eras of 400 years that begin on 1 March, so that the leap day is the last of its year (H. Hinnant, "chrono-Compatible
        // Low-Level Date Algorithms"). 719,468 days lie between 0000-03-01 and 1970-01-01.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// How many days a month has: 28…31; 0 for a month outside 1…12.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        case 1...12: 31
        default: 0
        }
    }

    /// Whether a year has a 29 February.
    public static func isLeap(year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// Day number of a date known to exist.
    static func number(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Day {
    /// The day `days` days later (earlier when negative).
    /// - Throws: `.dateOutOfRange` when the result lies outside years 1…9999.
    public func adding(days: Int) throws(CalendarError) -> Day {
        let (sum, overflow) = number.addingReportingOverflow(days)
        guard !overflow, let day = Day(number: sum) else { throw .dateOutOfRange(from: description, count: days, unit: .days) }
        return day
    }

    /// The corresponding day `months` months later (earlier when negative), or the last of that month where it has no such day:
    /// 31 January plus one month is 28 or 29 February (民法典 第202条).
    /// - Throws: `.dateOutOfRange` when the result lies outside years 1…9999.
    public func adding(months: Int) throws(CalendarError) -> Day {
        let (year, month, day) = civil
        let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        // Year 1 begins at index 12; below it division would round the wrong way.
        guard !overflow, index >= 12, index < 120_000 else {
            throw .dateOutOfRange(from: description, count: months, unit: .months)
        }
        let (laterYear, laterMonth) = (index / 12, index % 12 + 1)
        let laterDay = min(day, Day.length(ofMonth: laterMonth, year: laterYear))
        return Day(unchecked: Day.number(year: laterYear, month: laterMonth, day: laterDay))
    }

    /// The corresponding day `years` years later (earlier when negative); 29 February becomes 28 February in a common year.
    /// - Throws: `.dateOutOfRange` when the result lies outside years 1…9999.
    public func adding(years: Int) throws(CalendarError) -> Day {
        let (months, overflow) = years.multipliedReportingOverflow(by: 12)
        guard !overflow else { throw .dateOutOfRange(from: description, count: years, unit: .years) }
        return try adding(months: months)
    }

    /// The last day of this day's month.
    public var endOfMonth: Day {
        let (year, month, day) = civil
        return Day(unchecked: number + Day.length(ofMonth: month, year: year) - day)
    }

    /// The first day of this day's month.
    public var startOfMonth: Day { Day(unchecked: number - civil.day + 1) }

    /// How many days `later` is after `earlier`; negative when it is before.
    public static func - (later: Day, earlier: Day) -> Int { later.number - earlier.number }
}

extension Day: Comparable {
    public static func < (one: Day, other: Day) -> Bool { one.number < other.number }
}
