import Synchronization

/// Who listens to what changes: one stream a browser. A topic told is a word, never data: whoever hears it asks again, within what he may see.
///
/// Every action changes somebody's to-dos, and every browser asks again when it hears so: a province at work would ask its own server to
/// death. So what every action tells – `todos`, `notices`, `record:ID` – is gathered for a span that grows with the number of listeners, and
/// told together: some five hundred wakings a second altogether, however many listen and however much is done. With a few listeners that is
/// at once. Other topics (a call that rings) are told at once always.
public final class LiveHub: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<[String]>.Continuation] = [:]
        var next = 0
        var gathered: Set<String> = []
        var lastTold: ContinuousClock.Instant?
        var willTell = false
    }
    private let state = Mutex(State())
    /// Streams at once; more are told to come again later.
    static let most = 5_000
    /// Records named one by one; more in one span are told as `record:*`.
    static let mostRecords = 200
    static let everyRecord = "record:*"
    /// What one more listener adds to the span.
    static let spanForEach = Duration.milliseconds(2)

    init() {}

    /// Wakes the screens that show a topic: `todos`, `notices`, `record:ID`, or a room's own.
    public func tell(_ topic: String) {
        guard Self.isOfEveryAction(topic) else { return send([topic]) }
        let now = ContinuousClock.now
        let (due, wait) = state.withLock { state -> ([String], Duration?) in
            state.gathered.insert(topic)
            if state.willTell { return ([], nil) }
            let at = state.lastTold.map { $0 + Self.spanForEach * state.listeners.count } ?? now
            if at <= now { return (Self.take(&state, now), nil) }
            state.willTell = true
            return ([], at - now)
        }
        send(due)
        guard let wait else { return }
        Task {
            // Also when it is cut short: what was gathered is told.
            try? await Task.sleep(for: wait)
            send(
                state.withLock { state in
                    state.willTell = false
                    return Self.take(&state, .now)
                })
        }
    }

    private static func isOfEveryAction(_ topic: String) -> Bool { topic == "todos" || topic == "notices" || topic.hasPrefix("record:") }

    private static func take(_ state: inout State, _ now: ContinuousClock.Instant) -> [String] {
        defer {
            state.gathered.removeAll(keepingCapacity: true)
            state.lastTold = now
        }
        let records = state.gathered.filter { $0.hasPrefix("record:") }
        guard records.count > mostRecords else { return state.gathered.sorted() }
        return state.gathered.subtracting(records).sorted() + [everyRecord]
    }

    private func send(_ topics: [String]) {
        guard !topics.isEmpty else { return }
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(topics) }
    }

    var count: Int { state.withLock { $0.listeners.count } }

    /// Topics told together, each time. Nil when there are too many listeners.
    func listen() -> AsyncStream<[String]>? {
        state.withLock { state in
            guard state.listeners.count < Self.most else { return nil }
            let number = state.next
            state.next += 1
            // Topics only say that something changed: when a slow browser misses old ones, the newest still make it ask again.
            let (stream, continuation) = AsyncStream.makeStream(of: [String].self, bufferingPolicy: .bufferingNewest(256))
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
