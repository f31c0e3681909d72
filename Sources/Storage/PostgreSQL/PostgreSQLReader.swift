/// A connection of the reader pool: each read is one snapshot, begun together with its first query.
final class PostgreSQLReader: PostgreSQLConnection, ReadSession {
    /// Whether the body has been given anything: from then on the read cannot be begun anew unnoticed.
    private var hasDelivered = false

    override func willDeliver() { hasDelivered = true }

    override func greet(_ pipeline: Pipeline) throws(DatabaseError) {
        guard let milliseconds = configuration.readMilliseconds else { return }
        try pipeline.send("SET statement_timeout = \(max(1, milliseconds))")
        if let error = try pipeline.roundTrip() { throw error }
    }

    override func mayBeginAnew() -> Bool {
        if hasDelivered { return false }
        // Once only: what fails on a fresh connection, too, is no accident.
        hasDelivered = true
        do {
            if let pipeline, !pipeline.isBroken {
                try pipeline.send("ROLLBACK")
                try pipeline.push()
            }
            try ready().send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _ = try pipeline?.roundTrip()
            failure = nil
            wantsAnotherTry = false
            return true
        } catch { return false }
    }

    func beginRead() throws(DatabaseError) {
        failure = nil
        wantsAnotherTry = false
        let pipeline = try ready()
        isInside = true
        hasDelivered = false
        // A connection that has been lost shows at the first query, which then begins anew.
        do { try pipeline.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") } catch {
            try ready().send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
    }

    /// The end is sent and not waited for: the next read on this connection takes the answer along.
    func endRead() -> Bool {
        guard isInside else { return true }
        isInside = false
        guard let pipeline, !pipeline.isBroken else { return true }
        do {
            try pipeline.send("ROLLBACK")
            try pipeline.push()
        } catch { return true }  // it connects anew when it is needed
        return true
    }
}
