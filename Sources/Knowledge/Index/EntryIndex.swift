/// Finds entries by their questions: which entry, by all its ways of asking and by what it answers, is most like what was asked.
///
/// Held in memory and changed one entry at a time, so that an edit is found at once. A question costs as much as the entries that share a term with it.
public struct EntryIndex: Sendable {
    private struct Variant: Sendable {
        /// Weights of its terms before rarity.
        let weights: [Term: Float]
        /// The same in a fixed order: sums of floating-point numbers depend on it.
        let terms: [(term: Term, weight: Float)]
        /// Sum of weight by rarity over its terms, as of the last change.
        var size: Float = 0
    }

    private struct Held: Sendable {
        let entry: Entry
        var variants: [Variant]
        /// In how many ways of asking a term stands; the law's word for an asker's counts half.
        let asked: [Term: Float]
        /// What the answer and its steps speak of.
        let said: Set<Term>
    }

    public private(set) var entries: [String: Entry] = [:]
    private var held: [Int: Held] = [:]
    private var slots: [String: Int] = [:]
    /// Term → entry's place → in how many ways of asking.
    private var asked: [Term: [Int: Float]] = [:]
    /// Term → places of the entries whose answer speaks of it.
    private var said: [Term: Set<Int>] = [:]
    /// In how many ways of asking, of all entries, a term stands.
    private var variants: [Term: Int] = [:]
    private var variantCount = 0
    /// By article, its entries.
    private var citing: [ArticleReference: Set<String>] = [:]
    /// Entries that hold for one city only.
    private var local: Set<String> = []
    private var next = 0
    private let reader: QueryReader
    private let ranking: [Float]
    private static let characterShare: Float = 0.35
    private static let legalShare: Float = 0.5
    /// A character that so many entries share brings no candidates.
    private static let commonCharacter = 20

    /// - Parameter ranking: `Weights.entryRanking`.
    public init(vocabulary: LayVocabulary, entries: some Sequence<Entry> = [], ranking: [Double] = Weights().entryRanking) {
        reader = QueryReader(vocabulary: vocabulary)
        self.ranking = ranking.map { Float($0) }
        put(contentsOf: entries)
    }

    /// Adds an entry or puts it in the place of its former version.
    public mutating func put(_ entry: Entry) { put(contentsOf: CollectionOfOne(entry)) }

    /// Adds many at once; cheaper than one by one.
    public mutating func put(contentsOf entries: some Sequence<Entry>) {
        for entry in entries { add(entry) }
        settle()
    }

    /// Takes an entry out; an unknown id changes nothing.
    public mutating func remove(_ id: String) {
        takeOut(id)
        settle()
    }

    /// Rarities shift with every change; sizes are reckoned anew from what is there now, so that the same entries answer alike whatever came before.
    private mutating func settle() {
        let rarities = variants.mapValues { Self.rarity($0, of: variantCount) }
        held = held.mapValues { held in
            var held = held
            for number in held.variants.indices {
                held.variants[number].size = held.variants[number].terms.reduce(Float(0)) { $0 + $1.weight * (rarities[$1.term] ?? 0) }
            }
            return held
        }
    }

    private mutating func add(_ entry: Entry) {
        takeOut(entry.id)
        entries[entry.id] = entry
        if entry.isLocal { local.insert(entry.id) }
        let slot = next
        next += 1
        slots[entry.id] = slot
        var own: [Variant] = []
        var counts: [Term: Float] = [:]
        for question in [entry.question] + entry.similarQuestions {
            let terms = Self.weighted(ownQuery(question))
            own.append(Variant(weights: terms, terms: terms.sorted { $0.key < $1.key }.map { (term: $0.key, weight: $0.value) }))
            for term in terms.keys {
                counts[term, default: 0] += 1
                variants[term, default: 0] += 1
            }
            for term in Self.weighted(reader.read(NormalText(question))).keys where terms[term] == nil {
                counts[term, default: 0] += Self.legalShare
            }
        }
        variantCount += own.count
        let words = Terms(NormalText(entry.answerShort + " " + entry.steps.joined(separator: " ")))
        let spoken = Set(words.pairs).union(words.characters)
        for (term, count) in counts { asked[term, default: [:]][slot] = count }
        for term in spoken { said[term, default: []].insert(slot) }
        held[slot] = Held(entry: entry, variants: own, asked: counts, said: spoken)
        for reference in entry.lawRefs { citing[reference, default: []].insert(entry.id) }
    }

    private mutating func takeOut(_ id: String) {
        guard let former = entries.removeValue(forKey: id), let slot = slots.removeValue(forKey: id),
            let held = held.removeValue(forKey: slot)
        else { return }
        local.remove(id)
        variantCount -= held.variants.count
        for variant in held.variants {
            for term in variant.weights.keys {
                let left = (variants[term] ?? 1) - 1
                variants[term] = left > 0 ? left : nil
            }
        }
        for term in held.asked.keys {
            asked[term]?[slot] = nil
            if asked[term]?.isEmpty == true { asked[term] = nil }
        }
        for term in held.said {
            said[term]?.remove(slot)
            if said[term]?.isEmpty == true { said[term] = nil }
        }
        for reference in former.lawRefs { citing[reference]?.remove(id) }
    }

    /// Entries that rest on an article: what a change of the law touches, in order of their ids.
    public func citing(_ article: ArticleReference) -> [Entry] { (citing[article] ?? []).sorted().compactMap { entries[$0] } }

    /// Entries that rest on any article of a law.
    public func citing(law: String) -> [Entry] {
        let ids = citing.filter { $0.key.law == law }.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        return ids.sorted().compactMap { entries[$0] }
    }

    /// Whether any entry holds for one city only.
    public var hasLocal: Bool { !local.isEmpty }

    /// An entry that may be meant.
    public struct Match: Sendable, Hashable {
        public let entry: Entry
        /// 0…1: how alike the question and the entry's most similar way of asking are, by weight of their shared terms.
        public let likeness: Float
        /// The same of the second most similar.
        public let second: Float
        /// 0 and up: how often the question's terms stand in the entry's ways of asking, by rarity, as a share of the question.
        public let asked: Float
        /// 0 and up: the same of what the entry answers.
        public let said: Float
        /// 0…1: how much of the question the entry's questions or answer speak of.
        public let coverage: Float
        /// What entries are put in order by: the sum of these by `Weights.entryRanking`.
        public let score: Float
    }

    private struct Sum {
        var asked: Float = 0
        var said: Float = 0
        var covered: Float = 0
    }

    /// Entries most like the question, best first.
    /// - Parameters:
    ///   - day: only entries that may be shown on that day.
    ///   - place: the asker's, a code of the divisions; entries of other cities are left out. Nil: those of the region only.
    public func search(_ question: NormalText, limit: Int, on day: CivilDay? = nil, place: String? = nil) -> [Match] {
        search(question, limit: limit, on: day) { !$0.isLocal || $0.isFor(place) }
    }

    /// Entries most like the question among those that `isWanted`.
    public func search(_ question: NormalText, limit: Int, on day: CivilDay? = nil, where isWanted: (Entry) -> Bool) -> [Match] {
        let own = Self.weighted(ownQuery(question.string))
        let all = Self.weighted(reader.read(question))
        guard !own.isEmpty, limit > 0 else { return [] }
        let terms = all.sorted { $0.key < $1.key }.map { term, weight in
            (
                term: term, weight: weight, own: own[term] ?? 0, rarity: Self.rarity(asked[term]?.count ?? 0, of: held.count),
                variantRarity: Self.rarity(variants[term] ?? 0, of: variantCount)
            )
        }
        let whole = terms.reduce(Float(0)) { $0 + $1.own * $1.rarity }
        let size = terms.reduce(Float(0)) { $0 + $1.own * $1.variantRarity }
        guard whole > 0, size > 0 else { return [] }
        var sums: [Int: Sum] = [:]
        for (term, _, _, _, _) in terms {
            guard let found = asked[term], !term.isCharacter || found.count < Self.commonCharacter else { continue }
            for slot in found.keys { sums[slot] = Sum() }
        }
        for slot in sums.keys {
            guard let entry = held[slot]?.entry, isWanted(entry), day.map(entry.isValid) ?? true else {
                sums[slot] = nil
                continue
            }
        }
        // Each entry's sum grows in the order of the terms, whatever the order of the entries.
        for (term, weight, own, rarity, _) in terms {
            let questions = asked[term] ?? [:]
            let answers = said[term] ?? []
            for (slot, count) in questions where sums[slot] != nil {
                sums[slot]?.asked += weight * rarity * 2.2 * count / (count + 1.2)
                if own > 0 { sums[slot]?.covered += own * rarity }
            }
            for slot in answers where sums[slot] != nil {
                sums[slot]?.said += weight * rarity
                if own > 0, questions[slot] == nil { sums[slot]?.covered += own * rarity }
            }
        }
        func known(_ sum: Sum) -> Float {
            ranking[2] * sum.asked / whole + ranking[3] * sum.said / whole + ranking[4] * min(1, sum.covered / whole)
        }
        let candidates = sums.map { (slot: $0.key, sum: $0.value, known: known($0.value)) }.sorted {
            $0.known != $1.known ? $0.known > $1.known : $0.slot < $1.slot
        }
        var best: [Match] = []
        // What the likeness of single ways of asking can add at most.
        let most = max(0, ranking[0]) + max(0, ranking[1])
        for (slot, sum, known) in candidates {
            if best.count == limit, let last = best.last, known + most < last.score { break }
            guard let held = held[slot] else { continue }
            var (first, second): (Float, Float) = (0, 0)
            for variant in held.variants {
                var shared: Float = 0
                for (term, weight, _, _, rarity) in terms {
                    if let other = variant.weights[term] { shared += min(weight, max(other, weight * 0.5)) * rarity }
                }
                let likeness = min(1, 2 * shared / (size + variant.size))
                if likeness > first { (first, second) = (likeness, first) } else if likeness > second { second = likeness }
            }
            let match = Match(
                entry: held.entry, likeness: first, second: second, asked: sum.asked / whole, said: sum.said / whole,
                coverage: min(1, sum.covered / whole), score: known + ranking[0] * first + ranking[1] * second)
            let place = best.firstIndex { $0.score != match.score ? $0.score < match.score : $0.entry.id > match.entry.id }
            best.insert(match, at: place ?? best.endIndex)
            if best.count > limit { best.removeLast() }
        }
        return best
    }

    /// Rare terms say more; a term that no entry has is the rarest and counts against every entry.
    private static func rarity(_ appearances: Int, of all: Int) -> Float {
        Float(logarithm(Double(1 + Float(all) / (1 + Float(appearances)))))
    }

    private func ownQuery(_ question: String) -> Query {
        QueryReader(vocabulary: .empty).read(NormalText(question))
    }

    private static func weighted(_ query: Query) -> [Term: Float] {
        var terms: [Term: Float] = [:]
        for (term, weight) in query.pairs { terms[term] = weight }
        for (term, weight) in query.characters { terms[term] = weight * characterShare }
        return terms
    }
}
