import Foundation
import Synchronization
import WorkCalendar

/// The clock that a node goes by: the machine's, or a demonstration's own. A demonstration may be told to go by yet another, so that drills and tests can set it
/// while the node runs: the file named by `BAGUI_CLOCK_OFFSET` then holds the seconds by which it differs.
final class NodeClock: Sendable {
    private struct State {
        var offset: Int64 = 0
        var readAt: ContinuousClock.Instant?
    }
    private let base: @Sendable () -> Moment
    private let file: String?
    private let state = Mutex(State())
    private static let lookedAtEvery = Duration.milliseconds(100)

    /// Outside a demonstration nobody sets the clock but the machine's administrator.
    init(_ configuration: ServeConfiguration) {
        base = configuration.clock
        file = configuration.isDemonstration ? ProcessInfo.processInfo.environment["BAGUI_CLOCK_OFFSET"] : nil
    }

    func now() -> Moment { Moment(clamping: base().milliseconds + offset) }

    /// Milliseconds.
    private var offset: Int64 {
        guard let file else { return 0 }
        let instant = ContinuousClock.now
        let known = state.withLock { state in state.readAt.flatMap { instant - $0 < Self.lookedAtEvery ? state.offset : nil } }
        if let known { return known }
        let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        // No file, or one that is being written: no other clock than before.
        let seconds = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { abs($0) < 10_000_000_000 ? $0 : nil }
        return state.withLock { state in
            if let seconds { state.offset = seconds * 1000 }
            state.readAt = instant
            return state.offset
        }
    }
}
