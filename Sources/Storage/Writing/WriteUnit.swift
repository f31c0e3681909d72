/// One write that waits for its turn: a closure that may run more than once, and somebody to tell how it ended.
///
/// `@unchecked Sendable`: handed from the submitting thread to the writer through the queue's lock and touched by one of them at a time.
final class WriteUnit: @unchecked Sendable {
    enum Manner {
        /// Shares its commit with others.
        case grouped
        /// A transaction of its own: a chunk of bulk work, or a change of the schema.
        case alone
    }
    let manner: Manner
    private var body: ((any WriteSession) throws -> Void)?
    private let settled: (Result<Void, any Error>) -> Void

    init(
        _ manner: Manner, body: @escaping (any WriteSession) throws -> Void, settled: @escaping (Result<Void, any Error>) -> Void
    ) {
        self.manner = manner
        self.body = body
        self.settled = settled
    }

    /// Runs the closure. What it returned is kept by the closure itself; the last run counts.
    func attempt(on session: any WriteSession) throws { try body?(session) }
    /// Tells the caller, once and for all.
    func settle(_ result: Result<Void, any Error>) {
        // A blocking caller's closure lives on its stack: nothing may hold it once the caller goes on.
        body = nil
        settled(result)
    }
}

/// Keeps what a write returned until its commit is durable.
///
/// `@unchecked Sendable`: written and read by the writer thread, then read by the caller that was resumed after it.
final class Outcome<Value>: @unchecked Sendable {
    var value: Value?
}
