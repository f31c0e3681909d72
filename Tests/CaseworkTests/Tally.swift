import Synchronization

/// What was heard, in order.
final class Tally: Sendable {
    private let heard = Mutex<[String]>([])
    func add(_ text: String) { heard.withLock { $0.append(text) } }
    var all: [String] { heard.withLock { $0 } }
}
