import Casework
import Identifiers
import Synchronization
import WorkCalendar

/// Ids of the demonstration: while it is being filled they follow from seed and order alone, afterwards they are as unguessable as everywhere.
///
/// Give one to the kernel; ``Demonstration`` finds it there. A kernel with another source is filled all the same, with other ids.
public final class DemonstrationIdentifiers: IdentifierSource {
    private struct Filling {
        var chance: SeededGenerator
        var last: Int64 = 0
        var counter = 0
    }

    private let filling = Mutex<Filling?>(nil)
    private let usual = TimeOrderedIdentifiers()

    public init() {}

    func begin(seed: UInt64) { filling.withLock { $0 = Filling(chance: SeededGenerator(seed: seed).fork("identifiers")) } }

    func end() { filling.withLock { $0 = nil } }

    public func next(at moment: Moment) -> String {
        let made = filling.withLock { filling -> String? in
            guard var now = filling else { return nil }
            defer { filling = now }
            // RFC 9562, 5.7 and 6.2: time first, then a counter within the millisecond that carries into it when it is full.
            if moment.milliseconds > now.last { (now.last, now.counter) = (moment.milliseconds, 0) } else { now.counter += 1 }
            if now.counter > 0xFFF { (now.last, now.counter) = (now.last + 1, 0) }
            let high = UInt64(truncatingIfNeeded: now.last) << 16 | 0x7000 | UInt64(now.counter)
            let low = now.chance.next() >> 2 | 1 << 63
            let bytes = [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
            return RecordID(bytes: bytes)?.description
        }
        return made ?? usual.next(at: moment)
    }
}
