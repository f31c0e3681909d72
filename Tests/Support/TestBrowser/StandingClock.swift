import Synchronization
import WorkCalendar

/// A clock that is moved by hand.
public final class StandingClock: Sendable {
    private let now: Mutex<Moment>

    public init(_ text: String) { now = Mutex(Moment(text) ?? .first) }

    public var moment: Moment { now.withLock { $0 } }
    public func advance(minutes: Int64) { now.withLock { $0 = Moment(clamping: $0.milliseconds + minutes * 60_000) } }
}
