import Definitions
import Expressions
import Storage
import WorkCalendar

/// Rows out of the database.
struct RecordReader {
    let state: EngineState
    let connection: any Connection

    func record(_ type: String, id: String) throws -> StoredRecord? {
        // No id holds U+0000, and no database can be asked for it.
        guard let schema = state.schemas[type], !id.utf8.contains(0) else { return nil }
        return try connection.first("\(schema.selection)WHERE _id = \(id)").map { Self.decode($0, schema) }
    }

    /// - Parameter tail: what follows `WHERE`, with its order and limit.
    func records(_ type: String, where tail: SQL) throws -> [StoredRecord] {
        guard let schema = state.schemas[type] else { return [] }
        return try connection.query("\(schema.selection)WHERE \(tail)").map { Self.decode($0, schema) }
    }

    /// Rows of a child record, oldest first.
    func children(_ type: String, of parent: String) throws -> [StoredRecord] {
        try records(type, where: "_parent = \(parent) ORDER BY _created_at, _id")
    }

    static func decode(_ row: Row, _ schema: RecordSchema) -> StoredRecord { decode(row, schema.definition.type, schema.fields) }

    /// - Parameter fields: those whose columns follow the standing ones, in their order.
    static func decode(_ row: Row, _ type: String, _ fields: [FieldDefinition]) -> StoredRecord {
        var values: [String: Value] = Dictionary(minimumCapacity: min(fields.count, 40))
        for (index, field) in fields.enumerated() {
            let column = row[RecordSchema.fieldOffset + index]
            if case .null = column { continue }
            values[field.id] = ValueCoding.value(column, field)
        }
        return StoredRecord(
            type: type, id: row.text(0) ?? "", version: row.int(1) ?? 0, state: row.text(2), org: row.text(3) ?? "",
            scopeColumns: (4...8).map { row.text($0) }, createdAt: Moment(clamping: row.int(9) ?? 0), createdBy: row.text(10) ?? "",
            updatedAt: Moment(clamping: row.int(11) ?? 0), updatedBy: row.text(12) ?? "", isClosed: row.bool(13) ?? false,
            due: row.int(14).map { Moment(clamping: $0) }, missed: row.int(15) ?? 0, head: row.blob(16) ?? [], parent: row.text(17),
            label: row.text(18),
            values: values)
    }
}
