import Administration
import Foundation
import Logging
import ServiceLifecycle
import Site

/// Keeps a server in step with others on the same database: every second what they have set is read anew, and screens are woken for what they did. On a thread of
/// its own, since checking definitions takes seconds.
struct ChangeService: Service {
    let site: Site
    let administration: Administration
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
        var isQuiet = false
        while !isStopped.isRaised {
            do {
                try administration.catchUp()
                try site.hearOthers()
                isQuiet = false
            } catch {
                // A database that is away is said once and not every second.
                if !isQuiet {
                    logger.error("could not look for other servers' changes; trying every second", metadata: ["error": "\(error)"])
                }
                isQuiet = true
            }
            for _ in 0..<10 where !isStopped.isRaised { Thread.sleep(forTimeInterval: 0.1) }
        }
    }
}
