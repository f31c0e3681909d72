/// Learns what puts entries in order and how sure to be of the first (`Weights.entryRanking`, `Weights.entryConfidence`) from the trials that are not held out.
///
/// Deterministic: the same trials and entries give the same weights.
public struct EntryTuning {
    private let entries: EntryIndex
    private let vocabulary: LayVocabulary
    private let day: CivilDay
    var steps = 400

    /// - Parameter day: entries valid on that day are candidates.
    public init(folder: KnowledgeFolder, on day: CivilDay) {
        entries = EntryIndex(vocabulary: folder.vocabulary, entries: folder.entries, ranking: folder.weights.entryRanking)
        vocabulary = folder.vocabulary
        self.day = day
    }

    private struct Example {
        var question: NormalText
        var isRight: [Bool]
        var rows: [[Double]]
    }

    /// Weights in which only those of entries are new. Without a trial to learn from they stay as they are.
    public func weights(from trials: Trials, starting: Weights) -> Weights {
        let examples = trials.meant.filter { !$0.isHeldOut }.map(example)
        let ranked = examples.filter { $0.isRight.contains(true) }
        guard !ranked.isEmpty else { return starting }
        var weights = starting
        weights.entryRanking = ranking(ranked).map(Self.rounded)
        weights.entryConfidence = confidence(examples, weights).map(Self.rounded)
        return weights
    }

    private func example(_ trial: Trials.Meant) -> Example {
        let question = NormalText(trial.question)
        let matches = entries.search(question, limit: .max, on: day)
        return Example(
            question: question, isRight: matches.map { trial.entries.contains($0.entry.id) },
            rows: matches.map { [$0.likeness, $0.second, $0.asked, $0.said, $0.coverage].map(Double.init) })
    }

    /// A softmax over each question's candidates.
    private func ranking(_ examples: [Example]) -> [Double] {
        var weights = [Double](repeating: 3, count: 5)
        var speed = [Double](repeating: 0, count: 5)
        for _ in 0..<steps {
            var slope = weights.map { 0.001 * $0 }
            for example in examples {
                let scores = example.rows.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
                let highest = scores.max() ?? 0
                let shares = scores.map { exponential($0 - highest) }
                let sum = shares.reduce(0, +)
                let right = zip(shares, example.isRight).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
                guard right / sum > 1e-12 else { continue }
                for (index, row) in example.rows.enumerated() {
                    let target = example.isRight[index] ? shares[index] / right : 0
                    let difference = (shares[index] / sum - target) / Double(examples.count)
                    for column in row.indices { slope[column] += difference * row[column] }
                }
            }
            for column in weights.indices {
                speed[column] = 0.9 * speed[column] - 0.8 * slope[column]
                weights[column] += speed[column]
            }
        }
        return weights
    }

    /// Logistic regression of "the first is right" on the signs; where no entry answers, the first is wrong.
    private func confidence(_ examples: [Example], _ weights: Weights) -> [Double] {
        var rows: [[Double]] = []
        var right: [Double] = []
        for example in examples {
            let scores = example.rows.map { row in zip(row, weights.entryRanking).reduce(0) { $0 + $1.0 * $1.1 } }
            let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
            guard let first = order.first else { continue }
            let second = order.count > 1 ? scores[order[1]] : 0
            rows.append(
                Answerer.signs(
                    score: scores[first], lead: scores[first] - second, likeness: example.rows[first][0], coverage: example.rows[first][4],
                    vocabulary.familiarity(of: example.question)))
            right.append(example.isRight[first] ? 1 : 0)
        }
        guard let width = rows.first?.count, rows.count > 20 else { return weights.entryConfidence }
        let count = Double(rows.count)
        let mean = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / count }
        let spread = (0..<width).map { column in
            max(1e-9, (rows.reduce(0) { $0 + ($1[column] - mean[column]) * ($1[column] - mean[column]) } / count).squareRoot())
        }
        let scaled = rows.map { row in (0..<width).map { (row[$0] - mean[$0]) / spread[$0] } }
        var learned = [Double](repeating: 0, count: width + 1)
        for _ in 0..<6000 {
            var slope = [Double](repeating: 0, count: width + 1)
            for (row, answer) in zip(scaled, right) {
                var sum = learned[0]
                for column in 0..<width { sum += learned[column + 1] * row[column] }
                let difference = (1 / (1 + exponential(-sum)) - answer) / count
                slope[0] += difference
                for column in 0..<width { slope[column + 1] += difference * row[column] }
            }
            for column in learned.indices { learned[column] -= 0.5 * (slope[column] + (column == 0 ? 0 : 0.01 * learned[column])) }
        }
        let slopes = (0..<width).map { learned[$0 + 1] / spread[$0] }
        return [learned[0] - (0..<width).reduce(0) { $0 + slopes[$1] * mean[$1] }] + slopes
    }

    /// Four places: as good, and readable in a file that people compare.
    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
