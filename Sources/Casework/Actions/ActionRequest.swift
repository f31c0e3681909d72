import Expressions
import WorkCalendar

/// Somebody wants something done to a record.
public struct ActionRequest: Sendable {
    /// `system/record`.
    public var type: String
    public var action: String
    /// Nil for an action that creates.
    public var record: String?
    public var actor: Actor
    /// As they came from a form, the API or a scenario: texts, numbers, lists, maps. Read strictly by the field's type.
    public var values: [String: Value]
    /// The version the actor saw; nil: not checked.
    public var version: Int64?
    /// A repeated request with the same key by the same actor does nothing twice and gets the same answer.
    public var idempotencyKey: String?
    /// Where from: keyed digest of the address, or the name of a channel. Never the address itself.
    public var source: String?
    /// Values computed by the platform in their kept form (money in 分), not typed by anybody.
    var valuesAreStored = false

    public init(
        type: String, action: String, record: String? = nil, actor: Actor, values: [String: Value] = [:], version: Int64? = nil,
        idempotencyKey: String? = nil, source: String? = nil
    ) {
        self.type = type
        self.action = action
        self.record = record
        self.actor = actor
        self.values = values
        self.version = version
        self.idempotencyKey = idempotencyKey
        self.source = source
    }

    /// `system/record.action`.
    public var name: String { "\(type).\(action)" }
}

/// What an action did.
public struct ActionOutcome: Sendable, Hashable {
    public var type: String
    public var id: String
    public var version: Int64
    public var state: String?
    /// The number, when the record bears one.
    public var number: String?
    /// Records made on the way, in order.
    public var created: [RecordReference]
    /// True when the idempotency key had been seen and nothing was done again.
    public var wasRepeated: Bool

    public init(
        type: String, id: String, version: Int64, state: String?, number: String?, created: [RecordReference] = [],
        wasRepeated: Bool = false
    ) {
        self.type = type
        self.id = id
        self.version = version
        self.state = state
        self.number = number
        self.created = created
        self.wasRepeated = wasRepeated
    }
}

/// A record by type and id.
public struct RecordReference: Sendable, Hashable, Codable {
    /// `system/record`.
    public var type: String
    public var id: String
    public init(type: String, id: String) {
        self.type = type
        self.id = id
    }
    /// `system/record:id`, as references with several targets are kept.
    public var text: String { "\(type):\(id)" }
    public init?(text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        type = String(text[..<colon])
        id = String(text[text.index(after: colon)...])
        guard !id.isEmpty, type.contains("/") else { return nil }
    }
}
