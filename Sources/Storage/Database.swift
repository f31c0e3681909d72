/// A database: SQLite in a file, or PostgreSQL. One interface for both.
///
/// Reads run on their caller's thread, each on one of a pool of connections, and see one snapshot. Writes go to one writer thread that
/// gathers what is waiting and commits it together, so that many small writes share one flush to disk; a caller hears of success only
/// after the commit is durable.
public final class Database: Sendable {
    let engine: any Engine
    let writer: WriterThread
    let readers: ReaderPool
    /// What the database was opened with.
    public let configuration: Configuration

    /// Opens a database.
    /// - Parameters:
    ///   - url: `sqlite:PATH` (created when missing), `sqlite::memory:` (kept in memory, gone when closed), or `postgres://…` as libpq
    ///     reads it.
    /// - Throws: `gone` when it cannot be reached, `notDurable` when a commit would not survive a power failure, `misuse` for a URL
    ///   that is neither.
    public static func open(_ url: String, configuration: Configuration = .init()) throws(DatabaseError) -> Database {
        if url.hasPrefix("sqlite:") {
            let place = try SQLitePlace(String(url.dropFirst("sqlite:".count)))
            return try Database(SQLiteEngine(place: place, configuration: configuration), configuration)
        }
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            return try Database(PostgreSQLEngine(url: url, configuration: configuration), configuration)
        }
        throw DatabaseError(.misuse, "the database URL must begin with sqlite: or postgres://")
    }

    init(_ engine: any Engine, _ configuration: Configuration) throws(DatabaseError) {
        self.engine = engine
        self.configuration = configuration
        writer = WriterThread(
            session: try engine.openWriter(), configuration: configuration, duringBatch: engine.duringBatch,
            onThread: { engine.writerStarts() }, afterBatch: { engine.batchEnded() })
        readers = ReaderPool(
            limit: configuration.readers, timeoutMilliseconds: configuration.busyTimeoutMilliseconds,
            open: { () throws(DatabaseError) in try engine.openReader() })
        try writer.start()
    }

    deinit { close() }

    /// Which database this is.
    public var dialect: Dialect { engine.dialect }
    /// Transactions committed since opening.
    public var commits: Int { writer.commits }
    /// Flushes to disk made for those commits: at least as many, or something is wrong.
    public var flushes: Int { engine.flushes(commits: writer.commits) }

    /// Runs a read at once, on the calling thread. All its queries see the same snapshot; nothing uncommitted is seen, nothing can be
    /// written. Fit for hot paths on an event loop, as long as the queries are short.
    /// - Throws: what the body throws, or the database's error; `busy` when no connection got free in time.
    public func read<Value: Sendable>(_ body: (any Connection) throws -> Value) throws -> Value { try readers.read(body) }

    /// Runs a write, together with others in one transaction, and returns after the commit is durable.
    ///
    /// The body runs on the writer thread and may run **more than once** (after a rollback on another's account, or a lost connection):
    /// it must have no effect but through its connection. When it throws, what it wrote is taken back, and only that. Keep it short:
    /// all other writes wait.
    /// - Throws: what the body throws, or the database's error. `outcomeUnknown` when the connection broke during the commit.
    @discardableResult public func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws
        -> Value
    {
        if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled before its write had begun") }
        let outcome = Outcome<Value>()
        return try await withCheckedThrowingContinuation { continuation in
            writer.submit(
                WriteUnit(.grouped) { session in
                    outcome.value = try body(session)
                } settled: { result in
                    continuation.resume(with: outcome.taken(result))
                })
        }
    }

    /// As `write`, for callers that are not asynchronous. Not from inside another write.
    @discardableResult public func writeBlocking<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        try onWriter(.grouped) { session in try body(session) }
    }

    /// Runs `body` on the writer thread while this thread waits.
    func onWriter<Value>(_ manner: WriteUnit.Manner, _ body: (any WriteSession) throws -> Value) throws -> Value {
        if writer.isCurrent { throw DatabaseError.nested }
        let outcome = Outcome<Value>()
        let end = Outcome<Result<Void, any Error>>()
        let gate = Gate()
        withoutActuallyEscaping(body) { body in
            writer.submit(
                WriteUnit(manner) { session in
                    outcome.value = try body(session)
                } settled: { result in
                    gate.lock()
                    end.value = result
                    gate.wakeAll()
                    gate.unlock()
                })
            gate.lock()
            while end.value == nil { gate.wait() }
            gate.unlock()
        }
        return try outcome.taken(end.value ?? .failure(DatabaseError.closed)).get()
    }

    /// Finishes the writes that wait and closes. Later calls are refused. May be called again.
    public func close() {
        writer.close()
        readers.close()
        engine.close()
    }
}

extension Outcome {
    func taken(_ result: Result<Void, any Error>) -> Result<Value, any Error> {
        result.flatMap { _ in value.map { .success($0) } ?? .failure(DatabaseError(.other, "a write ended without a value")) }
    }
}
