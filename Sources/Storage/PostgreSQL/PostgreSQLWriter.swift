import Glibc

/// The connection that writes. A batch is one transaction that first takes an advisory lock, so that the batches of all processes
/// follow each other: what is numbered inside is numbered in the order of the commits, without gaps.
final class PostgreSQLWriter: PostgreSQLConnection, WriteSession {
    private(set) var isInTransaction = false
    /// Whether the server has answered since the transaction began: only then is it sure that the connection was alive.
    private var hasAnsweredSinceBegin = false
    private var lock: Answer?

    var prefersWithoutSavepoints: Bool { true }
    /// Why the transaction itself could not begin; concerns all units alike.
    var beginFailure: DatabaseError? { lock?.error }

    override func hasAnswered() { hasAnsweredSinceBegin = true }

    override func greet(_ pipeline: Pipeline) throws(DatabaseError) {
        let settings = Answer()
        try pipeline.send("SET lock_timeout = \(max(1, configuration.busyTimeoutMilliseconds))")
        try pipeline.send(
            "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"
        )
        try pipeline.send(
            "SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_version')",
            into: settings)
        if let error = try pipeline.roundTrip() { throw error }
        guard let row = settings.rows.first, row.text(0) != "off", row.text(1) == "on", row.text(2) == "on" else {
            throw DatabaseError(
                .notDurable,
                "PostgreSQL runs with fsync, full_page_writes or synchronous_commit off: commits would not survive a power failure. Set them on in postgresql.conf"
            )
        }
        marks = try BatchMark(pipeline, writer: identity, lockKey: configuration.lockKey)
        facts = ["synchronous": row.text(0) ?? "", "version": row.text(3) ?? ""]
    }
    private let identity = Int64.random(in: 1...Int64.max)
    private var batch: Int64 = 0
    /// Where the last committed batch is noted; nil when the server does not let us.
    private var marks: BatchMark?
    private(set) var facts: [String: String] = [:]

    var hasChanged: Bool { hasWritten }

    func begin() throws(DatabaseError) {
        failure = nil
        wantsAnotherTry = false
        isInside = true
        isInTransaction = false
        hasAnsweredSinceBegin = false
        let lock = Answer(sql: "SELECT pg_advisory_xact_lock", keepsRows: false)
        self.lock = lock
        do throws(DatabaseError) {
            let pipeline = try ready()
            try pipeline.send("BEGIN")
            try pipeline.send("SELECT pg_advisory_xact_lock(\(configuration.lockKey))", into: lock)
        } catch {
            isInside = false
            throw error
        }
        isInTransaction = true
    }

    func commit() throws(DatabaseError) {
        failure = nil
        // A commit that breaks off is only in doubt if it can have reached a living server; and it must not overtake what it depends on.
        if !hasAnsweredSinceBegin || hasExpectations { try roundTrip() }
        let answer = Answer(sql: "COMMIT", keepsRows: false)
        do throws(DatabaseError) {
            batch += 1
            if let marks { try send(marks.note(batch), keepsRows: false) }
            guard let pipeline else { throw .lost("") }
            try pipeline.send("COMMIT", into: answer)
            try roundTrip()
        } catch {
            guard error.kind == .gone else { throw error }
            switch isCommitted(batch) {
            case true?: answer.command = "COMMIT"
            case false?: throw error
            case nil: throw Self.inDoubt(error)
            }
        }
        isInTransaction = false
        isInside = false
        guard answer.command == "COMMIT" else {
            throw DatabaseError(.other, "PostgreSQL answered COMMIT with \(answer.command): nothing was written")
        }
    }

    /// After the connection broke during a commit: asks the server, once it is back, whether the batch is noted there. Nil when it does
    /// not come back in time or cannot tell.
    private func isCommitted(_ batch: Int64) -> Bool? {
        guard marks != nil else { return nil }
        let deadline = Instant.now().after(microseconds: max(1, configuration.connectSeconds) * 1_000_000)
        repeat {
            do {
                try connect()
                if let pipeline, let marks { return try marks.last(pipeline).map { $0 == batch } }
                return nil
            } catch { usleep(100_000) }
        } while Instant.now() < deadline
        return nil
    }

    override func shutDown() {
        if let marks, let pipeline, !pipeline.isBroken { marks.remove(pipeline) }
        super.shutDown()
    }

    private static func inDoubt(_ error: DatabaseError) -> DatabaseError {
        DatabaseError(
            .outcomeUnknown, "the connection broke during the commit (\(error.message)): look whether it happened before writing again",
            code: error.code)
    }

    func rollback() {
        isInside = false
        guard isInTransaction else { return }
        isInTransaction = false
        guard let pipeline, !pipeline.isBroken else { return }
        do {
            // What was sent before may have failed, and what follows a failure in one pipeline is skipped.
            _ = try pipeline.roundTrip()
            try pipeline.send("ROLLBACK")
            _ = try pipeline.roundTrip()
        } catch {}  // broken: replaced at the next begin, and the server rolls back by itself
    }

    func beginUnit(savepoint: Bool) throws(DatabaseError) {
        failure = nil
        if savepoint {
            guard let pipeline else { throw .lost("") }
            do { try pipeline.send("SAVEPOINT unit") } catch { throw doom(error) }
        }
        hasWritten = false
    }

    func endUnit(savepoint: Bool) throws(DatabaseError) {
        if !savepoint { return }
        guard let pipeline else { throw .lost("") }
        do throws(DatabaseError) {
            try pipeline.send("RELEASE unit")
            try roundTrip()
        } catch { throw doom(error) }
    }

    func undoUnit() throws(DatabaseError) {
        guard let pipeline else { throw .lost("") }
        _ = try pipeline.roundTrip()
        failure = nil
        try pipeline.send("ROLLBACK TO unit")
        try pipeline.send("RELEASE unit")
        try roundTrip()
    }

    func prepareToAlter() throws(DatabaseError) {}
}
