/// Notes in the database which batch of this writer was committed last, in the very transaction.
///
/// A connection that breaks during COMMIT leaves it open whether the batch happened. The note tells: after reconnecting, and after taking
/// the lock that the lost transaction would still hold if it were alive, the batch has happened if and only if it is noted. Transaction
/// numbers would not do: after a crash PostgreSQL may give them out again.
struct BatchMark {
    private let writer: Int64
    private let lockKey: Int64

    /// Makes the table and this writer's row when missing. Nil when this user may not: then such outcomes stay unknown.
    init?(_ pipeline: Pipeline, writer: Int64, lockKey: Int64) throws(DatabaseError) {
        self.writer = writer
        self.lockKey = lockKey
        let there = Answer()
        try pipeline.send("SELECT to_regclass('bagui_batch') IS NOT NULL", into: there)
        if let error = try pipeline.roundTrip() { throw error }
        if there.rows.first?.int(0) != 1 {
            try pipeline.send("BEGIN")
            // Two that make it at once would stumble over each other.
            try pipeline.send("SELECT pg_advisory_xact_lock(\(lockKey))")
            try pipeline.send("CREATE TABLE IF NOT EXISTS bagui_batch (writer BIGINT PRIMARY KEY, batch BIGINT NOT NULL)")
            _ = try pipeline.roundTrip()
            try pipeline.send("COMMIT")
            _ = try pipeline.roundTrip()
        }
        try pipeline.send("INSERT INTO bagui_batch VALUES (\(writer), 0) ON CONFLICT DO NOTHING")
        if try pipeline.roundTrip() != nil { return nil }
    }

    /// To be run last in the transaction.
    func note(_ batch: Int64) -> SQL { "UPDATE bagui_batch SET batch = \(batch) WHERE writer = \(writer)" }

    /// The batch noted last. Nil when there is no row.
    func last(_ pipeline: Pipeline) throws(DatabaseError) -> Int64? {
        let answer = Answer()
        try pipeline.send("BEGIN")
        try pipeline.send("SELECT pg_advisory_xact_lock(\(lockKey))")
        try pipeline.send("SELECT batch FROM bagui_batch WHERE writer = \(writer)", into: answer)
        let error = try pipeline.roundTrip()
        try pipeline.send("ROLLBACK")
        _ = try pipeline.roundTrip()
        if let error { throw error }
        return answer.rows.first?.int(0)
    }

    /// The writer ends: its row is of no more use.
    func remove(_ pipeline: Pipeline) {
        do {
            try pipeline.send("DELETE FROM bagui_batch WHERE writer = \(writer)")
            _ = try pipeline.roundTrip()
        } catch {}  // a row left behind takes forty bytes
    }
}
