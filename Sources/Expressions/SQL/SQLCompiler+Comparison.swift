/// Comparisons. `comparison` is NULL where an operand is; `equality` knows that null equals null.
extension SQLCompiler {
    /// A constant as the other side's column can be compared with it.
    private enum Counterpart {
        case compare(BinaryOperator, SQLFragment)
        /// The same answer for every value of the column.
        case always(Bool)
    }

    /// `left op right` for terms of comparable types; NULL when one is NULL.
    mutating func comparison(_ binary: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, _ node: Node) throws(ExpressionError)
        -> SQLFragment
    {
        if left.alwaysFails || right.alwaysFails || left.constant == .null || right.constant == .null {
            return failing().fragment
        }
        try requireComparable(left.type, right.type, node)
        if let constant = right.constant { return try comparison(binary, left, constant, right, node) }
        if let constant = left.constant { return try comparison(binary.flipped, right, constant, left, node) }
        return plain(binary, double(left, beside: right), double(right, beside: left), left.type)
    }

    /// An integer beside a double is compared as a double, in CEL as in PostgreSQL; SQLite would compare exactly.
    private func double(_ term: SQLTerm, beside other: SQLTerm) -> SQLFragment {
        dialect == .sqlite && term.type.isIntegral && other.type == .double ? "CAST(\(term.fragment) AS REAL)" : term.fragment
    }

    private func plain(_ binary: BinaryOperator, _ left: SQLFragment, _ right: SQLFragment, _ type: ValueType) -> SQLFragment {
        // Texts compare by code point whatever the collation of what they come from.
        let isText = if case .string = type { true } else { false }
        let collation: SQLFragment = dialect == .postgresql && isText && binary != .equal ? " COLLATE \"C\"" : ""
        return "(\(left)\(collation) \(SQLFragment(text: binary.sql)) \(right))"
    }

    private func comparison(
        _ binary: BinaryOperator, _ term: SQLTerm, _ constant: Value, _ constantTerm: SQLTerm, _ node: Node
    ) throws(ExpressionError) -> SQLFragment {
        switch try counterpart(binary, term.type, constant, constantTerm, node) {
        case .compare(let binary, let fragment):
            let isLarge = if case .double(let number) = constant { abs(number) >= 0x1p53 } else { false }
            return plain(binary, isLarge ? double(term, beside: constantTerm) : term.fragment, fragment, term.type)
        case .always(let answer):
            let text: SQLFragment = answer ? "TRUE" : "FALSE"
            return term.mayBeSQLNull ? "(CASE WHEN \(term.fragment) IS NOT NULL THEN \(text) END)" : text
        }
    }

    /// Brings a constant onto the grid of the column's type: integers against 1.5, milliseconds against nanoseconds. Rounding it would
    /// change the answer; moving the boundary to the next value on the grid does not.
    private func counterpart(
        _ binary: BinaryOperator, _ type: ValueType, _ constant: Value, _ constantTerm: SQLTerm, _ node: Node
    ) throws(ExpressionError) -> Counterpart {
        let below: Value?
        let isExact: Bool
        switch (type, constant) {
        case (.int, .double(let number)), (.uint, .double(let number)):
            if number.isNaN { return .always(binary == .notEqual) }
            // Beyond, several integers round to the same double; the caller compares doubles.
            guard abs(number) < 0x1p53 else { return try .compare(binary, requiredArgument(constantTerm, node)) }
            below = .int(Int64(number.rounded(.down)))
            isExact = number == number.rounded(.down)
        case (.int, .uint(let number)), (.uint, .uint(let number)):
            below = Int64(exactly: number).map { .int($0) }
            isExact = true
            if below == nil { return .always(binary.holds(.less)) }
        case (.timestamp, .timestamp(let instant)):
            below = .int(instant.milliseconds)
            isExact = instant.nanoseconds % 1_000_000 == 0
        case (.duration, .duration(let span)):
            let floor = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
            below = .int(floor.remainder < 0 ? floor.quotient - 1 : floor.quotient)
            isExact = floor.remainder == 0
        case (.double, .int(let number)):
            below = .double(Double(number))
            isExact = true
        case (.double, .uint(let number)):
            below = .double(Double(number))
            isExact = true
        case (.double, .double(let number)) where number.isNaN: return .always(binary == .notEqual)
        case (.bool, .bool): return .compare(binary, constantTerm.fragment)
        default:
            return try .compare(binary, requiredArgument(constantTerm, node))
        }
        guard let below, let fragment = try argument(below, at: node) else { throw unsupported("常量超出范围", at: node) }
        if isExact { return .compare(binary, fragment) }
        switch binary {
        case .equal: return .always(false)
        case .notEqual: return .always(true)
        case .less, .lessOrEqual: return .compare(.lessOrEqual, fragment)
        default: return .compare(.greater, fragment)
        }
    }

    private func requiredArgument(_ term: SQLTerm, _ node: Node) throws(ExpressionError) -> SQLFragment {
        try requireArgument(term, node)
        return term.fragment
    }

    // MARK: Equality

    /// `==` and `!=`, where null equals null and nothing else, and failures show as NULL.
    mutating func equality(
        _ left: SQLTerm, _ right: SQLTerm, negated: Bool, _ exactness: Exactness, _ node: Node
    ) throws(ExpressionError) -> SQLTerm {
        if left.alwaysFails || right.alwaysFails { return failing() }
        if right.constant == .null { return nullTest(left, negated: negated) }
        if left.constant == .null { return nullTest(right, negated: negated) }
        try requireComparable(left.type, right.type, node)
        let nullable = (left.isNullable ? 1 : 0) + (right.isNullable ? 1 : 0)
        // With one side that is never null, null and false come to the same where only the truth counts.
        if nullable == 0 || nullable == 1 && exactness == .truth && !negated {
            return .condition(try comparison(negated ? .notEqual : .equal, left, right, node))
        }
        let same = try nullSafe(left, right, node)
        let answer: SQLFragment = negated ? "(NOT \(same))" : same
        let fails = [left.failureCondition, right.failureCondition].compactMap { $0 }
        if fails.isEmpty { return SQLTerm(fragment: answer, type: .bool, isCondition: true) }
        return .condition("(CASE WHEN NOT (\(fails.joined(separator: " OR "))) THEN \(answer) END)")
    }

    /// Equality that takes NULL for a value; never NULL itself.
    private mutating func nullSafe(_ left: SQLTerm, _ right: SQLTerm, _ node: Node) throws(ExpressionError) -> SQLFragment {
        let equal = try comparison(.equal, left, right, node)
        if right.constant != nil { return "(\(left.fragment) IS NOT NULL AND \(equal))" }
        if left.constant != nil { return "(\(right.fragment) IS NOT NULL AND \(equal))" }
        if left.type.isNumber, left.type != right.type {
            let bothNull: SQLFragment =
                left.isNullable && right.isNullable ? "\(left.fragment) IS NULL AND \(right.fragment) IS NULL" : "FALSE"
            return "(CASE WHEN \(left.fragment) IS NULL OR \(right.fragment) IS NULL THEN \(bothNull) ELSE \(equal) END)"
        }
        return dialect == .sqlite
            ? "(\(left.fragment) IS \(right.fragment))" : "(\(left.fragment) IS NOT DISTINCT FROM \(right.fragment))"
    }

    private func nullTest(_ term: SQLTerm, negated: Bool) -> SQLTerm {
        if term.constant == .null { return .truth(!negated) }
        if term.constant != nil { return .truth(negated) }
        guard term.isNullable else {
            guard let fails = term.failureCondition else { return .truth(negated) }
            return .condition("(CASE WHEN NOT \(fails) THEN \(negated ? "TRUE" : "FALSE" as SQLFragment) END)")
        }
        let test: SQLFragment = negated ? "(\(term.fragment) IS NOT NULL)" : "(\(term.fragment) IS NULL)"
        guard let fails = term.failureCondition else { return SQLTerm(fragment: test, type: .bool, isCondition: true) }
        return .condition("(CASE WHEN NOT \(fails) THEN \(test) END)")
    }

    func requireComparable(_ left: ValueType, _ right: ValueType, _ node: Node) throws(ExpressionError) {
        switch (left, right) {
        case (.null, _), (_, .null): throw unsupported("一边永远是空值", at: node)
        case (.list, _), (.map, _), (.type, _), (.dyn, _), (_, .list), (_, .map), (_, .type), (_, .dyn):
            throw unsupported("\(left.label)与\(right.label)的比较", at: node)
        case _ where left == right, _ where left.isNumber && right.isNumber: return
        default: throw unsupported("\(left.label)与\(right.label)的比较", at: node)
        }
    }
}

extension BinaryOperator {
    /// The operator for exchanged operands.
    var flipped: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }

    /// What a comparison says of operands that stand so.
    func holds(_ order: Ordering) -> Bool {
        switch self {
        case .equal: order == .equal
        case .notEqual: order != .equal
        case .less: order == .less
        case .lessOrEqual: order == .less || order == .equal
        case .greater: order == .greater
        case .greaterOrEqual: order == .greater || order == .equal
        default: false
        }
    }

    fileprivate var sql: String {
        switch self {
        case .equal: "="
        case .notEqual: "<>"
        default: rawValue
        }
    }
}

extension ValueType {
    /// Held as an integer.
    var isIntegral: Bool { self == .int || self == .uint }
}
