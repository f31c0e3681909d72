import Expressions
import Storage
import WorkCalendar

/// What administrators do to the node itself – definitions, calendar, parameters, sessions – stands in the same journal as everything else, under the same seal.
/// Such an act belongs to no record of a definition: its type is `node/…` and it bears an id of its own.
public struct AdministrativeActs {
    public let connection: any Connection

    public init(connection: any Connection) { self.connection = connection }

    /// Writes one entry, in the write that does the act.
    /// - Parameters:
    ///   - subject: `definition`, `calendar`, `parameter`, `session`, `announcement`, `export`, `credential`: becomes the type `node/…`.
    ///   - id: fresh for each act: nothing follows upon it.
    ///   - what: facts by name, never a secret.
    public func note(
        _ subject: String, id: String, action: String, what: [String: String], as actor: Actor, role: String, source: String?,
        at now: Moment
    ) throws {
        let changes = Dictionary(
            what.map { (Value.string($0.key), Value.list([.null, .string($0.value)])) }, uniquingKeysWith: { first, _ in first })
        let entry = JournalEntry(
            recordType: "node/\(subject)", record: id, version: 1, at: now, action: action, actor: actor.id, actorName: actor.name,
            role: role, org: actor.org, behalf: nil,
            source: source, fromState: nil, toState: nil, changes: PlainJSON.write(.map(changes)), previous: [])
        try connection.enqueue(
            """
            INSERT INTO journal (seq, record_type, record_id, version, at, action, actor, actor_name, actor_role, actor_org, behalf, source, from_state, to_state, changes, previous, hash)
            VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM journal), \(entry.recordType), \(entry.record), \(entry.version), \(entry.at.milliseconds), \(entry.action), \(entry.actor),
            \(entry.actorName), \(entry.role), \(entry.org), \(entry.behalf), \(entry.source), \(entry.fromState), \(entry.toState), \(entry.changes), \(entry.previous), \(entry.hash(try NodeKey.suite(connection))))
            """)
    }
}
