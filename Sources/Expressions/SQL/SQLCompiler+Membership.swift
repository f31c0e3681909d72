/// `x in list`: a list that is known, one made of fields, or a column that holds a JSON array.
extension SQLCompiler {
    mutating func membership(_ left: Node, _ right: Node, _ node: Node, _ exactness: Exactness) throws(ExpressionError) -> SQLTerm {
        let element = try value(left)
        if element.alwaysFails { return failing() }
        if let container = try folded(right) {
            switch container.constant {
            case .list(let values)?: return try membership(element, among: values, [], node, exactness)
            case .map(let map)?: return try membership(element, among: map.orderedKeys, [], node, exactness)
            default: return failing()
            }
        }
        if case .list(let nodes) = right.kind {
            var values: [Value] = []
            var terms: [SQLTerm] = []
            for item in nodes {
                let term = try value(item)
                if term.alwaysFails { return failing() }
                if let constant = term.constant { values.append(constant) } else { terms.append(term) }
            }
            return try membership(element, among: values, terms, node, exactness)
        }
        let list = try value(right)
        guard case .list(let type) = list.type else { throw unsupported("in 的右边是\(list.type.label)", at: right) }
        let source = try elements(of: list, type, right)
        let equal = try equality(element, source.element, negated: false, .truth, node)
        let found: SQLFragment = "EXISTS (SELECT 1 FROM \(source.table) WHERE \(equal.fragment))"
        if exactness == .truth, element.failureCondition == nil { return .condition(found) }
        let fails = [list.failureCondition, element.failureCondition].compactMap { $0 } + ["(\(list.fragment) IS NULL)"]
        return .condition("(CASE WHEN NOT (\(fails.joined(separator: " OR "))) THEN \(found) END)")
    }

    private mutating func membership(
        _ element: SQLTerm, among values: [Value], _ terms: [SQLTerm], _ node: Node, _ exactness: Exactness
    ) throws(ExpressionError) -> SQLTerm {
        if let constant = element.constant, values.contains(constant) {
            // A field in the list that cannot be read would still fail.
            let fails = terms.compactMap(\.failureCondition)
            return fails.isEmpty ? .truth(true) : .condition("(CASE WHEN NOT (\(fails.joined(separator: " OR "))) THEN TRUE END)")
        }
        var tests: [SQLFragment] = []
        if element.constant == nil {
            let arguments = try candidates(values, for: element.type, node)
            if !arguments.isEmpty {
                let found: SQLFragment = "\(element.fragment) IN (\(arguments.joined(separator: ", ")))"
                tests.append(element.isNullable && exactness == .exact ? "(\(element.fragment) IS NOT NULL AND \(found))" : "(\(found))")
            }
            for value in values where Self.isSeveral(value, element.type) {
                tests.append(try equality(element, literal(value, at: node), negated: false, exactness, node).fragment)
            }
            if element.isNullable, values.contains(.null) { tests.append("(\(element.fragment) IS NULL)") }
        }
        for term in terms { tests.append(try equality(element, term, negated: false, exactness, node).fragment) }
        let fails = ([element] + terms).compactMap(\.failureCondition)
        if tests.isEmpty, fails.isEmpty { return .truth(false) }
        let answer: SQLFragment = tests.count <= 1 ? tests.first ?? "FALSE" : "(\(tests.joined(separator: " OR ")))"
        // Failures of fields in the list fail the whole, where OR would absorb them.
        if fails.isEmpty || terms.isEmpty && !element.isNullable && !tests.isEmpty { return .condition(answer) }
        return .condition("(CASE WHEN NOT (\(fails.joined(separator: " OR "))) THEN \(answer) END)")
    }

    /// A double that more than one integer equals.
    private static func isSeveral(_ value: Value, _ type: ValueType) -> Bool {
        guard type.isIntegral, case .double(let number) = value else { return false }
        return abs(number) >= 0x1p53 && number.isFinite
    }

    /// Those constants that a column of the type can equal, as arguments.
    private func candidates(_ values: [Value], for type: ValueType, _ node: Node) throws(ExpressionError) -> [SQLFragment] {
        var arguments: [SQLFragment] = []
        for value in values {
            let counterpart: Value? =
                switch (type, value) {
                case (.int, .int), (.uint, .int), (.double, .double), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp),
                    (.duration, .duration):
                    value
                case (.int, .uint(let number)), (.uint, .uint(let number)): Int64(exactly: number).map { .int($0) }
                case (.int, .double(let number)), (.uint, .double(let number)):
                    // Larger ones equal several integers; `isSeveral` sees to them.
                    abs(number) < 0x1p53 ? Int64(exactly: number).map { .int($0) } : nil
                case (.double, .int(let number)): .double(Double(number))
                case (.double, .uint(let number)): .double(Double(number))
                case (.bool, .bool(let flag)): .int(flag ? 1 : 0)
                case (.object(let name), .object(let object)): object.type == name ? value : nil
                default: nil
                }
            if let counterpart, let argument = try argument(counterpart, at: node) { arguments.append(argument) }
        }
        return arguments
    }
}
