import Casework
import Foundation
import Logging
import Operations
import ServiceLifecycle
import Site
import Synchronization
import WorkCalendar

/// The node's clock: every second what falls due fires, every ten seconds the journal is sealed. On a thread of its own: both wait for the disk.
struct ClockService: Service {
    let site: Site
    let watch: ClockWatch
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
        var isQuiet = false
        while !isStopped.isRaised {
            let now = site.now()
            do {
                if let jump = try watch.look(at: now) {
                    logger.error("the clock was set", metadata: ["jump": "\(jump.text)"])
                    // Sessions are judged anew: none that began in what is now the future lives on.
                    site.sessions.invalidate()
                }
                let fired = try scheduler.run(at: now)
                site.meter.scheduler(
                    fired: fired.count, refused: fired.count { $0.refusal != nil }, lag: fired.map { now - $0.at }.max() ?? 0)
                site.heard(fired)
                for firing in fired {
                    guard let refusal = firing.refusal else { continue }
                    logger.warning(
                        "the clock's action was refused",
                        metadata: [
                            "record": "\(firing.type):\(firing.record)", "limit": "\(firing.limit)", "mark": "\(firing.mark)",
                            "reason": "\(refusal)",
                        ])
                }
                // A seal takes a bounded number of entries: a long journal that nobody sealed yet is not left waiting for rounds.
                if round % 10 == 0 { while try seal.seal(at: now) >= 1_000, !isStopped.isRaised {} }
                // More than one round can take waits: go on at once.
                isQuiet = false
                if fired.count == 500 { continue }
            } catch {
                // A database that is away is said once and not every second.
                if !isQuiet { logger.error("clock round failed; trying every second", metadata: ["error": "\(error)"]) }
                isQuiet = true
            }
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
