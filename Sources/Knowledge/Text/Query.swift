/// A question taken apart: weighted terms, with the law's words beside the asker's.
struct Query: Sendable {
    /// In the text field; the caller moves pairs to other fields.
    var characters: [(term: Term, weight: Float)] = []
    var pairs: [(term: Term, weight: Float)] = []
    /// What the asker's own words would weigh at most: the yardstick for how much of the question a passage covers.
    let text: NormalText

    var isEmpty: Bool { characters.isEmpty && pairs.isEmpty }
}

/// Turns questions into queries.
public struct QueryReader: Sendable {
    /// What every question is full of and no answer. They count little, not nothing: 怎么办 alone finds nothing either way.
    static let filler: [[UInt32]] = [
        "怎么办", "怎么", "什么", "如何", "是否", "可以", "能否", "能不能", "可不可以", "请问", "哪些", "有哪些", "我们", "他们", "会不会", "是不是", "有没有", "应该", "应当",
        "情况下", "哪里", "多少", "为什么", "怎样", "问题", "该", "我", "你", "想", "吗", "呢", "了", "的", "吧", "啊", "他", "她", "咋办", "咋", "啥", "请教", "一下", "谢谢",
    ].map { NormalText($0).scalars }

    let vocabulary: LayVocabulary
    let words: WordList
    var fillerWeight: Float = 0.3
    /// Weight of the law's word where the asker used another.
    var legalWeight: Float = 0.5
    var legalCharacterWeight: Float = 0.25

    public init(vocabulary: LayVocabulary, words: WordList = .empty) {
        self.vocabulary = vocabulary
        self.words = words
    }

    /// Of each place in a text, whether it belongs to what every question is full of.
    static func isFiller(_ scalars: [UInt32]) -> [Bool] {
        var marks = [Bool](repeating: false, count: scalars.count)
        for phrase in filler {
            guard scalars.count >= phrase.count else { continue }
            for start in 0...(scalars.count - phrase.count)
            where scalars[start] == phrase[0] && scalars[start..<start + phrase.count].elementsEqual(phrase) {
                for index in start..<start + phrase.count { marks[index] = true }
            }
        }
        return marks
    }

    func read(_ text: NormalText) -> Query {
        let scalars = text.scalars
        let marks = Self.isFiller(scalars).map { $0 ? fillerWeight : 1 }
        var characters: [Term: Float] = [:]
        var pairs: [Term: Float] = [:]
        func raise(_ table: inout [Term: Float], _ term: Term, _ weight: Float) { table[term] = max(table[term] ?? 0, weight) }
        var index = 0
        while index < scalars.count {
            if Characters.isHan(scalars[index]) {
                var end = index + 1
                while end < scalars.count, Characters.isHan(scalars[end]) { end += 1 }
                for position in index..<end {
                    raise(&characters, Term(character: scalars[position]), marks[position])
                    if position + 1 < end {
                        raise(&pairs, Term(pair: scalars[position], scalars[position + 1]), (marks[position] + marks[position + 1]) / 2)
                    }
                }
                words.each(in: scalars[index..<end]) { hash, range in
                    let least = range.map { marks[$0] }.min() ?? 1
                    raise(&pairs, Term(word: hash), least)
                }
                index = end
            } else if Characters.isASCIIWordPart(scalars[index]) {
                var end = index + 1
                while end < scalars.count, Characters.isASCIIWordPart(scalars[end]) { end += 1 }
                raise(&pairs, Term(run: scalars[index..<end]), 1)
                index = end
            } else {
                index += 1
            }
        }
        for legal in vocabulary.legalTerms(in: text) {
            let terms = Terms(legal, words: words)
            for term in terms.pairs { raise(&pairs, term, legalWeight) }
            for term in terms.characters { raise(&characters, term, legalCharacterWeight) }
        }
        // Sorted, so that sums of floating-point numbers come out the same in every run.
        return Query(
            characters: characters.sorted { $0.key < $1.key }.map { (term: $0.key, weight: $0.value) },
            pairs: pairs.sorted { $0.key < $1.key }.map { (term: $0.key, weight: $0.value) }, text: text)
    }
}
