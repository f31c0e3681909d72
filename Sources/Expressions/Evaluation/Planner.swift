/// Turns a syntax tree into a plan.
struct Planner {
    let functions: FunctionTable
    /// Declared variables, when the expression has been checked; nil: any name may turn out to have a value.
    let declared: Set<String>?
    /// Variables of the macros around, innermost last.
    private var locals: [String] = []

    init(functions: FunctionTable, declared: Set<String>?) {
        self.functions = functions
        self.declared = declared
    }

    mutating func plan(_ node: Node) -> Plan {
        let offset = node.offset
        switch node.kind {
        case .literal(let value): return .constant(value)
        case .identifier, .select:
            if let plan = name(node) { return plan }
            guard case .select(let operand, let field) = node.kind else { return .variable([], offset: offset) }
            return .select(plan(operand), field: field, offset: offset)
        case .presence(let inner): return presence(inner, offset)
        case .index(let operand, let index): return .index(plan(operand), plan(index), offset: offset)
        case .call(let name, let receiver, let arguments): return call(name, receiver: receiver, arguments: arguments, offset: offset)
        case .not(let operand): return .not(plan(operand), offset: offset)
        case .negate(let operand): return .negate(plan(operand), offset: offset)
        case .binary(let binary, let left, let right): return .binary(binary, plan(left), plan(right), offset: offset)
        case .conjunction(let operands): return .conjunction(plans(operands), offset: offset)
        case .disjunction(let operands): return .disjunction(plans(operands), offset: offset)
        case .conditional(let condition, let then, let otherwise):
            return .conditional(plan(condition), then: plan(then), else: plan(otherwise), offset: offset)
        case .list(let elements):
            let parts = plans(elements)
            let constants = parts.compactMap { if case .constant(let value) = $0 { value } else { nil } }
            return constants.count == parts.count ? .constant(.list(constants)) : .list(parts)
        case .map(let entries):
            var parts: [(key: Plan, value: Plan)] = []
            for entry in entries { parts.append((plan(entry.key), plan(entry.value))) }
            return .map(parts, offset: offset)
        case .comprehension(let comprehension):
            let range = plan(comprehension.range)
            locals += comprehension.variables
            defer { locals.removeLast(comprehension.variables.count) }
            return .loop(
                Plan.Loop(
                    kind: comprehension.kind, range: range, variables: comprehension.variables.count,
                    condition: comprehension.condition.map { plan($0) }, result: comprehension.result.map { plan($0) },
                    name: comprehension.name, offset: offset))
        }
    }

    private mutating func presence(_ inner: Node, _ offset: Int) -> Plan {
        guard let plan = name(inner) else {
            guard case .select(let operand, let field) = inner.kind else { return .constant(.bool(true)) }
            return .presence(plan(operand), field: field, offset: offset)
        }
        switch plan {
        case .select(let operand, let field, _): return .presence(operand, field: field, offset: offset)
        case .variable(let candidates, _): return .presenceOfVariable(candidates, offset: offset)
        default: return .not(.binary(.equal, plan, .constant(.null), offset: offset), offset: offset)
        }
    }

    private mutating func plans(_ nodes: [Node]) -> [Plan] {
        var plans: [Plan] = []
        plans.reserveCapacity(nodes.count)
        for node in nodes { plans.append(plan(node)) }
        return plans
    }

    /// The plan of a name or a chain of selections from one; nil for anything else.
    private func name(_ node: Node) -> Plan? {
        guard let path = node.path, let root = node.root else { return nil }
        if !root.absolute, let place = locals.lastIndex(of: root.name) {
            var plan = Plan.local(place)
            for field in path.dropFirst() { plan = .select(plan, field: field, offset: node.offset) }
            return plan
        }
        return .variable(candidates(node), offset: node.offset)
    }

    /// The longest name first: a variable `a.b` hides the field `b` of `a`. Source: cel-spec, "Name Resolution".
    private func candidates(_ node: Node) -> [Plan.Candidate] {
        let path = node.path ?? []
        var all: [Plan.Candidate] = []
        for length in stride(from: path.count, to: 0, by: -1) {
            let name = path.prefix(length).joined(separator: ".")
            if declared?.contains(name) == false, !standardTypes.contains(name) { continue }
            all.append(.init(name: name, fields: Array(path.dropFirst(length))))
        }
        return all
    }

    private mutating func call(_ name: String, receiver: Node?, arguments: [Node], offset: Int) -> Plan {
        guard let receiver else { return .call(name, functions.named(name, isMember: false), plans(arguments), offset: offset) }
        if let qualified = qualifiedFunction(name, receiver: receiver, isLocal: { locals.contains($0) }, in: functions) {
            return .call(qualified, functions.named(qualified, isMember: false), plans(arguments), offset: offset)
        }
        if name == "matches", arguments.count == 1, case .literal(.string(let text)) = arguments[0].kind, let pattern = try? Pattern(text) {
            return .match(plan(receiver), pattern, offset: offset)
        }
        return .call(name, functions.named(name, isMember: true), [plan(receiver)] + plans(arguments), offset: offset)
    }
}

/// `strings.quote(x)` is written like a member call but names a function of its own.
func qualifiedFunction(_ name: String, receiver: Node, isLocal: (String) -> Bool, in functions: FunctionTable) -> String? {
    guard let path = receiver.path, let root = receiver.root, !isLocal(root.name) else { return nil }
    let qualified = (path + [name]).joined(separator: ".")
    return functions.named(qualified, isMember: false).isEmpty ? nil : qualified
}

/// The names of types, which are values themselves where no variable bears the name.
let standardTypes: Set<String> = [
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "google.protobuf.Timestamp",
    "google.protobuf.Duration",
]
