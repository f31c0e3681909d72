import Casework
import Foundation
import Synchronization
import WorkCalendar

/// The newest diagnosis, made when somebody asks, at most every few seconds, on a thread of its own: a database that hangs must not hang whoever asks how it is.
public final class HealthWatch: Sendable {
    private struct State {
        var diagnosis: Diagnosis?
        var madeAt: ContinuousClock.Instant?
        /// Since when one is being made; nil: none is.
        var runningSince: ContinuousClock.Instant?
    }
    private let state = Mutex(State())
    private let kernel: Kernel
    private let folder: String?
    private let comparesClocks: Bool
    private let clock: @Sendable () -> Moment
    /// So long a diagnosis is given again.
    public static let freshFor = Duration.seconds(3)
    /// So long one is waited for.
    public static let patience = Duration.seconds(2)
    /// One that takes longer than this means that the database hangs; until then it may only have much to do.
    public static let hangsAfter = Duration.seconds(10)

    /// - Parameters:
    ///   - folder: where the data lie, for the free disk space; nil: not looked at.
    ///   - comparesClocks: false where the node goes by a clock of its own (a demonstration), which no database server shares.
    public init(kernel: Kernel, folder: String?, comparesClocks: Bool = true, clock: @escaping @Sendable () -> Moment) {
        self.comparesClocks = comparesClocks
        self.kernel = kernel
        self.folder = folder
        self.clock = clock
    }

    /// A diagnosis a few seconds old at most; or one that says that none could be had in time.
    public func latest() async -> Diagnosis {
        let start = ContinuousClock.now
        begin()
        while ContinuousClock.now - start < Self.patience {
            if let found = fresh(start) { return found }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
        }
        if let found = fresh(start) { return found }
        let since = state.withLock { $0.runningSince } ?? start
        return Diagnosis.late(hangs: ContinuousClock.now - since > Self.hangsAfter)
    }

    /// One that is not old, or was made since the question was asked: who asks may have to wait for a processor longer than it stays fresh.
    private func fresh(_ asked: ContinuousClock.Instant) -> Diagnosis? {
        state.withLock { state in
            guard let made = state.madeAt, made >= asked || ContinuousClock.now - made < Self.freshFor else { return nil }
            return state.diagnosis
        }
    }

    private func begin() {
        let isWanted = state.withLock { state -> Bool in
            if state.runningSince != nil { return false }
            if let made = state.madeAt, ContinuousClock.now - made < Self.freshFor { return false }
            state.runningSince = .now
            return true
        }
        guard isWanted else { return }
        Thread.detachNewThread { [self] in
            let found = Diagnosis.diagnose(kernel, folder: folder, at: clock(), probesWrite: true, comparesClocks: comparesClocks)
            state.withLock { state in
                state.diagnosis = found
                state.madeAt = .now
                state.runningSince = nil
            }
        }
    }
}

extension Diagnosis {
    /// Nobody could say in time.
    static func late(hangs: Bool) -> Diagnosis {
        Diagnosis(checks: [
            Check(
                id: "writable", label: "写入", grade: hangs ? .bad : .attention,
                text: "检查没有在\((hangs ? HealthWatch.hangsAfter : HealthWatch.patience).components.seconds)秒内完成：数据库可能被占用，或磁盘过慢，或正有大量办理。请检查")
        ])
    }
}
