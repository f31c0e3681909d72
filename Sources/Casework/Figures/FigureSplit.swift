import Definitions
import Expressions
import Storage
import WorkCalendar

/// One way of splitting figures: the column it groups by, what a key is called, and the condition that finds its records again.
struct FigureSplit {
    enum Way {
        /// The base organisation itself and each one directly below it.
        case organisation(base: String?)
        case period(String, at: String)
        case field(FieldDefinition)
        case state
    }

    let way: Way
    /// As people read it.
    let label: String
    /// The value grouped by, in SQL.
    let sql: SQL

    /// - Throws: `QueryProblem` when the record cannot be split so.
    init(
        _ name: String, base: String?, at: FigureTime, definition: RecordDefinition, schema: RecordSchema, tree: OrganisationTree,
        dialect: Dialect
    ) throws {
        let table = schema.table
        switch name {
        case "organisation":
            way = .organisation(base: base)
            label = "单位"
            let owner: SQL = "\(identifier: table)._org"
            if let base, let depth = tree.depth(of: base), depth < OrganisationTree.deepest {
                let (here, below): (SQL, SQL) = (
                    "\(identifier: table).\(identifier: "_scope_\(depth)")", "\(identifier: table).\(identifier: "_scope_\(depth + 1)")"
                )
                sql = "CASE WHEN \(here) = \(base) THEN COALESCE(\(below), \(owner)) ELSE \(owner) END"
            } else {
                sql = owner
            }
        case "day", "month", "quarter", "year":
            way = .period(name, at: at.name)
            label = ["day": "日", "month": "月", "quarter": "季度", "year": "年"][name] ?? name
            sql = at.period(name, dialect)
        default:
            if let field = definition.field(name) {
                guard !field.isSecret, !field.type.isComposite else { throw QueryProblem("by", "不能按“\(field.label)”分组，请换成代码、单位、用户或布尔字段") }
                switch field.type {
                case .code, .org, .user, .bool, .text, .ref: break
                default: throw QueryProblem("by", "不能按“\(field.label)”分组，请换成代码、单位、用户或布尔字段")
                }
                way = .field(field)
                label = field.label
                sql = "\(identifier: table).\(identifier: name)"
            } else if name == "state", definition.lifecycle != nil {
                way = .state
                label = "状态"
                sql = "\(identifier: table)._state"
            } else {
                throw QueryProblem("by", "\(definition.name)没有名为 \(name) 的字段。可用 organisation、day、month、quarter、year 或代码字段")
            }
        }
    }

    /// The key of a value as it came from the database.
    func key(_ value: DatabaseValue) -> String? {
        switch value {
        case .null: nil
        case .text(let text): text
        case .integer(let number):
            if case .field(let field) = way, field.type == .bool { number == 0 ? "false" : "true" } else { String(number) }
        case .real(let number): String(number)
        case .blob: nil
        }
    }

    func text(_ key: String?, _ state: EngineState, _ definition: RecordDefinition) -> String {
        guard let key else { return "（未填）" }
        switch way {
        case .organisation(let base): return (state.tree.organisation(key)?.name ?? key) + (key == base ? "（本级）" : "")
        case .period(let period, _):
            let parts = key.split(separator: "-").map(String.init)
            switch (period, parts.count) {
            case ("month", 2): return "\(parts[0])年\(Int(parts[1]).map { String($0) } ?? parts[1])月"
            case ("quarter", 2): return "\(parts[0])年第\(parts[1].dropFirst())季度"
            case ("year", _): return "\(key)年"
            default: return key
            }
        case .field(let field):
            if field.type == .bool { return key == "true" ? "是" : "否" }
            return Presentation(state: state).text(.string(key), field)
        case .state: return definition.state(key)?.label ?? key
        }
    }

    /// CEL conditions that hold for the records of a key, and the organisation at or below which they are.
    func condition(_ key: String?, _ state: EngineState, _ definition: RecordDefinition) -> (filter: [String], under: String?) {
        switch way {
        case .organisation(let base):
            guard let key else { return (["org == null"], nil) }
            if let base, key != base, state.tree.children(of: base).contains(where: { $0.code == key }) { return ([], key) }
            return (["org == \(FigureSplit.literal(key))"], nil)
        case .period(let period, let at):
            guard let key else { return (["\(at) == null"], nil) }
            guard let days = FigureTime.days(of: key, period) else { return (["false"], nil) }
            return (FigureTime.conditions(at, from: days.first, before: days.next), nil)
        case .state:
            return (["state == \(key.map(FigureSplit.literal) ?? "null")"], nil)
        case .field(let field):
            guard let key else { return (["\(field.id) == null"], nil) }
            if field.type == .bool { return (["\(field.id) == \(key)"], nil) }
            let plain = "\(field.id) == \(FigureSplit.literal(key))"
            // People and references are objects to expressions: known by their id.
            let isPlain = (try? state.compiled.filter(plain, for: definition)) != nil
            return ([isPlain ? plain : "\(field.id).id == \(FigureSplit.literal(key))"], nil)
        }
    }

    /// A CEL string literal.
    static func literal(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }
}
