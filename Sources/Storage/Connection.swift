/// Which database is behind a connection. SQL is written once where the two agree; where they do not, ask this.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    case sqlite, postgresql
}

/// One connection inside one read or one write. Valid only inside the closure it was given to, and only on that thread.
///
/// A database error dooms the write it happens in, also when the closure swallows it: PostgreSQL cannot go on after an error, so neither
/// may SQLite. A read, too, should end there. Where a conflict is expected, write `ON CONFLICT`.
public protocol Connection: AnyObject {
    /// Which database this is.
    var dialect: Dialect { get }
    /// All rows of a statement: a query, or a write with `RETURNING`.
    func query(_ sql: SQL) throws(DatabaseError) -> [Row]
    /// The rows of several queries. On PostgreSQL all of them travel in one round trip.
    func queries(_ list: [SQL]) throws(DatabaseError) -> [[Row]]
    /// The first row, or nil. Further rows are not looked at.
    func first(_ sql: SQL) throws(DatabaseError) -> Row?
    /// Hands the rows of a query over one by one, in memory that does not grow with their number. The body returns whether to go on.
    /// Throws the database's error or the body's.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws
    /// Runs a statement and returns how many rows it inserted, changed or deleted.
    @discardableResult func execute(_ sql: SQL) throws(DatabaseError) -> Int
    /// A write whose result nobody needs. PostgreSQL sends it together with the next query or the commit, and an error appears there;
    /// SQLite runs it at once.
    func enqueue(_ sql: SQL) throws(DatabaseError)
    /// As `enqueue`, for a write that must insert, change or delete exactly `rows` rows: the way to check a version without waiting for
    /// an answer (`UPDATE … WHERE id = \(id) AND version = \(seen)`). Otherwise the write fails as `stale`, at the latest at its end.
    func enqueue(_ sql: SQL, changing rows: Int) throws(DatabaseError)
}
