/// The writer's connection, as the batch runner drives it.
protocol WriteSession: Connection {
    /// Whether a unit can be tried without a savepoint: when it fails after having written, the batch is rolled back and tried again with.
    var prefersWithoutSavepoints: Bool { get }
    /// Whether a transaction is open. SQLite ends it by itself on some errors.
    var isInTransaction: Bool { get }
    /// First error since the unit began; it dooms the unit.
    var failure: DatabaseError? { get }
    /// Why the transaction could not begin, where that shows only later; concerns all units alike.
    var beginFailure: DatabaseError? { get }
    /// Whether the last error was one that the same work will not meet again, such as a plan outdated by a change of the schema.
    var wantsAnotherTry: Bool { get }
    /// Whether anything was written, or sent to be written, since the unit began.
    var hasWritten: Bool { get }
    /// Whether the unit has changed anything that must be flushed, as far as that is known.
    var hasChanged: Bool { get }

    /// Opens a transaction that keeps every other writer out.
    func begin() throws(DatabaseError)
    /// Makes all of it durable.
    func commit() throws(DatabaseError)
    /// Takes all of it back. Never fails: whatever is open afterwards is not usable and is replaced at the next `begin`.
    func rollback()
    /// A unit begins.
    func beginUnit(savepoint: Bool) throws(DatabaseError)
    /// The unit is complete: with a savepoint, waits until everything it sent was done.
    func endUnit(savepoint: Bool) throws(DatabaseError)
    /// Takes back what was done since the savepoint.
    func undoUnit() throws(DatabaseError)
    /// The schema is about to change: wait for locks no longer than is decent, and forget prepared statements afterwards.
    func prepareToAlter() throws(DatabaseError)
    /// Forget prepared statements before the next transaction, since the schema changed.
    func forgetStatements()
    /// Ends the connection.
    func shutDown()
}
