import Foundation

/// How well an index answers questions whose answers are known.
public struct Evaluation: Sendable, Hashable {
    public var questions = 0
    /// Share of a question's articles among the first 1, 10, 100, averaged over questions.
    public var recallAt1 = 0.0
    public var recallAt10 = 0.0
    public var recallAt100 = 0.0
    /// One by the rank of the first right one within ten, averaged.
    public var reciprocalRankAt10 = 0.0
    /// Share of questions that go to a person because confidence is below the threshold.
    public var handOverRate = 0.0
    /// Of those answered, the share with a right article among the three shown.
    public var answeredRightly = 0.0
    /// Milliseconds a search, median and 99th percentile.
    public var p50 = 0.0
    public var p99 = 0.0

    public init() {}

    /// - Parameter threshold: below this confidence a person answers.
    public init(of questions: [RetrievalQuestion], with searcher: Searcher, threshold: Double) {
        self.init()
        guard !questions.isEmpty else { return }
        var times: [Double] = []
        var answered = 0
        var rightly = 0
        let clock = ContinuousClock()
        for question in questions {
            let relevant = Set(question.relevant.compactMap { searcher.index.position(of: $0) })
            var hits: [Searcher.Hit] = []
            let query = searcher.reader.read(NormalText(question.question))
            let time = clock.measure { hits = searcher.search(question.question, limit: 100) }
            times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
            // An article that the corpus does not have counts as not found.
            let all = Double(Set(question.relevant).count)
            func found(_ limit: Int) -> Double {
                Double(hits.prefix(limit).reduce(0) { $0 + (relevant.contains($1.position) ? 1 : 0) }) / all
            }
            recallAt1 += found(1)
            recallAt10 += found(10)
            recallAt100 += found(100)
            if let rank = hits.prefix(10).firstIndex(where: { relevant.contains($0.position) }) {
                reciprocalRankAt10 += 1 / Double(rank + 1)
            }
            if searcher.confidence(of: hits, query: query) >= threshold {
                answered += 1
                if found(3) > 0 { rightly += 1 }
            }
        }
        let count = Double(questions.count)
        self.questions = questions.count
        recallAt1 /= count
        recallAt10 /= count
        recallAt100 /= count
        reciprocalRankAt10 /= count
        handOverRate = 1 - Double(answered) / count
        answeredRightly = answered == 0 ? 0 : Double(rightly) / Double(answered)
        times.sort()
        p50 = times[times.count / 2]
        p99 = times[min(times.count - 1, Int((Double(times.count) * 0.99).rounded(.down)))]
    }
}
