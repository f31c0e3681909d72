/// Connections for reading, used synchronously: a read takes one, runs on its caller's thread and gives it back. The one used last is
/// taken first, since its caches are warm.
///
/// `@unchecked Sendable`: all state is guarded by `gate`, and a connection taken out belongs to one caller.
final class ReaderPool: @unchecked Sendable {
    private let gate = Gate()
    private var idle: [(session: any ReadSession, generation: Int)] = []
    private var total = 0
    private var generation = 0
    private var isClosed = false

    private let limit: Int
    private let timeoutMilliseconds: Int
    private let open: @Sendable () throws(DatabaseError) -> any ReadSession

    init(limit: Int, timeoutMilliseconds: Int, open: @escaping @Sendable () throws(DatabaseError) -> any ReadSession) {
        self.limit = max(1, limit)
        self.timeoutMilliseconds = timeoutMilliseconds
        self.open = open
    }

    /// Connections open now, idle or in use.
    var count: Int { gate.locked { total } }

    func read<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        let (session, generation) = try take()
        do {
            try session.beginRead()
            let value = try body(session)
            giveBack(session, generation, isUsable: session.endRead())
            return value
        } catch {
            giveBack(session, generation, isUsable: session.endRead())
            throw error
        }
    }

    /// After a change of the schema: statements prepared before it are not used again.
    func schemaChanged() { gate.locked { generation += 1 } }

    /// Closes the idle ones now and the others when they come back.
    func close() {
        let toClose = gate.locked {
            isClosed = true
            defer { idle = [] }
            total -= idle.count
            gate.wakeAll()
            return idle
        }
        for (session, _) in toClose { session.shutDown() }
    }

    private func take() throws(DatabaseError) -> (any ReadSession, Int) {
        let now: Int
        gate.lock()
        let deadline = Instant.now().after(microseconds: timeoutMilliseconds * 1000)
        while true {
            if isClosed {
                gate.unlock()
                throw .closed
            }
            if let (session, last) = idle.popLast() {
                let current = generation
                gate.unlock()
                if last != current { session.forgetStatements() }
                return (session, current)
            }
            if total < limit { break }
            if !gate.wait(until: deadline) {
                gate.unlock()
                throw DatabaseError(
                    .busy,
                    "all \(limit) connections for reading were in use for \(timeoutMilliseconds) ms: raise `readers`, or find the slow reads"
                )
            }
        }
        total += 1
        now = generation
        gate.unlock()
        do { return (try open(), now) } catch {
            gate.locked {
                total -= 1
                gate.wakeOne()
            }
            throw error
        }
    }

    private func giveBack(_ session: any ReadSession, _ generation: Int, isUsable: Bool) {
        let keeps = gate.locked {
            let keeps = isUsable && !isClosed
            if keeps { idle.append((session, generation)) } else { total -= 1 }
            gate.wakeOne()
            return keeps
        }
        if !keeps { session.shutDown() }
    }
}
