import Definitions
import Expressions
import Storage
import WorkCalendar

/// What there is to do follows from the state: rows of open work only, so that an inbox never reads what is closed.
struct Todos {
    let unit: EvaluationUnit
    /// Due date of what has none: sorts behind everything that has.
    static let never = Int64.max

    func update(_ record: StoredRecord, activation: RecordActivation, due: Deadlines.Summary) throws {
        guard let definition = unit.state.definition(record.type), definition.lifecycle != nil else { return }
        if record.version > 1 { try unit.connection.enqueue("DELETE FROM todo WHERE record_id = \(record.id)") }
        guard let state = record.state.flatMap({ definition.state($0) }), !state.isEnd || !state.todos.isEmpty else { return }
        let title = OpenTitle(state: unit.state).text(of: record, definition)
        for (index, todo) in state.todos.enumerated() {
            if let condition = todo.condition, !unit.holds(condition, activation, .record) { continue }
            let users = try todo.user.map { try texts($0, activation) } ?? []
            let limit = todo.due.flatMap { due.byLimit[$0] }
            let dueAt = (todo.due == nil ? due.due : limit?.due)?.milliseconds ?? Self.never
            let reason =
                todo.due == nil ? due.earliestReason : limit.map { "\(definition.limit(todo.due ?? "")?.label ?? "")：\($0.reason)" } ?? ""
            func insert(_ suffix: String, role: String?, org: String?, person: String?, team: String?) throws {
                try unit.connection.enqueue(
                    """
                    INSERT INTO todo (id, record_type, record_id, title, task, state, role, org, person, team, due, due_reason, created_at)
                    VALUES (\("\(record.id)-\(index)\(suffix)"), \(record.type), \(record.id), \(title), \(todo.task ?? state.label), \(state.id), \(role), \(org),
                    \(person), \(team), \(dueAt), \(reason), \(unit.now.milliseconds))
                    """)
            }
            if !users.isEmpty {
                for (position, user) in users.enumerated() { try insert("-\(position)", role: nil, org: nil, person: user, team: nil) }
                continue
            }
            guard let role = todo.role else { continue }
            let orgs = try todo.at.map { try texts($0, activation) } ?? [record.org]
            let team = try todo.team.flatMap { try texts($0, activation).first }
            for (position, org) in orgs.enumerated() { try insert("-\(position)", role: role, org: org, person: nil, team: team) }
        }
    }

    private func texts(_ source: SourceExpression, _ activation: RecordActivation) throws -> [String] {
        switch try? unit.evaluate(source, activation, .record) {
        case .string(let text)?: [text]
        case .list(let items)?: items.compactMap { if case .string(let text) = $0 { text } else { nil } }
        case .object(let object)?: [object.identity]
        default: []
        }
    }
}
