import Expressions

/// Whether an expression of a list, a view or an indicator can be asked of a database: tried out, in both dialects, with columns that
/// only bear names.
struct SQLProbe {
    let record: RecordDefinition
    let problems: Problems
    private let columns: Set<String>
    /// Columns that are named behind `parent.`: a child row's condition may speak of the record that it belongs to.
    private let parentColumns: Set<String>

    /// - Parameter parent: nil where only own columns may be named.
    init(record: RecordDefinition, parent: RecordDefinition? = nil, problems: Problems) {
        self.record = record
        self.problems = problems
        columns = Self.columns(of: record)
        parentColumns = parent.map(Self.columns) ?? []
    }

    /// A secret column holds ciphertext: nothing can be compared with it.
    private static func columns(of record: RecordDefinition) -> Set<String> {
        Set(record.columns.filter { !$0.isSecret }.map(\.id) + ["overdue", "closed", "due_at"])
    }

    func check(_ checked: CheckedExpression?, _ source: SourceExpression, _ what: String) {
        guard let checked else { return }
        for dialect in [SQLDialect.sqlite, .postgresql] {
            do {
                _ = try checked.sql(dialect: dialect, column: column, constant: constant)
            } catch {
                problems.report(source.position.moved(by: error, in: source.text), "\(what)不能在数据库中计算", mend: mend(error, source))
                return
            }
        }
    }

    private func mend(_ error: ExpressionError, _ source: SourceExpression) -> String {
        let secret = record.fields.first { $0.isSecret && ExpressionNames.references(of: source.text).contains($0.id) }
        if let secret { return "“\(secret.id)”加密保存，不能用于筛选；去掉它" }
        return "\(error.message)；或者用 computed 字段存下结果，再按它筛选"
    }

    private func column(_ path: [String]) -> SQLFragment? {
        func isColumn(_ path: ArraySlice<String>, of columns: Set<String>) -> Bool {
            guard let head = path.first, columns.contains(head) else { return false }
            return path.count == 1 || (path.count == 2 && path.last == "id")
        }
        if isColumn(path[...], of: columns) { return SQLFragment(text: "t.\"\(path[0])\"") }
        guard path.first == "parent", record.field("parent") == nil, isColumn(path.dropFirst(), of: parentColumns) else { return nil }
        return SQLFragment(text: "(SELECT p.\"\(path[1])\" FROM p WHERE p._id = t._parent)")
    }

    private func constant(_ path: [String]) -> Value? {
        switch path.first {
        case "now", "today": return path.count == 1 ? .timestamp(Timestamp(milliseconds: 0)) : nil
        case "actor":
            guard path.count == 2, let type = RecordTypes.actorFields[path[1]] else { return nil }
            return switch type {
            case .bool: .bool(false)
            case .list: .list([.string("")])
            default: .string("")
            }
        default: return nil
        }
    }
}
