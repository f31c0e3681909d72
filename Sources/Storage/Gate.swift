import Glibc

/// A lock with a condition to wait for. `Synchronization.Mutex` has none, and the writer must sleep until work arrives.
///
/// `@unchecked Sendable`: both parts are made for use by many threads and never move.
final class Gate: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Deadlines must not move when the wall clock is set.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }
    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock()
        defer { unlock() }
        return try body()
    }
    /// Gives the lock up, sleeps until woken, takes it again. May wake without cause: ask again in a loop.
    func wait() { pthread_cond_wait(condition, mutex) }
    /// As `wait`, but not beyond `deadline`. False when the deadline has passed.
    func wait(until deadline: Instant) -> Bool {
        var time = timespec(tv_sec: Int(deadline.nanoseconds / 1_000_000_000), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
        return pthread_cond_timedwait(condition, mutex, &time) != ETIMEDOUT
    }
    func wakeOne() { pthread_cond_signal(condition) }
    func wakeAll() { pthread_cond_broadcast(condition) }
}

/// A moment of the monotonic clock, in nanoseconds since the machine started.
struct Instant: Comparable {
    var nanoseconds: UInt64
    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }
    func after(microseconds: Int) -> Instant { Instant(nanoseconds: nanoseconds + UInt64(max(0, microseconds)) * 1000) }
    static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
}
