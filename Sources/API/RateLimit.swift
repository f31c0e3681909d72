import Synchronization

/// How often somebody may do something: a bucket of permits for each key that fills up again over a minute.
final class RateLimit: Sendable {
    private struct Bucket {
        var permits: Double
        var filledAt: ContinuousClock.Instant
    }

    private let perMinute: Double
    private let buckets = Mutex<[String: Bucket]>([:])
    /// Keys remembered; a full bucket need not be.
    private static let greatest = 50_000

    init(perMinute: Int) { self.perMinute = Double(max(perMinute, 1)) }

    /// Takes a permit.
    /// - Returns: nil when there was one, else the seconds until there is.
    func take(_ key: String, at instant: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            var bucket = filled(buckets[key], instant)
            let isThere = bucket.permits >= 1
            if isThere { bucket.permits -= 1 }
            if buckets.count >= Self.greatest { buckets = buckets.filter { filled($0.value, instant).permits < perMinute } }
            // Still full of callers that are all at their limit: forgetting them is better than growing without end.
            if buckets.count >= Self.greatest { buckets.removeAll(keepingCapacity: true) }
            buckets[key] = bucket
            return isThere ? nil : max(1, Int(((1 - bucket.permits) / perMinute * 60).rounded(.up)))
        }
    }

    /// Whether there is a permit, without taking it; the seconds until there is.
    func wait(_ key: String, at instant: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            guard let held = buckets[key] else { return nil }
            let bucket = filled(held, instant)
            return bucket.permits >= 1 ? nil : max(1, Int(((1 - bucket.permits) / perMinute * 60).rounded(.up)))
        }
    }

    private func filled(_ bucket: Bucket?, _ instant: ContinuousClock.Instant) -> Bucket {
        guard let bucket else { return Bucket(permits: perMinute, filledAt: instant) }
        let seconds = Double((instant - bucket.filledAt) / .seconds(1))
        return Bucket(permits: min(perMinute, bucket.permits + max(0, seconds) * perMinute / 60), filledAt: instant)
    }
}
