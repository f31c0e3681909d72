/// Learns `Weights` from questions with known answers: what makes right passages rank above the others (a softmax over each question's
/// candidates, weights kept small), then how sure to be of the outcome.
///
/// Deterministic: the same questions and index give the same weights.
public struct Tuning {
    let index: KnowledgeIndex
    let vocabulary: LayVocabulary
    var candidates = 400
    var steps = 600

    public init(index: KnowledgeIndex, vocabulary: LayVocabulary) {
        self.index = index
        self.vocabulary = vocabulary
    }

    /// How often entries cite each law, each citation counted as `each` of a question.
    public static func citations(of entries: [Entry], in index: KnowledgeIndex, each: Double) -> [String: Double] {
        var cited: [String: Double] = [:]
        guard each > 0 else { return cited }
        for reference in entries.flatMap(\.lawRefs) {
            guard let position = index.position(of: reference.description) else { continue }
            cited[index.groups[index.group(of: position)].law, default: 0] += each
        }
        return cited
    }

    private struct Example {
        var rows: [[Double]]
        var target: [Double]
    }

    /// - Parameter cited: how often entries of our own cite each law, counted as so many questions more: the matters of the platform, beside
    ///   what the questions happen to be about.
    public func weights(from questions: [RetrievalQuestion], cited: [String: Double] = [:], starting: Weights = Weights()) -> Weights {
        var weights = starting
        weights.answered = cited
        weights.questions = max(1, Double(questions.count) + cited.values.reduce(0, +))
        for question in questions {
            let positions = question.relevant.compactMap { index.position(of: $0) }
            for position in positions {
                weights.answered[index.groups[index.group(of: position)].law, default: 0] += 1 / Double(positions.count)
            }
        }
        // The ratio of characters to pairs shapes the law's best passages too, so it is learned, put in, and learned once more.
        for _ in 0..<2 {
            let searcher = Searcher(index: index, weights: weights, vocabulary: vocabulary)
            let examples = questions.compactMap { example($0, searcher) }
            guard !examples.isEmpty else { return weights }
            let learned = descend(examples)
            let pair = max(1e-6, learned[0])
            // Scaled so that a pair counts one; order does not change.
            weights.character = learned[1] / pair
            weights.pair = 1
            weights.path = learned[2] / pair
            weights.title = learned[3] / pair
            weights.law = learned[4] / pair
            weights.length = learned[5] / pair
            weights.prior = learned[6] / pair
            weights.density = learned[7] / pair
        }
        weights.confidence = confidence(questions, weights)
        return weights
    }

    private func example(_ question: RetrievalQuestion, _ searcher: Searcher) -> Example? {
        let query = searcher.reader.read(NormalText(question.question))
        let pairs = searcher.lexicalScores(query, pair: 1, character: 0)
        let characters = searcher.lexicalScores(query, pair: 0, character: 1)
        let path = searcher.scores(query.pairs, field: .path, count: index.pathCount)
        let title = searcher.scores(query.pairs, field: .title, count: index.groups.count)
        let weights = searcher.weights
        let both = zip(pairs, characters).map { $0 + Float(weights.character) * $1 }
        let relevant = Set(question.relevant.compactMap { index.position(of: $0) })
        guard !relevant.isEmpty else { return nil }
        var chosen = Set(both.indices.sorted { both[$0] != both[$1] ? both[$0] > both[$1] : $0 < $1 }.prefix(candidates))
        chosen.formUnion(searcher.search(query, kind: .statute, limit: candidates).map(\.position))
        chosen.formUnion(relevant)
        let positions = chosen.sorted()
        let pathOf = index.pointer(.passagePaths, as: UInt32.self)
        let lengths = index.pointer(.passageLengths, as: Float.self)
        let rows = both.withUnsafeBufferPointer { both in
            positions.map { position -> [Double] in
                let number = index.group(of: position)
                let group = index.groups[number]
                return [
                    Double(pairs[position]), Double(characters[position]), Double(path[Int(pathOf[position])]), Double(title[number]),
                    Double(searcher.meanOfBest(both, group.range)), Double(lengths[position]), weights.prior(of: group.law),
                    weights.density(of: group.law, size: group.range.count),
                ]
            }
        }
        let target = positions.map { relevant.contains($0) ? 1 / Double(relevant.count) : 0 }
        return Example(rows: rows, target: target)
    }

    /// Gradient descent with momentum on standardised signs.
    private func descend(_ examples: [Example]) -> [Double] {
        let width = examples[0].rows[0].count
        var mean = [Double](repeating: 0, count: width)
        var spread = [Double](repeating: 0, count: width)
        let total = Double(examples.reduce(0) { $0 + $1.rows.count })
        for example in examples { for row in example.rows { for column in 0..<width { mean[column] += row[column] / total } } }
        for example in examples {
            for row in example.rows {
                for column in 0..<width { spread[column] += (row[column] - mean[column]) * (row[column] - mean[column]) / total }
            }
        }
        spread = spread.map { max(1e-9, $0.squareRoot()) }
        let flat = examples.map { example in example.rows.flatMap { row in (0..<width).map { (row[$0] - mean[$0]) / spread[$0] } } }
        var weights = [Double](repeating: 0.3, count: width)
        var speed = [Double](repeating: 0, count: width)
        for _ in 0..<steps {
            var slope = weights.map { 0.02 * $0 }
            for (example, values) in zip(examples, flat) {
                let count = example.target.count
                var scores = [Double](repeating: 0, count: count)
                for row in 0..<count { for column in 0..<width { scores[row] += values[row * width + column] * weights[column] } }
                let highest = scores.max() ?? 0
                var sum = 0.0
                for row in 0..<count {
                    scores[row] = exponential(scores[row] - highest)
                    sum += scores[row]
                }
                for row in 0..<count {
                    let difference = (scores[row] / sum - example.target[row]) / Double(examples.count)
                    for column in 0..<width { slope[column] += difference * values[row * width + column] }
                }
            }
            for column in 0..<width {
                speed[column] = 0.9 * speed[column] - 0.05 * slope[column]
                weights[column] += speed[column]
            }
        }
        return (0..<width).map { weights[$0] / spread[$0] }
    }

    /// Logistic regression of "one of the first three is right" on the signs.
    private func confidence(_ questions: [RetrievalQuestion], _ weights: Weights) -> [Double] {
        let searcher = Searcher(index: index, weights: weights, vocabulary: vocabulary)
        var rows: [[Double]] = []
        var right: [Double] = []
        for question in questions {
            let query = searcher.reader.read(NormalText(question.question))
            let hits = searcher.search(query, kind: .statute, limit: 10)
            guard let first = hits.first else { continue }
            let relevant = Set(question.relevant.compactMap { index.position(of: $0) })
            rows.append(searcher.signs(of: hits, first: first, query: query))
            right.append(hits.prefix(3).contains { relevant.contains($0.position) } ? 1 : 0)
        }
        guard rows.count > 20 else { return weights.confidence }
        let width = rows[0].count
        let count = Double(rows.count)
        let mean = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / count }
        let spread = (0..<width).map { column in
            max(1e-9, (rows.reduce(0) { $0 + ($1[column] - mean[column]) * ($1[column] - mean[column]) } / count).squareRoot())
        }
        var learned = [Double](repeating: 0, count: width + 1)
        for _ in 0..<4000 {
            var slope = [Double](repeating: 0, count: width + 1)
            for (row, answer) in zip(rows, right) {
                var sum = learned[0]
                for column in 0..<width { sum += learned[column + 1] * (row[column] - mean[column]) / spread[column] }
                let difference = (1 / (1 + exponential(-sum)) - answer) / count
                slope[0] += difference
                for column in 0..<width { slope[column + 1] += difference * (row[column] - mean[column]) / spread[column] }
            }
            for column in learned.indices { learned[column] -= 0.5 * (slope[column] + (column == 0 ? 0 : 0.01 * learned[column])) }
        }
        let scaled = (0..<width).map { learned[$0 + 1] / spread[$0] }
        let constant = learned[0] - (0..<width).reduce(0) { $0 + scaled[$1] * mean[$1] }
        return [constant] + scaled
    }
}
