import Glibc
import Synchronization

/// The one thread that writes. A thread and not an actor: a flush blocks for up to several milliseconds, and on two cores that would
/// take half of the pool that serves requests.
///
/// `@unchecked Sendable`: the queue is guarded by `gate`; the session is touched by the thread alone.
final class WriterThread: @unchecked Sendable {
    private let gate = Gate()
    private var waiting: [WriteUnit] = []
    private var isClosing = false
    private var hasEnded = false
    private var thread = pthread_t()

    private let session: any WriteSession
    private let configuration: Database.Configuration
    private let onThread: () -> Void
    private let afterBatch: () -> Void
    private let duringBatch: Gate
    private let committed = Atomic<Int>(0)
    private let completed = Atomic<Int>(0)

    /// - Parameters:
    ///   - duringBatch: held while a transaction is open, so that a checkpoint can choose its moment.
    ///   - onThread: run on the new thread before anything else.
    ///   - afterBatch: run after each batch.
    init(
        session: any WriteSession, configuration: Database.Configuration, duringBatch: Gate, onThread: @escaping () -> Void,
        afterBatch: @escaping () -> Void
    ) {
        self.session = session
        self.configuration = configuration
        self.duringBatch = duringBatch
        self.onThread = onThread
        self.afterBatch = afterBatch
    }

    /// Transactions committed since the start.
    var commits: Int { committed.load(ordering: .relaxed) }
    /// Units settled since the start.
    var units: Int { completed.load(ordering: .relaxed) }
    /// Units that wait now.
    var depth: Int { gate.locked { waiting.count } }

    func start() throws(DatabaseError) {
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<WriterThread>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard result == 0 else {
            Unmanaged.passUnretained(self).release()
            throw DatabaseError(.other, "the writer thread could not be started (errno \(result)): the process has too many threads")
        }
    }

    func submit(_ unit: WriteUnit) {
        gate.lock()
        let refusal: DatabaseError? =
            if isClosing { .closed } else if waiting.count >= configuration.waitingUnits {
                DatabaseError(
                    .busy, "\(waiting.count) writes are waiting already, which is the limit: try again later, or look why the disk is slow")
            } else { nil }
        if refusal == nil {
            waiting.append(unit)
            gate.wakeOne()
        }
        gate.unlock()
        if let refusal { unit.settle(.failure(refusal)) }
    }

    /// Whether the calling thread is the writer itself.
    var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    /// Finishes what waits, then ends the thread and the connection.
    func close() {
        let isFirst = gate.locked {
            defer { isClosing = true }
            return !isClosing
        }
        gate.locked { gate.wakeAll() }
        if !isFirst { return }
        if isCurrent { pthread_detach(thread) } else { pthread_join(thread, nil) }
    }

    private func work() {
        onThread()
        var lastCount = 1
        while let units = next(expecting: lastCount) {
            lastCount = units.count
            duringBatch.lock()
            Batch(session: session) { self.committed.add(1, ordering: .relaxed) }.run(units)
            duringBatch.unlock()
            completed.add(units.count, ordering: .relaxed)
            afterBatch()
        }
        session.shutDown()
    }

    /// The next batch, or nil at the end. Waits a moment for company, but only for as many as came together the last time: whoever
    /// writes alone is never made to wait, and many writers find together by themselves, since they queue up during each commit.
    private func next(expecting expected: Int) -> [WriteUnit]? {
        gate.lock()
        defer { gate.unlock() }
        while waiting.isEmpty {
            if isClosing { return nil }
            gate.wait()
        }
        let most = max(1, configuration.unitsPerCommit)
        let goal = min(expected, most)
        if waiting.count < goal, configuration.gatherMicroseconds > 0, waiting[0].manner == .grouped {
            let deadline = Instant.now().after(microseconds: configuration.gatherMicroseconds)
            while waiting.count < goal, !isClosing { if !gate.wait(until: deadline) { break } }
        }
        var count = 1
        if waiting[0].manner == .grouped {
            while count < waiting.count, count < most, waiting[count].manner == .grouped { count += 1 }
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        return batch
    }
}
