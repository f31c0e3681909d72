extension Expression {
    /// The names at the head of what it mentions, for example `actor` for `actor.org`; without the variables of macros.
    public var references: Set<String> { mentioned.names }

    /// Everything it mentions, as far as fields are selected by name: `actor.org`, `amount`; without the variables of macros.
    public var paths: Set<String> { mentioned.paths }

    /// Names of the functions it calls, bare where they are called on a value.
    public var calls: Set<String> { mentioned.calls }

    private var mentioned: Mentions {
        var mentions = Mentions()
        mentions.visit(root, bound: [])
        return mentions
    }
}

/// Collects the free names of a tree.
private struct Mentions {
    var names: Set<String> = []
    var paths: Set<String> = []
    var calls: Set<String> = []

    mutating func visit(_ node: Node, bound: Set<String>) {
        if let path = node.path, let root = node.root {
            if root.absolute || !bound.contains(root.name) {
                names.insert(root.name)
                paths.insert(path.joined(separator: "."))
            }
            return
        }
        switch node.kind {
        case .literal, .identifier: break
        case .select(let operand, _), .presence(let operand), .not(let operand), .negate(let operand): visit(operand, bound: bound)
        case .index(let a, let b), .binary(_, let a, let b):
            visit(a, bound: bound)
            visit(b, bound: bound)
        case .call(let name, let receiver, let arguments):
            calls.insert(name)
            // `strings.quote(x)` names a function, not a variable `strings`.
            if let receiver, let path = receiver.path, let root = receiver.root, !bound.contains(root.name),
                !FunctionTable.standard.named((path + [name]).joined(separator: "."), isMember: false).isEmpty
            {
            } else if let receiver {
                visit(receiver, bound: bound)
            }
            for argument in arguments { visit(argument, bound: bound) }
        case .conjunction(let operands), .disjunction(let operands), .list(let operands):
            for operand in operands { visit(operand, bound: bound) }
        case .conditional(let condition, let then, let otherwise):
            for part in [condition, then, otherwise] { visit(part, bound: bound) }
        case .map(let entries):
            for entry in entries {
                visit(entry.key, bound: bound)
                visit(entry.value, bound: bound)
            }
        case .comprehension(let comprehension):
            visit(comprehension.range, bound: bound)
            let inner = bound.union(comprehension.variables)
            if let condition = comprehension.condition { visit(condition, bound: inner) }
            if let result = comprehension.result { visit(result, bound: inner) }
        }
    }
}
