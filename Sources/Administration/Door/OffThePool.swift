import Foundation

/// Runs work that takes seconds – checking all definitions, reading the whole journal – on a thread of its own: requests are answered by few threads, and none of them
/// may wait for it.
func offThePool<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}
