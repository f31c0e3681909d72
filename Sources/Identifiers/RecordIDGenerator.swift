import Synchronization

/// Makes record ids, each greater than the one before, whatever the clock does.
///
/// Within one millisecond a counter goes up; it starts at a random place in its lower half (RFC 9562, 6.2, method 1). When it is used up, or the
/// clock goes back, time is borrowed: the ids go on from the last millisecond given, or the next. Safe to share among threads.
public final class RecordIDGenerator: Sendable {
    private struct State {
        var milliseconds: UInt64 = 0
        var counter: UInt64 = 0
    }

    private let clock: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64
    private let state = Mutex(State())

    /// - Parameters:
    ///   - clock: milliseconds since 1970-01-01T00:00Z; what lies before 1970 or after the year 9999 counts as the nearest such moment.
    ///   - random: 64 random bits at each call; for ids that nobody can guess, from a cryptographic source, as by default.
    public init(
        clock: @escaping @Sendable () -> Int64 = { WallClock.milliseconds() },
        random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: 0 ... .max) }
    ) {
        (self.clock, self.random) = (clock, random)
    }

    /// A new id.
    public func next() -> RecordID {
        // Short of the 48 bits by nine centuries, so that a clock gone wild leaves time to borrow.
        let now = UInt64(min(max(clock(), 0), Self.lastMoment))
        let (seed, tail) = (random(), random())
        let (milliseconds, counter) = state.withLock { state in
            if now > state.milliseconds {
                state = State(milliseconds: now, counter: seed & 0x7FF)
            } else if state.counter < 0xFFF {
                state.counter += 1
            } else {
                state = State(milliseconds: (state.milliseconds + 1) & (1 << 48 - 1), counter: seed & 0x7FF)
            }
            return (state.milliseconds, state.counter)
        }
        return RecordID(high: milliseconds << 16 | 0x7000 | counter, low: 1 << 63 | tail >> 2)
    }

    /// 9999-12-31T23:59:59.999Z.
    private static let lastMoment: Int64 = 253_402_300_799_999
}
