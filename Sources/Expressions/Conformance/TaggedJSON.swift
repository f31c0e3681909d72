/// Values as JSON that keeps their types: `{"int": "42"}`, `{"list": [{"string": "a"}]}`, `{"map": [[key, value], …]}`, bytes in
/// hexadecimal, doubles and integers as texts. Instants and lengths of time are texts as CEL's `string()` gives them.
///
/// This is the form of `bagui expression evaluate`, one JSON object a line.
public enum TaggedJSON {
    /// Why a text is not a tagged value.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// Reads one tagged value.
    public static func value(fromJSON text: String) throws(Failure) -> Value { try value(read(text)) }

    /// Writes one tagged value. Maps are in the order of their keys.
    public static func json(_ value: Value) -> String { tagged(value).text }

    /// Reads bindings: an object whose members are tagged values.
    public static func bindings(fromJSON text: String) throws(Failure) -> [String: Value] { try bindings(read(text)) }

    static func read(_ text: String) throws(Failure) -> JSON {
        do throws(JSONError) {
            return try JSONReader.read(text)
        } catch {
            throw Failure(description: error.message)
        }
    }

    static func bindings(_ json: JSON) throws(Failure) -> [String: Value] {
        guard case .object(let members) = json else { throw Failure(description: "bindings 应当是对象 {\"名称\": 值}") }
        var bindings: [String: Value] = [:]
        for (name, member) in members { bindings[name] = try value(member) }
        return bindings
    }

    static func value(_ json: JSON) throws(Failure) -> Value {
        guard case .object(let members) = json, members.count == 1 else {
            throw Failure(description: "值应当写成 {\"类型\": 值}，如 {\"int\": \"42\"}")
        }
        switch (members[0].key, members[0].value) {
        case ("null", _): return .null
        case ("bool", .bool(let flag)): return .bool(flag)
        case ("int", .string(let text)), ("int", .number(let text)): if let number = Int64(text) { return .int(number) }
        case ("uint", .string(let text)), ("uint", .number(let text)): if let number = UInt64(text) { return .uint(number) }
        case ("double", .string(let text)), ("double", .number(let text)): if let number = Double(text) { return .double(number) }
        case ("string", .string(let text)): return .string(text)
        case ("bytes", .string(let text)): if let bytes = octets(hexadecimal: text) { return .bytes(bytes) }
        case ("type", .string(let name)): return .type(name)
        case ("timestamp", .string(let text)): if let instant = Timestamp(text: text) { return .timestamp(instant) }
        case ("duration", .string(let text)): if let span = Span(text: text) { return .duration(span) }
        case ("list", .array(let elements)):
            var list: [Value] = []
            for element in elements { list.append(try value(element)) }
            return .list(list)
        case ("map", .array(let entries)):
            var map: [Value: Value] = [:]
            for entry in entries {
                guard case .array(let pair) = entry, pair.count == 2 else { throw Failure(description: "map 的每一项应当是 [键, 值]") }
                map[try value(pair[0])] = try value(pair[1])
            }
            return .map(map)
        default: break
        }
        throw Failure(description: "不能读作 \(members[0].key)：\(members[0].value.text.prefix(60))")
    }

    static func tagged(_ value: Value) -> JSON {
        switch value {
        case .null: .object([("null", .null)])
        case .bool(let flag): .object([("bool", .bool(flag))])
        case .int(let number): .object([("int", .string(String(number)))])
        case .uint(let number): .object([("uint", .string(String(number)))])
        case .double(let number): .object([("double", .string(doubleText(number)))])
        case .string(let text): .object([("string", .string(text))])
        case .bytes(let bytes): .object([("bytes", .string(bytes.map { hexadecimal(UInt32($0), width: 2).lowercased() }.joined()))])
        case .list(let elements): .object([("list", .array(elements.map(tagged)))])
        case .map(let map):
            .object([("map", .array(map.orderedKeys.map { .array([tagged($0), tagged(map[$0] ?? .null)]) }))])
        case .timestamp(let instant): .object([("timestamp", .string(instant.text))])
        case .duration(let span): .object([("duration", .string(span.text))])
        case .type(let name): .object([("type", .string(name))])
        case .object(let object): .object([("object", .object([("type", .string(object.type)), ("identity", .string(object.identity))]))])
        }
    }

    private static func doubleText(_ number: Double) -> String {
        number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : number.description
    }

    private static func octets(hexadecimal text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy(isHexadecimal) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// Answers one line of `bagui expression evaluate`: `{"expr": …, "bindings": {name: tagged}}` gives `{"value": tagged}` or
/// `{"error": message}`. The expression is not type-checked, as in CEL's conformance tests with checking disabled.
public func evaluateLine(_ json: String) -> String {
    func failed(_ message: String) -> String { JSON.object([("error", .string(message))]).text }
    do {
        let request = try TaggedJSON.read(json)
        guard case .string(let source)? = request["expr"] else { return failed("缺少 expr（文本）") }
        let bindings = try request["bindings"].map { (json) throws(TaggedJSON.Failure) in try TaggedJSON.bindings(json) } ?? [:]
        let value = try Expression(parsing: source).evaluate(BindingsActivation(bindings))
        return JSON.object([("value", TaggedJSON.tagged(value))]).text
    } catch let failure as TaggedJSON.Failure {
        return failed(failure.description)
    } catch {
        return failed("\(error)")
    }
}
