/// Finds the type of every node and refuses what cannot have a value. Source: cel-spec, "Gradual Type Checking": what is `dyn` is left to
/// the evaluation; beyond CEL every value may be null, because every field may be unset.
struct Checker {
    let environment: TypeEnvironment
    let source: String
    /// The types found, by node id.
    private(set) var types: [ValueType]
    /// The functions that calls may mean, by node id; more than one only where an argument is `dyn`.
    private(set) var overloads: [Int: [FunctionDeclaration]] = [:]
    private var locals: [(name: String, type: ValueType)] = []

    init(environment: TypeEnvironment, expression: Expression) {
        self.environment = environment
        source = expression.source
        types = Array(repeating: .dyn, count: expression.nodes)
    }

    func error(_ message: String, at node: Node) -> ExpressionError { ExpressionError(message, at: node.offset, in: source) }

    @discardableResult
    mutating func check(_ node: Node) throws(ExpressionError) -> ValueType {
        let type = try type(of: node)
        types[node.id] = type
        return type
    }

    private mutating func type(of node: Node) throws(ExpressionError) -> ValueType {
        switch node.kind {
        case .literal(let value): return value.literalType
        case .identifier: return try name(node)
        case .select(let operand, let field):
            if node.path != nil, let type = try qualifiedName(node) { return type }
            return try self.field(field, of: check(operand), at: node)
        case .presence(let inner):
            try check(inner)
            return .bool
        case .index(let operand, let index): return try element(of: check(operand), at: check(index), node)
        case .call(let name, let receiver, let arguments): return try call(name, receiver, arguments, node)
        case .not(let operand):
            try requireBool(operand, "“!”后面")
            return .bool
        case .negate(let operand):
            let type = try check(operand)
            guard [.int, .double, .duration, .dyn].contains(type) else { throw error("“-”不能用于\(type.label)，只能用于数和时长", at: node) }
            return type
        case .binary(let binary, let left, let right):
            return try OperatorTypes(binary, try check(left), try check(right)).result { (message) in error(message, at: node) }
        case .conjunction(let operands):
            for operand in operands { try requireBool(operand, "“&&”两边") }
            return .bool
        case .disjunction(let operands):
            for operand in operands { try requireBool(operand, "“||”两边") }
            return .bool
        case .conditional(let condition, let then, let otherwise):
            try requireBool(condition, "“?”前面")
            let (first, second) = (try check(then), try check(otherwise))
            guard let type = first.joined(with: second) else {
                throw error("“? :”的两个结果类型不同：\(first.label)和\(second.label)；请转换为同一类型", at: node)
            }
            return type
        case .list(let elements):
            var type: ValueType?
            for element in elements {
                let next = try check(element)
                type = type.map { $0.joined(with: next) ?? .dyn } ?? next
            }
            return .list(type ?? .dyn)
        case .map(let entries): return try map(entries)
        case .comprehension(let comprehension): return try self.comprehension(comprehension, node)
        }
    }

    private mutating func requireBool(_ node: Node, _ place: String) throws(ExpressionError) {
        let type = try check(node)
        guard type == .bool || type == .dyn else {
            let mend: String =
                switch type {
                case .int, .uint, .double: "；要判断数请写成比较，如 x > 0"
                case .string: "；要判断文本请写成比较，如 x == '值' 或 x != ''"
                case .null: ""
                default: "；要判断有没有值请写 x != null"
                }
            throw error("\(place)应当是布尔值，现在是\(type.label)\(mend)", at: node)
        }
    }

    // MARK: Names and fields

    private mutating func name(_ node: Node) throws(ExpressionError) -> ValueType {
        if let type = try qualifiedName(node) { return type }
        guard case .identifier(let name, _) = node.kind else { return .dyn }
        let known = Array(environment.variables.keys) + locals.map(\.name)
        throw error("没有名为“\(name)”的字段或变量\(Suggestion.sentence(for: name, among: known))", at: node)
    }

    /// The type of a macro's variable, a declared variable (the longest qualified name wins) or a type's name; nil when the path is
    /// none of these but perhaps a field of something.
    private mutating func qualifiedName(_ node: Node) throws(ExpressionError) -> ValueType? {
        guard let path = node.path, let root = node.root else { return nil }
        if !root.absolute, let local = locals.last(where: { $0.name == root.name }) { return path.count == 1 ? local.type : nil }
        let name = path.joined(separator: ".")
        if let type = environment.variables[name] { return type }
        return standardTypes.contains(name) ? .type : nil
    }

    private func field(_ name: String, of type: ValueType, at node: Node) throws(ExpressionError) -> ValueType {
        switch type {
        case .dyn: return .dyn
        case .map(let key, let value):
            guard ValueType.string.fits(key) else { throw error("映射的键是\(key.label)，不能用“.\(name)”取值，请用下标", at: node) }
            return value
        case .object(let object):
            guard let fields = environment.objects[object] else { throw error("对象类型“\(object)”没有声明", at: node) }
            guard let type = fields[name] else {
                throw error("“\(object)”没有名为“\(name)”的字段\(Suggestion.sentence(for: name, among: Array(fields.keys)))", at: node)
            }
            return type
        default: throw error("\(type.label)没有字段，不能写“.\(name)”", at: node)
        }
    }

    private func element(of type: ValueType, at index: ValueType, _ node: Node) throws(ExpressionError) -> ValueType {
        switch type {
        case .dyn: return .dyn
        case .list(let element):
            guard index.isNumber || index == .dyn else { throw error("列表的下标应当是整数，现在是\(index.label)", at: node) }
            return element
        case .map(let key, let value):
            guard index.fits(key) || index.isNumber && key.isNumber else {
                throw error("映射的键是\(key.label)，下标却是\(index.label)", at: node)
            }
            return value
        default: throw error("只有列表和映射可以用下标，\(type.label)不行", at: node)
        }
    }

    private mutating func map(_ entries: [Node.Entry]) throws(ExpressionError) -> ValueType {
        var (keyType, valueType): (ValueType?, ValueType?) = (nil, nil)
        var keys: Set<Value> = []
        for entry in entries {
            let (key, value) = (try check(entry.key), try check(entry.value))
            guard [.bool, .int, .uint, .string, .dyn].contains(key) else {
                throw error("映射的键只能是布尔、整数或文本，不能是\(key.label)", at: entry.key)
            }
            if case .literal(let literal) = entry.key.kind, !keys.insert(literal).inserted { throw error("映射里同一个键写了两次", at: entry.key) }
            keyType = keyType.map { $0.joined(with: key) ?? .dyn } ?? key
            valueType = valueType.map { $0.joined(with: value) ?? .dyn } ?? value
        }
        return .map(keyType ?? .dyn, valueType ?? .dyn)
    }

    // MARK: Macros

    private mutating func comprehension(_ macro: Comprehension, _ node: Node) throws(ExpressionError) -> ValueType {
        let range = try check(macro.range)
        let (key, value): (ValueType, ValueType)
        switch range {
        case .list(let element): (key, value) = (.int, element)
        case .map(let mapKey, let mapValue): (key, value) = (mapKey, mapValue)
        case .dyn: (key, value) = (.dyn, .dyn)
        default: throw error("\(macro.name)() 只能用于列表和映射，不能用于\(range.label)", at: node)
        }
        let isList = if case .list = range { true } else { false }
        let element = isList || range == .dyn ? value : key
        if macro.variables.count == 1 {
            locals.append((macro.variables[0], element))
        } else {
            locals.append((macro.variables[0], key))
            locals.append((macro.variables[1], value))
        }
        defer { locals.removeLast(macro.variables.count) }
        if let condition = macro.condition { try requireBool(condition, "\(macro.name)() 的条件") }
        switch macro.kind {
        case .all, .exists, .existsOne: return .bool
        case .list: return .list(try macro.result.map { (result) throws(ExpressionError) in try check(result) } ?? element)
        case .map: return .map(key, try macro.result.map { (result) throws(ExpressionError) in try check(result) } ?? .dyn)
        case .mapEntry:
            guard let result = macro.result else { return .map(.dyn, .dyn) }
            let type = try check(result)
            switch type {
            case .map, .dyn: return type
            default: throw error("\(macro.name)() 的结果应当是映射 {键: 值}，现在是\(type.label)", at: result)
            }
        }
    }

    // MARK: Calls

    private mutating func call(_ name: String, _ receiver: Node?, _ arguments: [Node], _ node: Node) throws(ExpressionError) -> ValueType {
        var receiver = receiver
        var name = name
        if let target = receiver,
            let qualified = qualifiedFunction(
                name, receiver: target, isLocal: { [locals] name in locals.contains { $0.name == name } }, in: environment.table)
        {
            (name, receiver) = (qualified, nil)
        }
        let operands = (receiver.map { [$0] } ?? []) + arguments
        var given: [ValueType] = []
        for operand in operands { given.append(try check(operand)) }
        let candidates = environment.table.named(name, isMember: receiver != nil)
        let fitting = candidates.filter {
            $0.parameters.count == given.count && zip(given, $0.parameters).allSatisfy { $0.passes(for: $1) }
        }
        guard let first = fitting.first else {
            throw CallMistake(name, receiver != nil, given, candidates, environment).error(at: node, source)
        }
        overloads[node.id] = fitting
        try checkLiterals(name, operands, node)
        return fitting.allSatisfy { $0.result == first.result } ? first.result : .dyn
    }

    /// What can already be seen to fail: `timestamp('2026-13-01')`, a pattern that is none.
    private func checkLiterals(_ name: String, _ operands: [Node], _ node: Node) throws(ExpressionError) {
        if name == "matches", operands.count == 2, case .literal(.string(let pattern)) = operands[1].kind {
            do throws(PatternError) {
                _ = try Pattern(pattern)
            } catch {
                throw ExpressionError("正则表达式有误：\(error.message)", at: operands[1].offset, in: source)
            }
        }
        let conversions: Set = ["bool", "int", "uint", "double", "timestamp", "duration"]
        guard conversions.contains(name), operands.count == 1, case .literal(let literal) = operands[0].kind else { return }
        for function in overloads[node.id] ?? [] where function.accepts([literal]) {
            do {
                _ = try function.evaluate([literal], BindingsActivation())
            } catch {
                throw ExpressionError("\(error)", at: operands[0].offset, in: source)
            }
        }
    }
}

extension ValueType {
    /// Whether an argument of this type may be passed for a parameter. A literal null is passed only for what takes null.
    fileprivate func passes(for parameter: ValueType) -> Bool { self == .null ? parameter == .null || parameter == .dyn : fits(parameter) }
}

extension Value {
    /// The type of a literal.
    fileprivate var literalType: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .object(let object): .object(object.type)
        case .list, .map: .dyn
        }
    }
}
