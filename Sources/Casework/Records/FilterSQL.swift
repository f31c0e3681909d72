import Definitions
import Expressions
import Storage
import WorkCalendar

/// A CEL filter as a condition on a record's table.
struct FilterSQL {
    let unit: EvaluationUnit
    let definition: RecordDefinition
    let schema: RecordSchema
    /// The grant that `actor.role` and `actor.org` speak of; nil: the actor's first.
    var grant: Grant?

    func compile(_ text: String) throws -> SQL {
        do {
            return try compile(unit.state.compiled.filter(text, for: definition))
        } catch let error as ExpressionError {
            throw QueryProblem("filter", error.description)
        }
    }

    func compile(_ expression: CheckedExpression) throws(ExpressionError) -> SQL {
        let table = SQL.quotedName(schema.table)
        let fragment = try expression.sql(dialect: unit.connection.dialect == .sqlite ? .sqlite : .postgresql) { path in
            ownColumn(path, definition, table) ?? parentColumn(path, table)
        } constant: { path in
            constant(path)
        } surroundings: { bindings in
            ConstantsActivation(bindings: bindings, unit: unit)
        }
        return SQL(fragment)
    }

    /// `parent.x` of a child row: the column of its parent's row, which the primary key finds.
    private func parentColumn(_ path: [String], _ table: String) -> SQLFragment? {
        guard path.count >= 2, path[0] == "parent", definition.field("parent") == nil, let owner = definition.parent,
            let parent = unit.state.schema("\(definition.system)/\(owner)")
        else { return nil }
        let name = SQL.quotedName(parent.table)
        guard let column = ownColumn(Array(path.dropFirst()), parent.definition, name) else { return nil }
        return SQLFragment(text: "(SELECT ") + column + SQLFragment(text: " FROM \(name) WHERE \(name)._id = \(table)._parent)")
    }

    private func ownColumn(_ path: [String], _ definition: RecordDefinition, _ table: String) -> SQLFragment? {
        guard path.count == 1, let name = path.first else {
            return path.count == 2 && path.last == "id" ? ownColumn([path[0]], definition, table) : nil
        }
        if let field = definition.field(name) {
            guard !field.isSecret else { return nil }
            if case .list = field.type { return SQLFragment(text: "COALESCE(\(table).\"\(name)\", '[]')") }
            return SQLFragment(text: "\(table).\"\(name)\"")
        }
        switch name {
        case "overdue":
            return SQLFragment(text: "CASE WHEN \(table)._missed <> 0 OR (\(table)._due IS NOT NULL AND \(table)._due < ")
                + .argument(.int(unit.now.milliseconds)) + SQLFragment(text: ") THEN 1 ELSE 0 END")
        case "closed": return SQLFragment(text: "\(table)._closed")
        default: return EngineColumns.column(name).map { SQLFragment(text: "\(table).\($0)") }
        }
    }

    private func constant(_ path: [String]) -> Value? {
        switch path {
        case ["now"]: .timestamp(unit.now.timestamp)
        case ["today"]: .timestamp(unit.now.day.startTimestamp)
        case let path where path.count == 2 && path[0] == "actor": try? unit.actorObject(grant).field(path[1])
        default: nil
        }
    }
}

extension SQL {
    static func quotedName(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    init(_ fragment: SQLFragment) {
        self = ""
        for piece in fragment.pieces {
            switch piece {
            case .text(let text): self += SQL(raw: text)
            case .argument(let value):
                let bound: DatabaseValue =
                    switch value {
                    case .bool(let truth): .integer(truth ? 1 : 0)
                    case .int(let number): .integer(number)
                    case .uint(let number): Int64(exactly: number).map { .integer($0) } ?? .real(Double(number))
                    case .double(let number): .real(number)
                    case .string(let text): .text(text)
                    case .timestamp(let stamp): .integer(stamp.milliseconds)
                    case .duration(let span): .integer(span.milliseconds)
                    default: .null
                    }
                self += "\(bound)"
            }
        }
    }
}
