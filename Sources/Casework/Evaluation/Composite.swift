import Definitions
import Expressions

/// A structure's value as an object: parts that are absent read as null, so that `has(x.part)` and `x.part == null` both speak true.
enum Composite {
    private static let type = "composite"

    static func object(
        _ map: [Value: Value], _ fields: [FieldDefinition], present: @escaping @Sendable (Value, FieldDefinition) throws -> Value
    ) -> Value {
        .object(
            ObjectValue(type: type, identity: PlainJSON.write(.map(map))) { name in
                guard let part = fields.first(where: { $0.id == name }) else { return map[.string(name)] }
                return try present(map[.string(name)] ?? .null, part)
            })
    }

    /// What an object stands for when it is to be kept: a structure its parts, a record its id.
    static func kept(_ object: ObjectValue) -> Value {
        guard object.type == type, let value = try? PlainJSON.read(object.identity) else { return .string(object.identity) }
        guard case .map(var parts) = restored(value) else { return restored(value) }
        // A secret part is sealed under its own record's key: it goes on in clear and is sealed again where it arrives.
        for (name, part) in parts where isSealed(part) {
            guard case .string(let id) = name else { continue }
            parts[name] = (try? object.field(id)) ?? .null
        }
        return .map(parts)
    }

    /// The parts of a structure's object as they are kept: what is sealed stays sealed.
    static func parts(of object: ObjectValue) -> [Value: Value] {
        guard object.type == type, let value = try? PlainJSON.read(object.identity), case .map(let parts) = restored(value) else {
            return [:]
        }
        return parts
    }

    private static func isSealed(_ part: Value) -> Bool {
        switch part {
        case .bytes: true
        case .map(let map): map.count == 1 && map[.string("$b")] != nil
        default: false
        }
    }

    private static func restored(_ value: Value) -> Value {
        switch value {
        case .list(let items): return .list(items.map(restored))
        case .map(let map):
            if map.count == 1, case .int(let milliseconds)? = map[.string("$t")] {
                return .timestamp(Timestamp(milliseconds: milliseconds))
            }
            return .map(map.mapValues(restored))
        default: return value
        }
    }
}
