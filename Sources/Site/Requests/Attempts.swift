import Casework
import Storage
import WorkCalendar

/// How often something that can be guessed was tried, by whom: kept in the database, so that a restart or a second server forgives nothing.
public struct Attempts: Sendable {
    static let table = Table(
        "attempt",
        columns: [
            Column("id", .text, notNull: true), Column("what", .text, notNull: true), Column("who", .text, notNull: true),
            Column("at", .integer, notNull: true),
        ], primaryKey: ["id"], indexes: [Index("attempt_who", on: ["what", "who", "at"]), Index("attempt_at", on: ["at"])])

    /// Nothing is looked back at for longer.
    private static let kept: Int64 = 86_400_000

    private let kernel: Kernel

    public init(kernel: Kernel) { self.kernel = kernel }

    /// Counts one more try, unless the limit has been reached.
    /// - Parameters:
    ///   - what: `draft code`, `lookup number` …
    ///   - who: a digest of the address or of what is tried; never the thing itself in clear. It is digested once more under the node's key.
    ///   - most: tries within the span.
    ///   - minutes: the span, at most a day.
    /// - Returns: false when there were already `most` of them: the one that asks is not counted.
    public func take(_ what: String, by who: String, most: Int, within minutes: Int64, at now: Moment) async throws -> Bool {
        let digest = kernel.secrets.digest("\(what)|\(who)", purpose: "attempts")
        let id = RandomToken.make(bytes: 12)
        let since = now.milliseconds - min(minutes * 60_000, Self.kept)
        return try await kernel.database.write { connection in
            let before =
                try connection.first("SELECT count(*) FROM attempt WHERE what = \(what) AND who = \(digest) AND at > \(since)")?.int(0) ?? 0
            guard before < Int64(most) else { return false }
            try connection.enqueue("DELETE FROM attempt WHERE at < \(now.milliseconds - Self.kept)")
            try connection.enqueue("INSERT INTO attempt (id, what, who, at) VALUES (\(id), \(what), \(digest), \(now.milliseconds))")
            return true
        }
    }

    /// Whether the limit has been reached, without counting a try.
    public func isSpent(_ what: String, by who: String, most: Int, within minutes: Int64, at now: Moment) throws -> Bool {
        let digest = kernel.secrets.digest("\(what)|\(who)", purpose: "attempts")
        let since = now.milliseconds - min(minutes * 60_000, Self.kept)
        return try kernel.database.read { connection in
            let before =
                try connection.first("SELECT count(*) FROM attempt WHERE what = \(what) AND who = \(digest) AND at > \(since)")?.int(0) ?? 0
            return before >= Int64(most)
        }
    }
}
