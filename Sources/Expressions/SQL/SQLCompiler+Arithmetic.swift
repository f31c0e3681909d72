/// Arithmetic. What CEL calls an overflow or a division by zero becomes NULL, never an error of the database.
///
/// SQLite turns an integer that overflows into a real, which `typeof` betrays. PostgreSQL computes in `numeric`, which does not
/// overflow, and brings back what fits.
extension SQLCompiler {
    mutating func negative(_ operand: Node, _ node: Node) throws(ExpressionError) -> SQLTerm {
        let term = try value(operand)
        try requireArgument(term, operand)
        switch term.type {
        case .int: return .computed(integer(dialect == .sqlite ? "- \(term.fragment)" : "- CAST(\(term.fragment) AS numeric)"), .int)
        case .double: return .computed("(- \(term.fragment))", .double)
        case .duration: return .computed("(- \(term.fragment))", .duration)
        default: throw unsupported("对\(term.type.label)取负", at: node)
        }
    }

    mutating func arithmetic(_ binary: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm, _ node: Node) throws(ExpressionError) -> SQLTerm {
        let type = try type(of: node)
        if left.alwaysFails || right.alwaysFails || left.constant == .null || right.constant == .null { return try literal(nil, at: node) }
        try requireArgument(left, node)
        try requireArgument(right, node)
        switch (left.type, right.type) {
        case (.int, .int): return .computed(integers(binary, left, right), .int)
        case (.double, .double): return .computed(doubles(binary, left, right), .double)
        case (.string, .string): return .computed("(\(left.fragment) || \(right.fragment))", .string)
        case (.timestamp, .duration), (.duration, .timestamp), (.timestamp, .timestamp), (.duration, .duration):
            let (a, b) = (left.fragment, right.fragment)
            let sign: SQLFragment = binary == .add ? "+" : "-"
            let sum: SQLFragment = dialect == .sqlite ? "\(a) \(sign) \(b)" : "CAST(\(a) AS numeric) \(sign) \(b)"
            return .computed(within(type == .timestamp ? Self.instants : Self.spans, sum), type)
        default: throw unsupported("“\(binary.rawValue)”用于\(left.type.label)和\(right.type.label)", at: node)
        }
    }

    /// Milliseconds of the years 1 to 9999, and of what a span of nanoseconds holds.
    private static let instants: ClosedRange<Int64> = (Timestamp.range.lowerBound * 1000)...(Timestamp.range.upperBound * 1000 + 999)
    private static let spans: ClosedRange<Int64> = (Int64.min / 1_000_000)...(Int64.max / 1_000_000)

    // MARK: Integers

    private mutating func integers(_ binary: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm) -> SQLFragment {
        let (a, b) = (left.fragment, right.fragment)
        let wide: SQLFragment = "CAST(\(a) AS numeric)"
        switch (binary, dialect) {
        case (.add, .sqlite): return integer("\(a) + \(b)")
        case (.subtract, .sqlite): return integer("\(a) - \(b)")
        case (.multiply, .sqlite): return integer("\(a) * \(b)")
        // A zero divisor gives NULL in SQLite.
        case (.divide, .sqlite): return integer("\(a) / \(b)")
        case (.add, .postgresql): return integer("\(wide) + \(b)")
        case (.subtract, .postgresql): return integer("\(wide) - \(b)")
        case (.multiply, .postgresql): return integer("\(wide) * \(b)")
        case (.divide, .postgresql): return integer("div(\(wide), NULLIF(\(b), 0))")
        default:
            let divisor: SQLFragment = dialect == .sqlite ? b : "NULLIF(\(b), 0)"
            // The one quotient that overflows: then CEL's remainder fails, too.
            if case .int(let number)? = right.constant, number != -1 { return "(\(a) % \(divisor))" }
            return "(CASE WHEN \(b) = -1 AND \(a) = (-9223372036854775807 - 1) THEN NULL ELSE \(a) % \(divisor) END)"
        }
    }

    /// What fits a 64-bit integer, else NULL.
    private mutating func integer(_ result: SQLFragment) -> SQLFragment {
        guard dialect == .sqlite else { return within(Int64.min...Int64.max, result) }
        return bind(result, isSimple: false) { "CASE WHEN typeof(\($1)) = 'integer' THEN \($1) END" }
    }

    /// What lies within the range, else NULL. In PostgreSQL `result` is `numeric`.
    private mutating func within(_ range: ClosedRange<Int64>, _ result: SQLFragment) -> SQLFragment {
        if dialect == .sqlite {
            let (low, high) = (SQLFragment(text: String(range.lowerBound)), SQLFragment(text: String(range.upperBound)))
            return bind(result, isSimple: false) { "CASE WHEN \($1) BETWEEN \(low) AND \(high) THEN \($1) END" }
        }
        // Written once, where a CASE would need it twice: what is out of range moves to the first number beyond it, which becomes NULL.
        let low = SQLFragment(text: String(Int128(range.lowerBound) - 1))
        let high = SQLFragment(text: String(Int128(range.upperBound) + 1))
        return "CAST(NULLIF(NULLIF(GREATEST(LEAST(\(result), \(high)), \(low)), \(high)), \(low)) AS bigint)"
    }

    // MARK: Doubles

    /// Doubles differ from CEL at the rim: NaN, and in PostgreSQL results beyond about ±8e307 or below 1e-307, are NULL.
    private mutating func doubles(_ binary: BinaryOperator, _ left: SQLTerm, _ right: SQLTerm) -> SQLFragment {
        let sign: SQLFragment =
            switch binary {
            case .add: "+"
            case .subtract: "-"
            case .multiply: "*"
            default: "/"
            }
        if dialect == .sqlite, binary != .divide { return "(\(left.fragment) \(sign) \(right.fragment))" }
        return bind(left.fragment, isSimple: left.isSimple) { (compiler, a) in
            compiler.bind(right.fragment, isSimple: right.isSimple) { (compiler, b) in Self.guarded(binary, sign, a, b, compiler.dialect) }
        }
    }

    private static func guarded(
        _ binary: BinaryOperator, _ sign: SQLFragment, _ a: SQLFragment, _ b: SQLFragment, _ dialect: SQLDialect
    ) -> SQLFragment {
        let zero: SQLFragment = "CAST(0 AS double precision)"
        let size: SQLFragment = "ln(abs(\(a))) \(binary == .multiply ? "+" : "-" as SQLFragment) ln(abs(\(b)))"
        switch (binary, dialect) {
        case (.add, _), (.subtract, _): return "(CASE WHEN abs(\(a)) < 8e307 AND abs(\(b)) < 8e307 THEN \(a) \(sign) \(b) END)"
        case (.multiply, _):
            return
                "(CASE WHEN \(a) = 0 OR \(b) = 0 THEN NULLIF(\(a) * \(b), CAST('NaN' AS double precision)) WHEN \(size) BETWEEN -707 AND 708 THEN \(a) * \(b) END)"
        case (_, .sqlite):
            return "(CASE WHEN \(b) <> 0 THEN \(a) / \(b) WHEN \(a) > 0 AND \(b) = 0 THEN 9e999 WHEN \(a) < 0 AND \(b) = 0 THEN -9e999 END)"
        case (_, .postgresql):
            let infinity: SQLFragment = "CAST('Infinity' AS double precision)"
            return
                "(CASE WHEN \(b) = 0 AND \(a) > 0 THEN \(infinity) WHEN \(b) = 0 AND \(a) < 0 THEN -\(infinity) WHEN \(a) = 0 AND \(b) <> 0 THEN \(zero) WHEN \(b) <> 0 THEN CASE WHEN \(size) BETWEEN -707 AND 708 THEN \(a) / \(b) END END)"
        }
    }
}
