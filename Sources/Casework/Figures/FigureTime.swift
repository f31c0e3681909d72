import Definitions
import Storage
import WorkCalendar

/// The moment that puts a record into a period, and periods as days in China.
struct FigureTime {
    /// As expressions name it.
    let name: String
    /// Milliseconds since 1970, in SQL.
    let column: SQL

    /// - Throws: `QueryProblem` when the record has no such moment.
    init(_ name: String, definition: RecordDefinition, schema: RecordSchema) throws {
        let table = schema.table
        self.name = name
        if let field = definition.field(name), !field.isSecret, field.type == .date || field.type == .datetime {
            column = "\(identifier: table).\(identifier: name)"
        } else if let standing = EngineColumns.column(name), ["_created_at", "_updated_at", "_due"].contains(standing) {
            column = "\(identifier: table).\(identifier: standing)"
        } else {
            throw QueryProblem("at", "\(definition.name)没有名为 \(name) 的日期")
        }
    }

    /// China keeps one time of eight hours before UTC.
    private static let offset: Int64 = 28_800_000

    /// `2026-03-02`, `2026-03`, `2026-Q1`, `2026` of the moment.
    func period(_ period: String, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .sqlite:
            func part(_ format: String) -> SQL {
                "strftime(\(raw: "'\(format)'"), (\(column) + \(raw: String(Self.offset))) / 1000.0, 'unixepoch')"
            }
            switch period {
            case "day": return part("%Y-%m-%d")
            case "month": return part("%Y-%m")
            case "quarter": return "(" + part("%Y") + " || '-Q' || ((" + part("%m") + " + 2) / 3))"
            default: return part("%Y")
            }
        case .postgresql:
            func part(_ format: String) -> SQL {
                "to_char(to_timestamp((\(column) + \(raw: String(Self.offset))) / 1000.0) AT TIME ZONE 'UTC', \(raw: "'\(format)'"))"
            }
            switch period {
            case "day": return part("YYYY-MM-DD")
            case "month": return part("YYYY-MM")
            case "quarter": return part("YYYY-\"Q\"Q")
            default: return part("YYYY")
            }
        }
    }

    /// First day of a period and the day after its last.
    static func days(of key: String, _ period: String) -> (first: Day, next: Day)? {
        let parts = key.split(separator: "-").map(String.init)
        guard let year = parts.first.flatMap({ Int($0) }) else { return nil }
        switch (period, parts.count) {
        case ("day", 3): return Day(key).flatMap { day in (try? day.adding(days: 1)).map { (day, $0) } }
        case ("month", 2):
            guard let month = Int(parts[1]), let first = Day(year: year, month: month, day: 1) else { return nil }
            return (try? first.adding(months: 1)).map { (first, $0) }
        case ("quarter", 2):
            guard let quarter = Int(parts[1].dropFirst()), let first = Day(year: year, month: quarter * 3 - 2, day: 1) else { return nil }
            return (try? first.adding(months: 3)).map { (first, $0) }
        case ("year", 1):
            guard let first = Day(year: year, month: 1, day: 1) else { return nil }
            return (try? first.adding(years: 1)).map { (first, $0) }
        default: return nil
        }
    }

    /// CEL: at or after the first day's beginning and before the other's.
    static func conditions(_ name: String, from first: Day?, before next: Day?) -> [String] {
        var conditions: [String] = []
        if let first { conditions.append("\(name) >= timestamp('\(first)T00:00:00+08:00')") }
        if let next { conditions.append("\(name) < timestamp('\(next)T00:00:00+08:00')") }
        return conditions
    }
}
