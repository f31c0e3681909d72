/// An instant as calendar and clock show it, at a fixed offset from UTC, in the proleptic Gregorian calendar.
struct CivilTime {
    let year: Int64
    /// 1 ... 12
    let month: Int64
    /// 1 ... 31
    let day: Int64
    /// 1 ... 366
    let dayOfYear: Int64
    /// 0 (Sunday) ... 6
    let dayOfWeek: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64
    let millisecond: Int64

    /// `offset` in seconds east of UTC.
    init(_ instant: Timestamp, offset: Int64) {
        let local = instant.seconds + offset
        var (days, clock) = local.quotientAndRemainder(dividingBy: 86_400)
        if clock < 0 {
            clock += 86_400
            days -= 1
        }
        (year, month, day) = Self.date(daysSinceEpoch: days)
        dayOfYear = days - Self.daysSinceEpoch(year: year, month: 1, day: 1) + 1
        dayOfWeek = ((days + 4) % 7 + 7) % 7
        hour = clock / 3600
        minute = clock / 60 % 60
        second = clock % 60
        millisecond = Int64(instant.nanoseconds) / 1_000_000
    }

    /// Counts in years that begin in March, so that the leap day is the last. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let z = daysSinceEpoch + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
