import Cryptography
import Definitions
import Expressions

/// Seals and opens the secret values of a record: whole fields, and secret parts inside composites.
struct SecretFields {
    let box: SecretBox
    let catalogue: Catalogue

    /// A whole secret field becomes `.bytes`; secret parts of a composite become `.bytes` where they stand.
    func seal(_ value: Value, _ field: FieldDefinition, key: () throws -> SealingKey) throws -> Value {
        if case .null = value { return value }
        if case .bytes = value { return value }
        if field.isSecret { return .bytes(try key().seal(Array(PlainJSON.write(value).utf8))) }
        return try mapParts(value, field.type) { try seal($0, $1, key: key) }
    }

    /// - Returns: the value in clear; `.null` where the key was erased.
    func open(_ value: Value, _ field: FieldDefinition, key: SealingKey?) -> Value {
        if field.isSecret {
            guard case .bytes(let sealed) = value, let key, let opened = try? key.open(sealed),
                let clear = try? PlainJSON.read(String(decoding: opened, as: UTF8.self))
            else { return .null }
            return clear
        }
        return (try? mapParts(value, field.type) { open($0, $1, key: key) }) ?? value
    }

    /// Digest for searching by equality; nil for what has no text.
    func digest(_ value: Value, _ field: FieldDefinition) -> String? {
        switch value {
        case .string(let text): box.digest(text, purpose: purpose(of: field))
        case .int(let number): box.digest(String(number), purpose: purpose(of: field))
        default: nil
        }
    }

    /// Phones are compared with phones wherever they stand, other fields by their own id.
    private func purpose(of field: FieldDefinition) -> String {
        switch field.type {
        case .phone: "phone"
        case .idcard: "idcard"
        default: field.id
        }
    }

    func hasSecrets(_ field: FieldDefinition) -> Bool { field.isSecret || parts(of: field.type).contains { hasSecrets($0) } }

    private func parts(of type: FieldType) -> [FieldDefinition] {
        switch type {
        case .list(let element): parts(of: element)
        case .structure(let id): catalogue.structure(id)?.fields ?? []
        case .inline(let fields): fields
        default: []
        }
    }

    private func mapParts(_ value: Value, _ type: FieldType, _ change: (Value, FieldDefinition) throws -> Value) throws -> Value {
        switch (value, type) {
        case (.list(let items), .list(let element)) where element.isComposite:
            return .list(try items.map { try mapParts($0, element, change) })
        case (.map(var map), .structure), (.map(var map), .inline):
            for part in parts(of: type) {
                if let held = map[.string(part.id)] { map[.string(part.id)] = try change(held, part) }
            }
            return .map(map)
        default: return value
        }
    }

    /// What is shown in place of a secret: enough to recognise, not to know.
    static func mask(_ text: String, _ type: FieldType) -> String {
        let characters = Array(text)
        switch type {
        case .phone:
            guard characters.count >= 7 else { return String(repeating: "•", count: max(1, characters.count)) }
            return String(characters.prefix(3)) + "••••" + String(characters.suffix(4))
        case .idcard:
            guard characters.count > 2 else { return "••" }
            return String(characters.prefix(1)) + String(repeating: "•", count: characters.count - 2) + String(characters.suffix(1))
        default:
            guard characters.count > 1 else { return "•" }
            return String(characters.prefix(1)) + String(repeating: "•", count: min(characters.count - 1, 8))
        }
    }
}
