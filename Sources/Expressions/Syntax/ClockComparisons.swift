/// A comparison of a moment with the clock: `created_at >= now - duration('24h')`.
public struct ClockComparison: Sendable, Hashable {
    /// The name of the moment: `created_at`.
    public let name: String
    /// Milliseconds after that moment at which the outcome turns; negative: before it.
    public let delay: Int64
}

extension Expression {
    /// Where it asks the clock, if it asks it only by comparing moments that have a name with `clock`, or with `clock` plus or minus a
    /// length of time that is written down: then it is known beforehand when its outcome can turn. Nil: it asks in another way.
    /// - Parameter clock: the variable that tells the time, `now`.
    public func comparisons(with clock: String) -> [ClockComparison]? {
        var search = ClockSearch(clock: clock)
        search.visit(root)
        return search.isKnown ? search.found : nil
    }
}

private struct ClockSearch {
    let clock: String
    var found: [ClockComparison] = []
    var isKnown = true

    mutating func visit(_ node: Node) {
        switch node.kind {
        case .literal: break
        case .identifier(let name, _): if name == clock { isKnown = false }
        case .select(let operand, _), .presence(let operand), .not(let operand), .negate(let operand): visit(operand)
        case .binary(.less, let a, let b), .binary(.lessOrEqual, let a, let b), .binary(.greater, let a, let b),
            .binary(.greaterOrEqual, let a, let b):
            if let comparison = comparison(a, b) ?? comparison(b, a) {
                found.append(comparison)
            } else {
                visit(a)
                visit(b)
            }
        case .index(let a, let b), .binary(_, let a, let b):
            visit(a)
            visit(b)
        case .call(_, let receiver, let arguments):
            if let receiver { visit(receiver) }
            for argument in arguments { visit(argument) }
        case .conjunction(let parts), .disjunction(let parts), .list(let parts): for part in parts { visit(part) }
        case .conditional(let condition, let yes, let no): for part in [condition, yes, no] { visit(part) }
        case .map(let entries):
            for entry in entries {
                visit(entry.key)
                visit(entry.value)
            }
        // Its variables may hide the clock's name: not looked into.
        case .comprehension: isKnown = false
        }
    }

    private func comparison(_ moment: Node, _ time: Node) -> ClockComparison? {
        guard case .identifier(let name, _) = moment.kind, name != clock else { return nil }
        switch time.kind {
        case .identifier(clock, _): return ClockComparison(name: name, delay: 0)
        // The moment is as long ago as the length says when the length after it has come.
        case .binary(.subtract, let a, let b): return length(a, b).map { ClockComparison(name: name, delay: $0) }
        case .binary(.add, let a, let b): return length(a, b).map { ClockComparison(name: name, delay: -$0) }
        default: return nil
        }
    }

    /// The written length beside the clock.
    private func length(_ time: Node, _ length: Node) -> Int64? {
        guard case .identifier(clock, _) = time.kind, case .call("duration", nil, let arguments) = length.kind, arguments.count == 1,
            case .literal(.string(let text)) = arguments[0].kind
        else { return nil }
        return Span(text: text)?.milliseconds
    }
}
