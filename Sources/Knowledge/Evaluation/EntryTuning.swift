/// Learns what puts entries in order and how sure to be of the first (`Weights.entryRanking`, `Weights.entryConfidence`): from the entries' own ways of
/// asking, each asked of an index that does not have it, and from the trials that are not held out.
///
/// Deterministic: the same trials and entries give the same weights.
public struct EntryTuning {
    private let entries: EntryIndex
    private let all: [Entry]
    private let folder: KnowledgeFolder
    private let day: CivilDay
    /// Ways of asking are left out in so many parts.
    public var parts = 10
    /// What share of the questions no entry answers, whatever their number among those learned from: as among the trials.
    var noneShare = 1.0 / 7
    /// What share is of matters of law that no entry covers: learned from ways of asking put to the entries without their own.
    var uncoveredShare = 0.15
    /// What share of the others are trials: people's questions, where a way of asking is mostly one that nothing else resembles.
    var trialShare = 0.5

    /// - Parameters:
    ///   - some: only these are there to be found; nil: all of the folder's.
    ///   - day: entries valid on that day are candidates.
    public init(folder: KnowledgeFolder, entries some: [Entry]? = nil, on day: CivilDay) {
        all = some ?? folder.entries
        entries = EntryIndex(vocabulary: folder.vocabulary, entries: all, ranking: folder.weights.entryRanking)
        self.folder = folder
        self.day = day
    }

    /// Weights in which only those of entries are new. Without a question to learn from they stay as they are.
    public func weights(from trials: Trials, starting: Weights) -> Weights {
        weights(from: ways() + examples(of: trials), starting: starting)
    }

    func weights(from examples: [EntryExample], starting: Weights) -> Weights {
        var weights = starting
        let meant = examples.filter { $0.candidates.contains(where: \.isRight) }
        guard !meant.isEmpty else { return starting }
        weights.entryRanking = Self.ranking(meant).map(Self.rounded)
        weights.entryConfidence = (confidence(examples, weights.entryRanking) ?? weights.entryConfidence).map(Self.rounded)
        return weights
    }

    func ways() -> [EntryExample] {
        EntryExample.ways(of: all, folder.vocabulary, ranking: folder.weights.entryRanking, parts: parts, on: day)
    }

    func examples(of trials: Trials) -> [EntryExample] {
        trials.meant.filter { !$0.isHeldOut }.map {
            EntryExample($0.question, of: entries, folder.vocabulary, right: Set($0.entries), on: day)
        }
    }

    /// How ways of asking that are left out are met, by weights that were not learned from them: those of the other half of the parts.
    public func cross(with trials: Trials, threshold: Double = 0.6) -> EntryCross {
        let all = ways()
        let others = examples(of: trials)
        var cross = EntryCross()
        for half in 0..<2 {
            // Trials without an entry are parted too; the others are learned from only.
            let none = others.filter { !$0.isMeant }.enumerated()
            let learned =
                all.filter { ($0.part ?? 0) % 2 != half } + others.filter(\.isMeant) + none.filter { $0.offset % 2 != half }.map(\.element)
            let weights = weights(from: learned, starting: folder.weights)
            for example in all where (example.part ?? 0) % 2 == half { cross.note(example, weights, threshold) }
            for example in none where example.offset % 2 == half { cross.note(example.element, weights, threshold) }
        }
        return cross
    }

    /// A softmax over each question's candidates, its weights kept small.
    private static func ranking(_ examples: [EntryExample]) -> [Double] {
        let width = Weights().entryRanking.count
        let count = Double(examples.count)
        return Newton(width: width, penalty: 0.0002).least { weights, least in
            for example in examples {
                let scores = example.candidates.map { zip($0.signs, weights).reduce(0) { $0 + $1.0 * $1.1 } }
                let highest = scores.max() ?? 0
                let shares = scores.map { exponential($0 - highest) }
                let sum = shares.reduce(0, +)
                let right = zip(shares, example.candidates).reduce(0) { $0 + ($1.1.isRight ? $1.0 : 0) }
                least.value -= logarithm(max(1e-300, right / sum)) / count
                var mean = [Double](repeating: 0, count: width)
                for (share, candidate) in zip(shares, example.candidates) where share / sum > 1e-6 || candidate.isRight {
                    let target = candidate.isRight && right > 0 ? share / right : 0
                    for column in 0..<width {
                        mean[column] += share / sum * candidate.signs[column]
                        least.slope[column] += (share / sum - target) * candidate.signs[column] / count
                    }
                }
                for (share, candidate) in zip(shares, example.candidates) where share / sum > 1e-6 {
                    least.bend(by: share / sum / count, along: (0..<width).map { candidate.signs[$0] - mean[$0] })
                }
            }
        }
    }

    /// Logistic regression of "the first is right" on the signs; where no entry answers, the first is wrong.
    private func confidence(_ examples: [EntryExample], _ ranking: [Double]) -> [Double]? {
        var rows: [(signs: [Double], isRight: Bool, kind: Int)] = []
        for example in examples {
            let ranked = example.ranked(by: ranking)
            guard let signs = example.signs(of: ranked), let first = ranked.first else { continue }
            rows.append(([1] + signs, first.candidate.isRight, example.isMeant ? (example.part == nil ? 1 : 0) : 2))
            guard example.part != nil, let others = example.signs(of: ranked.filter { !$0.candidate.isRight }) else { continue }
            rows.append(([1] + others, false, 3))
        }
        // Of the kinds that are there, each its share, whatever its number.
        let counts = (0..<4).map { kind in Double(rows.count { $0.kind == kind }) }
        let meantShare = 1 - noneShare - uncoveredShare
        let wanted = [meantShare * (1 - trialShare), meantShare * trialShare, noneShare, uncoveredShare]
        let all = zip(counts, wanted).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        guard rows.count > 20, counts[0] + counts[1] > 0 else { return nil }
        let shares = zip(counts, wanted).map { $0 > 0 ? $1 / $0 / all : 0 }
        let width = Weights().entryConfidence.count
        return Newton(width: width, penalty: 0.0005).least { weights, least in
            for row in rows {
                let share = shares[row.kind]
                let sum = zip(weights, row.signs).reduce(0) { $0 + $1.0 * $1.1 }
                let chance = 1 / (1 + exponential(-sum))
                least.value -= share * logarithm(max(1e-300, row.isRight ? chance : 1 - chance))
                for column in 0..<width { least.slope[column] += share * (chance - (row.isRight ? 1 : 0)) * row.signs[column] }
                least.bend(by: share * chance * (1 - chance), along: row.signs)
            }
        }
    }

    /// Four places: as good, and readable in a file that people compare.
    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
