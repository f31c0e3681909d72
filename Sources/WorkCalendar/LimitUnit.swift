/// What a time limit is counted in.
public enum LimitUnit: String, Sendable, CaseIterable, Codable {
    /// Minutes, running from the moment.
    case minutes
    /// Hours, running from the moment (民法典 第201条第二款).
    case hours
    /// Hours of service of the one who must act: 4 service hours from 16:00 at a desk end at 12:00 the next day.
    case serviceHours = "service-hours"
    /// Minutes of service: 30 service minutes from 20:00 end at 09:30 the next morning.
    case serviceMinutes = "service-minutes"
    /// Calendar days, beginning on the day after (民法典 第201条).
    case days
    /// Working days (工作日), beginning on the day after.
    case workdays
    /// Months, ending on the corresponding day or the month's last (民法典 第202条).
    case months
    /// Years, ending on the corresponding day or the month's last.
    case years

    /// Whether a limit in this unit ends with a day and not at a moment.
    public var endsWithDay: Bool {
        switch self {
        case .minutes, .hours, .serviceHours, .serviceMinutes: false
        case .days, .workdays, .months, .years: true
        }
    }

    /// What counts are sensible: none negative, none beyond a hundred years.
    public var allowedCounts: ClosedRange<Int> {
        switch self {
        case .minutes, .serviceMinutes: 0...52_596_000
        case .hours, .serviceHours: 0...876_600
        case .days, .workdays: 0...36_525
        case .months: 0...1_200
        case .years: 0...100
        }
    }

    /// The unit as people say it: `工作日`.
    public var chineseName: String {
        switch self {
        case .minutes: "分钟"
        case .hours: "小时"
        case .serviceHours: "服务小时"
        case .serviceMinutes: "服务分钟"
        case .days: "日"
        case .workdays: "工作日"
        case .months: "月"
        case .years: "年"
        }
    }

    /// A length as people say it: `7日`, `15个工作日`, `4个服务小时`.
    public func chinese(_ count: Int) -> String {
        switch self {
        case .minutes: "\(count)分钟"
        case .hours: "\(count)小时"
        case .serviceHours: "\(count)个服务小时"
        case .serviceMinutes: "\(count)分钟（服务时间内）"
        case .days: "\(count)日"
        case .workdays: "\(count)个工作日"
        case .months: "\(count)个月"
        case .years: "\(count)年"
        }
    }
}
