/// A connection of the reader pool.
protocol ReadSession: Connection {
    /// Opens one snapshot.
    func beginRead() throws(DatabaseError)
    /// Ends it. False when the connection is not usable any more.
    func endRead() -> Bool
    /// The schema changed: forget prepared statements.
    func forgetStatements()
    /// Ends the connection.
    func shutDown()
}
