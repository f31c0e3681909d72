import GRDBSQLite

/// One prepared statement. Belongs to one connection and is finalized with it.
final class SQLiteStatement {
    let handle: OpaquePointer
    let isReadOnly: Bool
    let parameters: Int
    /// Whether a loop over its rows is going on: then the same text needs another statement.
    var isRunning = false
    var lastUse: UInt64 = 0
    private var names: ColumnNames?
    private var namesAsOf: Int32 = 0

    init(_ handle: OpaquePointer) {
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        parameters = Int(sqlite3_bind_parameter_count(handle))
    }
    deinit { sqlite3_finalize(handle) }

    /// Names of the columns. SQLite prepares a statement anew by itself when the schema changed; `SELECT *` may then have others.
    var columns: ColumnNames {
        let prepared = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let names, prepared == namesAsOf { return names }
        let fresh = ColumnNames(
            (0..<sqlite3_column_count(handle)).map { index in sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "" })
        names = fresh
        namesAsOf = prepared
        return fresh
    }

    /// Binds the values. Nil when all went well, otherwise the position and SQLite's code, or 0 for a value that cannot be stored.
    func bind(_ values: [DatabaseValue]) -> (position: Int, code: Int32)? {
        for (position, value) in values.enumerated() {
            let index = Int32(position + 1)
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(handle, index)
            case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
            case .real(let number):
                if number.isNaN { return (position, 0) }
                code = sqlite3_bind_double(handle, index, number == 0 ? 0 : number)
            case .text(var text):
                let bound: Int32? = text.withUTF8 { bytes in
                    if bytes.contains(0) { return nil }
                    guard let base = bytes.baseAddress else {
                        return sqlite3_bind_text64(handle, index, "", 0, Self.copies, UInt8(SQLITE_UTF8))
                    }
                    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                        sqlite3_bind_text64(handle, index, $0, UInt64(bytes.count), Self.copies, UInt8(SQLITE_UTF8))
                    }
                }
                guard let bound else { return (position, 0) }
                code = bound
            case .blob(let bytes):
                code = bytes.withUnsafeBytes { raw in
                    // A null pointer would bind NULL.
                    if raw.isEmpty {
                        sqlite3_bind_zeroblob(handle, index, 0)
                    } else {
                        sqlite3_bind_blob64(handle, index, raw.baseAddress, UInt64(raw.count), Self.copies)
                    }
                }
            }
            if code != SQLITE_OK { return (position, code) }
        }
        return nil
    }

    /// The current row.
    func row(_ columns: ColumnNames) -> Row {
        let count = Int(sqlite3_data_count(handle))
        let values = [DatabaseValue](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { (buffer.baseAddress.map { $0 + index })?.initialize(to: value(Int32(index))) }
            initialized = count
        }
        return Row(columns: columns, values: values)
    }

    private func value(_ index: Int32) -> DatabaseValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let blob = sqlite3_column_blob(handle, index) else { return .blob([]) }
            return .blob([UInt8](UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(handle, index)))))
        default: return .null
        }
    }

    /// SQLite takes a copy of what is bound.
    private static var copies: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
