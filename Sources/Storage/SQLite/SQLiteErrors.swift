import GRDBSQLite

extension DatabaseError {
    /// Reads SQLite's extended result code. Source: https://www.sqlite.org/rescode.html
    /// - Parameter text: SQLite's message. It names tables and columns, never values.
    static func sqlite(_ code: Int32, _ text: String, sql: String?) -> DatabaseError {
        let kind: Kind
        var mend = ""
        switch code & 0xFF {
        case SQLITE_FULL:
            kind = .full
            mend = ": free space on the disk, or raise the limit on the database's size"
        case SQLITE_BUSY, SQLITE_LOCKED:
            kind = .busy
            mend = ": another process holds the lock, try again"
        case SQLITE_CANTOPEN:
            kind = .gone
            mend = ": does the folder exist, and may this user write there?"
        // A value of the wrong type in a STRICT table.
        case SQLITE_CONSTRAINT where code == SQLITE_CONSTRAINT | (12 << 8): kind = .value
        case SQLITE_CONSTRAINT: kind = .constraint(constraint(code, text))
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            kind = .corrupt
            mend = ": stop, keep the file, restore from the last backup"
        case SQLITE_READONLY: kind = .readonly
        case SQLITE_INTERRUPT: kind = .cancelled
        case SQLITE_IOERR: kind = .io
        case SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE: kind = .value
        case SQLITE_ERROR: kind = .syntax
        case SQLITE_MISUSE: kind = .misuse
        default: kind = .other
        }
        return DatabaseError(kind, "SQLite: \(text)\(mend)", sql: sql, code: "SQLITE_\(code)")
    }

    private static func constraint(_ code: Int32, _ text: String) -> Constraint {
        let subject = text.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        return switch code {
        // UNIQUE, PRIMARYKEY and ROWID; the columns are turned into the index's name by the connection, which can look.
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8):
            Constraint(rule: .unique, name: subject)
        case SQLITE_CONSTRAINT | (5 << 8): Constraint(rule: .notNull, name: subject)
        case SQLITE_CONSTRAINT | (1 << 8): Constraint(rule: .check, name: subject)
        case SQLITE_CONSTRAINT | (3 << 8): Constraint(rule: .foreignKey, name: "")
        default: Constraint(rule: .other, name: subject)
        }
    }
}
