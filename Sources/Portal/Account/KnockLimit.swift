import Casework
import Storage
import WorkCalendar

/// How often one place may try what can be guessed or costs money: counted in the database, so that several servers and a restart forget nothing.
///
/// Keys are digests; a window that has passed is forgotten.
struct KnockLimit: Sendable {
    /// What is tried: `phone-code`.
    let purpose: String
    let most: Int64
    let minutes: Int64

    static let table = Table(
        "portal_knock",
        columns: [
            Column("key", .text, notNull: true), Column("until", .integer, notNull: true), Column("count", .integer, notNull: true),
        ], primaryKey: ["key"], indexes: [Index("portal_knock_until", on: ["until"])])

    /// Counts one try.
    /// - Parameter place: digest of an address, of a phone…
    /// - Returns: whether it is within the limit.
    func admits(_ place: String, at now: Moment, in database: Database) async throws -> Bool {
        let key = "\(purpose)|\(place)"
        let until = now.milliseconds + minutes * 60_000
        let count = try await database.write { connection -> Int64 in
            try connection.enqueue("DELETE FROM portal_knock WHERE until <= \(now.milliseconds)")
            try connection.enqueue(
                "INSERT INTO portal_knock (key, until, count) VALUES (\(key), \(until), \(1)) ON CONFLICT (key) DO UPDATE SET count = portal_knock.count + 1"
            )
            return try connection.first("SELECT count FROM portal_knock WHERE key = \(key)")?.int(0) ?? 1
        }
        return count <= most
    }
}
