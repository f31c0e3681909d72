import Synchronization
import WorkCalendar

/// How much one visitor may ask in how short a time, so that a machine does not take the robot or the desk from people.
///
/// Counted in memory, an hour back at most, in windows that begin with the first request in them; a bounded number of visitors is remembered.
final class AskLimits: Sendable {
    /// What is limited.
    enum Kind: Hashable {
        /// Questions from one conversation, a minute.
        case conversation
        /// Questions from one address, a minute: a school or a village shares one.
        case address
        /// Messages and hand-overs from one address, an hour.
        case handOver

        var most: Int {
            switch self {
            case .conversation: 12
            case .address: 120
            case .handOver: 30
            }
        }
        var milliseconds: Int64 {
            switch self {
            case .conversation, .address: 60_000
            case .handOver: 3_600_000
            }
        }
    }

    private struct Key: Hashable {
        var kind: Kind
        var who: String
    }
    private struct Window {
        var began: Int64
        var count: Int
    }
    private let windows = Mutex<[Key: Window]>([:])
    private static let mostRemembered = 50_000

    /// Notes one more. - Returns: whether it is within the limit. A visitor who cannot be told apart is not limited by it.
    func allows(_ kind: Kind, _ who: String?, at now: Moment) -> Bool {
        guard let who, !who.isEmpty else { return true }
        return windows.withLock { windows in
            if windows.count > Self.mostRemembered {
                // What has run out goes; if all are fresh the whole list does, rather than grow with strangers.
                windows = windows.filter { abs(now.milliseconds - $0.value.began) < $0.key.kind.milliseconds }
                if windows.count > Self.mostRemembered { windows.removeAll() }
            }
            let key = Key(kind: kind, who: who)
            var window = windows[key] ?? Window(began: now.milliseconds, count: 0)
            if abs(now.milliseconds - window.began) >= kind.milliseconds { window = Window(began: now.milliseconds, count: 0) }
            window.count += 1
            windows[key] = window
            return window.count <= kind.most
        }
    }
}
