/// Finds entries by their questions: which way of asking, of all entries, is most like what was asked.
///
/// Held in memory and changed one entry at a time, so that an edit is found at once. A question costs as much as the entries that share a term with it.
public struct EntryIndex: Sendable {
    private struct Variant: Sendable {
        let entry: String
        /// Weights of its terms before rarity.
        let weights: [Term: Float]
        /// The same in a fixed order: sums of floating-point numbers depend on it.
        let terms: [(term: Term, weight: Float)]
        /// Sum of weight by rarity over its terms, as of the last change.
        var size: Float = 0
    }

    public private(set) var entries: [String: Entry] = [:]
    private var variants: [Int: Variant] = [:]
    private var variantsOf: [String: [Int]] = [:]
    private var postings: [Term: Set<Int>] = [:]
    /// By article, its entries.
    private var citing: [ArticleReference: Set<String>] = [:]
    private var answers: [String: Set<Term>] = [:]
    private var next = 0
    private let reader: QueryReader
    private static let characterShare: Float = 0.35

    public init(vocabulary: LayVocabulary, entries: some Sequence<Entry> = []) {
        reader = QueryReader(vocabulary: vocabulary)
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
        var rarities: [Term: Float] = [:]
        for term in postings.keys { rarities[term] = rarity(term) }
        variants = variants.mapValues { variant in
            var variant = variant
            variant.size = variant.terms.reduce(Float(0)) { $0 + $1.weight * (rarities[$1.term] ?? 0) }
            return variant
        }
    }

    private mutating func add(_ entry: Entry) {
        takeOut(entry.id)
        entries[entry.id] = entry
        for question in [entry.question] + entry.similarQuestions {
            let terms = Self.weighted(ownQuery(question))
            let number = next
            next += 1
            variants[number] = Variant(
                entry: entry.id, weights: terms, terms: terms.sorted { $0.key < $1.key }.map { (term: $0.key, weight: $0.value) })
            variantsOf[entry.id, default: []].append(number)
            for term in terms.keys { postings[term, default: []].insert(number) }
        }
        let text = NormalText(entry.answerShort + " " + entry.steps.joined(separator: " "))
        answers[entry.id] = Set(Terms(text).pairs)
        for reference in entry.lawRefs { citing[reference, default: []].insert(entry.id) }
    }

    private mutating func takeOut(_ id: String) {
        guard let former = entries.removeValue(forKey: id) else { return }
        for number in variantsOf.removeValue(forKey: id) ?? [] {
            guard let variant = variants.removeValue(forKey: number) else { continue }
            for (term, _) in variant.terms {
                postings[term]?.remove(number)
                if postings[term]?.isEmpty == true { postings[term] = nil }
            }
        }
        answers[id] = nil
        for reference in former.lawRefs { citing[reference]?.remove(id) }
    }

    /// Entries that rest on an article: what a change of the law touches, in order of their ids.
    public func citing(_ article: ArticleReference) -> [Entry] { (citing[article] ?? []).sorted().compactMap { entries[$0] } }

    /// Entries that rest on any article of a law.
    public func citing(law: String) -> [Entry] {
        let ids = citing.filter { $0.key.law == law }.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        return ids.sorted().compactMap { entries[$0] }
    }

    /// An entry that may be meant.
    public struct Match: Sendable, Hashable {
        public let entry: Entry
        /// 0…1: how alike the questions are, by weight of their shared terms.
        public let likeness: Float
        /// 0…1: how much of the question the entry's question or answer speaks of.
        public let coverage: Float
    }

    /// Entries most like the question, best first.
    /// - Parameter day: only entries that may be shown on that day.
    public func search(_ question: NormalText, limit: Int, on day: CivilDay? = nil) -> [Match] {
        let query = reader.read(question)
        let own = Self.weighted(ownQuery(question.string))
        let all = Self.weighted(query)
        guard !own.isEmpty else { return [] }
        let ordered = all.sorted { $0.key < $1.key }
        var candidates = Set<Int>()
        for (term, _) in ordered where !term.isCharacter { if let found = postings[term] { candidates.formUnion(found) } }
        if candidates.isEmpty {
            for (term, _) in ordered {
                if let found = postings[term], found.count < max(8, variants.count / 20) { candidates.formUnion(found) }
            }
        }
        let asked = ordered.map { (term: $0.key, weight: $0.value, own: own[$0.key] ?? 0, rarity: rarity($0.key)) }
        let total = asked.reduce(Float(0)) { $0 + $1.own * $1.rarity }
        guard total > 0 else { return [] }
        var best: [String: Match] = [:]
        for number in candidates.sorted() {
            guard let variant = variants[number], let entry = entries[variant.entry] else { continue }
            if let day, !entry.isValid(on: day) { continue }
            var shared: Float = 0
            var covered: Float = 0
            let answer = answers[entry.id] ?? []
            for (term, weight, own, rarity) in asked {
                let other = variant.weights[term]
                if let other { shared += min(weight, max(other, weight * 0.5)) * rarity }
                if own > 0, other != nil || answer.contains(term) { covered += own * rarity }
            }
            let likeness = min(1, 2 * shared / (total + variant.size))
            let coverage = min(1, covered / total)
            let match = Match(entry: entry, likeness: likeness, coverage: coverage)
            if let former = best[entry.id], Self.score(former) >= Self.score(match) { continue }
            best[entry.id] = match
        }
        return Array(
            best.values.sorted {
                Self.score($0) != Self.score($1) ? Self.score($0) > Self.score($1) : $0.entry.id < $1.entry.id
            }.prefix(limit))
    }

    static func score(_ match: Match) -> Float { match.likeness + 0.3 * match.coverage }

    /// Rare terms say more; a term that no entry has is the rarest and counts against every entry.
    private func rarity(_ term: Term) -> Float {
        let appearances = Float(postings[term]?.count ?? 0)
        return Float(logarithm(Double(1 + Float(variants.count) / (1 + appearances))))
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
