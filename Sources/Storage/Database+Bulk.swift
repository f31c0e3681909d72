extension Database {
    /// Writes many elements in large transactions: for imports and the demonstration data. Other writes pass between two commits.
    ///
    /// - Parameters:
    ///   - elements: taken one transaction's worth at a time, so the sequence may be longer than memory.
    ///   - perCommit: elements in one transaction, 1 or more.
    ///   - refused: when given, an element whose `unit` throws is left out and reported here with its position (from 0), after the
    ///     others of its transaction have been committed. When nil, the first error ends the work; what was committed stays.
    ///   - unit: writes one element. It may run more than once for the same element, as with `write`.
    /// - Returns: how many elements were written.
    /// - Throws: the error of an element, of `refused`, or the database's own (full, gone, busy …), which is never put on one element.
    @discardableResult
    public func bulk<Element>(
        _ elements: some Sequence<Element>, perCommit: Int = 500, refused: ((Int, any Error) throws -> Void)? = nil,
        _ unit: (any Connection, Element) throws -> Void
    ) throws -> Int {
        var written = 0
        var position = 0
        var chunk: [Element] = []
        let size = max(1, perCommit)
        func flush() throws {
            if chunk.isEmpty { return }
            let refusals = try writeChunk(chunk, separates: refused != nil, unit)
            written += chunk.count - refusals.count
            for (index, error) in refusals { try refused?(position + index, error) }
            position += chunk.count
            chunk.removeAll(keepingCapacity: true)
        }
        for element in elements {
            chunk.append(element)
            if chunk.count >= size { try flush() }
        }
        try flush()
        return written
    }

    private func writeChunk<Element>(
        _ chunk: [Element], separates: Bool, _ unit: (any Connection, Element) throws -> Void
    ) throws -> [(Int, any Error)] {
        do {
            try onWriter(.alone) { session in for element in chunk { try unit(session, element) } }
            return []
        } catch {
            guard separates, (error as? DatabaseError)?.concernsEverything != true else { throw error }
        }
        return try onWriter(.alone) { session in
            var refusals: [(Int, any Error)] = []
            for (index, element) in chunk.enumerated() {
                try session.beginUnit(savepoint: true)
                do {
                    try unit(session, element)
                    if let failure = session.failure { throw failure }
                    try session.endUnit(savepoint: true)
                } catch {
                    if (error as? DatabaseError)?.concernsEverything == true || !session.isInTransaction { throw error }
                    try session.undoUnit()
                    refusals.append((index, error))
                }
            }
            return refusals
        }
    }
}

extension DatabaseError {
    /// Whether the next element would meet the same trouble.
    var concernsEverything: Bool {
        switch kind {
        case .constraint, .value, .syntax, .schema, .stale: false
        default: true
        }
    }
}
