import GRDBSQLite

/// One connection to a SQLite file, for reading or for writing. Used by one thread at a time, so SQLite's own locking is left out.
final class SQLiteConnection: Connection {
    enum Purpose { case reading, writing, checkpointing }

    private let handle: OpaquePointer
    private let statementsKept: Int
    private var statements: [String: SQLiteStatement] = [:]
    private var useCounter: UInt64 = 0
    /// Whether a read or a write is going on; outside of it the connection refuses to work.
    var isInside = false
    private(set) var failure: DatabaseError?
    private(set) var hasWritten = false
    /// Rows changed on this connection before the unit began.
    private var changesBefore: Int64 = 0
    /// Of the writer: asked whether the files are still in their place.
    var home: SQLiteHome?

    /// Opens the file and brings the connection into the state it needs, reading back what must hold.
    init(path: String, purpose: Purpose, configuration: Database.Configuration) throws(DatabaseError) {
        var pointer: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (purpose == .writing ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &pointer, flags, FlushTally.vfsName)
        guard let pointer, code == SQLITE_OK else {
            let error = DatabaseError.sqlite(code, "\(path): \(String(cString: sqlite3_errstr(code)))", sql: nil)
            sqlite3_close_v2(pointer)
            throw error
        }
        handle = pointer
        statementsKept = max(8, configuration.statementsKept)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(clamping: configuration.busyTimeoutMilliseconds))
        _disableDoubleQuotedStringLiterals(handle)
        do { try prepare(for: purpose, path: path, configuration) } catch {
            sqlite3_close_v2(handle)
            throw error
        }
    }

    private func prepare(for purpose: Purpose, path: String, _ configuration: Database.Configuration) throws(DatabaseError) {
        isInside = true
        defer {
            isInside = false
            failure = nil
            hasWritten = false
        }
        if purpose == .writing {
            _ = try query("PRAGMA page_size = 4096")
            let mode = try first("PRAGMA journal_mode = WAL")?.text(0)
            guard mode == "wal" else {
                throw DatabaseError(
                    .notDurable, "\(path): write-ahead logging is not possible here (journal mode \(mode ?? "?")): use a local file system")
            }
            if let pages = configuration.maximumPages { _ = try query("PRAGMA max_page_count = \(raw: String(pages))") }
        }
        _ = try query("PRAGMA synchronous = FULL")
        let synchronous = try first("PRAGMA synchronous")?.int(0)
        guard synchronous == 2 else {
            throw DatabaseError(
                .notDurable,
                "\(path): synchronous is \(synchronous.map(String.init) ?? "?") and not 2 (FULL): commits would not survive a power failure"
            )
        }
        // The writer never checkpoints: that is done beside it.
        _ = try query("PRAGMA wal_autocheckpoint = 0")
        _ = try query("PRAGMA foreign_keys = ON")
        _ = try query("PRAGMA trusted_schema = OFF")
        _ = try query("PRAGMA temp_store = MEMORY")
        _ = try query("PRAGMA cache_size = \(raw: String(-max(64, configuration.cacheKibibytes)))")
        _ = try query("PRAGMA mmap_size = \(raw: String(max(0, configuration.mappedBytes)))")
        if let milliseconds = configuration.readMilliseconds, purpose == .reading { limitReads(toMilliseconds: milliseconds) }
        if purpose == .reading { _ = try query("PRAGMA query_only = ON") }
    }

    deinit { shutDown() }

    private var clock: ReadClock?
    /// Asks every few thousand steps whether the read has lasted too long.
    private func limitReads(toMilliseconds milliseconds: Int) {
        let clock = ReadClock(milliseconds: milliseconds)
        self.clock = clock
        sqlite3_progress_handler(
            handle, 4_000,
            { clock in
                guard let clock else { return 0 }
                return Unmanaged<ReadClock>.fromOpaque(clock).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(clock).toOpaque())
    }
    private func startClock() { clock?.start() }

    private var hook: CommitHook?
    private func setHook(_ box: CommitHook) {
        sqlite3_wal_hook(
            handle,
            { box, _, _, pages in
                if let box { Unmanaged<CommitHook>.fromOpaque(box).takeUnretainedValue().body(Int(pages)) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(box).toOpaque())
    }
    /// Calls `body` after each commit with the number of pages in the write-ahead log. The closure lives as long as the connection.
    func onCommit(_ body: @escaping @Sendable (Int) -> Void) {
        let box = CommitHook(body)
        hook = box
        setHook(box)
    }

    private var isShut = false
    func shutDown() {
        if isShut { return }
        isShut = true
        statements = [:]
        sqlite3_close_v2(handle)
    }

    // MARK: Connection

    var dialect: Dialect { .sqlite }

    func query(_ sql: SQL) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        try run(sql) {
            rows.append($0); return true
        }
        return rows
    }

    func queries(_ list: [SQL]) throws(DatabaseError) -> [[Row]] {
        var answers: [[Row]] = []
        for sql in list { answers.append(try query(sql)) }
        return answers
    }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        var found: Row?
        // A write with RETURNING must be run to its end.
        try run(sql, stopsEarly: true) {
            found = found ?? $0; return false
        }
        return found
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        var thrown: (any Error)?
        try run(sql, stopsEarly: true) { row in
            if thrown != nil { return false }
            do { return try body(row) } catch {
                thrown = error
                return false
            }
        }
        if let thrown { throw thrown }
    }

    @discardableResult func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        let before = sqlite3_total_changes64(handle)
        try run(sql) { _ in true }
        // `changes` keeps the figure of the last statement that could change rows.
        return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
    }

    func enqueue(_ sql: SQL) throws(DatabaseError) { try run(sql) { _ in true } }

    func enqueue(_ sql: SQL, changing rows: Int) throws(DatabaseError) {
        let changed = try execute(sql)
        if changed != rows { throw doom(.stale(changed, expected: rows, sql: sql.text)) }
    }

    // MARK: Running

    private func run(_ sql: SQL, stopsEarly: Bool = false, _ body: (Row) -> Bool) throws(DatabaseError) {
        guard isInside else { throw .outside }
        let statement = try statement(for: sql)
        statement.isRunning = true
        defer {
            sqlite3_reset(statement.handle)
            if !sql.arguments.isEmpty { sqlite3_clear_bindings(statement.handle) }
            statement.isRunning = false
        }
        if let (position, code) = statement.bind(sql.arguments) {
            throw doom(code == 0 ? .notStorable(sql.arguments[position], at: position, sql: sql.text) : error(code, sql))
        }
        if !statement.isReadOnly { hasWritten = true }
        var columns: ColumnNames?
        var wantsMore = true
        while true {
            let code = sqlite3_step(statement.handle)
            switch code {
            case SQLITE_ROW:
                let names = columns ?? statement.columns
                columns = names
                if wantsMore { wantsMore = body(statement.row(names)) }
                if !wantsMore && stopsEarly && statement.isReadOnly { return }
            case SQLITE_DONE: return
            default: throw doom(error(code, sql))
            }
        }
    }

    private func statement(for sql: SQL) throws(DatabaseError) -> SQLiteStatement {
        useCounter += 1
        if let kept = statements[sql.text], !kept.isRunning {
            kept.lastUse = useCounter
            guard kept.parameters == sql.arguments.count else { throw doom(Self.miscounted(kept, sql)) }
            return kept
        }
        let keeps = statements[sql.text] == nil
        let fresh = try prepared(sql, persistent: keeps)
        fresh.lastUse = useCounter
        guard fresh.parameters == sql.arguments.count else { throw doom(Self.miscounted(fresh, sql)) }
        if keeps {
            if statements.count >= statementsKept, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                statements[oldest.key] = nil
            }
            statements[sql.text] = fresh
        }
        return fresh
    }

    private func prepared(_ sql: SQL, persistent: Bool) throws(DatabaseError) -> SQLiteStatement {
        var pointer: OpaquePointer?
        var text = sql.text
        let (code, rest) = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    handle, characters.baseAddress, Int32(clamping: characters.count), persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0,
                    &pointer, &tail)
                let done = tail.flatMap { tail in characters.baseAddress.map { tail - $0 } } ?? characters.count
                return (code, characters[min(done, characters.count)...].contains { !" \n\t\r;".utf8.contains(UInt8(bitPattern: $0)) })
            }
        }
        guard code == SQLITE_OK else { throw doom(error(code, sql)) }
        guard let pointer else { throw doom(DatabaseError(.syntax, "the statement is empty", sql: sql.text)) }
        let statement = SQLiteStatement(pointer)
        if rest { throw doom(DatabaseError(.syntax, "more than one statement in one text: run them one after the other", sql: sql.text)) }
        return statement
    }

    private static func miscounted(_ statement: SQLiteStatement, _ sql: SQL) -> DatabaseError {
        DatabaseError(
            .syntax,
            "the statement has \(statement.parameters) marks for \(sql.arguments.count) values: a ? was pasted in; bind it instead",
            sql: sql.text)
    }

    private func error(_ code: Int32, _ sql: SQL) -> DatabaseError {
        var error = DatabaseError.sqlite(code, String(cString: sqlite3_errmsg(handle)), sql: sql.text)
        if case .constraint(let constraint) = error.kind, constraint.rule == .unique {
            error.kind = .constraint(.init(rule: .unique, name: nameOfIndex(on: constraint.name)))
        }
        return error
    }

    private func doom(_ error: DatabaseError) -> DatabaseError {
        if failure == nil { failure = error }
        return error
    }

    /// SQLite names the columns (`t.a, t.b`) and not the index: look which one it was, so that both databases say the same.
    private func nameOfIndex(on columns: String) -> String {
        if columns.hasPrefix("index '") { return String(columns.dropFirst(7).dropLast()) }
        let pairs = columns.split(separator: ", ").map { $0.split(separator: ".", maxSplits: 1).map(String.init) }
        guard let table = pairs.first?.first, pairs.allSatisfy({ $0.count == 2 }) else { return columns }
        let wanted = pairs.map { $0[1] }
        let list = rows("SELECT name, origin FROM pragma_index_list(\(table)) WHERE \"unique\" = 1")
        for index in list {
            guard let name = index.text(0) else { continue }
            guard rows("SELECT name FROM pragma_index_info(\(name)) ORDER BY seqno").map({ $0.text(0) ?? "" }) == wanted else { continue }
            return index.text(1) == "pk" ? table + "_pkey" : name
        }
        return table + "_pkey"  // the rowid itself
    }

    /// A look at the schema while an error is being made: must not doom anything itself.
    private func rows(_ sql: SQL) -> [Row] {
        guard let statement = try? prepared(sql, persistent: false), statement.bind(sql.arguments) == nil else { return [] }
        var rows: [Row] = []
        while sqlite3_step(statement.handle) == SQLITE_ROW { rows.append(statement.row(statement.columns)) }
        return rows
    }
}

extension SQLiteConnection: ReadSession {
    func beginRead() throws(DatabaseError) {
        isInside = true
        failure = nil
        startClock()
        try run("BEGIN DEFERRED") { _ in true }
    }
    func endRead() -> Bool {
        if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") { _ in true } }
        isInside = false
        return sqlite3_get_autocommit(handle) != 0 && failure?.kind != .corrupt && failure?.kind != .io
    }
    /// SQLite notices changes of the schema by itself.
    func forgetStatements() {}
}

extension SQLiteConnection: WriteSession {
    var prefersWithoutSavepoints: Bool { false }
    var beginFailure: DatabaseError? { nil }
    var wantsAnotherTry: Bool { false }
    /// A statement that could write but met no row dirties no page.
    var hasChanged: Bool { sqlite3_total_changes64(handle) != changesBefore }
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func begin() throws(DatabaseError) {
        isInside = true
        failure = nil
        do {
            try home?.check()
            try run("BEGIN IMMEDIATE") { _ in true }
        } catch {
            isInside = false
            throw error
        }
        home?.noteLog()
    }
    func commit() throws(DatabaseError) {
        failure = nil
        do { try run("COMMIT") { _ in true } } catch {
            guard error.kind == .io else { throw error }
            // The frames may be in the log although the flush failed: recovery may find them.
            throw DatabaseError(
                .outcomeUnknown, "the commit could not be flushed to disk (\(error.message)): look before writing again", code: error.code)
        }
        isInside = false
        // Flushed, but perhaps into a file that nobody will find again.
        do { try home?.check() } catch {
            throw DatabaseError(.outcomeUnknown, "committed, but \(error.message)", code: error.code)
        }
    }
    func rollback() {
        isInside = true
        if isInTransaction { try? run("ROLLBACK") { _ in true } }
        isInside = false
    }
    func beginUnit(savepoint: Bool) throws(DatabaseError) {
        failure = nil
        if savepoint { try run("SAVEPOINT unit") { _ in true } }
        hasWritten = false
        changesBefore = sqlite3_total_changes64(handle)
    }
    func endUnit(savepoint: Bool) throws(DatabaseError) { if savepoint { try run("RELEASE unit") { _ in true } } }
    func prepareToAlter() {}
    func undoUnit() throws(DatabaseError) {
        failure = nil
        try run("ROLLBACK TO unit") { _ in true }
        try run("RELEASE unit") { _ in true }
    }
}

/// When a read must end.
final class ReadClock {
    private let milliseconds: Int
    private var deadline: Instant
    init(milliseconds: Int) {
        self.milliseconds = milliseconds
        deadline = .now().after(microseconds: milliseconds * 1000)
    }
    func start() { deadline = .now().after(microseconds: milliseconds * 1000) }
    var isOver: Bool { Instant.now() > deadline }
}

/// Carries a Swift closure through SQLite's C callback.
final class CommitHook {
    let body: @Sendable (Int) -> Void
    init(_ body: @escaping @Sendable (Int) -> Void) { self.body = body }
}
