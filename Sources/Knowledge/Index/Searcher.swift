/// Searches one index with one set of weights.
///
/// A question's terms are looked up; each posting adds its impact to its passage (one array of numbers, one pass); then headings, title, the law's
/// best passages and what is known of the law are added in a second pass that keeps the best. Work grows with the postings of the question's terms
/// and once with the number of passages.
public struct Searcher: Sendable {
    public let index: KnowledgeIndex
    public let weights: Weights
    let reader: QueryReader
    /// By group: prior and density together.
    private let standing: [Float]

    public init(index: KnowledgeIndex, weights: Weights, vocabulary: LayVocabulary) {
        self.index = index
        self.weights = weights
        reader = QueryReader(vocabulary: vocabulary, words: index.words)
        standing = index.groups.map {
            guard $0.kind == .statute else { return 0 }
            return Float(weights.prior * weights.prior(of: $0.law) + weights.density * weights.density(of: $0.law, size: $0.range.count))
        }
    }

    /// A passage found. Scores are comparable within one question only.
    public struct Hit: Sendable, Hashable {
        public let position: Int
        public let score: Float
        /// Its own words only.
        public let lexical: Float
    }

    /// The best passages of a kind, best first.
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - day: only texts in force on that day; nil for all.
    public func search(_ question: String, kind: Passage.Kind = .statute, limit: Int = 10, inForceOn day: CivilDay? = nil) -> [Hit] {
        search(reader.read(NormalText(question)), kind: kind, limit: limit, inForceOn: day)
    }

    func search(_ query: Query, kind: Passage.Kind, limit: Int, inForceOn day: CivilDay? = nil) -> [Hit] {
        guard !query.isEmpty, limit > 0, index.passageCount > 0 else { return [] }
        let lexical = lexicalScores(query, pair: Float(weights.pair), character: Float(weights.character))
        let path = scores(query.pairs, field: .path, count: index.pathCount)
        let title = scores(query.pairs, field: .title, count: index.groups.count)
        let pathOf = index.pointer(.passagePaths, as: UInt32.self)
        let lengths = index.pointer(.passageLengths, as: Float.self)
        let (pathWeight, lengthWeight) = (Float(weights.path), Float(weights.length))
        var best = BestHits(limit: limit)
        lexical.withUnsafeBufferPointer { lexical in
            path.withUnsafeBufferPointer { path in
                for (number, group) in index.groups.enumerated() where group.kind == kind {
                    if let day, !group.status.isInForce(on: day) { continue }
                    let common =
                        Float(weights.title) * title[number] + standing[number] + Float(weights.law) * meanOfBest(lexical, group.range)
                    for position in group.range where lexical[position] > 0 {
                        let score = lexical[position] + common + pathWeight * path[Int(pathOf[position])] + lengthWeight * lengths[position]
                        if score > best.threshold { best.add(Hit(position: position, score: score, lexical: lexical[position])) }
                    }
                }
            }
        }
        return best.sorted
    }

    /// Scores of the text field for every passage.
    func lexicalScores(_ query: Query, pair: Float, character: Float) -> [Float] {
        var sums = [Float](repeating: 0, count: index.passageCount)
        if pair != 0 { for (term, weight) in query.pairs { add(term, weight * pair, to: &sums) } }
        if character != 0 { for (term, weight) in query.characters { add(term, weight * character, to: &sums) } }
        return sums
    }

    func scores(_ terms: [(term: Term, weight: Float)], field: Term.Field, count: Int) -> [Float] {
        var sums = [Float](repeating: 0, count: count)
        for (term, weight) in terms where !term.isWord { add(term.moved(to: field), weight, to: &sums) }
        return sums
    }

    private func add(_ term: Term, _ weight: Float, to sums: inout [Float]) {
        guard let (range, rarity) = postings(of: term) else { return }
        let documents = index.pointer(.postings, as: UInt32.self)
        let impacts = index.pointer(.impacts, as: UInt8.self)
        let factor = weight * rarity
        sums.withUnsafeMutableBufferPointer { sums in
            for place in range {
                let document = Int(documents[place])
                if document < sums.count { sums[document] += Float(impacts[place]) * factor }
            }
        }
    }

    private func postings(of term: Term) -> (Range<Int>, Float)? {
        let keys = index.pointer(.termKeys, as: UInt64.self)
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < term.key { low = middle + 1 } else { high = middle }
        }
        guard low < keys.count, keys[low] == term.key else { return nil }
        let starts = index.pointer(.termStarts, as: UInt64.self)
        let total = index.range(.impacts).count
        let (start, end) = (Int(truncatingIfNeeded: starts[low]), Int(truncatingIfNeeded: starts[low + 1]))
        guard start >= 0, start <= end, end <= total else { return nil }
        return (start..<end, index.pointer(.termWeights, as: Float.self)[low])
    }

    /// Mean of the three highest scores of a law, counting missing ones as nothing.
    func meanOfBest(_ scores: UnsafeBufferPointer<Float>, _ range: Range<Int>) -> Float {
        var (first, second, third): (Float, Float, Float) = (0, 0, 0)
        for position in range {
            let score = scores[position]
            if score <= third { continue }
            if score > first {
                (first, second, third) = (score, first, second)
            } else if score > second {
                (second, third) = (score, second)
            } else {
                third = score
            }
        }
        return (first + second + third) / 3
    }

    /// How sure it is that one of the first three answers: 0…1.
    func confidence(of hits: [Hit], query: Query) -> Double {
        guard let first = hits.first else { return 0 }
        return weights.confidence(signs(of: hits, first: first, query: query))
    }

    func signs(of hits: [Hit], first: Hit, query: Query) -> [Double] {
        let tenth = hits.count >= 10 ? hits[9].score : hits.last?.score ?? first.score
        let covered = hits.prefix(3).map { coverage(of: $0, query: query) }.max() ?? 0
        return [Double(first.score), Double(first.score - tenth), covered]
    }

    /// A passage's lexical score by the most that the question's pairs could bring: about how much of the question it speaks of, up to 1.5.
    func coverage(of hit: Hit, query: Query) -> Double {
        let most = query.pairs.reduce(Float(0)) { $0 + $1.weight * (postings(of: $1.term)?.1 ?? 0) * 255 }
        return most > 0 ? Double(min(1.5, hit.lexical / most)) : 0
    }
}

/// The best so many hits: a heap whose root is the worst of them.
private struct BestHits {
    private var heap: [Searcher.Hit] = []
    private let limit: Int
    private(set) var threshold: Float = -.infinity

    init(limit: Int) {
        self.limit = limit
        heap.reserveCapacity(min(limit, 4096))
    }

    /// Of equal scores the earlier passage wins.
    private static func isWorse(_ left: Searcher.Hit, _ right: Searcher.Hit) -> Bool {
        left.score != right.score ? left.score < right.score : left.position > right.position
    }

    mutating func add(_ hit: Searcher.Hit) {
        if heap.count < limit {
            heap.append(hit)
            var child = heap.count - 1
            while child > 0, Self.isWorse(heap[child], heap[(child - 1) / 2]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else {
            heap[0] = hit
            var parent = 0
            while true {
                let left = parent * 2 + 1
                guard left < heap.count else { break }
                let right = left + 1
                let child = right < heap.count && Self.isWorse(heap[right], heap[left]) ? right : left
                guard Self.isWorse(heap[child], heap[parent]) else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
        if heap.count == limit { threshold = heap[0].score }
    }

    var sorted: [Searcher.Hit] { heap.sorted { Self.isWorse($1, $0) } }
}
