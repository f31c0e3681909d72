/// How ways of asking that were left out of the index are met: a measure that needs no trials and that no one fits words to, because a way that is put to
/// an entry is only another question here.
public struct EntryCross: Sendable, Hashable {
    /// Ways of asking put to an index without them.
    public private(set) var asked = 0
    /// Whose entry came first.
    public private(set) var first = 0
    /// Whose entry came among the first three, which are offered when the robot asks back.
    public private(set) var amongThree = 0
    /// Answered by their entry, at the threshold.
    public private(set) var rightly = 0
    /// Answered by another entry.
    public private(set) var wrongly = 0
    /// Answered by another entry once their own is taken out: what happens to a matter of law that no entry covers.
    public private(set) var withoutEntry = 0
    /// Trials that no entry answers.
    public private(set) var none = 0
    /// Of them, answered all the same.
    public private(set) var noneAnswered = 0
    /// Ways whose entry did not come first: the question, the entry meant, the entry found and how sure it was.
    public private(set) var failures: [Failure] = []

    /// A way of asking that met another entry.
    public struct Failure: Sendable, Hashable {
        public var question: String
        public var meant: String
        public var found: String?
        public var confidence: Double
    }

    mutating func note(_ example: EntryExample, _ weights: Weights, _ threshold: Double) {
        let ranked = example.ranked(by: weights.entryRanking)
        let sure = example.signs(of: ranked).map { weights.entryConfidence($0) } ?? 0
        let isFirst = ranked.first?.candidate.isRight ?? false
        guard example.isMeant else {
            none += 1
            if sure >= threshold { noneAnswered += 1 }
            return
        }
        asked += 1
        if isFirst { first += 1 }
        if ranked.prefix(3).contains(where: \.candidate.isRight) { amongThree += 1 }
        if sure >= threshold {
            if isFirst { rightly += 1 } else { wrongly += 1 }
        }
        let others = ranked.filter { !$0.candidate.isRight }
        if let signs = example.signs(of: others), weights.entryConfidence(signs) >= threshold { withoutEntry += 1 }
        if !isFirst {
            let meant = example.candidates.first(where: \.isRight)?.id ?? ""
            failures.append(Failure(question: example.question, meant: meant, found: ranked.first?.candidate.id, confidence: sure))
        }
    }
}
