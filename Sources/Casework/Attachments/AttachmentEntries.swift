import Definitions
import Expressions
import Identifiers
import Storage
import WorkCalendar

/// Who sent which content and where it went, kept in the same write as the action that names it: a file is attached when a field comes to
/// speak of it, withdrawn when the field no longer does. Both are remembered.
struct AttachmentEntries {
    let unit: EvaluationUnit
    /// Records by which a file may be known to somebody who did not send it; the newest are asked.
    static let askedRecords = 20

    func update(_ record: StoredRecord, before: StoredRecord?, changed: Set<String>, identifier: () -> String) throws {
        guard let fields = unit.state.schemas[record.type]?.fileFields, !fields.isEmpty else { return }
        let files = FileHashes(catalogue: unit.state.catalogue)
        for field in fields where changed.contains(field.id) {
            let was = files.hashes(in: before?[field.id] ?? .null, field.type)
            let now = files.hashes(in: record[field.id], field.type)
            for hash in now.subtracting(was).sorted() { try attach(hash, to: record, field.id, identifier: identifier) }
            for hash in was.subtracting(now).sorted() {
                try unit.connection.enqueue(
                    """
                    UPDATE attachment_entry SET withdrawn_at = \(unit.now.milliseconds), withdrawn_by = \(unit.actor.id)
                    WHERE record_id = \(record.id) AND field = \(field.id) AND hash = \(hash) AND withdrawn_at IS NULL
                    """)
            }
        }
    }

    /// The sender's own entry that belongs to nothing yet becomes the record's; a file known from elsewhere gets an entry of its own.
    private func attach(_ hash: String, to record: StoredRecord, _ field: String, identifier: () -> String) throws {
        let own = try unit.connection.query(
            "SELECT id, name, record_id FROM attachment_entry WHERE hash = \(hash) AND by_person = \(unit.actor.id) ORDER BY at DESC, id DESC LIMIT \(Self.askedRecords)"
        )
        if let free = own.first(where: { $0.text(2) == nil })?.text(0) {
            try unit.connection.enqueue(
                """
                UPDATE attachment_entry SET record_type = \(record.type), record_id = \(record.id), field = \(field), attached_at = \(unit.now.milliseconds)
                WHERE id = \(free)
                """)
            return
        }
        let name = try own.first?.text(1) ?? unit.connection.first("SELECT name FROM attachment WHERE hash = \(hash)")?.text(0) ?? "附件"
        try unit.connection.enqueue(
            """
            INSERT INTO attachment_entry (id, hash, name, at, by_person, record_type, record_id, field, attached_at, withdrawn_at, withdrawn_by)
            VALUES (\(identifier()), \(hash), \(name), \(unit.now.milliseconds), \(unit.actor.id), \(record.type), \(record.id), \(field), \(unit.now.milliseconds), NULL, NULL)
            """)
    }

    /// Whether the actor may name a file: one that he sent, that the platform holds ready, that the record holds already, or that stands in a
    /// record he may see. Knowing a content's hash is not having it.
    func mayName(_ hash: String, in stored: StoredRecord?) throws -> Bool {
        let content = try unit.connection.first("SELECT by_person FROM attachment WHERE hash = \(hash)")
        if unit.actor.isSystem { return content != nil }
        guard let content else { return false }
        if [unit.actor.id, "system"].contains(content.text(0) ?? "") { return true }
        if let stored, let fields = unit.state.schemas[stored.type]?.fileFields,
            FileHashes(catalogue: unit.state.catalogue).hashes(in: stored, fields).contains(hash)
        {
            return true
        }
        if try unit.connection.first("SELECT 1 FROM attachment_entry WHERE hash = \(hash) AND by_person = \(unit.actor.id) LIMIT 1") != nil
        {
            return true
        }
        let records = try unit.connection.query(
            "SELECT record_type, record_id FROM attachment_entry WHERE hash = \(hash) AND record_id IS NOT NULL AND withdrawn_at IS NULL ORDER BY at DESC, id DESC LIMIT \(Self.askedRecords)"
        )
        return try records.contains { row in
            guard let type = row.text(0), let id = row.text(1), let record = try unit.record(type, id: id) else { return false }
            return try shows(hash, in: record)
        }
    }

    /// Whether the actor sees the record and a field of it in which the file stands, unmasked.
    private func shows(_ hash: String, in record: StoredRecord) throws -> Bool {
        guard let fields = unit.state.schemas[record.type]?.fileFields, let visibility = try Viewing(unit: unit).visibility(of: record)
        else {
            return false
        }
        let files = FileHashes(catalogue: unit.state.catalogue)
        return fields.contains { field in
            visibility.shows(field.id) && !visibility.masked.contains(field.id)
                && files.hashes(in: record[field.id], field.type).contains(hash)
        }
    }
}
