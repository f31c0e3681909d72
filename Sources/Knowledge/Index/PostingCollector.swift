/// Collects which term appears how often in which document, then files them by term.
struct PostingCollector {
    /// One field's way of weighing: Okapi BM25.
    struct Weighing {
        var saturation: Float = 1.2
        var lengthShare: Float = 0.75
    }

    private var keys: [UInt64] = []
    private var slots: [UInt32] = Array(repeating: .max, count: 1 << 16)
    /// By term: the last document it was seen in, and the posting that counts it there.
    private var lastDocument: [UInt32] = []
    private var lastPosting: [UInt32] = []
    private var postingTerm: [UInt32] = []
    private var postingDocument: [UInt32] = []
    private var postingCount: [UInt16] = []
    /// By term: how many documents.
    private var frequency: [UInt32] = []

    var termCount: Int { keys.count }

    mutating func add(_ terms: [Term], document: UInt32) {
        for term in terms {
            let id = Int(identifier(of: term.key))
            if lastDocument[id] == document {
                let posting = Int(lastPosting[id])
                if postingCount[posting] < .max { postingCount[posting] += 1 }
            } else {
                lastDocument[id] = document
                lastPosting[id] = UInt32(truncatingIfNeeded: postingTerm.count)
                postingTerm.append(UInt32(id))
                postingDocument.append(document)
                postingCount.append(1)
                frequency[id] += 1
            }
        }
    }

    private mutating func identifier(of key: UInt64) -> UInt32 {
        if keys.count * 2 >= slots.count { grow() }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Term.mix(key)) & mask
        while slots[slot] != .max {
            if keys[Int(slots[slot])] == key { return slots[slot] }
            slot = (slot + 1) & mask
        }
        let id = UInt32(truncatingIfNeeded: keys.count)
        slots[slot] = id
        keys.append(key)
        lastDocument.append(.max)
        lastPosting.append(0)
        frequency.append(0)
        return id
    }

    private mutating func grow() {
        slots = Array(repeating: .max, count: slots.count * 4)
        let mask = slots.count - 1
        for (id, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: Term.mix(key)) & mask
            while slots[slot] != .max { slot = (slot + 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: id)
        }
    }

    struct Filed {
        var keys: [UInt64] = []
        var starts: [UInt64] = [0]
        var weights: [Float] = []
        var documents: [UInt32] = []
        var impacts: [UInt8] = []
    }

    /// - Parameters:
    ///   - lengths: by document, in characters.
    ///   - weighing: of this field.
    func filed(documents count: Int, lengths: [UInt32], weighing: Weighing) -> Filed {
        var filed = Filed()
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        var rank = [UInt32](repeating: 0, count: keys.count)
        for (position, id) in order.enumerated() { rank[id] = UInt32(truncatingIfNeeded: position) }
        var next = [Int](repeating: 0, count: keys.count)
        var total = 0
        for (position, id) in order.enumerated() {
            next[position] = total
            total += Int(frequency[id])
            filed.keys.append(keys[id])
            filed.starts.append(UInt64(total))
            let appearances = Float(frequency[id])
            let rarity = Float.log(1 + (Float(count) - appearances + 0.5) / (appearances + 0.5))
            filed.weights.append(rarity * (weighing.saturation + 1) / 255)
        }
        filed.documents = [UInt32](repeating: 0, count: total)
        filed.impacts = [UInt8](repeating: 0, count: total)
        let mean = max(1, Float(lengths.reduce(0) { $0 + UInt64($1) }) / Float(max(1, count)))
        // Postings were made document by document, so that within a term they come out ascending.
        for posting in postingTerm.indices {
            let position = Int(rank[Int(postingTerm[posting])])
            let place = next[position]
            next[position] += 1
            let document = postingDocument[posting]
            let appearances = Float(postingCount[posting])
            let length = Float(lengths[Int(document)]) / mean
            let share = appearances / (appearances + weighing.saturation * (1 - weighing.lengthShare + weighing.lengthShare * length))
            filed.documents[place] = document
            filed.impacts[place] = UInt8(min(255, max(1, (share * 255).rounded())))
        }
        return filed
    }
}

extension Float {
    fileprivate static func log(_ value: Float) -> Float { Float(logarithm(Double(value))) }
}
