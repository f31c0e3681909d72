import GRDBSQLite
import Synchronization

/// SQLite behind a `Database`.
final class SQLiteEngine: Engine {
    let place: SQLitePlace
    let configuration: Database.Configuration
    let duringBatch = Gate()
    private let tally = FlushTally()
    private let checkpointer: Checkpointer
    private let home: SQLiteHome
    /// Pages in the write-ahead log after the last commit, as SQLite tells the writer.
    private let pages = Atomic<Int>(0)

    init(place: SQLitePlace, configuration: Database.Configuration) {
        self.place = place
        self.configuration = configuration
        checkpointer = Checkpointer(path: place.path, duringBatch: duringBatch)
        home = SQLiteHome(path: place.path)
    }

    var dialect: Dialect { .sqlite }
    func openReader() throws(DatabaseError) -> any ReadSession {
        // A new connection to another file would answer beside the old ones from other data.
        try home.check()
        return try SQLiteConnection(path: place.path, purpose: .reading, configuration: configuration)
    }
    func check() throws(DatabaseError) { try home.check() }
    func openWriter() throws(DatabaseError) -> any WriteSession {
        let connection = try SQLiteConnection(path: place.path, purpose: .writing, configuration: configuration)
        connection.onCommit { [weak self] pages in self?.pages.store(pages, ordering: .relaxed) }
        home.moveIn()
        connection.home = home
        try checkpointer.start()
        return connection
    }
    func writerStarts() { tally.countThisThread() }
    /// Pages at which the next checkpoint is asked for. When one could not let the log begin anew, because a long read was still using it,
    /// the next is not tried before as much has been written again.
    private let nextCheckpoint = Atomic<Int>(0)
    func batchEnded() {
        let step = max(1, configuration.checkpointPages)
        let now = pages.load(ordering: .relaxed)
        var next = nextCheckpoint.load(ordering: .relaxed)
        if next == 0 || now + step < next { next = step }
        if now >= next {
            next = now + step
            checkpointer.request(isPressing: now >= 8 * step)
        }
        nextCheckpoint.store(next, ordering: .relaxed)
    }
    func flushes(commits: Int) -> Int { tally.count }
    func facts() -> [String: String] {
        [
            "version": String(cString: sqlite3_libversion()), "synchronous": "FULL", "place": place.isInMemory ? "memory" : "file",
            "logPages": String(pages.load(ordering: .relaxed)),
        ]
    }
    private let isClosed = Atomic<Bool>(false)
    func close() {
        if isClosed.exchange(true, ordering: .relaxed) { return }
        checkpointer.close()
        place.remove()
    }
}
