/// What a posting list is filed under: a character, a pair of neighbouring characters, a longer word, or a run of Latin letters or digits, each in one field.
///
///     bits 61…63  field
///     bits 56…60  shape (1 character, 2 pair, 3 word, 4 run)
///     bits  0…55  the characters (21 bits each) or, of words and runs, a hash
struct Term: Hashable, Sendable, Comparable {
    let key: UInt64

    enum Field: UInt64, CaseIterable {
        /// The passage's own words.
        case text = 0
        /// Headings above it: book, chapter, section.
        case path = 1
        /// The title of the law.
        case title = 2
    }

    init(key: UInt64) { self.key = key }
    init(character: UInt32, in field: Field = .text) { key = field.rawValue << 61 | 1 << 56 | UInt64(character) }
    init(pair first: UInt32, _ second: UInt32, in field: Field = .text) {
        key = field.rawValue << 61 | 2 << 56 | UInt64(first) << 21 | UInt64(second)
    }
    init(word hash: UInt64, in field: Field = .text) { key = field.rawValue << 61 | 3 << 56 | (hash & 0x00FF_FFFF_FFFF_FFFF) }
    init(run scalars: ArraySlice<UInt32>, in field: Field = .text) {
        key = field.rawValue << 61 | 4 << 56 | (Term.hash(scalars) & 0x00FF_FFFF_FFFF_FFFF)
    }

    func moved(to field: Field) -> Term { Term(key: key & (1 << 61 - 1) | field.rawValue << 61) }

    var isCharacter: Bool { key >> 56 & 0x1F == 1 }
    var isWord: Bool { key >> 56 & 0x1F == 3 }

    static func < (left: Term, right: Term) -> Bool { left.key < right.key }

    /// FNV-1a over scalar values, then mixed: neighbouring texts must not fall on neighbouring keys.
    static func hash(_ scalars: ArraySlice<UInt32>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in scalars { hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3 }
        return mix(hash)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
        value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return value ^ value >> 33
    }
}

/// The terms of a text in order of appearance, repeated as often as they appear.
struct Terms {
    var characters: [Term] = []
    /// Pairs, words of the learned vocabulary, and runs.
    var pairs: [Term] = []

    init(_ text: NormalText, words: WordList = .empty) {
        let scalars = text.scalars
        var index = 0
        while index < scalars.count {
            if Characters.isHan(scalars[index]) {
                var end = index + 1
                while end < scalars.count, Characters.isHan(scalars[end]) { end += 1 }
                for position in index..<end {
                    characters.append(Term(character: scalars[position]))
                    if position + 1 < end { pairs.append(Term(pair: scalars[position], scalars[position + 1])) }
                }
                words.each(in: scalars[index..<end]) { hash, _ in pairs.append(Term(word: hash)) }
                index = end
            } else if Characters.isASCIIWordPart(scalars[index]) {
                var end = index + 1
                while end < scalars.count, Characters.isASCIIWordPart(scalars[end]) { end += 1 }
                pairs.append(Term(run: scalars[index..<end]))
                index = end
            } else {
                index += 1
            }
        }
    }
}
