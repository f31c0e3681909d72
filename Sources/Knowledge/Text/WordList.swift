/// Words of three to six characters that the corpus itself taught (`WordLearner`).
///
/// Pairs of characters already say everything about words of two; longer words are worth a term of their own: 劳动争议仲裁 means more than its five pairs.
public struct WordList: Sendable {
    /// Sorted by frequency, most frequent first.
    public let words: [String]
    private let hashes: CountTable

    public static let empty = WordList(words: [])
    static let lengths = 3...6

    public init(words: [String]) {
        self.words = words
        var hashes = CountTable()
        for word in words { hashes.add(Term.hash(NormalText(word).scalars[...])) }
        self.hashes = hashes
    }

    /// Calls `body` with the hash and range of every word within a run of Chinese characters; they may overlap.
    func each(in run: ArraySlice<UInt32>, _ body: (UInt64, Range<Int>) -> Void) {
        guard hashes.used > 0 else { return }
        for start in run.indices {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for length in 1...WordList.lengths.upperBound {
                let position = start + length - 1
                guard position < run.endIndex else { break }
                hash = (hash ^ UInt64(run[position])) &* 0x0000_0100_0000_01B3
                if length >= WordList.lengths.lowerBound {
                    let mixed = Term.mix(hash)
                    if hashes.count(mixed) > 0 { body(mixed, start..<position + 1) }
                }
            }
        }
    }
}
