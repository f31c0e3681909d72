/// What stands behind a `Database`: SQLite or PostgreSQL.
protocol Engine: AnyObject, Sendable {
    var dialect: Dialect { get }
    func openReader() throws(DatabaseError) -> any ReadSession
    func openWriter() throws(DatabaseError) -> any WriteSession
    /// Held by the writer while it is in a transaction.
    var duringBatch: Gate { get }
    /// On the writer's thread, first of all.
    func writerStarts()
    /// On the writer's thread, after each batch.
    func batchEnded()
    /// Flushes to disk made for the writer so far. SQLite: calls of the operating system's sync, counted where they are made.
    /// PostgreSQL flushes in the server: commits that the server acknowledged under `synchronous_commit`.
    func flushes(commits: Int) -> Int
    /// Whether what is open can still be written to, as far as can be told without writing.
    /// - Throws: `gone` with the way out.
    func check() throws(DatabaseError)
    /// Versions and settings, for the health page.
    func facts() -> [String: String]
    /// After the writer and the readers have closed.
    func close()
}
