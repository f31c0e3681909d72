import Synchronization

/// PostgreSQL behind a `Database`.
final class PostgreSQLEngine: Engine {
    let url: String
    let configuration: Database.Configuration
    let duringBatch = Gate()
    private let writerFacts = Mutex<[String: String]>([:])

    init(url: String, configuration: Database.Configuration) {
        self.url = url
        self.configuration = configuration
    }

    var dialect: Dialect { .postgresql }
    func openReader() throws(DatabaseError) -> any ReadSession { try PostgreSQLReader(url: url, configuration: configuration) }
    func openWriter() throws(DatabaseError) -> any WriteSession {
        let writer = try PostgreSQLWriter(url: url, configuration: configuration)
        writerFacts.withLock { $0 = writer.facts }
        return writer
    }
    func writerStarts() {}
    func batchEnded() {}
    func flushes(commits: Int) -> Int { commits }
    /// Each statement finds out by itself.
    func check() {}
    func facts() -> [String: String] { writerFacts.withLock { $0 } }
    func close() {}
}
