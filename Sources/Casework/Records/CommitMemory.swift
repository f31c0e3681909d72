import Synchronization
import WorkCalendar

/// Answers remembered while nothing can have changed: as long as this process has committed nothing, and for two seconds at most, since
/// other servers of the same database commit too.
public final class CommitMemory<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct Kept {
        var answer: Answer
        var commits: Int
        var at: ContinuousClock.Instant
        /// The business moment for which it was asked: what is overdue hangs on it.
        var moment: Moment
    }

    private let known = Mutex<[Question: Kept]>([:])
    private let greatest: Int

    /// - Parameter greatest: how many are kept; then all are forgotten and asked for anew.
    public init(greatest: Int) { self.greatest = max(1, greatest) }

    /// - Parameters:
    ///   - commits: of the database, before it is asked; see `Database.commits`.
    ///   - ask: finds the answer; what it throws is not remembered.
    public func answer(_ question: Question, commits: Int, at moment: Moment, _ ask: () throws -> Answer) rethrows -> Answer {
        let now = ContinuousClock.now
        if let kept = known.withLock({ $0[question] }), kept.commits == commits, now - kept.at < .seconds(2),
            abs(moment.milliseconds - kept.moment.milliseconds) < 2_000
        {
            return kept.answer
        }
        let answer = try ask()
        known.withLock {
            if $0.count >= greatest { $0.removeAll(keepingCapacity: true) }
            $0[question] = Kept(answer: answer, commits: commits, at: now, moment: moment)
        }
        return answer
    }
}

/// What is counted does not hang on how it is paged and shown.
struct CountQuestion: Hashable, Sendable {
    var query: ListQuery
    var actor: Actor
    var bound: Int

    init(_ query: ListQuery, _ actor: Actor, bound: Int) {
        self.query = query
        self.actor = actor
        self.bound = bound
        (self.query.after, self.query.sort, self.query.fields, self.query.limit) = (nil, nil, nil, 1)
    }
}
