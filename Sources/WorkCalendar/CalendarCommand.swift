/// The command line's `bagui calendar add`.
public enum CalendarCommand {
    /// How the command is called.
    public static let usage =
        "用法：bagui calendar add DATE[THH:MM] COUNT (\(LimitUnit.allCases.map(\.rawValue).joined(separator: "|"))) [desk|office]"

    /// The raw due date and, last, the effective one: dates for limits in days, moments for limits in hours.
    ///
    /// `add(["2026-03-30", "7", "days"], calendar: c)` answers `["2026-04-06", "2026-04-07"]`.
    /// - Throws: `.usage` for a wrong number of arguments, `.badArgument` for one it does not know, and what `Clock.due` throws.
    public static func add(_ arguments: [String], calendar: WorkCalendar) throws(CalendarError) -> [String] {
        let due = try due(arguments, calendar: calendar)
        return [due.rawText, due.effectiveText]
    }

    /// What `add` answers, with its explanation and the years that want a warning.
    /// - Throws: as `add`.
    public static func due(_ arguments: [String], calendar: WorkCalendar) throws(CalendarError) -> Due {
        guard (3...4).contains(arguments.count) else { throw .usage(usage) }
        guard let start = Moment(arguments[0]) ?? Day(arguments[0]).map(Moment.startOfDay) else {
            throw .badArgument(arguments[0], expected: "日期或时刻，形如 2026-03-02 或 2026-03-02T09:00")
        }
        guard let count = Int(arguments[1]) else { throw .badArgument(arguments[1], expected: "整数") }
        guard let unit = LimitUnit(rawValue: arguments[2]) else {
            throw .badArgument(arguments[2], expected: LimitUnit.allCases.map(\.rawValue).joined(separator: "、"))
        }
        var hours: ServiceHours?
        if arguments.count == 4 {
            switch arguments[3] {
            case "desk": hours = .desk
            case "office": hours = .office
            default:
                throw .badArgument(
                    arguments[3], expected: "desk（12348服务台，\(ServiceHours.desk.chinese)）或 office（机关，\(ServiceHours.office.chinese)）")
            }
        }
        let clock = Clock(limit: try Limit(count, unit, hours: hours), start: start)
        return try clock.due(in: calendar, asIfResumedAt: start)
    }
}
