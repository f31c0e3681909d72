/// Evaluates a plan. One evaluator serves one evaluation.
struct Evaluator {
    let activation: any Activation
    private var locals: [Value] = []
    private var work = 0

    init(_ activation: any Activation) { self.activation = activation }

    mutating func value(_ plan: Plan) throws(EvaluationError) -> Value {
        switch plan {
        case .constant(let value): return value
        case .local(let place): return locals[place]
        case .variable(let candidates, let offset): return try variable(candidates, offset)
        case .select(let operand, let field, let offset): return try Self.field(field, of: value(operand), offset)
        case .presence(let operand, let field, let offset): return .bool(try Self.has(field, in: value(operand), offset))
        case .presenceOfVariable(let candidates, let offset): return .bool(try isSet(candidates, offset))
        case .index(let operand, let index, let offset): return try Self.element(of: value(operand), at: value(index), offset)
        case .call(let name, let overloads, let arguments, let offset): return try call(name, overloads, arguments, offset)
        case .match(let operand, let pattern, let offset):
            guard case .string(let text) = try value(operand) else {
                throw EvaluationError(.noSuchOverload, "matches() 只能用于文本", at: offset)
            }
            return .bool(pattern.matches(text))
        case .not(let operand, let offset):
            guard case .bool(let value) = try value(operand) else { throw EvaluationError(.noSuchOverload, "“!”只能用于布尔值", at: offset) }
            return .bool(!value)
        case .negate(let operand, let offset): return try Arithmetic.negate(value(operand), offset)
        case .binary(let binary, let left, let right, let offset):
            let (left, right) = (try value(left), try value(right))
            try charge(Self.cost(of: left) + Self.cost(of: right), offset)
            return try Arithmetic.apply(binary, left, right, offset)
        case .conjunction(let operands, let offset): return .bool(try fold(operands, deciding: false, offset))
        case .disjunction(let operands, let offset): return .bool(try fold(operands, deciding: true, offset))
        case .conditional(let condition, let then, let otherwise, let offset):
            guard case .bool(let holds) = try value(condition) else {
                throw EvaluationError(.noSuchOverload, "“? :”前面应当是布尔值", at: offset)
            }
            return try value(holds ? then : otherwise)
        case .list(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try value(element)) }
            return .list(values)
        case .map(let entries, let offset):
            var map: [Value: Value] = [:]
            for entry in entries { try Self.insert(value(entry.value), at: value(entry.key), into: &map, offset) }
            return .map(map)
        case .loop(let loop): return try run(loop)
        }
    }

    // MARK: Logic

    /// `&&` decides on false, `||` on true, whatever else fails or is no boolean. Source: cel-spec, "Logical Operators".
    private mutating func fold(_ operands: [Plan], deciding: Bool, _ offset: Int) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        for operand in operands {
            do throws(EvaluationError) {
                guard case .bool(let value) = try value(operand) else {
                    throw EvaluationError(.noSuchOverload, "“\(deciding ? "||" : "&&")”两边应当是布尔值", at: offset)
                }
                if value == deciding { return deciding }
            } catch {
                if error.reason == .tooMuchWork { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return !deciding
    }

    // MARK: Names

    private func lookUp(_ candidates: [Plan.Candidate]) throws(EvaluationError) -> (value: Value, fields: [String])? {
        for candidate in candidates {
            do {
                if let value = try activation.value(of: candidate.name) { return (value, candidate.fields) }
            } catch {
                throw Self.wrapped(error, "读取“\(candidate.name)”失败", 0)
            }
            if standardTypes.contains(candidate.name) { return (.type(candidate.name), candidate.fields) }
        }
        return nil
    }

    private func variable(_ candidates: [Plan.Candidate], _ offset: Int) throws(EvaluationError) -> Value {
        guard let found = try lookUp(candidates) else {
            let name = candidates.last.map { $0.name } ?? ""
            throw EvaluationError(.unknownName, "没有名为“\(name)”的变量", at: offset)
        }
        var value = found.value
        for field in found.fields { value = try Self.field(field, of: value, offset) }
        return value
    }

    private func isSet(_ candidates: [Plan.Candidate], _ offset: Int) throws(EvaluationError) -> Bool {
        guard let found = try lookUp(candidates) else {
            // A plain name that has no value is simply not set; `has(a.b)` without `a` is a mistake.
            if candidates.count <= 1 { return false }
            throw EvaluationError(.unknownName, "没有名为“\(candidates.last?.name ?? "")”的变量", at: offset)
        }
        guard let last = found.fields.last else { return found.value != .null }
        var value = found.value
        for field in found.fields.dropLast() { value = try Self.field(field, of: value, offset) }
        return try Self.has(last, in: value, offset)
    }

    // MARK: Calls

    private mutating func call(
        _ name: String, _ overloads: [FunctionDeclaration], _ arguments: [Plan], _ offset: Int
    ) throws(EvaluationError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            let value = try value(argument)
            try charge(Self.cost(of: value), offset)
            values.append(value)
        }
        for function in overloads where function.accepts(values) {
            do {
                return try function.evaluate(values, activation)
            } catch {
                throw Self.wrapped(error, "\(name)() 失败", offset)
            }
        }
        if overloads.isEmpty { throw EvaluationError(.noSuchOverload, "没有名为“\(name)”的函数", at: offset) }
        let kinds = values.map(\.typeName).joined(separator: ", ")
        throw EvaluationError(.noSuchOverload, "\(name)() 不能用于 (\(kinds))", at: offset)
    }

    private static func wrapped(_ error: any Error, _ what: String, _ offset: Int) -> EvaluationError {
        if let error = error as? EvaluationError { return error.placed(at: offset) }
        return EvaluationError(.function, "\(what)：\(error)", at: offset)
    }

    // MARK: Work

    /// Counts work, so that a hostile expression ends: a round of a macro is 1, copying a text 1 per 64 octets.
    private mutating func charge(_ units: Int, _ offset: Int) throws(EvaluationError) {
        work += units
        if work > Expression.maximumIterations {
            throw EvaluationError(.tooMuchWork, "计算量超出上限（\(Expression.maximumIterations) 步），请简化表达式", at: offset)
        }
    }

    private static func cost(of value: Value) -> Int {
        switch value {
        case .string(let text): text.utf8.count / 64
        case .bytes(let bytes): bytes.count / 64
        case .list(let list): list.count / 16
        default: 0
        }
    }

    // MARK: Macros

    private mutating func run(_ loop: Plan.Loop) throws(EvaluationError) -> Value {
        let range = try value(loop.range)
        let first = locals.count
        defer { locals.removeLast(locals.count - first) }
        var round = Round(loop)
        switch range {
        case .list(let elements):
            for (index, element) in elements.enumerated() {
                try charge(1, loop.offset)
                locals.removeLast(locals.count - first)
                locals += loop.variables == 1 ? [element] : [.int(Int64(index)), element]
                if try step(loop, &round, key: .int(Int64(index)), element: element) { break }
            }
        case .map(let map):
            for key in map.orderedKeys {
                try charge(1, loop.offset)
                guard let element = map[key] else { continue }
                locals.removeLast(locals.count - first)
                locals += loop.variables == 1 ? [key] : [key, element]
                if try step(loop, &round, key: key, element: key) { break }
            }
        default: throw EvaluationError(.noSuchOverload, "\(loop.name)() 只能用于列表和映射", at: loop.offset)
        }
        return try round.outcome()
    }

    /// What a macro has found so far.
    private struct Round {
        let kind: Comprehension.Kind
        var decided: Bool?
        var count = 0
        var failure: EvaluationError?
        var list: [Value] = []
        var map: [Value: Value] = [:]

        init(_ loop: Plan.Loop) { kind = loop.kind }

        func outcome() throws(EvaluationError) -> Value {
            switch kind {
            case .all, .exists:
                if let decided { return .bool(decided) }
                if let failure { throw failure }
                return .bool(kind == .all)
            case .existsOne: return .bool(count == 1)
            case .list: return .list(list)
            case .map, .mapEntry: return .map(map)
            }
        }
    }

    /// One round; true when the outcome is decided.
    private mutating func step(_ loop: Plan.Loop, _ round: inout Round, key: Value, element: Value) throws(EvaluationError) -> Bool {
        switch loop.kind {
        case .all, .exists:
            // Errors are absorbed when a later element decides, as with && and ||.
            let deciding = loop.kind == .exists
            do throws(EvaluationError) {
                if try holds(loop) == deciding {
                    round.decided = deciding
                    return true
                }
            } catch {
                if error.reason == .tooMuchWork { throw error }
                round.failure = round.failure ?? error
            }
        case .existsOne:
            if try holds(loop) { round.count += 1 }
        case .list:
            guard try holds(loop) else { return false }
            if let result = loop.result { round.list.append(try value(result)) } else { round.list.append(element) }
        case .map:
            guard let result = loop.result, try holds(loop) else { return false }
            round.map[key] = try value(result)
        case .mapEntry:
            guard let result = loop.result, try holds(loop) else { return false }
            guard case .map(let entries) = try value(result) else {
                throw EvaluationError(.noSuchOverload, "\(loop.name)() 的结果应当是映射 {键: 值}", at: loop.offset)
            }
            for (key, value) in entries { try Self.insert(value, at: key, into: &round.map, loop.offset) }
        }
        return false
    }

    private mutating func holds(_ loop: Plan.Loop) throws(EvaluationError) -> Bool {
        guard let condition = loop.condition else { return true }
        guard case .bool(let holds) = try value(condition) else {
            throw EvaluationError(.noSuchOverload, "\(loop.name)() 的条件应当是布尔值", at: loop.offset)
        }
        return holds
    }
}

extension FunctionDeclaration {
    /// Whether the arguments have the declared types.
    func accepts(_ values: [Value]) -> Bool {
        values.count == parameters.count && zip(values, parameters).allSatisfy { $0.matches($1) }
    }
}
