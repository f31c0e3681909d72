import GRDBSQLite
import Glibc

extension Database {
    /// Copies a SQLite database into a new file while it is in use: one consistent state, flushed to disk when this returns.
    /// - Parameter path: must not exist yet.
    /// - Throws: `misuse` on PostgreSQL, whose own tools (`pg_dump`, `pg_basebackup`) do this, or when the file exists; otherwise the
    ///   database's error.
    public func backUp(to path: String) throws(DatabaseError) {
        guard let engine = engine as? SQLiteEngine else {
            throw DatabaseError(.misuse, "a PostgreSQL database is copied by its own tools: pg_dump or pg_basebackup")
        }
        guard access(path, F_OK) != 0 else { throw DatabaseError(.misuse, "\(path) exists already: a backup never overwrites anything") }
        try engine.copy(to: path)
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        defer { if file >= 0 { Glibc.close(file) } }
        guard file >= 0, fsync(file) == 0 else { throw DatabaseError(.io, "\(path) could not be flushed to disk (errno \(errno))") }
    }
}

extension SQLiteEngine {
    fileprivate func copy(to path: String) throws(DatabaseError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(place.path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else {
            throw DatabaseError.sqlite(code, "\(place.path): \(String(cString: sqlite3_errstr(code)))", sql: nil)
        }
        sqlite3_busy_timeout(handle, Int32(clamping: configuration.busyTimeoutMilliseconds))
        let copying = sqlite3_exec(handle, "VACUUM INTO \(SchemaLanguage(dialect: .sqlite).literal(.text(path)))", nil, nil, nil)
        guard copying == SQLITE_OK else {
            throw DatabaseError.sqlite(copying, "\(path): \(String(cString: sqlite3_errmsg(handle)))", sql: "VACUUM INTO")
        }
    }
}
