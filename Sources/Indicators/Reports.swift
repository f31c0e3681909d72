import Casework
import Crypto
import Expressions
import Storage
import WorkCalendar

/// Saved reports: figures kept with the versions of the records behind them, so that last quarter's report can be made again byte for byte.
///
/// What is promised: the report's bytes as they were; the exact list of records and versions behind each figure; proof that neither was altered since (digest of
/// the bytes, digest of each list); proof by the journal that each version existed. What is not: working the figures out anew from the journal. A condition may
/// speak of the clock, of limits and of secret values, whose state at a past moment the journal alone does not give.
public struct Reports: Sendable {
    public let kernel: Kernel

    /// Makes the tables when they are not there.
    /// - Throws: `DatabaseError`.
    public init(kernel: Kernel) throws {
        self.kernel = kernel
        _ = try kernel.database.apply(ReportTables.all)
    }

    /// A report as it was saved.
    public struct Snapshot: Sendable, Hashable {
        public var id: String
        public var name: String
        public var madeAt: Moment
        public var madeBy: String
        /// Organisation of whoever made it.
        public var org: String
        /// The report itself: JSON with keys in order.
        public var body: String
        /// SHA-256 of the body, hexadecimal.
        public var digest: String
    }

    /// Works the figures out and keeps them.
    /// - Throws: `QueryProblem`, `Refusal` or `DatabaseError`; then nothing is kept.
    public func save(_ queries: [FigureQuery], name: String, as actor: Actor, at now: Moment) throws -> Snapshot {
        var tables: [Value] = []
        var rows: [(table: Int, keys: String, row: RecordVersion)] = []
        for (index, query) in queries.enumerated() {
            let table = try kernel.figures(query, as: actor, at: now) { keys, row in rows.append((index, Self.key(keys), row)) }
            tables.append(FigureJSON.value(table))
        }
        let body = PlainJSON.write(
            .map([.string("name"): .string(name), .string("made_at"): .string(now.description), .string("tables"): .list(tables)]))
        let snapshot = Snapshot(
            id: kernel.identifiers.next(at: now), name: name, madeAt: now, madeBy: actor.id, org: actor.grants.first?.org ?? actor.org,
            body: body,
            digest: Self.digest(Array(body.utf8)))
        try kernel.database.bulk(rows, perCommit: 2000) { connection, entry in
            try connection.enqueue(
                """
                INSERT INTO report_snapshot_row (report, table_index, keys, record_id, version)
                VALUES (\(snapshot.id), \(entry.table), \(entry.keys), \(entry.row.id), \(entry.row.version)) ON CONFLICT DO NOTHING
                """)
        }
        // Last: rows without a report are nobody's; a report never lacks its rows.
        try kernel.database.writeBlocking { connection in
            try connection.enqueue(
                """
                INSERT INTO report_snapshot (id, name, made_at, made_by, org, body, digest) VALUES (\(snapshot.id), \(snapshot.name), \(snapshot.madeAt.milliseconds),
                \(snapshot.madeBy), \(snapshot.org), \(snapshot.body), \(snapshot.digest))
                """)
        }
        return snapshot
    }

    /// A saved report; nil when there is none or it is not the actor's: its figures are bounded by the scope of whoever made it, so
    /// that nobody else may read it.
    public func snapshot(_ id: String, as actor: Actor) throws -> Snapshot? {
        try kernel.database.read { connection in
            try connection.first("SELECT id, name, made_at, made_by, org, body, digest FROM report_snapshot WHERE id = \(id)").map(
                Self.snapshot)
        }.flatMap { isVisible($0, to: actor) ? $0 : nil }
    }

    /// Reports the actor may see, newest first.
    public func list(as actor: Actor, limit: Int = 100) throws -> [Snapshot] {
        var found: [Snapshot] = []
        try kernel.database.read { connection in
            try connection.forEach(
                "SELECT id, name, made_at, made_by, org, body, digest FROM report_snapshot ORDER BY made_at DESC, id DESC"
            ) { row in
                let snapshot = Self.snapshot(row)
                if isVisible(snapshot, to: actor) { found.append(snapshot) }
                return found.count < limit
            }
        }
        return found
    }

    /// The records that stood behind a figure of a saved report, in the version they had.
    /// - Parameter keys: of the figure; nil: of the whole table.
    public func rows(of report: Snapshot, table: Int, keys: [String?]?) throws -> [RecordVersion] {
        try kernel.database.read { connection in
            let condition: SQL = keys.map { " AND keys = \(Self.key($0))" } ?? ""
            return try connection.query(
                "SELECT record_id, version FROM report_snapshot_row WHERE report = \(report.id) AND table_index = \(table)\(condition) ORDER BY record_id"
            ).map { RecordVersion(id: $0.text(0) ?? "", version: $0.int(1) ?? 0) }
        }
    }

    private static func snapshot(_ row: Row) -> Snapshot {
        Snapshot(
            id: row.text(0) ?? "", name: row.text(1) ?? "", madeAt: Moment(clamping: row.int(2) ?? 0), madeBy: row.text(3) ?? "",
            org: row.text(4) ?? "",
            body: row.text(5) ?? "", digest: row.text(6) ?? "")
    }

    private func isVisible(_ snapshot: Snapshot, to actor: Actor) -> Bool {
        actor.isSystem || snapshot.madeBy == actor.id
    }

    static func key(_ keys: [String?]) -> String { PlainJSON.write(.list(keys.map(FigureJSON.text))) }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}
