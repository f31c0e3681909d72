/// Runs units in one transaction and tells each how it ended, after the commit.
///
/// A unit that fails is taken back alone. Where savepoints are dear (PostgreSQL: a round trip each) the batch is first tried without:
/// a unit that throws before it wrote anything is simply refused, and when one fails later, everything is rolled back and run again
/// with a savepoint each. So closures may run more than once.
struct Batch {
    let session: any WriteSession
    /// Told of a commit before anybody else.
    let committed: () -> Void
    /// How often the connection may be lost before the commit was sent, until the units hear of it.
    static let reconnections = 1
    /// How often the same work is tried again after an error that it should not meet again.
    static let furtherTries = 3

    func run(_ units: [WriteUnit]) {
        var open = units
        // A unit alone is taken back with its transaction: a savepoint around a large write would have every page of it kept twice.
        var withSavepoints = !session.prefersWithoutSavepoints && units.count > 1
        var reconnected = 0
        var triedAgain = 0
        while !open.isEmpty {
            switch attempt(open, savepoints: withSavepoints) {
            case .committed(let refused, let wrote):
                // Units that changed nothing (a request repeated under its key) commit nothing, and nothing is flushed for them.
                if wrote { committed() }
                for (index, unit) in open.enumerated() { unit.settle(refused[index].map { .failure($0) } ?? .success(())) }
                return
            case .mustSeparate:
                withSavepoints = true
            case .again(let error):
                triedAgain += 1
                if triedAgain > Self.furtherTries { return fail(open, error) }
            case .connectionLost(let error):
                reconnected += 1
                if reconnected > Self.reconnections { return fail(open, error) }
            case .lostBy(let index, let error):
                // The transaction went with this unit; the others are whole and run again without it.
                open.remove(at: index).settle(.failure(error))
            case .failed(let error):
                return fail(open, error)
            }
        }
    }

    private enum End {
        case committed(refused: [Int: any Error], wrote: Bool)
        case mustSeparate
        case again(DatabaseError)
        case connectionLost(DatabaseError)
        case lostBy(Int, any Error)
        case failed(DatabaseError)
    }

    private func fail(_ units: [WriteUnit], _ error: DatabaseError) {
        for unit in units { unit.settle(.failure(error)) }
    }

    private func attempt(_ units: [WriteUnit], savepoints: Bool) -> End {
        do { try session.begin() } catch { return error.kind == .gone ? .connectionLost(error) : .failed(error) }
        var refused: [Int: any Error] = [:]
        var wrote = false
        for (index, unit) in units.enumerated() {
            do {
                try session.beginUnit(savepoint: savepoints)
                try unit.attempt(on: session)
                if let failure = session.failure { throw failure }
                wrote = wrote || session.hasChanged
                try session.endUnit(savepoint: savepoints)
            } catch {
                if let failure = session.failure, failure.kind == .gone {
                    session.rollback()
                    return .connectionLost(failure)
                }
                if let reason = session.beginFailure {
                    session.rollback()
                    return reason.kind == .gone ? .connectionLost(reason) : .failed(reason)
                }
                if session.wantsAnotherTry, let failure = session.failure {
                    session.rollback()
                    return .again(failure)
                }
                guard session.isInTransaction else {
                    session.rollback()
                    return .lostBy(index, error)
                }
                if savepoints {
                    do { try session.undoUnit() } catch let undoing {
                        session.rollback()
                        return undoing.kind == .gone ? .connectionLost(undoing) : .lostBy(index, error)
                    }
                } else if session.failure != nil || session.hasWritten {
                    session.rollback()
                    return units.count == 1 ? .lostBy(index, error) : .mustSeparate
                }
                refused[index] = error
            }
        }
        if refused.count == units.count {
            session.rollback()
            return .committed(refused: refused, wrote: false)
        }
        do { try session.commit() } catch {
            let beginFailure = session.beginFailure
            let again = session.wantsAnotherTry
            session.rollback()
            if let beginFailure { return beginFailure.kind == .gone ? .connectionLost(beginFailure) : .failed(beginFailure) }
            if again { return .again(error) }
            // An enqueued statement's error may show only here; with savepoints it is found at the end of its unit.
            if error.kind == .gone { return .connectionLost(error) }
            return savepoints || error.kind == .outcomeUnknown ? .failed(error) : .mustSeparate
        }
        return .committed(refused: refused, wrote: wrote)
    }
}
