import Cryptography
import Definitions
import Expressions
import Foundation
import Storage
import WorkCalendar

/// One entry of the journal as it is hashed and kept.
struct JournalEntry {
    var recordType: String
    var record: String
    var version: Int64
    var at: Moment
    var action: String
    var actor: String
    var actorName: String
    var role: String
    var org: String
    var behalf: String?
    var source: String?
    var fromState: String?
    var toState: String?
    /// `{field: [from, to]}`, secrets sealed.
    var changes: String
    var previous: [UInt8]

    /// A digest over all parts in their order, each with its length before it, so that no two entries can be written alike.
    func hash(_ suite: CryptographicSuite) -> [UInt8] {
        var digest = Digest(suite)
        digest.update(previous)
        for part in [
            recordType, record, String(version), String(at.milliseconds), action, actor, actorName, role, org, behalf, source, fromState,
            toState, changes,
        ] {
            guard let part else {
                digest.update([0xFF] as [UInt8])
                continue
            }
            digest.update(part.utf8.count)
            digest.update(Array(part.utf8))
        }
        return digest.finalize()
    }
}

/// Writes the journal: append-only, each entry carrying the hash of its record's previous one.
///
/// Sequence numbers are drawn inside the write, which is alone on its database, so that they have no gaps and follow the order of commits.
struct Journal {
    let unit: EvaluationUnit

    init(unit: EvaluationUnit) { self.unit = unit }

    /// - Returns: the entry's hash, to be kept in the record.
    func append(
        record: StoredRecord, before: StoredRecord?, changed: Set<String>, action: String, grant: Grant, actor: Actor, source: String?
    ) throws -> [UInt8] {
        var changes: [Value: Value] = [:]
        for field in changed { changes[.string(field)] = .list([before?[field] ?? .null, record[field]]) }
        if before?.org != record.org { changes[.string("org")] = .list([before.map { .string($0.org) } ?? .null, .string(record.org)]) }
        let entry = JournalEntry(
            recordType: record.type, record: record.id, version: record.version, at: unit.now, action: action,
            actor: unit.actor.isSystem ? "system" : actor.id,
            actorName: unit.actor.isSystem ? "系统" : actor.name, role: grant.role, org: grant.org,
            behalf: unit.actor.isSystem && actor.id != "system" ? actor.id : actor.onBehalfOf,
            source: source, fromState: before?.state, toState: record.state, changes: PlainJSON.write(.map(changes)),
            previous: before?.head ?? [])
        return try write(entry)
    }

    /// Something that changed no field: a reveal, a reminder, a limit missed.
    func note(_ record: StoredRecord, action: String, role: String, changes: [String: Value] = [:]) throws -> [UInt8] {
        let entry = JournalEntry(
            recordType: record.type, record: record.id, version: record.version, at: unit.now, action: action, actor: unit.actor.id,
            actorName: unit.actor.name, role: role,
            org: unit.actor.org, behalf: unit.actor.onBehalfOf, source: nil, fromState: record.state, toState: record.state,
            changes: PlainJSON.write(
                .map(Dictionary(changes.map { (.string($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))),
            previous: record.head)
        let hash = try write(entry)
        try unit.connection.enqueue(
            "UPDATE \(identifier: RecordSchema.tableName(of: record.type)) SET _head = \(hash) WHERE _id = \(record.id)")
        return hash
    }

    private func write(_ entry: JournalEntry) throws -> [UInt8] {
        let hash = entry.hash(unit.secrets.suite)
        try unit.connection.enqueue(
            """
            INSERT INTO journal (seq, record_type, record_id, version, at, action, actor, actor_name, actor_role, actor_org, behalf, source, from_state, to_state, changes, previous, hash)
            VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM journal), \(entry.recordType), \(entry.record), \(entry.version), \(entry.at.milliseconds), \(entry.action), \(entry.actor),
            \(entry.actorName), \(entry.role), \(entry.org), \(entry.behalf), \(entry.source), \(entry.fromState), \(entry.toState), \(entry.changes), \(entry.previous), \(hash))
            """)
        return hash
    }
}

/// Reads the journal of one record.
struct JournalReader {
    let connection: any Connection

    struct Past {
        var sequence: Int64
        var actor: String
        var at: Moment
    }

    func last(_ action: String, of record: String) throws -> Past? {
        try connection.first(
            "SELECT actor, behalf, at, seq FROM journal WHERE record_id = \(record) AND action = \(action) ORDER BY seq DESC LIMIT 1"
        ).map(past)
    }

    /// The entry with which the record came to be.
    func first(of record: String) throws -> Past? {
        try connection.first("SELECT actor, behalf, at, seq FROM journal WHERE record_id = \(record) ORDER BY seq LIMIT 1").map(past)
    }

    func times(_ action: String, of record: String) throws -> [Past] {
        try connection.query("SELECT actor, behalf, at, seq FROM journal WHERE record_id = \(record) AND action = \(action) ORDER BY seq")
            .map(past)
    }

    private func past(_ row: Row) -> Past {
        let actor = row.text(0) ?? ""
        return Past(
            sequence: row.int(3) ?? 0, actor: actor == "system" ? row.text(1) ?? actor : actor, at: Moment(clamping: row.int(2) ?? 0))
    }

    /// What a field held when an entry was made: what the first later change (the entry's own included) changed it from, else what it holds now.
    func value(of field: String, when sequence: Int64, record: StoredRecord) throws -> Value {
        for row in try connection.query("SELECT changes FROM journal WHERE record_id = \(record.id) AND seq >= \(sequence) ORDER BY seq") {
            guard let text = row.text(0), case .map(let changes)? = try? PlainJSON.read(text),
                case .list(let pair)? = changes[.string(field)], let from = pair.first
            else { continue }
            return from
        }
        return record[field]
    }

    /// Ids of the fields changed since a version.
    func changedFields(of record: String, after version: Int64) throws -> [String] {
        var fields: Set<String> = []
        for row in try connection.query("SELECT changes FROM journal WHERE record_id = \(record) AND version > \(version) ORDER BY seq") {
            guard let text = row.text(0), case .map(let changes)? = try? PlainJSON.read(text) else { continue }
            for case .string(let field) in changes.keys { fields.insert(field) }
        }
        return fields.sorted()
    }
}
