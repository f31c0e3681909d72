/// The parts of instants in SQL, from milliseconds since the epoch.
enum InstantPart: String {
    case getFullYear, getMonth, getDayOfYear, getDayOfMonth, getDate, getDayOfWeek, getHours, getMinutes, getSeconds, getMilliseconds

    /// - Parameter offset: seconds east of UTC.
    func sql(_ milliseconds: SQLFragment, offset: Int64, _ dialect: SQLDialect) -> SQLFragment {
        // The remainder takes the dividend's sign in both databases; before 1970 it must count from the second below.
        if self == .getMilliseconds { return "(((\(milliseconds) % 1000) + 1000) % 1000)" }
        let shift = SQLFragment(text: offset < 0 ? "- \(-offset)" : "+ \(offset)")
        let part = dialect == .sqlite ? sqlite : postgresql
        // 400 years have a whole number of weeks and the same calendar: by so much the instant is moved away from the years 10000 (which
        // SQLite does not know) and 0 (which PostgreSQL calls -1) that an offset may lead to.
        let value: SQLFragment
        switch dialect {
        case .sqlite:
            let seconds: SQLFragment =
                "(SELECT (v - ((v % 1000) + 1000) % 1000) / 1000 \(shift) FROM (SELECT \(milliseconds) AS v) AS cel_instant)"
            let year: SQLFragment = self == .getFullYear ? " + 400 * (s > 0)" : ""
            value =
                "(SELECT CAST(strftime('\(SQLFragment(text: part.code))', s - 12622780800 * (s > 0), 'unixepoch') AS INTEGER)\(year) FROM (SELECT \(seconds) AS s) AS cel_seconds)"
        case .postgresql:
            let seconds: SQLFragment = "floor(CAST(\(milliseconds) AS numeric) / 1000) \(shift)"
            let moved: SQLFragment = "CAST(s + CASE WHEN s < 0 THEN 12622780800 ELSE 0 END AS double precision)"
            let year: SQLFragment = self == .getFullYear ? " - CASE WHEN s < 0 THEN 400 ELSE 0 END" : ""
            value =
                "(SELECT CAST(floor(EXTRACT(\(SQLFragment(text: part.code)) FROM to_timestamp(\(moved)) AT TIME ZONE 'UTC'))\(year) AS bigint) FROM (SELECT \(seconds) AS s OFFSET 0) AS cel_seconds)"
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
