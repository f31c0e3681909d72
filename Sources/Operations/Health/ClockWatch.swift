import Casework
import Foundation
import Storage
import Synchronization
import WorkCalendar

/// Notices when the node's clock is set: limits, sessions and the order of the journal all rest on it.
///
/// While the program runs the wall clock is compared with one that cannot be set; over a restart with the latest moment that was ever noted in the database.
/// A jump is written into the sealed journal and told to the system administrators.
public final class ClockWatch: Sendable {
    /// The clock was set.
    public struct Jump: Sendable, Hashable {
        /// What the clock should have shown.
        public var expected: Moment
        /// What it showed.
        public var found: Moment
        public var isBackward: Bool { found < expected }
        /// In words.
        public var text: String {
            let seconds = (abs(found.milliseconds - expected.milliseconds) + 500) / 1000
            let span =
                seconds < 120
                ? "\(seconds)秒" : seconds < 7200 ? "\(seconds / 60)分钟" : seconds < 172_800 ? "\(seconds / 3600)小时" : "\(seconds / 86_400)天"
            return
                "系统时钟被拨\(isBackward ? "回" : "快")了\(span)：应为 \(Self.shown(expected))，现为 \(Self.shown(found))"
        }
        private static func shown(_ moment: Moment) -> String { String(moment.description.replacing("T", with: " ").prefix(19)) }
    }

    /// Milliseconds by which a clock may be put right (NTP steps, a short stop of the machine) without a report.
    static let tolerance: Int64 = 5_000
    /// The same over a restart, when nothing tells how long the node stood still: only back is noticed.
    static let toleranceOverRestart: Int64 = 60_000
    /// How often the latest moment is noted, in milliseconds.
    static let notedEvery: Int64 = 60_000
    private static let latest = "clock.latest"
    private static let lastJump = "clock.jump"

    private struct State {
        var last: (moment: Moment, instant: ContinuousClock.Instant)?
        var notedAt: Int64?
    }
    private let kernel: Kernel
    private let state = Mutex(State())

    public init(kernel: Kernel) { self.kernel = kernel }

    /// Looks at the clock.
    /// - Parameter instant: of a clock that nobody sets.
    /// - Returns: a jump since the last look, written down already.
    /// - Throws: `DatabaseError`: then the same jump is found again by the next look.
    @discardableResult public func look(at now: Moment, instant: ContinuousClock.Instant = .now) throws -> Jump? {
        let (last, notedAt) = state.withLock { ($0.last, $0.notedAt) }
        if let last {
            let elapsed = last.instant.duration(to: instant).components
            let milliseconds = elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
            let expected = Moment(clamping: last.moment.milliseconds + milliseconds)
            if abs(now.milliseconds - expected.milliseconds) > Self.tolerance {
                let jump = Jump(expected: expected, found: now)
                try writeDown(jump)
                remember(now, instant, noted: true)
                return jump
            }
        } else if let before = try noted(), before.milliseconds - now.milliseconds > Self.toleranceOverRestart {
            let jump = Jump(expected: before, found: now)
            try writeDown(jump)
            remember(now, instant, noted: true)
            return jump
        }
        let isToNote = notedAt.map { now.milliseconds - $0 >= Self.notedEvery } ?? true
        if isToNote { try note(now) }
        remember(now, instant, noted: isToNote)
        return nil
    }

    private func remember(_ now: Moment, _ instant: ContinuousClock.Instant, noted: Bool) {
        state.withLock { state in
            state.last = (now, instant)
            if noted { state.notedAt = now.milliseconds }
        }
    }

    private func noted() throws -> Moment? {
        try kernel.database.read { try $0.first("SELECT value FROM setting WHERE name = \(Self.latest)")?.text(0) }.flatMap { Int64($0) }
            .map {
                Moment(clamping: $0)
            }
    }

    private func note(_ now: Moment) throws {
        try kernel.database.writeBlocking { try Self.set(Self.latest, String(now.milliseconds), $0) }
    }

    private static func set(_ name: String, _ value: String, _ connection: any Connection) throws {
        try connection.enqueue(
            "INSERT INTO setting (name, value) VALUES (\(name), \(value)) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    }

    private func writeDown(_ jump: Jump) throws {
        let id = "clock-\(UUID().uuidString.lowercased())"
        let root = kernel.state.tree.root?.code
        try kernel.database.writeBlocking { connection in
            try Self.set(Self.latest, String(jump.found.milliseconds), connection)
            try Self.set(Self.lastJump, "\(jump.expected.milliseconds) \(jump.found.milliseconds)", connection)
            try AdministrativeActs(connection: connection).note(
                "clock", id: id, action: jump.isBackward ? "set_back" : "set_forward",
                what: ["expected": jump.expected.description, "found": jump.found.description], as: .system, role: "system", source: nil,
                at: jump.found)
            guard let root else { return }
            try connection.enqueue(
                """
                INSERT INTO notice (id, person, role, org, kind, text, record_type, record_id, at, read_at, via)
                VALUES (\(id), NULL, \("sys_admin"), \(root), \("clock"), \(jump.text + "。请核对服务器的时间同步"), NULL, NULL, \(jump.found.milliseconds), NULL, \("in_site"))
                """)
        }
    }

    /// The last jump that was found, here or by another server.
    public static func lastJump(in kernel: Kernel) throws -> Jump? {
        let text = try kernel.database.read { try $0.first("SELECT value FROM setting WHERE name = \(lastJump)")?.text(0) }
        let numbers = (text ?? "").split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 2 else { return nil }
        return Jump(expected: Moment(clamping: numbers[0]), found: Moment(clamping: numbers[1]))
    }
}
