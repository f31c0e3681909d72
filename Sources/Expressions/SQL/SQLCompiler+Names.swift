/// Names: columns, constants, the variables of macros. Whatever mentions no column is evaluated here and now.
extension SQLCompiler {
    /// What a free name stands for.
    private enum Meaning {
        case column(SQLFragment)
        /// A constant and the part of the path that names it.
        case constant(Value, name: String)
        case type
    }

    /// - Parameter path: as long as selections from the name go on.
    private func meaning(of path: [String], at node: Node) throws(ExpressionError) -> Meaning {
        if let column = column(path) { return .column(column) }
        for length in stride(from: path.count, to: 0, by: -1) {
            let prefix = Array(path.prefix(length))
            if let value = constant(prefix) { return .constant(value, name: prefix.joined(separator: ".")) }
        }
        let name = path.joined(separator: ".")
        if standardTypes.contains(name) { return .type }
        throw error("“\(name)”不是数据库里的字段，也没有已知的值，不能用作查询条件", at: node)
    }

    private func local(_ name: String) -> Local? { locals.last { $0.name == name }?.local }

    /// The term of a node that mentions no column: its value, or a failure. Nil: it does mention one.
    mutating func folded(_ node: Node) throws(ExpressionError) -> SQLTerm? {
        if try mentionsColumn(node, bound: Set(locals.map(\.name))) { return nil }
        var bindings: [String: Value] = [:]
        guard try collect(node, bound: [], into: &bindings) else { return nil }
        var planner = Planner(functions: checked.environment.table, declared: nil)
        var evaluator = Evaluator(surroundings(BindingsActivation(bindings)))
        var value: Value?
        do throws(EvaluationError) {
            value = try evaluator.value(planner.plan(node))
        } catch {
            if error.reason == .tooMuchWork { throw self.error(error.message, at: node) }
        }
        return try literal(value, at: node)
    }

    /// Whether a column is named anywhere in the tree. Remembered for each node: every level of the tree asks again.
    private mutating func mentionsColumn(_ node: Node, bound: Set<String>) throws(ExpressionError) -> Bool {
        if let known = columnsBelow[node.id] { return known }
        var answer = false
        if let path = node.path, let root = node.root {
            if root.absolute || !bound.contains(root.name), case .column = try meaning(of: path, at: node) { answer = true }
        } else {
            for (child, inner) in children(of: node, bound) where try mentionsColumn(child, bound: inner) {
                answer = true
                break
            }
        }
        columnsBelow[node.id] = answer
        return answer
    }

    /// Gathers the values of all names in the tree; false as soon as one is a column.
    private func collect(_ node: Node, bound: Set<String>, into bindings: inout [String: Value]) throws(ExpressionError) -> Bool {
        if let path = node.path, let root = node.root {
            if !root.absolute, bound.contains(root.name) { return true }
            if !root.absolute, let local = local(root.name) {
                guard case .constant(let value) = local else { return false }
                bindings[root.name] = value
                return true
            }
            if local(root.name) != nil { throw unsupported("以点开头的名称与宏变量同名", at: node) }
            switch try meaning(of: path, at: node) {
            case .column: return false
            case .type: return true
            case .constant(let value, let name):
                bindings[name] = value
                return true
            }
        }
        for (child, inner) in children(of: node, bound) where !(try collect(child, bound: inner, into: &bindings)) { return false }
        return true
    }

    private func children(of node: Node, _ bound: Set<String>) -> [(Node, Set<String>)] {
        switch node.kind {
        case .literal, .identifier: []
        case .select(let inner, _), .presence(let inner), .not(let inner), .negate(let inner): [(inner, bound)]
        case .index(let a, let b), .binary(_, let a, let b): [(a, bound), (b, bound)]
        case .call(let name, let receiver, let arguments):
            (receiver.map { isFunctionName(name, $0) ? [] : [($0, bound)] } ?? []) + arguments.map { ($0, bound) }
        case .conjunction(let operands), .disjunction(let operands), .list(let operands): operands.map { ($0, bound) }
        case .conditional(let condition, let then, let otherwise): [(condition, bound), (then, bound), (otherwise, bound)]
        case .map(let entries): entries.flatMap { [($0.key, bound), ($0.value, bound)] }
        case .comprehension(let macro):
            [(macro.range, bound)] + [macro.condition, macro.result].compactMap { $0 }.map { ($0, bound.union(macro.variables)) }
        }
    }

    func isFunctionName(_ name: String, _ receiver: Node) -> Bool {
        qualifiedFunction(name, receiver: receiver, isLocal: { name in locals.contains { $0.name == name } }, in: checked.environment.table)
            != nil
    }

    /// A column, a macro's variable, or a field of a macro's variable.
    mutating func field(_ node: Node) throws(ExpressionError) -> SQLTerm {
        guard let path = node.path, let root = node.root else { throw unsupported("这里的字段不是直接取自记录", at: node) }
        let type = try type(of: node)
        if !root.absolute, let local = local(root.name) {
            switch local {
            case .constant(let value): return try literal(value, at: node)
            case .term(let term):
                if path.count == 1 { return term }
                guard path.count == 2 else { throw unsupported("列表项里更深的字段", at: node) }
                return try member(path[1], of: term, type, node)
            }
        }
        switch try meaning(of: path, at: node) {
        case .column(let fragment):
            var term = SQLTerm(fragment: fragment, type: type, isNullable: true, isSimple: true)
            // A field of a referenced record: without the reference, reading it fails.
            let prefixes = (1..<max(1, path.count)).compactMap { [column] in column(Array(path.prefix($0))) }
            if !prefixes.isEmpty { term.failure = .when("(\(prefixes.map { "\($0) IS NULL" }.joined(separator: " OR ")))") }
            return term
        case .constant, .type:
            if let known = try folded(node) { return known }
            return try literal(nil, at: node)
        }
    }

    /// A field of a list's element, which is a JSON object.
    private func member(_ name: String, of term: SQLTerm, _ type: ValueType, _ node: Node) throws(ExpressionError) -> SQLTerm {
        guard !name.contains("\""), !name.contains("\\") else { throw unsupported("字段名“\(name)”", at: node) }
        let fragment: SQLFragment
        switch dialect {
        case .sqlite:
            let value: SQLFragment = "json_extract(\(term.fragment), \(argument: .string("$.\"\(name)\"")))"
            fragment = type == .double ? "CAST(\(value) AS REAL)" : value
        case .postgresql:
            fragment = try jsonText("(CAST(\(term.fragment) AS jsonb) ->> CAST(\(argument: .string(name)) AS text))", as: type, node)
        }
        return SQLTerm(fragment: fragment, type: type, isNullable: true, failure: .when("(\(term.fragment) IS NULL)"))
    }

    /// PostgreSQL: a JSON value's text as the type that it has.
    func jsonText(_ text: SQLFragment, as type: ValueType, _ node: Node) throws(ExpressionError) -> SQLFragment {
        switch type {
        case .string, .object, .list, .map: text
        case .int, .uint, .timestamp, .duration: "CAST(\(text) AS bigint)"
        case .double: "CAST(\(text) AS double precision)"
        case .bool: "CAST((CASE \(text) WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END) AS bigint)"
        default: throw unsupported("列表项是\(type.label)", at: node)
        }
    }

    // MARK: Constants

    /// A value as an argument; nil as what always fails.
    func literal(_ value: Value?, at node: Node) throws(ExpressionError) -> SQLTerm {
        let type = checked.types[node.id]
        guard let value else {
            return SQLTerm(
                fragment: nothing(type), type: type, isNullable: true, failure: .when("TRUE"), isSimple: true, alwaysFails: true)
        }
        var term = SQLTerm(fragment: nothing(type), type: value.termType ?? type, isSimple: true, constant: value)
        switch value {
        case .null: (term.type, term.isNullable) = (type, true)
        case .bool(let flag): term.fragment = flag ? "1" : "0"
        default: if let argument = try argument(value, at: node) { term.fragment = argument }
        }
        return term
    }

    /// NULL of the type: PostgreSQL would take a bare one for a text.
    private func nothing(_ type: ValueType) -> SQLFragment {
        if dialect == .sqlite { return "NULL" }
        switch type {
        case .bool, .int, .uint, .timestamp, .duration: return "CAST(NULL AS bigint)"
        case .double: return "CAST(NULL AS double precision)"
        case .string, .object: return "CAST(NULL AS text)"
        case .bytes: return "CAST(NULL AS bytea)"
        case .dyn, .null, .list, .map, .type: return "NULL"
        }
    }

    /// The value as the database holds it; nil for what no column holds.
    func argument(_ value: Value, at node: Node) throws(ExpressionError) -> SQLFragment? {
        func cast(_ value: Value, _ type: String) -> SQLFragment {
            dialect == .sqlite ? .argument(value) : "CAST(\(argument: value) AS \(SQLFragment(text: type)))"
        }
        switch value {
        case .int: return cast(value, "bigint")
        case .uint(let number): return Int64(exactly: number).map { cast(.int($0), "bigint") }
        case .double(let number): return number.isNaN ? nil : cast(value, "double precision")
        case .string(let text):
            if text.utf8.contains(0) { throw error("文本里有空字符（U+0000），数据库里不可能有这样的值，请删去", at: node) }
            return cast(value, "text")
        case .bytes: return cast(value, "bytea")
        case .timestamp(let instant): return instant.nanoseconds % 1_000_000 == 0 ? cast(.int(instant.milliseconds), "bigint") : nil
        case .duration(let span): return span.nanoseconds % 1_000_000 == 0 ? cast(.int(span.milliseconds), "bigint") : nil
        case .object(let object): return cast(.string(object.identity), "text")
        case .null, .bool, .list, .map, .type: return nil
        }
    }

    /// Refuses constants that have no form as an argument where one is needed.
    func requireArgument(_ term: SQLTerm, _ node: Node) throws(ExpressionError) {
        guard let constant = term.constant else { return }
        switch constant {
        case .null, .bool: return
        default:
            if try argument(constant, at: node) == nil { throw unsupported("常量 \(constant.typeName) 精度太细、太大或没有对应的列类型", at: node) }
        }
    }
}

extension Value {
    /// The type as which a constant takes part in SQL.
    fileprivate var termType: ValueType? {
        switch self {
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .object(let object): .object(object.type)
        case .null, .list, .map, .type: nil
        }
    }
}
