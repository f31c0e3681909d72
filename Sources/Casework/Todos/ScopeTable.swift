import Definitions
import Expressions
import Storage
import WorkCalendar

/// Keeps the table of who may see a record by name: owners, assignees, teams, sharing organisations.
struct ScopeTable {
    let unit: EvaluationUnit

    private struct Entry: Hashable {
        var kind: String
        var principal: String
    }

    func update(_ record: StoredRecord, before: StoredRecord?) throws {
        guard let definition = unit.state.definition(record.type), definition.parent == nil else { return }
        let due = unit.state.schema(record.type)?.keepsDueInScope == true ? record.due?.milliseconds : nil
        let wanted = entries(record, definition)
        let held = before.map { entries($0, definition) } ?? []
        for entry in held.subtracting(wanted) {
            try unit.connection.enqueue(
                """
                DELETE FROM record_scope WHERE kind = \(entry.kind) AND principal = \(entry.principal) AND record_type = \(record.type)
                AND created_at = \(record.createdAt.milliseconds) AND record_id = \(record.id)
                """)
        }
        for entry in wanted.subtracting(held).sorted(by: { ($0.kind, $0.principal) < ($1.kind, $1.principal) }) {
            try unit.connection.enqueue(
                """
                INSERT INTO record_scope (kind, principal, record_type, created_at, record_id, due)
                VALUES (\(entry.kind), \(entry.principal), \(record.type), \(record.createdAt.milliseconds), \(record.id), \(due))
                ON CONFLICT DO NOTHING
                """)
        }
        if let before, unit.state.schema(record.type)?.keepsDueInScope == true, before.due != record.due {
            try unit.connection.enqueue(
                "UPDATE record_scope SET due = \(due) WHERE record_id = \(record.id) AND record_type = \(record.type)")
        }
    }

    private func entries(_ record: StoredRecord, _ definition: RecordDefinition) -> Set<Entry> {
        var entries: Set<Entry> = []
        func add(_ kind: String, _ field: String) {
            switch record[field] {
            case .string(let principal): entries.insert(Entry(kind: kind, principal: principal))
            case .list(let principals):
                for case .string(let principal) in principals { entries.insert(Entry(kind: kind, principal: principal)) }
            default: break
            }
        }
        entries.insert(Entry(kind: "own", principal: record.createdBy))
        for field in definition.scope.own { add("own", field) }
        for field in definition.scope.assigned { add("assigned", field) }
        for field in definition.scope.shared { add("shared", field) }
        if let team = definition.scope.team { add("team", team) }
        return entries
    }
}
