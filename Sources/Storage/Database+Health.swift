/// How a database is doing, for the health page and the metrics.
public struct Health: Sendable {
    /// Which database.
    public var dialect: Dialect
    /// Why a simple read does not work, or a write would be lost; nil when all is well.
    public var problem: String?
    /// Writes that wait for their turn.
    public var waitingUnits: Int
    /// Writes done since opening, refused ones among them.
    public var units: Int
    /// Transactions committed since opening.
    public var commits: Int
    /// Flushes to disk made for them.
    public var flushes: Int
    /// Connections open for reading.
    public var readers: Int
    /// Versions and settings by name: `version`, `synchronous` …
    public var facts: [String: String]
}

extension Database {
    /// How the database is doing. Makes one small read.
    public var health: Health {
        var problem: String?
        do {
            try engine.check()
            _ = try read { connection in try connection.first("SELECT 1") }
        } catch { problem = "\(error)" }
        return Health(
            dialect: dialect, problem: problem, waitingUnits: writer.depth, units: writer.units, commits: commits, flushes: flushes,
            readers: readers.count, facts: engine.facts())
    }
}
