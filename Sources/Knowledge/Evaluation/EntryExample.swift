/// A question put to the entries, with what was found: from it is learned what puts entries in order and how sure to be.
struct EntryExample: Sendable {
    var question: String
    /// What each candidate shows, in no order that matters.
    var candidates: [Candidate]
    /// How much of the question is in words of the vocabulary.
    var familiarity: (share: Double, count: Int)
    /// Which part of the ways of asking it was left out with; trials have none.
    var part: Int?
    /// Whether an entry answers it.
    var isMeant: Bool

    struct Candidate: Sendable {
        var id: String
        /// What `Weights.entryRanking` weighs.
        var signs: [Double]
        var typical: Double
        var known: Double
        var isRight: Bool
    }

    /// So many candidates by the order as it was; the right ones always.
    private static let most = 40

    init(
        _ question: String, of entries: EntryIndex, _ vocabulary: LayVocabulary, right: Set<String>, part: Int? = nil, on day: CivilDay
    ) {
        self.question = question
        self.part = part
        isMeant = !right.isEmpty
        let normal = NormalText(question)
        familiarity = vocabulary.familiarity(of: normal)
        candidates = entries.search(normal, limit: .max, on: day).enumerated().compactMap { rank, match in
            let isRight = right.contains(match.entry.id)
            guard rank < Self.most || isRight else { return nil }
            return Candidate(
                id: match.entry.id, signs: match.signs, typical: Double(match.typical), known: Double(match.known), isRight: isRight)
        }
    }

    /// Candidates with their scores, best first.
    func ranked(by weights: [Double]) -> [(candidate: Candidate, score: Double)] {
        candidates.map { ($0, zip($0.signs, weights).reduce(0) { $0 + $1.0 * $1.1 }) }.sorted {
            $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.id < $1.0.id
        }
    }

    /// What confidence is reckoned from, of a ranked list; nil where nothing was found.
    func signs(of ranked: [(candidate: Candidate, score: Double)]) -> [Double]? {
        guard let first = ranked.first else { return nil }
        return Answerer.signs(
            scores: ranked.prefix(5).map(\.score), typical: first.candidate.typical, known: first.candidate.known, familiarity)
    }
}

extension EntryExample {
    /// Every way of asking of every entry but the entry's own question, each put to an index that does not have it. Ways are left out a part at a time, so
    /// that a question never meets itself and most of what its entry knows is still there.
    /// - Parameter parts: in so many parts; an index is built for each.
    static func ways(of entries: [Entry], _ vocabulary: LayVocabulary, ranking: [Double], parts: Int, on day: CivilDay) -> [EntryExample] {
        var examples: [EntryExample] = []
        var index = EntryIndex(vocabulary: vocabulary, entries: entries, ranking: ranking)
        let whole = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, index.read($0)) })
        for part in 0..<max(2, parts) {
            func isOut(_ question: String) -> Bool { Self.part(of: question, of: max(2, parts)) == part }
            let changed = entries.filter { $0.similarQuestions.contains(where: isOut) }
            index.put(
                readings: changed.map { entry in
                    var entry = entry
                    entry.similarQuestions.removeAll(where: isOut)
                    return index.read(entry)
                })
            for entry in entries where entry.isValid(on: day) {
                for question in entry.similarQuestions where isOut(question) {
                    examples.append(EntryExample(question, of: index, vocabulary, right: [entry.id], part: part, on: day))
                }
            }
            index.put(readings: changed.compactMap { whole[$0.id] })
        }
        return examples
    }

    /// By the words alone: the same in every run, and it stays when other ways come.
    private static func part(of question: String, of parts: Int) -> Int {
        Int(Term.hash(NormalText("part " + question).scalars[...]) >> 20 % UInt64(parts))
    }
}
