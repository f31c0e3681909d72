/// Pseudo-random numbers that are the same for the same seed, on every machine and with every version of the toolchain: SplitMix64
/// (Steele, Lea, Flood 2014). Not for secrets.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator of its own for a part of the work, so that a change in one part does not shift the others.
    func fork(_ name: String) -> SeededGenerator {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return SeededGenerator(seed: state ^ digest)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< bound; 0 when the bound is not positive.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.upperBound - range.lowerBound + 1) }

    /// 0 ..< 1.
    mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

    /// Nil of an empty list.
    mutating func pick<Element>(_ list: [Element]) -> Element? { list.isEmpty ? nil : list[below(list.count)] }

    /// One by weights; nil when there is none of positive weight.
    mutating func weighted<Element>(_ list: [(Element, Int)]) -> Element? {
        var rest = below(list.reduce(0) { $0 + max(0, $1.1) })
        for (element, weight) in list where weight > 0 {
            if rest < weight { return element }
            rest -= weight
        }
        return list.last { $0.1 > 0 }?.0
    }
}
