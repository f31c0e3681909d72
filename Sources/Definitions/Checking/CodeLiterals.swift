/// Codes and states written into expressions: `kind == 'ZX'`, `state in ['closed']`, a code given to a field. Are they in the list?
///
/// Looks at the tokens around a literal. What it cannot follow (variables of macros, computed texts) it passes over: it finds slips, the
/// type check finds the rest.
struct CodeLiterals {
    let catalogue: Catalogue
    let problems: Problems

    /// Codes compared with fields, states compared with `state`.
    func checkComparisons(_ source: SourceExpression, in record: RecordDefinition, action: ActionDefinition?, parent: RecordDefinition?) {
        let tokens = ExpressionTokens.read(source.text)
        let bound = ExpressionTokens.boundNames(tokens)
        for index in tokens.indices {
            guard case .name(let path) = tokens[index], let head = path.first, !bound.contains(head) else { continue }
            let literals = compared(with: index, in: tokens)
            guard !literals.isEmpty, let codes = codes(of: path, in: record, action: action, parent: parent) else { continue }
            for literal in literals where !codes.known.contains(literal) {
                problems.unknown(source.position, codes.what, literal, among: codes.known)
            }
        }
    }

    /// A literal, or the arms of a condition, given to a code field.
    func checkGiven(_ source: SourceExpression, to type: FieldType) {
        guard case .code(let id) = type, let list = catalogue.codeList(id) else { return }
        let tokens = ExpressionTokens.read(source.text)
        for (index, token) in tokens.enumerated() {
            guard case .text(let literal) = token else { continue }
            let before = index == 0 ? nil : tokens[index - 1]
            let after = index + 1 < tokens.count ? tokens[index + 1] : nil
            let begins = before == nil || before == .symbol("?") || before == .symbol(":")
            let ends = after == nil || after == .symbol(":")
            if begins && ends && !list.contains(literal) {
                problems.unknown(source.position, "“\(list.id)”的代码", literal, among: list.entries.map(\.code))
            }
        }
    }

    private func compared(with index: Int, in tokens: [ExpressionTokens.Token]) -> [String] {
        func token(_ offset: Int) -> ExpressionTokens.Token? { tokens.indices.contains(index + offset) ? tokens[index + offset] : nil }
        let equal: [ExpressionTokens.Token?] = [.symbol("=="), .symbol("!=")]
        if equal.contains(token(1)), case .text(let literal)? = token(2) {
            // `a == 'x' + b` says nothing about 'x'.
            return token(3) == .symbol("+") ? [] : [literal]
        }
        if equal.contains(token(-1)), case .text(let literal)? = token(-2), token(1) != .symbol(".") {
            return token(-3) == .symbol("+") ? [] : [literal]
        }
        guard token(1) == .name(["in"]), token(2) == .symbol("[") else { return [] }
        var literals: [String] = []
        var offset = 3
        while let next = token(offset), next != .symbol("]") {
            if case .text(let literal) = next { literals.append(literal) } else if next != .symbol(",") { return [] }
            offset += 1
        }
        return literals
    }

    private struct Codes {
        var what: String
        var known: [String]
    }

    /// The codes a path may hold: follows `record`, `old`, `parent` and references.
    private func codes(of path: [String], in record: RecordDefinition, action: ActionDefinition?, parent: RecordDefinition?) -> Codes? {
        var record = record
        var names = path[...]
        if names.count == 1, let input = action?.inputs.first(where: { $0.id == names.first }) { return codes(of: input.type) }
        while let name = names.first {
            names = names.dropFirst()
            if let field = record.field(name) {
                if names.isEmpty { return codes(of: field.type) }
                guard case .ref(let targets) = field.type, targets.count == 1, let target = catalogue.record(targets[0]) else { return nil }
                record = target
            } else if name == "state", names.isEmpty {
                guard let lifecycle = record.lifecycle else { return nil }
                return Codes(what: "“\(record.id)”的状态", known: lifecycle.states.map(\.id))
            } else if name == "record" || name == "old" {
                continue
            } else if name == "parent" {
                guard let above = parent ?? record.parent.flatMap({ catalogue.record("\(record.system)/\($0)") }) else { return nil }
                record = above
            } else {
                return nil
            }
        }
        return nil
    }

    private func codes(of type: FieldType) -> Codes? {
        guard case .code(let id) = type, let list = catalogue.codeList(id) else { return nil }
        return Codes(what: "“\(list.id)”的代码", known: list.entries.map(\.code))
    }
}
