import Definitions
import Expressions
import Storage
import WorkCalendar

/// A file of a record.
public struct RecordAttachment: Sendable, Hashable {
    public var hash: String
    public var name: String
    /// `application/pdf` …; empty where the content is not here.
    public var mediaType: String
    /// Bytes.
    public var size: Int64
    /// When it was sent.
    public var at: Moment
    public var by: String
    public var byName: String
    /// The field in which it stands or stood, as people call it.
    public var field: String
    /// Nil: it stands there still.
    public var withdrawnAt: Moment?
    public var withdrawnBy: String?
}

extension Kernel {
    /// The files of a record, those withdrawn behind those that stand, newest first; only from fields that the actor sees in clear.
    /// - Throws: `Refusal` `notfound`.
    public func attachments(of type: String, id: String, as actor: Actor, at now: Moment) throws -> [RecordAttachment] {
        try reading(actor, at: now) { unit in
            guard let record = try unit.record(type, id: id), let visibility = try Viewing(unit: unit).visibility(of: record) else {
                throw Refusal(.notfound, action: "\(type).view", record: id, "没有这条记录，或您无权知悉")
            }
            let fields = (unit.state.schemas[type]?.fileFields ?? []).filter {
                visibility.shows($0.id) && !visibility.masked.contains($0.id)
            }
            guard !fields.isEmpty else { return [] }
            let labels = Dictionary(fields.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first })
            let rows = try unit.connection.query(
                """
                SELECT e.hash, e.name, a.media_type, a.size, e.at, e.by_person, e.field, e.withdrawn_at, e.withdrawn_by FROM attachment_entry AS e
                LEFT JOIN attachment AS a ON a.hash = e.hash WHERE e.record_id = \(id) AND e.record_type = \(type) ORDER BY e.at DESC, e.id DESC
                """)
            var found = rows.compactMap { row -> RecordAttachment? in
                guard let label = labels[row.text(6) ?? ""] else { return nil }
                return RecordAttachment(
                    hash: row.text(0) ?? "", name: row.text(1) ?? "", mediaType: row.text(2) ?? "", size: row.int(3) ?? 0,
                    at: Moment(clamping: row.int(4) ?? 0), by: row.text(5) ?? "", byName: "", field: label,
                    withdrawnAt: row.int(7).map { Moment(clamping: $0) }, withdrawnBy: row.text(8))
            }
            // Records that came here in another way than by an action speak of files without an entry.
            let files = FileHashes(catalogue: unit.state.catalogue)
            for field in fields {
                let standing = Set(found.filter { $0.withdrawnAt == nil && $0.field == field.label }.map(\.hash))
                for hash in files.hashes(in: record[field.id], field.type).subtracting(standing).sorted() {
                    let content = try unit.connection.first(
                        "SELECT name, media_type, size, at, by_person FROM attachment WHERE hash = \(hash)")
                    found.append(
                        RecordAttachment(
                            hash: hash, name: content?.text(0) ?? "附件", mediaType: content?.text(1) ?? "", size: content?.int(2) ?? 0,
                            at: content?.int(3).map { Moment(clamping: $0) } ?? record.createdAt, by: content?.text(4) ?? record.createdBy,
                            byName: "", field: field.label))
                }
            }
            var names: [String: String] = ["system": "系统"]
            func name(_ id: String) throws -> String {
                if let known = names[id] { return known }
                let found = try Directory(connection: unit.connection).person(id)?.name ?? id
                names[id] = found
                return found
            }
            for index in found.indices {
                found[index].byName = try name(found[index].by)
                found[index].withdrawnBy = try found[index].withdrawnBy.map(name)
            }
            return found.filter { $0.withdrawnAt == nil } + found.filter { $0.withdrawnAt != nil }
        }
    }
}
