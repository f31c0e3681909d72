/// Finds entries by their questions: which entry, by all its ways of asking and by what it answers, is most like what was asked.
///
/// Held in memory and changed one entry at a time, so that an edit is found at once. A question costs as much as the ways of asking that share a term with it.
public struct EntryIndex: Sendable {
    /// A way of asking, read: its terms in a fixed order, because sums of floating-point numbers depend on it.
    fileprivate struct Way: Sendable {
        let terms: [(term: Term, weight: Float)]
    }

    /// An entry as the index takes it in: reading it is what costs.
    struct Reading: Sendable {
        let entry: Entry
        /// The entry's question first.
        fileprivate let ways: [Way]
        fileprivate let bag: AskedCounts.Bag
    }

    private struct Held: Sendable {
        let reading: Reading
        /// Numbers of its ways of asking.
        let ways: [Int]
        let field: Int
    }

    public private(set) var entries: [String: Entry] = [:]
    private var held: [Held?] = []
    private var fieldOf: [Int] = []
    private var slots: [String: Int] = [:]
    private var freeSlots: [Int] = []
    /// Fields of law by the order in which they came; a number stays.
    private var fields: [String: Int] = [:]
    private var counts = AskedCounts()
    /// Term → the ways of asking in which it stands.
    private var ways: [Term: [(way: Int, weight: Float)]] = [:]
    /// Slot of each way of asking; nil where it went.
    private var owners: [Int?] = []
    private var freeWays: [Int] = []
    private var wayCount = 0
    /// Sum of weight by rarity over a way's terms, as of the last change.
    private var sizes: [Float] = []
    /// By article, its entries.
    private var citing: [ArticleReference: Set<String>] = [:]
    /// Entries that hold for one city only.
    private var local: Set<String> = []
    private let reader: QueryReader
    private let plain = QueryReader(vocabulary: .empty)
    private let ranking: [Float]
    private static let characterShare: Float = 0.35

    /// - Parameter ranking: `Weights.entryRanking`.
    public init(vocabulary: LayVocabulary, entries: some Sequence<Entry> = [], ranking: [Double] = Weights().entryRanking) {
        var reader = QueryReader(vocabulary: vocabulary)
        // People's words and the law's are asked in questions alike.
        reader.legalCharacterWeight = reader.legalWeight
        self.reader = reader
        self.ranking = ranking.map { Float($0) }
        put(contentsOf: entries)
    }

    /// Adds an entry or puts it in the place of its former version.
    public mutating func put(_ entry: Entry) { put(contentsOf: CollectionOfOne(entry)) }

    /// Adds many at once; cheaper than one by one.
    public mutating func put(contentsOf entries: some Sequence<Entry>) { put(readings: entries.map(read)) }

    mutating func put(readings: some Sequence<Reading>) {
        for reading in readings { add(reading) }
        settle()
    }

    /// Takes an entry out; an unknown id changes nothing.
    public mutating func remove(_ id: String) {
        takeOut(id)
        settle()
    }

    /// Rarities shift with every change; sizes are reckoned anew from what is there now, in whole numbers, so that the same entries answer alike
    /// whatever came before.
    private mutating func settle() {
        var sums = [Int](repeating: 0, count: owners.count)
        for (_, postings) in ways {
            let rarity = Int(Self.rarity(postings.count, of: wayCount) * 65_536)
            for (way, weight) in postings { sums[way] += Int((weight * 1_000).rounded()) * rarity }
        }
        sizes = sums.map { Float(Double($0) / 65_536_000) }
    }

    /// Reads an entry with the ways of asking it has.
    func read(_ entry: Entry) -> Reading {
        var bag = AskedCounts.Bag()
        let ways = ([entry.question] + entry.similarQuestions).map { question in
            let normal = NormalText(question)
            bag.add(reader.read(normal))
            return Way(terms: Self.weighted(plain.read(normal)))
        }
        let words = Terms(NormalText(entry.answerShort + " " + entry.steps.joined(separator: " ")))
        bag.said = Set(words.pairs).union(words.characters)
        return Reading(entry: entry, ways: ways, bag: bag)
    }

    private mutating func add(_ reading: Reading) {
        let entry = reading.entry
        takeOut(entry.id)
        entries[entry.id] = entry
        if entry.isLocal { local.insert(entry.id) }
        let slot = freeSlots.popLast() ?? held.count
        if slot == held.count {
            held.append(nil)
            fieldOf.append(0)
        }
        slots[entry.id] = slot
        let field = fields[entry.lawField] ?? fields.count
        fields[entry.lawField] = field
        fieldOf[slot] = field
        counts.add(reading.bag, slot: slot, field: field)
        var numbers: [Int] = []
        for way in reading.ways {
            let number = freeWays.popLast() ?? owners.count
            if number == owners.count { owners.append(nil) }
            owners[number] = slot
            numbers.append(number)
            for (term, weight) in way.terms { ways[term, default: []].append((number, weight)) }
        }
        wayCount += numbers.count
        held[slot] = Held(reading: reading, ways: numbers, field: field)
        for reference in entry.lawRefs { citing[reference, default: []].insert(entry.id) }
    }

    private mutating func takeOut(_ id: String) {
        guard let former = entries.removeValue(forKey: id), let slot = slots.removeValue(forKey: id), let held = held[slot] else { return }
        self.held[slot] = nil
        freeSlots.append(slot)
        local.remove(id)
        counts.remove(held.reading.bag, slot: slot, field: held.field)
        wayCount -= held.ways.count
        for term in Set(held.reading.ways.flatMap { $0.terms.map(\.term) }) {
            ways[term]?.removeAll { owners[$0.way] == slot }
            if ways[term]?.isEmpty == true { ways[term] = nil }
        }
        for way in held.ways { owners[way] = nil }
        freeWays += held.ways
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
        /// How much likelier the question's characters are under the entry than under what everybody asks: a tenth of the logarithm.
        public let characters: Float
        /// The same of its pairs of characters.
        public let pairs: Float
        /// 0 and up: how much of the question, by rarity, the entry's answer speaks of.
        public let said: Float
        /// 0…1: how much of a way of asking stands in the question, of the one that stands in it most.
        public let way: Float
        /// The same of the entry's own question.
        public let main: Float
        /// 0…1: how alike the question and the four most similar ways of asking are, on average, by weight of their shared terms.
        public let near: Float
        /// `characters` for each character of the question that tells something: whether it is typical of what this entry is asked.
        public let typical: Float
        /// 0…1: how much of the question, by rarity, stands in any of the entry's ways of asking or its answer. The rest it does not know.
        public let known: Float
        /// 0…1: the same as `near` of the most similar way alone.
        public let likeness: Float
        /// What entries are put in order by: the sum of the first six by `Weights.entryRanking`; differences are logarithms of odds.
        public let score: Float

        /// What `Weights.entryRanking` weighs.
        var signs: [Double] { [characters, pairs, said, way, main, near].map(Double.init) }
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
        let asked = reader.read(question)
        let own = Dictionary(uniqueKeysWithValues: Self.weighted(plain.read(question)).map { ($0.term, $0.weight) })
        guard !own.isEmpty, limit > 0 else { return [] }
        let characters = counts.likelihoods(asked.characters, of: counts.characters, .characters, fieldOf: fieldOf)
        let pairs = counts.likelihoods(asked.pairs, of: counts.pairs, .pairs, fieldOf: fieldOf)
        var said = [Float](repeating: 0, count: held.count)
        var known = said
        var covered = [Float](repeating: 0, count: owners.count)
        var shared = covered
        var (whole, size): (Float, Float) = (0, 0)
        for (term, weight) in Self.weighted(asked) {
            let line = counts.lines[term]
            let postings = ways[term] ?? []
            let rarity = Self.rarity(line?.askers ?? 0, of: entries.count)
            let wayRarity = Self.rarity(postings.count, of: wayCount)
            let plain = own[term] ?? 0
            whole += plain * rarity
            size += plain * wayRarity
            for posting in line?.postings ?? [] {
                if posting.said { said[posting.slot] += weight * rarity }
                if posting.said || posting.asked > 0 { known[posting.slot] += plain * rarity }
            }
            for (way, other) in postings {
                covered[way] += other * wayRarity
                shared[way] += min(weight, max(other, weight * 0.5)) * wayRarity
            }
        }
        guard whole > 0, size > 0 else { return [] }
        let telling = max(1, asked.characters.reduce(Float(0)) { $0 + ($1.weight < 1 ? 0 : 1) })
        var found: [Match] = []
        for (slot, held) in held.enumerated() {
            guard let held, isWanted(held.reading.entry), day.map(held.reading.entry.isValid) ?? true else { continue }
            var nearest = Nearest()
            var way: Float = 0
            for number in held.ways where sizes[number] > 0 {
                nearest.note(min(1, 2 * shared[number] / (size + sizes[number])))
                way = max(way, covered[number] / sizes[number])
            }
            let likeness = nearest.best[0]
            // Whatever shares nothing with the question is no answer to it.
            guard likeness > 0 else { continue }
            let main = held.ways.first.map { sizes[$0] > 0 ? covered[$0] / sizes[$0] : 0 } ?? 0
            let signs = [Float(characters[slot] / 10), Float(pairs[slot] / 10), said[slot] / whole, way, main, nearest.mean]
            found.append(
                Match(
                    entry: held.reading.entry, characters: signs[0], pairs: signs[1], said: signs[2], way: way, main: main,
                    near: nearest.mean,
                    typical: Float(characters[slot]) / telling, known: known[slot] / whole, likeness: likeness,
                    score: zip(ranking, signs).reduce(0) { $0 + $1.0 * $1.1 }))
        }
        found.sort { $0.score != $1.score ? $0.score > $1.score : $0.entry.id < $1.entry.id }
        return limit < found.count ? Array(found.prefix(limit)) : found
    }

    /// The four most similar ways; an entry that has fewer is held to the ones it has.
    private struct Nearest {
        private(set) var best: [Float] = [0]
        private static let most = 4
        private var count = 0

        mutating func note(_ likeness: Float) {
            if count == 0 { best.removeAll() }
            count += 1
            guard best.count < Self.most || likeness > (best.last ?? 0) else { return }
            best.insert(likeness, at: best.firstIndex { $0 < likeness } ?? best.endIndex)
            if best.count > Self.most { best.removeLast() }
        }

        var mean: Float { best.reduce(0, +) / Float(best.count) }
    }

    /// Rare terms say more; a term that no entry has is the rarest and counts against every entry.
    private static func rarity(_ appearances: Int, of all: Int) -> Float {
        Float(logarithm(Double(1 + Float(all) / (1 + Float(appearances)))))
    }

    /// Terms in order of their keys; a character counts less than a pair.
    private static func weighted(_ query: Query) -> [(term: Term, weight: Float)] {
        query.characters.map { (term: $0.term, weight: $0.weight * characterShare) } + query.pairs
    }
}
