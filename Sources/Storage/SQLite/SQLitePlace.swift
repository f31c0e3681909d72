import Glibc

/// Where a SQLite database lies: a file, or a folder in memory that goes when the database is closed.
///
/// `:memory:` is a file on the memory file system and not SQLite's own in-memory database, which would know neither snapshots nor reads
/// beside a write: tests on it would prove little about files.
final class SQLitePlace: Sendable {
    let path: String
    /// The folder to remove when closing, and the file whose lock says that its owner lives.
    private let folder: String?
    private let lockFile: Int32

    /// - Parameter path: what follows `sqlite:` in the URL; a leading `//` is taken off.
    init(_ path: String) throws(DatabaseError) {
        if path == ":memory:" {
            Self.sweep()
            var template = Array("\(Self.root)/\(Self.prefix)XXXXXX".utf8CString)
            guard template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) != nil else {
                throw DatabaseError(.gone, "no folder could be made in \(Self.root) for a database in memory (errno \(errno))")
            }
            let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            self.folder = folder
            self.path = folder + "/database"
            lockFile = Glibc.open(folder + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            _ = flock(lockFile, LOCK_EX | LOCK_NB)
            return
        }
        let plain = path.hasPrefix("//") ? String(path.dropFirst(2)) : path
        guard !plain.isEmpty, !plain.utf8.contains(0) else {
            throw DatabaseError(
                .misuse, "the database URL names no file: write sqlite:PATH, for example sqlite:/var/lib/bagui/bagui.sqlite")
        }
        self.path = plain
        folder = nil
        lockFile = -1
    }

    /// Whether nothing of it outlives the process.
    var isInMemory: Bool { folder != nil }

    func remove() {
        guard let folder else { return }
        Self.remove(folder)
        if lockFile >= 0 { Glibc.close(lockFile) }
    }

    private static let prefix = "bagui-memory-"
    private static let root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"

    private static func remove(_ folder: String) {
        for name in ["database", "database-wal", "database-shm", "database-journal", "lock"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    /// Removes what processes left behind that were killed.
    private static func sweep() {
        guard let directory = opendir(root) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix) else { continue }
            let folder = root + "/" + name
            let lock = Glibc.open(folder + "/lock", O_RDWR | O_CLOEXEC)
            guard lock >= 0 else { continue }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { remove(folder) }
            Glibc.close(lock)
        }
    }
}
