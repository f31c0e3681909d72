/// How often people ask in which words: by entry, by field of law, and all together. From it comes how likely a question is under each entry.
///
/// Counts are whole numbers of twentieths of a mention, so that sums do not depend on what came and went before.
struct AskedCounts: Sendable {
    /// What an entry has of a term.
    struct Posting: Sendable {
        let slot: Int
        /// In its ways of asking, in twentieths.
        let asked: Int
        /// Whether its answer or steps speak of it.
        let said: Bool
    }

    /// What all entries have of a term.
    struct Line: Sendable {
        fileprivate(set) var postings: [Posting] = []
        fileprivate(set) var asked = 0
        fileprivate(set) var said = 0
        /// In how many entries' ways of asking it stands.
        fileprivate(set) var askers = 0
        /// By field of law.
        fileprivate(set) var fields: [(field: Int, asked: Int)] = []
    }

    /// Characters and pairs are counted apart: each has its own smoothing.
    struct Total: Sendable {
        fileprivate(set) var asked = 0
        fileprivate(set) var said = 0
        fileprivate(set) var terms = 0
        fileprivate(set) var byField: [Int] = []
        fileprivate(set) var bySlot: [(asked: Int, said: Int)] = []
    }

    /// How counts become likelihoods; chosen by leaving ways of asking out (`bagui knowledge cross`).
    struct Smoothing: Sendable {
        /// Mentions lent from what everybody asks: the fewer, the more an entry's own words decide.
        var everybody: Double
        /// Mentions lent from the entry's field of law.
        var field: Double
        /// What a word of the answer counts against one of a way of asking.
        var answer: Double

        static let characters = Smoothing(everybody: 30, field: 40, answer: 0.2)
        static let pairs = Smoothing(everybody: 8, field: 20, answer: 0.2)
    }

    /// What one entry brings: terms with their mentions, and those of its answer.
    struct Bag: Sendable {
        var asked: [Term: Int] = [:]
        var said: Set<Term> = []

        mutating func add(_ query: Query) {
            for (term, weight) in query.characters + query.pairs {
                asked[term, default: 0] += Int((Double(weight) * AskedCounts.unit).rounded())
            }
        }
    }

    private static let unit = 20.0
    private(set) var lines: [Term: Line] = [:]
    private(set) var characters = Total()
    private(set) var pairs = Total()

    mutating func add(_ bag: Bag, slot: Int, field: Int) { change(bag, slot, field, isIn: true) }
    mutating func remove(_ bag: Bag, slot: Int, field: Int) { change(bag, slot, field, isIn: false) }

    private mutating func change(_ bag: Bag, _ slot: Int, _ field: Int, isIn: Bool) {
        let sign = isIn ? 1 : -1
        for (term, asked) in bag.asked {
            let isNew = changeLine(term) { line in
                line.asked += sign * asked
                line.askers += sign
                if let place = line.fields.firstIndex(where: { $0.field == field }) {
                    line.fields[place].asked += sign * asked
                    if line.fields[place].asked <= 0 { line.fields.remove(at: place) }
                } else if isIn {
                    line.fields.append((field, asked))
                }
                let said = bag.said.contains(term)
                if said { line.said += sign }
                if isIn {
                    line.postings.append(Posting(slot: slot, asked: asked, said: said))
                } else {
                    line.postings.removeAll { $0.slot == slot }
                }
            }
            change(term.isCharacter, slot, field, asked: sign * asked, said: bag.said.contains(term) ? sign : 0, terms: isNew)
        }
        for term in bag.said where bag.asked[term] == nil {
            let isNew = changeLine(term) { line in
                line.said += sign
                if isIn {
                    line.postings.append(Posting(slot: slot, asked: 0, said: true))
                } else {
                    line.postings.removeAll { $0.slot == slot }
                }
            }
            change(term.isCharacter, slot, field, asked: 0, said: sign, terms: isNew)
        }
    }

    /// - Returns: by how many the number of terms changed.
    private mutating func changeLine(_ term: Term, _ body: (inout Line) -> Void) -> Int {
        let was = lines[term] != nil
        body(&lines[term, default: Line()])
        let isEmpty = lines[term]?.postings.isEmpty ?? true
        if isEmpty { lines[term] = nil }
        return (isEmpty ? 0 : 1) - (was ? 1 : 0)
    }

    private mutating func change(_ isCharacter: Bool, _ slot: Int, _ field: Int, asked: Int, said: Int, terms: Int) {
        func apply(_ total: inout Total) {
            while total.byField.count <= field { total.byField.append(0) }
            while total.bySlot.count <= slot { total.bySlot.append((0, 0)) }
            total.asked += asked
            total.said += said
            total.terms += terms
            total.byField[field] += asked
            total.bySlot[slot].asked += asked
            total.bySlot[slot].said += said
        }
        if isCharacter { apply(&characters) } else { apply(&pairs) }
    }

    /// How much likelier the question is under each entry than under what everybody asks, as a logarithm.
    /// - Parameters:
    ///   - terms: with what they weigh in the question; all characters or all pairs, in a fixed order.
    ///   - fieldOf: field of law of each slot.
    func likelihoods(_ terms: [(term: Term, weight: Float)], of total: Total, _ smoothing: Smoothing, fieldOf: [Int]) -> [Double] {
        var slots = [Double](repeating: 0, count: fieldOf.count)
        var fields = [Double](repeating: 0, count: total.byField.count)
        var lent = [Double](repeating: 0, count: total.byField.count)
        var base = lent
        var length = 0.0
        let all = Double(total.asked) / Self.unit + 0.02 * Double(total.said) + 0.1 * Double(total.terms)
        for (term, weight) in terms {
            let weight = Double(weight)
            length += weight
            guard let line = lines[term], all > 0 else { continue }
            let share = (Double(line.asked) / Self.unit + 0.02 * Double(line.said) + 0.1) / all
            let scale = 1 / (smoothing.everybody * share)
            for (field, asked) in line.fields where total.byField[field] > 0 {
                lent[field] = smoothing.field * Double(asked) / Double(total.byField[field])
                base[field] = logarithm(1 + lent[field] * scale)
                fields[field] += weight * base[field]
            }
            for posting in line.postings {
                let field = fieldOf[posting.slot]
                let own = Double(posting.asked) / Self.unit + (posting.said ? smoothing.answer : 0)
                slots[posting.slot] += weight * (logarithm(1 + (own + lent[field]) * scale) - base[field])
            }
            for (field, _) in line.fields {
                lent[field] = 0
                base[field] = 0
            }
        }
        for slot in slots.indices where slot < total.bySlot.count {
            let (asked, said) = total.bySlot[slot]
            let own = Double(asked) / Self.unit + smoothing.answer * Double(said) + smoothing.field
            slots[slot] += fields.indices.contains(fieldOf[slot]) ? fields[fieldOf[slot]] : 0
            slots[slot] -= length * logarithm((own + smoothing.everybody) / smoothing.everybody)
        }
        return slots
    }
}
