/// A value of the Common Expression Language.
///
/// `==` is CEL's equality: numbers of different kinds are equal when their values are (`1 == 1.0 == 1u`; an integer is compared
/// with a double as the double nearest to it), texts are equal when their code points are (never by canonical equivalence, as Swift's `String` would have it), and values of kinds that
/// cannot be compared are simply unequal. NaN equals nothing. Hashing agrees with that, so that a map finds `1.0` under `1`.
/// Source: cel-spec, `doc/langdef.md`, "Equality" and "Numeric Values".
public enum Value: Sendable {
    /// The value of what is not there: an unset field.
    case null
    /// True or false.
    case bool(Bool)
    /// A signed 64-bit integer. Money is held in 分.
    case int(Int64)
    /// An unsigned 64-bit integer.
    case uint(UInt64)
    /// An IEEE 754 double.
    case double(Double)
    /// A text, taken as a sequence of code points.
    case string(String)
    /// A sequence of octets.
    case bytes([UInt8])
    /// An ordered list; its elements may be of different kinds.
    case list([Value])
    /// A map. Keys are booleans, integers and texts.
    case map([Value: Value])
    /// An instant.
    case timestamp(Timestamp)
    /// A length of time.
    case duration(Span)
    /// A type, by its CEL name (`int`, `google.protobuf.Timestamp`, or an object type's name).
    case type(String)
    /// An object whose fields are read when they are asked for.
    case object(ObjectValue)
}

extension Value {
    /// CEL's name of the value's type, as `type(x)` gives it.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .object(let object): object.type
        }
    }

    /// Whether the value may be the key of a map: a boolean, an integer or a text.
    var isKey: Bool {
        switch self {
        case .bool, .int, .uint, .string: true
        default: false
        }
    }
}

extension Value: Hashable {
    /// CEL's equality; see the type.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.int, .uint), (.uint, .int), (.int, .double), (.double, .int), (.uint, .double), (.double, .uint):
            left.order(relativeTo: right) == .equal
        case (.string(let a), .string(let b)): a.hasSameCodePoints(as: b)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.map(let a), .map(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.duration(let a), .duration(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }

    /// Agrees with `==`: numbers that are equal across kinds hash alike.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0 as UInt8)
        case .bool(let value):
            hasher.combine(1 as UInt8)
            hasher.combine(value)
        // As doubles, the one kind in which all that may be equal coincide.
        case .int(let value): hasher.combine(Double(value))
        case .uint(let value): hasher.combine(Double(value))
        case .double(let value): hasher.combine(value)
        case .string(let value):
            var text = value
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .bytes(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .map(let value): hasher.combine(value)
        case .timestamp(let value): hasher.combine(value)
        case .duration(let value): hasher.combine(value)
        case .type(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

extension String {
    /// Whether both texts are the same sequence of code points; Swift's own `==` would call "é" and "e\u{301}" equal.
    func hasSameCodePoints(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
