import GRDBSQLite
import Glibc

/// Copies the write-ahead log back into the database, on a thread and a connection of its own, so that the writer never stalls for it.
///
/// `@unchecked Sendable`: the request is guarded by `gate`; the connection belongs to the thread.
final class Checkpointer: @unchecked Sendable {
    private let gate = Gate()
    private var isWanted = false
    private var isPressing = false
    private var isClosing = false
    private var thread = pthread_t()
    private var isStarted = false

    private let path: String
    private let duringBatch: Gate
    private var handle: OpaquePointer?

    init(path: String, duringBatch: Gate) {
        self.path = path
        self.duringBatch = duringBatch
    }

    func start() throws(DatabaseError) {
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, FlushTally.vfsName)
        guard code == SQLITE_OK, let handle else {
            throw DatabaseError.sqlite(code, "\(path): \(String(cString: sqlite3_errstr(code)))", sql: nil)
        }
        sqlite3_exec(handle, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0", nil, nil, nil)
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Checkpointer>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard result == 0 else {
            Unmanaged.passUnretained(self).release()
            throw DatabaseError(.other, "the checkpoint thread could not be started (errno \(result)): the process has too many threads")
        }
        isStarted = true
    }

    /// - Parameter isPressing: the log has grown long: wait a moment for reads that are using it, while the writer waits, too.
    func request(isPressing: Bool) {
        gate.locked {
            isWanted = true
            self.isPressing = isPressing
            gate.wakeOne()
        }
    }

    func close() {
        gate.locked {
            isClosing = true
            gate.wakeAll()
        }
        if isStarted {
            pthread_join(thread, nil)
            isStarted = false
        }
    }

    private func work() {
        while true {
            gate.lock()
            while !isWanted && !isClosing { gate.wait() }
            isWanted = false
            let ends = isClosing
            let patience: Int32 = isPressing ? 100 : 0
            gate.unlock()
            if ends { break }
            checkpoint(patience: patience)
        }
        // All others have closed: leave one file behind.
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// First the bulk beside the running writer; then, between two batches, the few pages that came in meanwhile, which lets the log
    /// start from its beginning again. Without the second step it would grow for as long as somebody writes.
    private func checkpoint(patience milliseconds: Int32) {
        guard sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) == SQLITE_OK else { return }
        sqlite3_busy_timeout(handle, milliseconds)
        duringBatch.locked { _ = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil) }
        sqlite3_busy_timeout(handle, 0)
    }
}
