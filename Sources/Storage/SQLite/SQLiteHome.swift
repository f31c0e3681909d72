import Glibc
import Synchronization

/// Watches that the files in use are still those that the path leads to.
///
/// A file that is moved or removed while it is open goes on taking writes, and flushes them, without a complaint from the operating system: commits would be
/// acknowledged that no later start ever sees. So the writer asks before it begins and again after it has committed. Two looks at a directory cost a thousandth
/// of a flush.
final class SQLiteHome: Sendable {
    /// A file by device and number.
    struct Identity: Equatable {
        var device: UInt64
        var number: UInt64

        /// Nil when the path leads to nothing.
        init?(_ path: String) {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            device = UInt64(truncatingIfNeeded: found.st_dev)
            number = UInt64(truncatingIfNeeded: found.st_ino)
        }
    }

    private struct Known {
        var database: Identity?
        var log: Identity?
    }

    private let path: String
    private let known = Mutex(Known())

    init(path: String) { self.path = path }

    /// The writer has opened the database: this is the file.
    func moveIn() { known.withLock { $0.database = $0.database ?? Identity(path) } }

    /// The writer has begun a transaction: the log is there as well, and stays as long as anybody has the database open.
    func noteLog() { known.withLock { $0.log = $0.log ?? Identity(path + "-wal") } }

    /// - Throws: `gone` when the database or its log lies elsewhere, or another file lies in its place. A file that comes back is used again.
    func check() throws(DatabaseError) {
        let known = known.withLock { $0 }
        guard let database = known.database else { return }
        try compare(database, at: path, "database file")
        if let log = known.log { try compare(log, at: path + "-wal", "write-ahead log") }
    }

    private func compare(_ wanted: Identity, at path: String, _ what: String) throws(DatabaseError) {
        guard let found = Identity(path) else {
            throw DatabaseError(
                .gone,
                "the \(what) \(path) was moved or removed while in use, nothing is written to it: put it back, or restore a backup and restart"
            )
        }
        guard found == wanted else {
            throw DatabaseError(
                .gone, "another file lies in place of the \(what) \(path) in use, nothing is written to it: restart to use the new one")
        }
    }
}
