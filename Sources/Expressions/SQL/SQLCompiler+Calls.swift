/// Calls: a function says its own SQL; the compiler sees to null and failure.
extension SQLCompiler {
    mutating func call(_ name: String, _ receiver: Node?, _ arguments: [Node], _ node: Node) throws(ExpressionError) -> SQLTerm {
        let isQualified = receiver.map { isFunctionName(name, $0) } ?? false
        let operands = (isQualified ? [] : receiver.map { [$0] } ?? []) + arguments
        guard let overloads = checked.overloads[node.id], let function = overloads.first, overloads.count == 1 else {
            throw unsupported("\(name)() 的参数类型要到运行时才知道", at: node)
        }
        var terms: [SQLTerm] = []
        for operand in operands {
            let term = try value(operand)
            if term.alwaysFails { return try failure(of: function, node) }
            if term.constant == .null, function.parameters[terms.count] != .dyn { return try failure(of: function, node) }
            terms.append(term)
        }
        if name == "startsWith", !isDeclared(function), let range = try prefixRange(terms, node) { return range }
        if let part = try instantPart(name, function, terms) { return part }
        guard let sql = function.sql else {
            let mend: String? =
                switch name {
                case "matches": "请改用 startsWith、endsWith 或 contains"
                case _ where InstantPart(rawValue: name) != nil: "时区请写成固定的偏移，如 '+08:00'"
                default: nil
                }
            throw unsupported("\(name)() 没有对应的数据库算法", at: node, mend: mend)
        }
        for (term, operand) in zip(terms, operands) { try requireArgument(term, operand) }
        // Standard functions give NULL for NULL of themselves.
        let guarded = isDeclared(function)
        let result = invoke(function, sql, terms, guarded: guarded)
        guard function.result == .bool else { return .computed(result, function.result) }
        return .condition(result)
    }

    private func failure(of function: FunctionDeclaration, _ node: Node) throws(ExpressionError) -> SQLTerm {
        function.result == .bool ? failing() : try literal(nil, at: node)
    }

    /// Whether it comes from the environment rather than from CEL's standard library.
    private func isDeclared(_ function: FunctionDeclaration) -> Bool {
        checked.environment.functions.contains {
            $0.name == function.name && $0.isMember == function.isMember && $0.parameters == function.parameters
        }
    }

    private mutating func invoke(
        _ function: FunctionDeclaration, _ sql: FunctionDeclaration.SQL, _ terms: [SQLTerm], guarded: Bool
    ) -> SQLFragment {
        // In SQLite any number may stand for true; elsewhere we rely on 0 and 1.
        let normal: (SQLFragment) -> SQLFragment = { [dialect] in
            function.result == .bool && dialect == .sqlite ? "((\($0)) <> 0)" : "(\($0))"
        }
        guard guarded else { return normal(sql(terms.map(\.fragment), dialect)) }
        var fragments: [SQLFragment] = []
        var bindings: [SQLFragment] = []
        var tests: [SQLFragment] = []
        for (term, parameter) in zip(terms, function.parameters) {
            var fragment = term.fragment
            let mayBeNull: Bool
            switch term.failure {
            case .never: mayBeNull = term.isNullable && parameter != .dyn
            case .whenNull: mayBeNull = true
            case .when(let fails):
                mayBeNull = parameter != .dyn
                tests.append("NOT \(fails)")
            }
            if mayBeNull {
                if !term.isSimple {
                    let name = SQLFragment(text: alias())
                    bindings.append("\(fragment) AS \(name)")
                    fragment = name
                }
                tests.append("\(fragment) IS NOT NULL")
            }
            fragments.append(fragment)
        }
        let call = normal(sql(fragments, dialect))
        if tests.isEmpty { return call }
        let safe: SQLFragment = "CASE WHEN \(tests.joined(separator: " AND ")) THEN \(call) END"
        if bindings.isEmpty { return "(\(safe))" }
        let barrier: SQLFragment = dialect == .postgresql ? " OFFSET 0" : ""
        return "(SELECT \(safe) FROM (SELECT \(bindings.joined(separator: ", "))\(barrier)) AS \(SQLFragment(text: alias())))"
    }

    /// `t.getHours('+08:00')`: zones with a fixed offset; SQLite knows no others.
    private func instantPart(_ name: String, _ function: FunctionDeclaration, _ terms: [SQLTerm]) throws(ExpressionError) -> SQLTerm? {
        guard function.parameters == [.timestamp, .string], !isDeclared(function), let part = InstantPart(rawValue: name),
            case .string(let zone)? = terms[1].constant, let offset = TimeZones.fixedOffset(zone)
        else { return nil }
        return .computed(part.sql(terms[0].fragment, offset: offset, dialect), .int)
    }

    /// `x.startsWith('450103')` as a range, which an index serves: from the prefix up to the first text that is beyond all that begin with it.
    private func prefixRange(_ terms: [SQLTerm], _ node: Node) throws(ExpressionError) -> SQLTerm? {
        guard terms.count == 2, terms[0].isSimple, terms[0].constant == nil, case .string(let prefix)? = terms[1].constant,
            let beyond = prefix.successorOfPrefix, let low = try argument(.string(prefix), at: node),
            let high = try argument(.string(beyond), at: node)
        else { return nil }
        let text: SQLFragment = dialect == .postgresql ? "\(terms[0].fragment) COLLATE \"C\"" : terms[0].fragment
        return .condition("(\(text) >= \(low) AND \(text) < \(high))")
    }
}

extension String {
    /// The least text greater, by code points, than all that begin with this one; nil when there is none.
    var successorOfPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // U+D7FF is followed by U+E000: surrogates are no code points of texts.
            guard let next = Unicode.Scalar(last.value == 0xD7FF ? 0xE000 : last.value + 1) else { continue }
            return String(String.UnicodeScalarView(scalars + [next]))
        }
        return nil
    }
}
