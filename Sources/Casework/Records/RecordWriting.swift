import Definitions
import Expressions
import Storage
import WorkCalendar

/// Rows into the database.
struct RecordWriter {
    let state: EngineState
    let connection: any Connection
    let secrets: SecretBox

    func insert(_ record: StoredRecord, digests: [String: String]) throws {
        guard let schema = state.schemas[record.type] else { return }
        var values = standing(record).map(\.1)
        values.reserveCapacity(values.count + schema.fields.count + 4)
        for field in schema.fields {
            values.append(ValueCoding.column(record[field.id], field))
            if field.isSecret { values.append(digests[field.id].map { .text($0) } ?? .null) }
        }
        try connection.enqueue("\(schema.insertion)(\(values))")
    }

    /// Writes the standing columns and the fields that changed.
    func update(_ record: StoredRecord, changed: Set<String>, digests: [String: String]) throws {
        guard let schema = state.schemas[record.type] else { return }
        var assignments: [SQL] = standing(record).filter { !["_id", "_created_at", "_created_by"].contains($0.0) }.map {
            "\(identifier: $0.0) = \($0.1)"
        }
        for field in schema.fields where changed.contains(field.id) {
            assignments.append("\(identifier: field.id) = \(ValueCoding.column(record[field.id], field))")
            if field.isSecret {
                let digest: DatabaseValue = digests[field.id].map { .text($0) } ?? .null
                assignments.append("\(identifier: RecordSchema.digestColumn(field.id)) = \(digest)")
            }
        }
        try connection.enqueue("UPDATE \(identifier: schema.table) SET \(assignments.joined(separator: ", ")) WHERE _id = \(record.id)")
    }

    private func standing(_ record: StoredRecord) -> [(String, DatabaseValue)] {
        func text(_ value: String?) -> DatabaseValue { value.map { .text($0) } ?? .null }
        return [
            ("_id", .text(record.id)), ("_version", .integer(record.version)), ("_state", text(record.state)), ("_org", .text(record.org)),
            ("_scope_1", text(record.scopeColumns[0])), ("_scope_2", text(record.scopeColumns[1])),
            ("_scope_3", text(record.scopeColumns[2])),
            ("_scope_4", text(record.scopeColumns[3])), ("_scope_5", text(record.scopeColumns[4])),
            ("_created_at", .integer(record.createdAt.milliseconds)),
            ("_created_by", .text(record.createdBy)), ("_updated_at", .integer(record.updatedAt.milliseconds)),
            ("_updated_by", .text(record.updatedBy)),
            ("_closed", .integer(record.isClosed ? 1 : 0)), ("_due", record.due.map { .integer($0.milliseconds) } ?? .null),
            ("_missed", .integer(record.missed)),
            ("_head", .blob(record.head)), ("_parent", text(record.parent)), ("_label", text(record.label)),
        ]
    }
}
