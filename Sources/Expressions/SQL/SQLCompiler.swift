/// Says a checked expression in SQL. See `CheckedExpression.sql` for what can be said.
struct SQLCompiler {
    /// What a macro's variable stands for while its body is compiled.
    enum Local {
        case constant(Value)
        case term(SQLTerm)
    }

    /// How much a condition must tell.
    enum Exactness {
        /// True exactly when CEL says true; false and NULL both mean "not met". Allows `a = b`, which an index serves.
        case truth
        /// True, false and NULL exactly when CEL says true, says false and fails.
        case exact
    }

    let checked: CheckedExpression
    let dialect: SQLDialect
    let column: ([String]) -> SQLFragment?
    let constant: ([String]) -> Value?
    /// What functions of constants are worked out within.
    let surroundings: (BindingsActivation) -> any Activation
    var locals: [(name: String, local: Local)] = []
    /// Whether columns are named in the tree below a node, by its id.
    var columnsBelow: [Int: Bool] = [:]
    private var aliases = 0
    private var terms = 0

    /// How many terms one expression may come to when macros over known lists are written out.
    static var maximumTerms: Int { 50_000 }

    init(
        _ checked: CheckedExpression, _ dialect: SQLDialect, column: @escaping ([String]) -> SQLFragment?,
        constant: @escaping ([String]) -> Value?, surroundings: @escaping (BindingsActivation) -> any Activation
    ) {
        self.checked = checked
        self.dialect = dialect
        self.column = column
        self.constant = constant
        self.surroundings = surroundings
    }

    func error(_ message: String, at node: Node) -> ExpressionError { ExpressionError(message, at: node.offset, in: checked.source) }

    /// - Parameter mend: what to write instead.
    func unsupported(_ what: String, at node: Node, mend: String? = nil) -> ExpressionError {
        error("\(what)，不能用作数据库查询条件\(mend.map { "；\($0)" } ?? "")", at: node)
    }

    /// A name no column has.
    mutating func alias() -> String {
        aliases += 1
        return "cel_\(aliases)"
    }

    /// Names `fragment` so that `body` may use it more than once at the price of one.
    mutating func bind(
        _ fragment: SQLFragment, isSimple: Bool, _ body: (inout SQLCompiler, SQLFragment) -> SQLFragment
    ) -> SQLFragment {
        if isSimple { return body(&self, fragment) }
        let name = SQLFragment(text: alias())
        // OFFSET 0 keeps PostgreSQL from writing the expression out again wherever the name stands.
        let barrier: SQLFragment = dialect == .postgresql ? " OFFSET 0" : ""
        return "(SELECT \(body(&self, name)) FROM (SELECT \(fragment) AS \(name)\(barrier)) AS \(name)_t)"
    }

    // MARK: Entry

    /// The type found by the checker; refuses what is only known when evaluating.
    func type(of node: Node) throws(ExpressionError) -> ValueType {
        let type = checked.types[node.id]
        if type == .dyn { throw unsupported("这里的类型要到运行时才知道", at: node) }
        return type
    }

    /// Any node as a value; booleans as integers 0 and 1.
    mutating func value(_ node: Node) throws(ExpressionError) -> SQLTerm {
        let term = try term(node, .exact)
        guard term.isCondition else { return term }
        if term.constant != nil || term.alwaysFails { return try literal(term.constant, at: node) }
        var value = term
        value.isCondition = false
        value.isSimple = false
        if dialect == .postgresql { value.fragment = "CAST(CAST(\(term.fragment) AS integer) AS bigint)" }
        return value
    }

    /// A boolean node as a condition.
    mutating func condition(_ node: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        let term = try term(node, exactness)
        if term.isCondition { return term }
        if term.alwaysFails { return failing() }
        // Null is no boolean: it fails, which NULL says.
        if let constant = term.constant {
            if case .bool(let value) = constant { return .truth(value) }
            return failing()
        }
        guard term.type == .bool else { throw unsupported("这里应当是布尔值", at: node) }
        if case .when(let fails) = term.failure {
            return .condition("(CASE WHEN NOT \(fails) THEN \(term.fragment) <> 0 END)")
        }
        return .condition("(\(term.fragment) <> 0)")
    }

    /// A condition that always fails.
    func failing() -> SQLTerm {
        var term = SQLTerm.condition(dialect == .sqlite ? "NULL" : "CAST(NULL AS boolean)")
        term.failure = .when("TRUE")
        term.alwaysFails = true
        return term
    }

    private mutating func term(_ node: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        terms += 1
        guard terms <= Self.maximumTerms else { throw unsupported("表达式展开后太长", at: node) }
        let term = try whole(node, exactness)
        // Refused as soon as it is too long: some operands are written more than once, so length can double from node to node.
        let failure = if case .when(let fails) = term.failure { fails.size } else { (octets: 0, arguments: 0) }
        let size = term.fragment.size
        guard size.octets + failure.octets <= CheckedExpression.maximumSQL.octets,
            size.arguments + failure.arguments <= CheckedExpression.maximumSQL.arguments
        else { throw unsupported("表达式展开后太长", at: node) }
        return term
    }

    private mutating func whole(_ node: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        if let known = try folded(node) { return known }
        switch node.kind {
        case .literal(let value): return try literal(value, at: node)
        case .identifier, .select: return try field(node)
        case .presence(let inner): return try presence(inner, exactness)
        case .not(let operand): return try negation(operand)
        case .conjunction(let operands): return try chain(operands, deciding: false, exactness)
        case .disjunction(let operands): return try chain(operands, deciding: true, exactness)
        case .conditional(let condition, let then, let otherwise): return try conditional(condition, then, otherwise, node, exactness)
        case .negate(let operand): return try negative(operand, node)
        case .binary(let binary, let left, let right): return try operation(binary, left, right, node, exactness)
        case .call(let name, let receiver, let arguments): return try call(name, receiver, arguments, node)
        case .comprehension(let macro): return try loop(macro, node, exactness)
        case .index: throw unsupported("下标“[…]”", at: node)
        case .list: throw unsupported("由字段组成的列表只能放在 in 的右边或用 exists()、all()", at: node)
        case .map: throw unsupported("映射", at: node)
        }
    }

    private mutating func operation(
        _ binary: BinaryOperator, _ left: Node, _ right: Node, _ node: Node, _ exactness: Exactness
    ) throws(ExpressionError) -> SQLTerm {
        if binary == .membership { return try membership(left, right, node, exactness) }
        let (first, second) = (try value(left), try value(right))
        switch binary {
        case .equal, .notEqual: return try equality(first, second, negated: binary == .notEqual, exactness, node)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return .condition(try comparison(binary, first, second, node))
        default: return try arithmetic(binary, first, second, node)
        }
    }

    // MARK: Logic

    private mutating func negation(_ operand: Node) throws(ExpressionError) -> SQLTerm {
        let term = try condition(operand, .exact)
        if term.alwaysFails { return term }
        if case .bool(let value)? = term.constant { return .truth(!value) }
        return .condition("(NOT \(term.fragment))")
    }

    private mutating func chain(_ operands: [Node], deciding: Bool, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        // What is known beforehand may decide before the rest needs to be said in SQL at all.
        for operand in operands {
            if try folded(operand)?.constant == .bool(deciding) { return .truth(deciding) }
        }
        var terms: [SQLTerm] = []
        for operand in operands { terms.append(try condition(operand, exactness)) }
        return joined(terms, deciding: deciding, exactness)
    }

    /// `&&` (deciding on false) or `||` (deciding on true). SQL's three-valued AND and OR absorb NULL just as CEL's absorb failures.
    func joined(_ terms: [SQLTerm], deciding: Bool, _ exactness: Exactness) -> SQLTerm {
        if terms.contains(where: { $0.constant == .bool(deciding) }) { return .truth(deciding) }
        var open = terms.filter { $0.constant == nil }
        if exactness == .truth {
            // What always fails is never true.
            if !deciding, open.contains(where: \.alwaysFails) { return .truth(false) }
            if deciding { open.removeAll(where: \.alwaysFails) }
        }
        guard let first = open.first else { return .truth(!deciding) }
        if open.count == 1 { return first }
        return .condition("(\(open.map(\.fragment).joined(separator: deciding ? " OR " : " AND ")))")
    }

    /// `c ? a : b`: NULL when c fails.
    private mutating func conditional(
        _ condition: Node, _ then: Node, _ otherwise: Node, _ node: Node, _ exactness: Exactness
    ) throws(ExpressionError) -> SQLTerm {
        let test = try self.condition(condition, .exact)
        if test.alwaysFails { return checked.types[node.id] == .bool ? test : try literal(nil, at: node) }
        if case .bool(let holds)? = test.constant { return try term(holds ? then : otherwise, exactness) }
        func choose(_ first: SQLFragment, _ second: SQLFragment, failing: SQLFragment? = nil) -> SQLFragment {
            let rest: SQLFragment = failing.map { " ELSE \($0)" } ?? ""
            return "(CASE \(test.fragment) WHEN TRUE THEN \(first) WHEN FALSE THEN \(second)\(rest) END)"
        }
        // As a condition where both arms are, unless an arm may be null, which `== null` could still ask about.
        if checked.types[node.id] == .bool, exactness == .truth {
            return .condition(choose(try self.condition(then, .truth).fragment, try self.condition(otherwise, .truth).fragment))
        }
        let (first, second) = (try value(then), try value(otherwise))
        var type = try self.type(of: node)
        if type == .null { type = first.type == .null ? second.type : first.type }
        try requireArgument(first, then)
        try requireArgument(second, otherwise)
        var result = SQLTerm.computed(choose(first.fragment, second.fragment), type)
        guard first.isNullable || second.isNullable else { return result }
        result.isNullable = true
        let fails = (first.failureCondition, second.failureCondition)
        if fails.0 == nil, fails.1 == nil, case .never = test.failure {
            result.failure = .never
        } else {
            result.failure = .when(choose(fails.0 ?? "FALSE", fails.1 ?? "FALSE", failing: "TRUE"))
        }
        return result
    }

    private mutating func presence(_ inner: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        let term = try field(inner)
        let test: SQLFragment = "(\(term.fragment) IS NOT NULL)"
        guard exactness == .exact, let fails = term.failureCondition else {
            return SQLTerm(fragment: test, type: .bool, isCondition: true)
        }
        return .condition("(CASE WHEN NOT \(fails) THEN \(test) END)")
    }
}

extension SQLFragment {
    var size: (octets: Int, arguments: Int) {
        pieces.reduce(into: (0, 0)) { size, piece in
            switch piece {
            case .text(let text): size.0 += text.utf8.count
            case .argument: size.1 += 1
            }
        }
    }
}
