/// An identifier that is a text of a fixed form: read once at the door, right ever after.
///
/// `init?` takes nothing but the proper form and repairs nothing, unless the type says so (`Phone` has several spellings of one number).
/// Equality, order and coding go by the text.
public protocol TextIdentifier: LosslessStringConvertible, Hashable, Comparable, Codable, Sendable {}

extension TextIdentifier {
    public static func == (left: Self, right: Self) -> Bool { left.description == right.description }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    public func hash(into hasher: inout Hasher) { hasher.combine(description) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            // The value itself may be personal and stays out of the message.
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a valid \(Self.self)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
