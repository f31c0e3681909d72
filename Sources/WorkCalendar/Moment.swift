/// A moment, kept to the millisecond and read in China standard time.
///
/// China has one time, UTC+08:00 without summer time (GB/T 7408.1); an older civil time (before 1949, and the summer times of
/// 1986–1991) plays no part in the limits of this platform. Range: the days of `Day`.
public struct Moment: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    static let dayLength: Int64 = 86_400_000
    private static let offset: Int64 = 8 * 3_600_000

    /// The first moment that can be said: 0001-01-01T00:00 in China.
    public static let first = Moment(unchecked: Int64(Day.first.number) * dayLength - offset)
    /// The last moment that can be said: 9999-12-31T23:59:59.999 in China.
    public static let last = Moment(unchecked: Int64(Day.last.number + 1) * dayLength - offset - 1)

    /// The moment `milliseconds` after 1970-01-01T00:00:00Z; nil outside `Moment.first ... Moment.last`.
    public init?(milliseconds: Int64) {
        guard (Moment.first.milliseconds...Moment.last.milliseconds).contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The moment nearest to `milliseconds` that can be said: for a system clock, which never leaves the range unless it is broken.
    public init(clamping milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Moment.first.milliseconds), Moment.last.milliseconds)
    }

    /// A time of day in China on `day`: hour 0…23, minute 0…59, second 0…59; nil when one lies outside.
    public init?(day: Day, hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.init(day: day, millisecondOfDay: Int64(hour * 3_600 + minute * 60 + second) * 1_000)
    }

    init(unchecked milliseconds: Int64) { self.milliseconds = milliseconds }

    /// For times of day known to lie in 0..<86,400,000.
    init(day: Day, millisecondOfDay: Int64) {
        milliseconds = Int64(day.number) * Moment.dayLength - Moment.offset + millisecondOfDay
    }

    /// 00:00 of `day`.
    public static func startOfDay(_ day: Day) -> Moment { Moment(day: day, millisecondOfDay: 0) }

    /// 23:59:59 of `day`: how a limit that ends with the day is written. It is kept until the next day begins.
    public static func endOfDay(_ day: Day) -> Moment { Moment(day: day, millisecondOfDay: dayLength - 1_000) }
}

extension Moment {
    /// The civil day in China.
    public var day: Day { Day(unchecked: split.day) }
    /// Hour of the day in China, 0…23.
    public var hour: Int { Int(millisecondOfDay / 3_600_000) }
    /// Minute of the hour, 0…59.
    public var minute: Int { Int(millisecondOfDay / 60_000 % 60) }
    /// Second of the minute, 0…59.
    public var second: Int { Int(millisecondOfDay / 1_000 % 60) }
    /// Minutes since midnight in China, 0…1439.
    public var minuteOfDay: Int { Int(millisecondOfDay / 60_000) }
    /// Milliseconds since midnight in China, 0..<86,400,000.
    public var millisecondOfDay: Int64 { split.rest }

    private var split: (day: Int, rest: Int64) {
        let local = milliseconds + Moment.offset
        var (day, rest) = local.quotientAndRemainder(dividingBy: Moment.dayLength)
        if rest < 0 { (day, rest) = (day - 1, rest + Moment.dayLength) }
        return (Int(day), rest)
    }

    /// The moment some milliseconds later (earlier when negative).
    /// - Throws: `.dateOutOfRange` outside years 1…9999.
    public func adding(milliseconds count: Int64) throws(CalendarError) -> Moment {
        let (sum, overflow) = milliseconds.addingReportingOverflow(count)
        guard !overflow, let moment = Moment(milliseconds: sum) else {
            throw .dateOutOfRange(from: description, count: Int(clamping: count / 60_000), unit: .minutes)
        }
        return moment
    }

    /// The moment some minutes later (earlier when negative).
    /// - Throws: `.dateOutOfRange` outside years 1…9999.
    public func adding(minutes: Int) throws(CalendarError) -> Moment {
        let (count, overflow) = Int64(minutes).multipliedReportingOverflow(by: 60_000)
        guard !overflow else { throw .dateOutOfRange(from: description, count: minutes, unit: .minutes) }
        return try adding(milliseconds: count)
    }

    /// The moment some hours later (earlier when negative).
    /// - Throws: `.dateOutOfRange` outside years 1…9999.
    public func adding(hours: Int) throws(CalendarError) -> Moment {
        let (count, overflow) = Int64(hours).multipliedReportingOverflow(by: 3_600_000)
        guard !overflow else { throw .dateOutOfRange(from: description, count: hours, unit: .hours) }
        return try adding(milliseconds: count)
    }

    /// Milliseconds from `earlier` to `later`; negative when it is before.
    public static func - (later: Moment, earlier: Moment) -> Int64 { later.milliseconds - earlier.milliseconds }
}

extension Moment: Comparable {
    public static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }
}
