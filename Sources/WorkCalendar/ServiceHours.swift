/// The hours in which a desk or an office serves, and in which limits in service hours run.
public struct ServiceHours: Sendable, Hashable {
    /// One open stretch of a day, in minutes since midnight: open from `opens` up to, not including, `closes`.
    public struct Period: Sendable, Hashable, Codable {
        public let opens: Int
        public let closes: Int

        /// Minutes since midnight, 0…1440; whether they make sense is judged by `ServiceHours.init`.
        public init(opens: Int, closes: Int) {
            self.opens = opens
            self.closes = closes
        }
    }

    /// Whether there is service on rest days too.
    public let everyDay: Bool
    /// The stretches of a day of service, in order.
    public let periods: [Period]

    /// The 12348 desks: every day 09:00–17:00 (7 × 8, annex 4 of the 2018 programme).
    public static let desk = ServiceHours(everyDay: true, checked: [Period(opens: 540, closes: 1_020)])
    /// Offices: working days 09:00–12:00 and 14:30–17:30.
    public static let office = ServiceHours(
        everyDay: false, checked: [Period(opens: 540, closes: 720), Period(opens: 870, closes: 1_050)])

    /// - Throws: `.badServiceHours` when there is no period, or one is empty, outside the day, or not after the one before.
    public init(everyDay: Bool, periods: [Period]) throws(CalendarError) {
        var end = 0
        for period in periods {
            guard period.opens >= end, period.opens < period.closes, period.closes <= 1_440 else {
                throw .badServiceHours(ServiceHours.chinese(periods))
            }
            end = period.closes
        }
        guard !periods.isEmpty else { throw .badServiceHours("") }
        self.init(everyDay: everyDay, checked: periods)
    }

    private init(everyDay: Bool, checked periods: [Period]) {
        self.everyDay = everyDay
        self.periods = periods
    }

    /// Minutes of service in a day of service, 1…1440.
    public var minutesPerDay: Int { periods.reduce(0) { $0 + $1.closes - $1.opens } }

    /// `每日09:00–17:00` or `工作日09:00–12:00、14:30–17:30`.
    public var chinese: String { (everyDay ? "每日" : "工作日") + ServiceHours.chinese(periods) }

    private static func chinese(_ periods: [Period]) -> String {
        func clock(_ minutes: Int) -> String { "\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))" }
        return periods.map { "\(clock($0.opens))–\(clock($0.closes))" }.joined(separator: "、")
    }
}

extension ServiceHours: Codable {
    private enum CodingKeys: CodingKey { case everyDay, periods }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            everyDay: container.decode(Bool.self, forKey: .everyDay), periods: container.decode([Period].self, forKey: .periods))
    }
}
