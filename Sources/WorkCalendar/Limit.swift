/// A time limit as law, a standard or a default sets it: how much of what, and how its end is treated.
public struct Limit: Sendable, Hashable {
    /// How many units, within `unit.allowedCounts`.
    public let count: Int
    public let unit: LimitUnit
    /// The hours in which a limit in service hours runs: those of the one who must act. Nil for the calendar's own.
    public let hours: ServiceHours?
    /// Whether an end that is a rest day moves: forward to the next working day (民法典 第203条), or for a limit counted
    /// backwards to the working day before. False for terms of punishment, supervision, correction, detention and leave, reporting
    /// days of a person under supervision, the handing over of a person in custody and plan dates named by date. Limits that end
    /// at a moment never move.
    public let movesFromRestDay: Bool
    /// Whether it is counted back from a date ("at least one month before").
    public let backwards: Bool
    /// For a limit counted backwards: whether that many whole days must lie between the act and the date (举行听证的七日前), so that
    /// the last day to act is one day earlier than 届满三十日前 would make it.
    public let clearDays: Bool

    /// - Throws: `.countOutOfRange` for a negative count or one beyond a hundred years.
    public init(
        _ count: Int, _ unit: LimitUnit, hours: ServiceHours? = nil, movesFromRestDay: Bool = true, backwards: Bool = false,
        clearDays: Bool = false
    ) throws(CalendarError) {
        guard unit.allowedCounts.contains(count) else { throw .countOutOfRange(count: count, unit: unit) }
        self.count = count
        self.unit = unit
        self.hours = hours
        self.movesFromRestDay = movesFromRestDay
        self.backwards = backwards
        self.clearDays = clearDays
    }

    /// `7日`, `15个工作日`.
    public var chinese: String { unit.chinese(count) }
}

extension Limit: Codable {
    private enum CodingKeys: CodingKey { case count, unit, hours, movesFromRestDay, backwards, clearDays }

    /// Decodes the keys named like the properties; all but `count` and `unit` may be absent.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            container.decode(Int.self, forKey: .count), container.decode(LimitUnit.self, forKey: .unit),
            hours: container.decodeIfPresent(ServiceHours.self, forKey: .hours),
            movesFromRestDay: container.decodeIfPresent(Bool.self, forKey: .movesFromRestDay) ?? true,
            backwards: container.decodeIfPresent(Bool.self, forKey: .backwards) ?? false,
            clearDays: container.decodeIfPresent(Bool.self, forKey: .clearDays) ?? false)
    }
}

/// A suspension (中止) of a running limit. The day it begins counts as run; every day after it up to and including the day of
/// resumption does not; a limit in hours stops and goes on at the moment.
public struct Pause: Sendable, Hashable, Codable {
    public var from: Moment
    /// Nil while it lasts.
    public var to: Moment?
    /// Why, as people read it; the code and the legal basis are kept by the caller.
    public var reason: String

    public init(from: Moment, to: Moment? = nil, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// An extension (延期) of a limit, counted from its raw end.
public struct LimitExtension: Sendable, Hashable, Codable {
    public var count: Int
    public var unit: LimitUnit
    /// When it was approved: must not be after the effective end it moves. Nil where the caller has seen to that itself.
    public var approved: Moment?

    public init(_ count: Int, _ unit: LimitUnit, approved: Moment? = nil) {
        self.count = count
        self.unit = unit
        self.approved = approved
    }
}
