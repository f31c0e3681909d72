import Casework
import Storage
import Synchronization

/// What others have written into the journal: servers on the same database, commands. Read on from where it was read last, a bounded number at a time.
final class JournalTail: Sendable {
    private struct State {
        var last: Int64?
        /// Records that this server has told of already, and when.
        var told: [String: ContinuousClock.Instant] = [:]
    }
    private let database: Database
    private let state = Mutex(State())
    static let most = 500

    init(database: Database) { self.database = database }

    /// This server's own action: its screens have been told.
    func tell(_ record: String) { state.withLock { $0.told[record] = .now } }

    /// Records that others acted on since the last call. Nothing at the first.
    /// - Throws: `DatabaseError`.
    func others() throws -> [String] {
        guard let last = state.withLock({ $0.last }) else {
            let newest = try database.read { try $0.first("SELECT MAX(seq) FROM journal")?.int(0) } ?? 0
            state.withLock { $0.last = newest }
            return []
        }
        let rows = try database.read { connection in
            try connection.query("SELECT seq, record_id FROM journal WHERE seq > \(last) ORDER BY seq LIMIT \(Self.most)").map {
                (seq: $0.int(0) ?? 0, record: $0.text(1) ?? "")
            }
        }
        return state.withLock { state in
            if let newest = rows.last?.seq { state.last = newest }
            let found = Set(rows.map(\.record)).filter { state.told[$0] == nil }
            // An entry may be read a moment after its action was told; later ones are others' again.
            let now = ContinuousClock.now
            state.told = state.told.filter { now - $0.value < .seconds(3) }
            return found.sorted()
        }
    }
}
