import Storage
import Synchronization
import WorkCalendar

/// Counts of lists, remembered while nothing can have changed: as long as this process has committed nothing, and for two seconds at most, since
/// other servers of the same database commit too.
final class CountMemory: Sendable {
    struct Question: Hashable, Sendable {
        var query: ListQuery
        var actor: Actor
        var bound: Int

        init(_ query: ListQuery, _ actor: Actor, bound: Int) {
            self.query = query
            self.actor = actor
            self.bound = bound
            // What is counted does not hang on how it is paged and shown.
            (self.query.after, self.query.sort, self.query.fields, self.query.limit) = (nil, nil, nil, 1)
        }
    }

    private struct Answer {
        var count: Int
        var commits: Int
        var at: ContinuousClock.Instant
        /// The business moment for which it was counted: what is overdue hangs on it.
        var moment: Moment
    }

    private let known = Mutex<[Question: Answer]>([:])
    private static let trusted = Duration.seconds(2)
    private static let milliseconds: Int64 = 2_000
    private static let greatest = 2_000

    func count(_ question: Question, commits: Int, at moment: Moment, _ ask: () throws -> Int) rethrows -> Int {
        let now = ContinuousClock.now
        if let answer = known.withLock({ $0[question] }), answer.commits == commits, now - answer.at < Self.trusted,
            abs(moment.milliseconds - answer.moment.milliseconds) < Self.milliseconds
        {
            return answer.count
        }
        let count = try ask()
        known.withLock {
            if $0.count >= Self.greatest { $0.removeAll(keepingCapacity: true) }
            $0[question] = Answer(count: count, commits: commits, at: now, moment: moment)
        }
        return count
    }
}
