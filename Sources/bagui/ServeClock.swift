import Casework
import Foundation
import Logging
import ServiceLifecycle
import Site
import Synchronization
import WorkCalendar

/// The node's clock: every second what falls due fires, every ten seconds the journal is sealed. On a thread of its own: both wait for the disk.
struct ClockService: Service {
    let site: Site
    let logger: Logger

    func run() async throws {
        let isStopped = StopFlag()
        await withGracefulShutdownHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    work(until: isStopped)
                    continuation.resume()
                }
            }
        } onGracefulShutdown: {
            isStopped.raise()
        }
    }

    private func work(until isStopped: StopFlag) {
        let scheduler = Scheduler(kernel: site.kernel)
        let seal = JournalSeal(database: site.kernel.database)
        var round = 0
        while !isStopped.isRaised {
            let now = site.now()
            do {
                let fired = try scheduler.run(at: now)
                site.meter.scheduler(fired: fired.count, lag: fired.map { now - $0.at }.max() ?? 0)
                site.heard(fired)
                if round % 10 == 9 { try seal.seal(at: now) }
                // More than one round can take waits: go on at once.
                if fired.count == 500 { continue }
            } catch { logger.error("clock round failed; next round in a second", metadata: ["error": "\(error)"]) }
            round += 1
            for _ in 0..<10 where !isStopped.isRaised { Thread.sleep(forTimeInterval: 0.1) }
        }
        do { try seal.seal(at: site.now()) } catch { logger.error("last seal failed", metadata: ["error": "\(error)"]) }
    }
}

/// Something that happens once.
final class StopFlag: Sendable {
    private let value = Mutex(false)
    var isRaised: Bool { value.withLock { $0 } }
    func raise() { value.withLock { $0 = true } }
}
