/// A day of the Gregorian calendar as identifiers carry it: `1949-12-31`.
///
/// Only what checking a number takes; reckoning with days is the working calendar's business.
public struct CivilDate: Sendable, Hashable, Comparable, LosslessStringConvertible {
    /// 1…9999.
    public let year: Int
    /// 1…12.
    public let month: Int
    /// 1…31.
    public let day: Int

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Nil when the text is not `YYYY-MM-DD` in ASCII digits, or there is no such day.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = ASCII.number(bytes[0..<4]), let month = ASCII.number(bytes[5..<7]), let day = ASCII.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day it is in China (fixed +08:00) at a moment, in milliseconds since 1970-01-01T00:00Z.
    /// Moments outside the years 1…9999 give the nearest day inside.
    public init(milliseconds: Int64) {
        let day = 86_400_000 as Int64
        let dawn = -719_162 as Int64  // 0001-01-01
        let dusk = 2_932_896 as Int64  // 9999-12-31
        // The day counted from 1970, floored; only then shifted, so that no extreme overflows.
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: day)
        var days = rest < 0 ? whole - 1 : whole
        let timeOfDay = rest < 0 ? rest + day : rest
        if timeOfDay >= day - 8 * 3_600_000 { days += 1 }
        self.init(daysSince1970: Int(min(max(days, dawn), dusk)))
    }

    /// Days to a date by H. Hinnant's `civil_from_days`; `days` within the years 1…9999.
    private init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Today in China by the machine's clock.
    public static var today: CivilDate { CivilDate(milliseconds: WallClock.milliseconds()) }

    public var description: String { "\(ASCII.padded(year, 4))-\(ASCII.padded(month, 2))-\(ASCII.padded(day, 2))" }

    /// `19491231`, as numbers carry it.
    var digits: String { ASCII.padded(year, 4) + ASCII.padded(month, 2) + ASCII.padded(day, 2) }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
