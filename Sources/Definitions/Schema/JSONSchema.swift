import Foundation

/// The JSON Schema (draft 2020-12) of definition files, for editors: completion, hover texts, wrong keys underlined while typing.
///
/// Read off the same tables of keys as the loader's check. It knows shapes only; what names stand for is the loader's affair.
public enum JSONSchema {
    /// The schema as JSON text, the same for the same build.
    public static func definitionFile() -> String {
        let tables = Dictionary(uniqueKeysWithValues: KeyTable.allCases.map { ($0.rawValue, schema(of: $0)) })
        let root: SchemaValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "八桂业务系统定义",
            "type": "object",
            "if": ["required": ["system"]],
            "then": reference(.system),
            "else": reference(.shared),
            "$defs": .object(tables),
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(root) else { return "{}" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func reference(_ table: KeyTable) -> SchemaValue { ["$ref": .text("#/$defs/\(table.rawValue)")] }

    private static func schema(of table: KeyTable) -> SchemaValue {
        var properties: [String: SchemaValue] = [:]
        for key in table.keys { properties[key.name] = schema(of: key.shape).described(key.help) }
        var schema: [String: SchemaValue] = [
            "title": .text(table.label), "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        let required = table.keys.filter(\.isRequired).map { SchemaValue.text($0.name) }
        if !required.isEmpty { schema["required"] = .list(required) }
        return .object(schema)
    }

    /// What YAML calls text may look like a number, a truth value or a date.
    private static let scalar: SchemaValue = ["type": ["string", "number", "boolean"]]

    private static func schema(of shape: Shape) -> SchemaValue {
        switch shape {
        case .text, .expression: return scalar
        case .name: return scalar.with("pattern", "^[A-Za-z0-9_./-]+$")
        case .id(let naming): return scalar.with("pattern", .text(naming.pattern))
        case .integer: return ["type": "integer"]
        case .flag: return ["type": "boolean"]
        case .span: return ["type": "string", "pattern": .text("^\(span)$")]
        case .mark:
            return ["type": "string", "pattern": .text("^([0-9]+%|100% [+-] \(span)|\(span) (before|after))$")]
        case .day: return ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
        case .choice(let words): return ["enum": .list(words.map { .text($0) })]
        case .value: return ["anyOf": [scalar, ["type": "array", "items": scalar]]]
        case .list(let element): return ["type": "array", "items": schema(of: element)]
        case .table(let keys, let values):
            var table: [String: SchemaValue] = ["type": "object", "additionalProperties": schema(of: values)]
            if case .id(let naming) = keys { table["propertyNames"] = ["pattern": .text(naming.pattern)] }
            return .object(table)
        case .keys(let table): return reference(table)
        case .either(let scalar, let list, let mapping):
            return ["anyOf": .list([scalar, list, mapping].compactMap { $0.map { schema(of: $0) } })]
        case .having(let key, let then, let otherwise):
            return [
                "type": "object", "if": ["properties": [key: scalar], "required": [.text(key)]], "then": schema(of: then),
                "else": schema(of: otherwise),
            ]
        }
    }

    private static let span: String = {
        let units = KeyTable.units.map { $0.hasSuffix("s") ? "\($0)?" : $0 }.joined(separator: "|")
        return "([0-9]+|param\\.[a-z][A-Za-z0-9_]*) (\(units)|service hours?)"
    }()
}

/// JSON as a schema needs it.
private indirect enum SchemaValue: Encodable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String)
    case flag(Bool)
    case list([SchemaValue])
    case object([String: SchemaValue])

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: SchemaValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, SchemaValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    func with(_ key: String, _ value: SchemaValue) -> SchemaValue {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }

    func described(_ help: String) -> SchemaValue { with("description", .text(help)) }
}
