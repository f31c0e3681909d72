/// How sure an answer is.
extension Answerer {
    /// How sure it is that the first of these is what was asked.
    func confidence(of matches: [EntryIndex.Match], question: NormalText) -> Double {
        guard let first = matches.first else { return 0 }
        return weights.entryConfidence(
            Self.signs(
                scores: matches.prefix(5).map { Double($0.score) }, typical: Double(first.typical), known: Double(first.known),
                vocabulary.familiarity(of: question)))
    }

    /// What confidence is reckoned from.
    /// - Parameter scores: of the entry in question and then of its rivals; their differences are logarithms of odds.
    static func signs(scores: [Double], typical: Double, known: Double, _ familiarity: (share: Double, count: Int)) -> [Double] {
        let rivals = scores.dropFirst()
        var odds = surest
        if let first = scores.first, let highest = rivals.max() {
            odds = first - highest - logarithm(rivals.reduce(0) { $0 + exponential($1 - highest) })
        }
        return [min(surest, odds), typical, known, familiarity.share, Double(min(4, familiarity.count))]
    }

    /// Odds beyond which nothing is surer, as a logarithm.
    private static let surest = 6.0
}
