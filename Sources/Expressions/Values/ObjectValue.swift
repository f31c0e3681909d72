/// A lazily read object: a record, an actor, an organisation. Its fields are asked for one by one, when an expression needs them.
public struct ObjectValue: Sendable {
    /// The object type's name, under which `TypeEnvironment.objects` lists the fields.
    public let type: String
    /// What makes it this one among all of its type, for example a record's id.
    public let identity: String
    /// Reads a field. Nil and `.null` both mean that it is not set; an unknown field throws.
    public let field: @Sendable (String) throws -> Value?

    public init(type: String, identity: String, field: @escaping @Sendable (String) throws -> Value?) {
        self.type = type
        self.identity = identity
        self.field = field
    }
}

extension ObjectValue: Hashable {
    /// Two objects are equal when type and identity are; their fields are not read.
    public static func == (left: ObjectValue, right: ObjectValue) -> Bool {
        left.type == right.type && left.identity.hasSameCodePoints(as: right.identity)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        Value.string(identity).hash(into: &hasher)
    }
}
