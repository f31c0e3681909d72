import Casework
import Storage
import Synchronization
import WorkCalendar

/// Denied reads and refused sign-ins, for the security administrator: one row an hour for each caller, kind and record type, with a count.
///
/// Nobody can fill the disk by trying: a row is written at the first denial and then at most once a minute, with what gathered in between.
final class AccessLog: Sendable {
    private struct Gathered {
        var count: Int64
        var writtenAt: ContinuousClock.Instant
    }

    private let database: Database
    private let gathered = Mutex<[String: Gathered]>([:])
    private static let pause = Duration.seconds(60)
    /// Rows of one hour that this server writes; beyond, only counts of callers known already grow.
    private static let greatest = 10_000

    init(database: Database) { self.database = database }

    /// - Parameters:
    ///   - caller: user id, or for strangers a digest of their address.
    ///   - kind: `read` or `token`.
    ///   - what: record type; never an id that was tried.
    func note(_ caller: String, kind: String, what: String, reason: String, at now: Moment) async throws {
        let hour = now.milliseconds / 3_600_000
        let id = "\(hour)|\(kind)|\(caller.prefix(80))|\(what.prefix(80))"
        let instant = ContinuousClock.now
        let count = gathered.withLock { gathered -> Int64 in
            if gathered.count >= Self.greatest { gathered = gathered.filter { $0.key.hasPrefix("\(hour)|") } }
            guard var held = gathered[id] else {
                guard gathered.count < Self.greatest else { return 0 }
                gathered[id] = Gathered(count: 0, writtenAt: instant)
                return 1
            }
            held.count += 1
            let isTime = instant - held.writtenAt >= Self.pause
            gathered[id] = isTime ? Gathered(count: 0, writtenAt: instant) : held
            return isTime ? held.count : 0
        }
        guard count > 0 else { return }
        let key = id
        try await database.write { connection in
            try connection.enqueue(
                """
                INSERT INTO access_log (id, at, actor, kind, what, reason, source, count)
                VALUES (\(key), \(now.milliseconds), \(caller), \(kind), \(what), \(reason), 'api', \(count))
                ON CONFLICT (id) DO UPDATE SET count = access_log.count + excluded.count, at = excluded.at
                """)
        }
    }
}
