/// The parts of instants in SQL, from milliseconds since the epoch.
enum InstantPart: String {
    case getFullYear, getMonth, getDayOfYear, getDayOfMonth, getDate, getDayOfWeek, getHours, getMinutes, getSeconds, getMilliseconds

    /// - Parameter offset: seconds east of UTC.
    func sql(_ milliseconds: SQLFragment, offset: Int64, _ dialect: SQLDialect) -> SQLFragment {
        // The remainder takes the dividend's sign in both databases; before 1970 it must count from the second below.
        if self == .getMilliseconds { return "(((\(milliseconds) % 1000) + 1000) % 1000)" }
        let shift = SQLFragment(text: offset < 0 ? "- \(-offset)" : "+ \(offset)")
        let part = dialect == .sqlite ? sqlite : postgresql
        let value: SQLFragment
        switch dialect {
        case .sqlite:
            let seconds: SQLFragment =
                "(SELECT (v - ((v % 1000) + 1000) % 1000) / 1000 \(shift) FROM (SELECT \(milliseconds) AS v) AS cel_instant)"
            value = "CAST(strftime('\(SQLFragment(text: part.code))', \(seconds), 'unixepoch') AS INTEGER)"
        case .postgresql:
            let seconds: SQLFragment = "CAST(floor(CAST(\(milliseconds) AS numeric) / 1000) \(shift) AS double precision)"
            value = "CAST(floor(EXTRACT(\(SQLFragment(text: part.code)) FROM to_timestamp(\(seconds)) AT TIME ZONE 'UTC')) AS bigint)"
        }
        return part.startsAtZero ? "(\(value) - 1)" : value
    }

    /// `startsAtZero`: CEL counts from 0 where the database counts from 1.
    private var sqlite: (code: String, startsAtZero: Bool) {
        switch self {
        case .getFullYear: ("%Y", false)
        case .getMonth: ("%m", true)
        case .getDayOfYear: ("%j", true)
        case .getDayOfMonth: ("%d", true)
        case .getDate: ("%d", false)
        case .getDayOfWeek: ("%w", false)
        case .getHours: ("%H", false)
        case .getMinutes: ("%M", false)
        case .getSeconds, .getMilliseconds: ("%S", false)
        }
    }

    private var postgresql: (code: String, startsAtZero: Bool) {
        switch self {
        case .getFullYear: ("YEAR", false)
        case .getMonth: ("MONTH", true)
        case .getDayOfYear: ("DOY", true)
        case .getDayOfMonth: ("DAY", true)
        case .getDate: ("DAY", false)
        case .getDayOfWeek: ("DOW", false)
        case .getHours: ("HOUR", false)
        case .getMinutes: ("MINUTE", false)
        case .getSeconds, .getMilliseconds: ("SECOND", false)
        }
    }
}
