import Synchronization

/// Who listens to what changes: one stream a browser. A topic told is a word, never data: whoever hears it asks again, within what he may see.
public final class LiveHub: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<String>.Continuation] = [:]
        var next = 0
    }
    private let state = Mutex(State())
    /// Streams at once; more are told to come again later.
    static let most = 5_000

    init() {}

    /// Wakes the screens that show a topic: `todos`, `notices`, `record:ID`, or a room's own.
    public func tell(_ topic: String) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(topic) }
    }

    var count: Int { state.withLock { $0.listeners.count } }

    /// Nil when there are too many.
    func listen() -> AsyncStream<String>? {
        state.withLock { state in
            guard state.listeners.count < Self.most else { return nil }
            let number = state.next
            state.next += 1
            // Topics only say that something changed: when a slow browser misses old ones, the newest still make it ask again.
            let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
            continuation.onTermination = { [weak self] _ in self?.leave(number) }
            state.listeners[number] = continuation
            return stream
        }
    }

    private func leave(_ number: Int) { _ = state.withLock { $0.listeners.removeValue(forKey: number) } }

    /// Ends every stream, so that the server can stop.
    public func close() {
        let listeners = state.withLock { state in
            defer { state.listeners.removeAll() }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
