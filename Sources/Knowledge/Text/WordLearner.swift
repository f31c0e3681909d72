/// Learns words from text by statistics alone: a run of characters is a word when it is frequent, when its parts come together far more
/// often than chance would have it (cohesion), and when what stands before and after it varies (freedom).
///
/// Deterministic: the same texts give the same words in the same order.
public struct WordLearner: Sendable {
    /// How often a run must appear. Below it, statistics say nothing.
    public var leastCount: UInt32 = 25
    /// How many times more often than by chance the two parts of every cut must meet.
    public var leastCohesion: Double = 60
    /// The largest share of appearances that may have the same neighbour on one side: above it the run is a piece of something longer.
    public var mostSameNeighbour: Double = 0.7

    public init() {}

    /// - Parameter texts: any order; Chinese characters only are looked at.
    public func learn(from texts: some Sequence<NormalText>) -> WordList {
        var runs: [UInt32] = []  // Chinese runs, 0 between them
        for text in texts {
            for value in text.scalars {
                if Characters.isHan(value) {
                    runs.append(value)
                } else if runs.last ?? 0 != 0 {
                    runs.append(0)
                }
            }
            if runs.last ?? 0 != 0 { runs.append(0) }
        }
        guard runs.count > 100 else { return .empty }
        return learn(from: runs)
    }

    private func learn(from runs: [UInt32]) -> WordList {
        // counts[n][p]: how often the run of n characters at p appears in all; 0 where it is cut, or too rare to matter. Runs of n are only
        // counted where both their halves of n − 1 were frequent. Kept by place, so that looking them up again costs no search.
        let longest = WordList.lengths.upperBound + 1
        var counts: [[UInt32]] = [[]]
        for length in 1...longest { counts.append(self.counts(runs, length: length, shorter: counts[length - 1])) }
        let total = Double(runs.count)
        var found: [(word: String, count: UInt32)] = []
        for length in WordList.lengths {
            let own = counts[length]
            let longer = counts[length + 1]
            // The most frequent neighbour on either side, by the longer runs.
            var after = CountTable()
            var before = CountTable()
            for start in longer.indices where longer[start] >= leastCount {
                after.raise(hash(runs, start, length), to: longer[start])
                before.raise(hash(runs, start + 1, length), to: longer[start])
            }
            var seen = CountTable()
            for start in own.indices where own[start] >= leastCount {
                let key = hash(runs, start, length)
                guard seen.count(key) == 0 else { continue }
                seen.add(key)
                let limit = Double(own[start]) * mostSameNeighbour
                if Double(after.count(key)) > limit || Double(before.count(key)) > limit { continue }
                let isWord = (1..<length).allSatisfy { cut in
                    let left = Double(counts[cut][start])
                    let right = Double(counts[length - cut][start + cut])
                    return left > 0 && right > 0 && Double(own[start]) * total / (left * right) >= leastCohesion
                }
                if isWord { found.append((NormalText(scalars: Array(runs[start..<start + length])).string, own[start])) }
            }
        }
        found.sort { $0.count != $1.count ? $0.count > $1.count : $0.word < $1.word }
        return WordList(words: found.map(\.word))
    }

    private func counts(_ runs: [UInt32], length: Int, shorter: [UInt32]) -> [UInt32] {
        var table = CountTable()
        var result = [UInt32](repeating: 0, count: runs.count)
        var reach = 0
        func each(_ body: (Int) -> Void) {
            reach = 0
            for index in runs.indices {
                reach = runs[index] == 0 ? 0 : reach + 1
                guard reach >= length else { continue }
                let start = index - length + 1
                if length > 2, shorter[start] < leastCount || shorter[start + 1] < leastCount { continue }
                body(start)
            }
        }
        each { table.add(hash(runs, $0, length)) }
        each { result[$0] = table.count(hash(runs, $0, length)) }
        return result
    }

    private func hash(_ runs: [UInt32], _ start: Int, _ length: Int) -> UInt64 {
        if length == 1 { return UInt64(runs[start]) }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in start..<start + length { hash = (hash ^ UInt64(runs[index])) &* 0x0000_0100_0000_01B3 }
        return hash
    }
}

/// Counts by 64-bit key with open addressing; a dictionary of the standard library is some five times slower at this.
struct CountTable: Sendable {
    private var keys: [UInt64] = Array(repeating: 0, count: 1 << 12)
    private var values: [UInt32] = Array(repeating: 0, count: 1 << 12)
    private(set) var used = 0

    mutating func add(_ key: UInt64) {
        if used * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        if values[slot] == 0 {
            keys[slot] = key
            used += 1
        }
        if values[slot] < .max { values[slot] += 1 }
    }

    /// Keeps the larger of what is there and `value`, which must not be 0.
    mutating func raise(_ key: UInt64, to value: UInt32) {
        if used * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        if values[slot] == 0 {
            keys[slot] = key
            used += 1
        }
        values[slot] = max(values[slot], value)
    }

    func count(_ key: UInt64) -> UInt32 { values[slot(of: key)] }

    private func slot(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: Term.mix(key)) & mask
        while values[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        keys = Array(repeating: 0, count: oldKeys.count * 4)
        values = Array(repeating: 0, count: oldKeys.count * 4)
        for index in oldKeys.indices where oldValues[index] != 0 {
            let slot = slot(of: oldKeys[index])
            keys[slot] = oldKeys[index]
            values[slot] = oldValues[index]
        }
    }
}
