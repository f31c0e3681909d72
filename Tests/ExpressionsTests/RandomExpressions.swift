@testable import Expressions

/// Makes random, well-typed expressions and records, the same ones for the same seed, so that what the evaluator says can be compared
/// with what a database says. It favours the awkward: null, empty, extremes, code points beyond the basic plane, failures.
struct RandomExpressions {
    /// What the expressions may name.
    struct Schema: Sendable {
        /// Fields of the record, by name.
        var fields: [String: ValueType]
        /// Fields of the objects in lists of objects, and of referenced objects.
        var objects: [String: [String: ValueType]] = [:]
        /// Names whose value does not depend on the record, by dotted path.
        var constants: [String: Value] = [:]
        /// Functions to call, with the types of their parameters and result.
        var functions: [String: (parameters: [ValueType], result: ValueType)] = [:]
    }

    let schema: Schema
    var random: SplitMix64

    init(_ schema: Schema, seed: UInt64) {
        self.schema = schema
        random = SplitMix64(state: seed)
    }

    // MARK: Records

    /// One value for each field; about one in four is null.
    mutating func record() -> [String: Value] {
        var record: [String: Value] = [:]
        for (name, type) in schema.fields.sorted(by: { $0.key < $1.key }) {
            record[name] = Int.random(in: 0..<4, using: &random) == 0 ? .null : value(type)
        }
        return record
    }

    /// A value of the type, never null.
    mutating func value(_ type: ValueType) -> Value {
        switch type {
        case .bool: return .bool(Bool.random(using: &random))
        case .int: return .int(pick(Self.integers))
        case .double: return .double(pick(Self.doubles))
        case .string: return .string(pick(Self.texts))
        case .timestamp: return .timestamp(Timestamp(milliseconds: pick(Self.instants)))
        case .duration: return .duration(Span(milliseconds: pick(Self.spans)) ?? Span(nanoseconds: 0))
        case .list(let element): return .list((0..<Int.random(in: 0...3, using: &random)).map { _ in value(element) })
        case .object(let name):
            var fields: [String: Value] = [:]
            for (field, type) in (schema.objects[name] ?? [:]).sorted(by: { $0.key < $1.key }) {
                fields[field] = Int.random(in: 0..<5, using: &random) == 0 ? .null : value(type)
            }
            let identity = pick(["p1", "p2", "p3"])
            return .object(ObjectValue(type: name, identity: identity) { [fields] in fields[$0] })
        default: return .null
        }
    }

    static let integers: [Int64] = [0, 1, -1, 2, 3, 5, 7, -4, 1000, 3_000_000_000, .max, .min, .max - 1, 9_007_199_254_740_993]
    static let doubles: [Double] = [0, 0.5, -1.5, 1, 2, 3, 1e6, -7.25, 9_007_199_254_740_992, 9.3e18, -9.3e18, 0.1]
    static let texts = ["", "a", "ab", "abc", "b", "A", "南宁", "南宁市", "南", "😀", "e\u{301}", "é", "%", "_", "it's", "\u{D7FF}", "\u{FFFF}x"]
    static let instants: [Int64] = [
        0, -1, 1, 999, -86_400_001, 1_767_225_600_000, 1_772_413_200_123, -62_135_596_800_000, 253_402_300_799_999,
    ]
    static let spans: [Int64] = [0, 1, -1, 1000, 86_400_000, -3_600_001, 9_223_372_036_854]

    // MARK: Expressions

    /// An expression of the type, at most `depth` operators deep.
    mutating func expression(_ type: ValueType, depth: Int) -> String { expression(type, depth, [:]) }

    private mutating func expression(_ type: ValueType, _ depth: Int, _ locals: [String: ValueType]) -> String {
        if depth <= 0 || Int.random(in: 0..<8, using: &random) == 0 { return leaf(type, locals) }
        let next = depth - 1
        if Int.random(in: 0..<9, using: &random) == 0, let call = call(type, next, locals) { return call }
        if Int.random(in: 0..<9, using: &random) == 0 {
            return "(\(expression(.bool, next, locals)) ? \(expression(type, next, locals)) : \(expression(type, next, locals)))"
        }
        switch type {
        case .bool: return boolean(next, locals)
        case .int:
            switch Int.random(in: 0..<12, using: &random) {
            case 0: return "size(\(expression(.string, next, locals)))"
            case 1: return field(.list(.string), locals).map { "\($0).size()" } ?? "1"
            case 2: return "int(\(expression(.timestamp, next, locals)))"
            case 3: return "int(\(expression(.double, next, locals)))"
            case 4: return "-(\(expression(.int, next, locals)))"
            case 5: return "\(expression(.string, next, locals)).indexOf(\(expression(.string, next, locals)))"
            case 6:
                let part = pick([
                    "getFullYear", "getMonth", "getDate", "getDayOfYear", "getDayOfWeek", "getHours", "getSeconds", "getMilliseconds",
                ])
                // Years out of SQLite's range must not arise from the offset.
                return
                    "timestamp('2026-03-01T00:30:00Z') < \(field(.timestamp, locals) ?? "today") ? \(field(.timestamp, locals) ?? "today").\(part)() : 0"
                    .parenthesised
            default:
                return "(\(expression(.int, next, locals)) \(pick(["+", "-", "*", "/", "%"])) \(expression(.int, next, locals)))"
            }
        case .double:
            switch Int.random(in: 0..<5, using: &random) {
            case 0: return "double(\(leaf(.int, locals)))"
            case 1: return "(\(expression(.double, next, locals)) / \(pick(["2.0", "-0.5", "3.0"])))"
            default: return "(\(expression(.double, next, locals)) \(pick(["+", "-", "*"])) \(leaf(.double, locals)))"
            }
        case .string:
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return "string(\(expression(.int, next, locals)))"
            case 1: return "\(expression(.string, next, locals)).\(pick(["lowerAscii", "upperAscii"]))()"
            default: return "(\(expression(.string, next, locals)) + \(expression(.string, next, locals)))"
            }
        case .timestamp: return "(\(expression(.timestamp, next, locals)) \(pick(["+", "-"])) \(expression(.duration, next, locals)))"
        case .duration:
            return Bool.random(using: &random)
                ? "(\(expression(.timestamp, next, locals)) - \(expression(.timestamp, next, locals)))"
                : "(\(expression(.duration, next, locals)) \(pick(["+", "-"])) \(expression(.duration, next, locals)))"
        default: return leaf(type, locals)
        }
    }

    /// A call of a declared function with this result.
    private mutating func call(_ type: ValueType, _ depth: Int, _ locals: [String: ValueType]) -> String? {
        let names = schema.functions.keys.sorted().filter { schema.functions[$0]?.result == type }
        guard !names.isEmpty else { return nil }
        let name = pick(names)
        let arguments = (schema.functions[name]?.parameters ?? []).map { parameter in
            expression(parameter == .dyn ? pick([.int, .string, .timestamp]) : parameter, depth, locals)
        }
        return "\(name)(\(arguments.joined(separator: ", ")))"
    }

    private mutating func boolean(_ depth: Int, _ locals: [String: ValueType]) -> String {
        let scalar = pick([ValueType.int, .double, .string, .timestamp, .duration, .bool, .string, .int])
        switch Int.random(in: 0..<16, using: &random) {
        case 0, 1: return "(\(expression(.bool, depth, locals)) && \(expression(.bool, depth, locals)))"
        case 2, 3: return "(\(expression(.bool, depth, locals)) || \(expression(.bool, depth, locals)))"
        case 4: return "!(\(expression(.bool, depth, locals)))"
        case 5: return "(\(expression(scalar, depth, locals)) \(pick(["==", "!="])) \(expression(scalar, depth, locals)))"
        case 6: return "(\(expression(scalar, depth, locals)) \(pick(["==", "!="])) null)"
        case 7, 8: return "(\(expression(scalar, depth, locals)) \(pick(["<", "<=", ">", ">="])) \(expression(scalar, depth, locals)))"
        case 9:
            let (a, b) = (expression(.int, depth, locals), expression(.double, depth, locals))
            let sign = pick(["<", "<=", ">", ">=", "==", "!="])
            return Bool.random(using: &random) ? "(\(a) \(sign) \(b))" : "(\(b) \(sign) \(a))"
        case 10:
            let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in leaf(scalar, locals) }
            return
                "(\(expression(scalar, depth, locals)) in [\((elements + (Int.random(in: 0..<4, using: &random) == 0 ? ["null"] : [])).joined(separator: ", "))])"
        case 11:
            let element = pick([ValueType.string, .int, .double])
            guard let list = field(.list(element), locals) else { return "true" }
            return "(\(expression(element, depth, locals)) in \(list))"
        case 12: return "has(\(pick(paths(locals: [:]))))"
        case 13:
            return
                "\(expression(.string, depth, locals)).\(pick(["startsWith", "endsWith", "contains"]))(\(expression(.string, min(depth, 1), locals)))"
        default: return macro(depth, locals)
        }
    }

    private mutating func macro(_ depth: Int, _ locals: [String: ValueType]) -> String {
        let element = pick([ValueType.string, .int, .double] + schema.objects.keys.sorted().map { .object($0) })
        let variable = "v\(locals.count)"
        let name = pick(["exists", "all", "exists_one"])
        var inner = locals
        let range: String
        if let list = field(.list(element), [:]), Int.random(in: 0..<4, using: &random) > 0 {
            range = list
        } else {
            let scalar = pick([ValueType.string, .int])
            range = "[\((0..<Int.random(in: 0...3, using: &random)).map { _ in leaf(scalar, locals) }.joined(separator: ", "))]"
            inner[variable] = scalar
            return "\(range).\(name)(\(variable), \(expression(.bool, depth, inner)))"
        }
        inner[variable] = element
        if Int.random(in: 0..<4, using: &random) == 0 {
            inner["i\(locals.count)"] = .int
            return
                "\(range).\(name == "exists_one" ? "existsOne" : name)(i\(locals.count), \(variable), \(expression(.bool, depth, inner)))"
        }
        return "\(range).\(name)(\(variable), \(expression(.bool, depth, inner)))"
    }

    /// A field, a constant, a macro's variable or a literal.
    private mutating func leaf(_ type: ValueType, _ locals: [String: ValueType]) -> String {
        if Int.random(in: 0..<3, using: &random) > 0, let name = field(type, locals) { return name }
        switch type {
        case .object: return "null"
        case .list: return "[]"
        default: return Self.literal(value(type))
        }
    }

    private mutating func field(_ type: ValueType, _ locals: [String: ValueType]) -> String? {
        var names = paths(locals: locals).filter { self.type(of: $0, locals) == type }
        names += schema.constants.keys.sorted().filter { schema.constants[$0]?.matches(type) == true && !isList(type) }
        return names.isEmpty ? nil : pick(names)
    }

    private func isList(_ type: ValueType) -> Bool { if case .list = type { true } else { false } }

    private func paths(locals: [String: ValueType]) -> [String] {
        let roots = schema.fields.merging(locals) { _, local in local }
        return roots.keys.sorted().flatMap { root -> [String] in
            guard case .object(let name)? = roots[root] else { return [root] }
            return [root] + (schema.objects[name] ?? [:]).keys.sorted().map { "\(root).\($0)" }
        }
    }

    private func type(of path: String, _ locals: [String: ValueType]) -> ValueType? {
        let parts = path.split(separator: ".").map(String.init)
        let root = locals[parts[0]] ?? schema.fields[parts[0]]
        guard parts.count == 2, case .object(let name)? = root else { return root }
        return schema.objects[name]?[parts[1]]
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }

    /// The value as CEL writes it.
    static func literal(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .int(let number): number < 0 ? "(\(number))" : "\(number)"
        case .uint(let number): "\(number)u"
        case .double(let number): number < 0 ? "(\(number))" : "\(number)"
        case .string(let text): "'\(text.unicodeScalars.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined())'"
        case .bytes(let bytes): "b'\(bytes.map { "\\x" + hexadecimal(UInt32($0), width: 2) }.joined())'"
        case .timestamp(let instant): "timestamp('\(instant.text)')"
        case .duration(let span): "duration('\(span.text)')"
        case .list(let list): "[\(list.map(literal).joined(separator: ", "))]"
        case .map(let map): "{\(map.orderedKeys.map { "\(literal($0)): \(literal(map[$0] ?? .null))" }.joined(separator: ", "))}"
        case .type(let name): name
        case .object: "null"
        }
    }
}

extension String {
    fileprivate var parenthesised: String { "(\(self))" }
}

/// A small generator with a seed. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators".
struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
