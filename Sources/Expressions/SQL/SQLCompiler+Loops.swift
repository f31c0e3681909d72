/// Macros over lists: over a known list written out element by element, over a JSON column as a subquery.
extension SQLCompiler {
    /// Longest known list that is written out.
    static var maximumElements: Int { 1000 }

    mutating func loop(_ macro: Comprehension, _ node: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        guard macro.kind == .all || macro.kind == .exists || macro.kind == .existsOne, let condition = macro.condition else {
            throw unsupported("\(macro.name)() 的结果是\(macro.kind == .list ? "列表" : "映射")", at: node, mend: "请改写为 exists() 或 all()")
        }
        if let range = try folded(macro.range) {
            switch range.constant {
            case .list(let values)?:
                let rounds = values.enumerated().map { (Local.constant(.int(Int64($0.offset))), Local.constant($0.element)) }
                return try written(macro, condition, rounds, fails: [], node, exactness)
            case .map(let map)?:
                let rounds = map.orderedKeys.map { key in
                    macro.variables.count == 1
                        ? (Local.constant(key), Local.constant(key)) : (Local.constant(key), Local.constant(map[key] ?? .null))
                }
                return try written(macro, condition, rounds, fails: [], node, exactness)
            default: return failing()
            }
        }
        if case .list(let nodes) = macro.range.kind {
            var rounds: [(Local, Local)] = []
            var fails: [SQLFragment] = []
            for (index, item) in nodes.enumerated() {
                let term = try value(item)
                if term.alwaysFails { return failing() }
                if let failure = term.failureCondition { fails.append(failure) }
                rounds.append((.constant(.int(Int64(index))), term.constant.map { .constant($0) } ?? .term(term)))
            }
            return try written(macro, condition, rounds, fails: fails, node, exactness)
        }
        let list = try value(macro.range)
        guard case .list(let type) = list.type else { throw unsupported("\(macro.name)() 用于\(list.type.label)", at: node) }
        return try queried(macro, condition, list, type, node, exactness)
    }

    // MARK: Known lists

    private mutating func written(
        _ macro: Comprehension, _ condition: Node, _ rounds: [(key: Local, value: Local)], fails: [SQLFragment], _ node: Node,
        _ exactness: Exactness
    ) throws(ExpressionError) -> SQLTerm {
        guard rounds.count <= Self.maximumElements else {
            throw unsupported("\(macro.name)() 的列表超过 \(Self.maximumElements) 项", at: node)
        }
        var terms: [SQLTerm] = []
        for round in rounds {
            let first = locals.count
            defer { locals.removeLast(locals.count - first) }
            if macro.variables.count == 2 { locals.append((macro.variables[0], round.key)) }
            locals.append((macro.variables[macro.variables.count - 1], round.value))
            terms.append(try self.condition(condition, macro.kind == .existsOne ? .exact : exactness))
        }
        var answer: SQLTerm
        if macro.kind == .existsOne {
            if terms.contains(where: \.alwaysFails) { return failing() }
            if terms.isEmpty { return .truth(false) }
            let count = terms.map { "(CASE \($0.fragment) WHEN TRUE THEN 1 WHEN FALSE THEN 0 END)" as SQLFragment }.joined(separator: " + ")
            answer = .condition("(\(count) = 1)")
        } else {
            answer = joined(terms, deciding: macro.kind == .exists, exactness)
        }
        if !fails.isEmpty { answer = .condition("(CASE WHEN NOT (\(fails.joined(separator: " OR "))) THEN \(answer.fragment) END)") }
        return answer
    }

    // MARK: Columns

    /// The elements of a JSON array as a table of one column; a table of its own, so that no name of it hides a field.
    mutating func elements(
        of list: SQLTerm, _ type: ValueType, _ node: Node
    ) throws(ExpressionError) -> (table: SQLFragment, element: SQLTerm, key: SQLTerm) {
        let (element, key) = (SQLFragment(text: alias()), SQLFragment(text: alias()))
        let table: SQLFragment
        switch dialect {
        case .sqlite:
            let value: SQLFragment = type == .double ? "CAST(value AS REAL)" : "value"
            table = "(SELECT \(value) AS \(element), key AS \(key) FROM json_each(\(list.fragment))) AS \(element)_t"
        case .postgresql:
            let rows: SQLFragment =
                "jsonb_array_elements_text(CAST(\(list.fragment) AS jsonb)) WITH ORDINALITY AS \(element)_r(value, place)"
            let value = try jsonText("\(element)_r.value", as: type, node)
            table = "(SELECT \(value) AS \(element), \(element)_r.place - 1 AS \(key) FROM \(rows)) AS \(element)_t"
        }
        if type == .dyn { throw unsupported("列表项的类型不明", at: node) }
        return (
            table, SQLTerm(fragment: element, type: type, isNullable: true, isSimple: true),
            SQLTerm(fragment: key, type: .int, isSimple: true)
        )
    }

    private mutating func queried(
        _ macro: Comprehension, _ condition: Node, _ list: SQLTerm, _ type: ValueType, _ node: Node, _ exactness: Exactness
    ) throws(ExpressionError) -> SQLTerm {
        let source = try elements(of: list, type, macro.range)
        let first = locals.count
        defer { locals.removeLast(locals.count - first) }
        if macro.variables.count == 2 { locals.append((macro.variables[0], .term(source.key))) }
        locals.append((macro.variables[macro.variables.count - 1], .term(source.element)))
        if exactness == .truth, macro.kind != .existsOne {
            let test = try self.condition(condition, .truth).fragment
            if macro.kind == .exists { return .condition("EXISTS (SELECT 1 FROM \(source.table) WHERE \(test))") }
            return .condition(
                "(\(list.fragment) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \(source.table) WHERE (\(test)) IS NOT TRUE))")
        }
        let test = try self.condition(condition, .exact).fragment
        let name = SQLFragment(text: alias())
        let (yes, no): (SQLFragment, SQLFragment) = ("count(CASE WHEN \(name) THEN 1 END)", "count(CASE WHEN NOT \(name) THEN 1 END)")
        let answer: SQLFragment =
            switch macro.kind {
            case .exists: "CASE WHEN \(yes) > 0 THEN TRUE WHEN count(*) > count(\(name)) THEN NULL ELSE FALSE END"
            case .all: "CASE WHEN \(no) > 0 THEN FALSE WHEN count(*) > count(\(name)) THEN NULL ELSE TRUE END"
            default: "CASE WHEN count(*) > count(\(name)) THEN NULL ELSE \(yes) = 1 END"
            }
        let outcome: SQLFragment = "(SELECT \(answer) FROM (SELECT \(test) AS \(name) FROM \(source.table)) AS \(name)_t)"
        return .condition("(CASE WHEN \(list.fragment) IS NOT NULL THEN \(outcome) END)")
    }
}
