/// What a field holds. Stored form in brackets.
public indirect enum FieldType: Sendable, Codable, Hashable {
    /// One line [text].
    case text
    /// Several paragraphs [text].
    case longtext
    /// Whole number [integer].
    case number
    /// [real].
    case decimal
    /// Integer 分 [integer].
    case money
    /// 0 or 1 [integer].
    case bool
    /// Milliseconds of its 00:00 in China [integer].
    case date
    /// Milliseconds since 1970 [integer].
    case datetime
    /// `HH:MM` [text].
    case time
    /// A code of the list with this full id (`system/list`) [text].
    case code(String)
    /// Code of an organisation [text].
    case org
    /// Id of a user [text].
    case user
    /// Id of a record of one of these types (`system/record`). With one target the id alone, with several `system/record:id` [text].
    case ref([String])
    /// GB 11643 [text].
    case idcard
    /// [text].
    case phone
    /// Free text of a postal address [text].
    case address
    /// `lon,lat` in degrees, CGCS2000 [text].
    case geo
    /// Content hash of an attachment [text].
    case file
    /// [JSON text].
    case list(FieldType)
    /// A structure by its full id (`system/name`) [JSON text].
    case structure(String)
    /// An inline structure [JSON text].
    case inline([FieldDefinition])

    /// Shown several lines high.
    public var isLong: Bool {
        switch self {
        case .longtext, .list, .structure, .inline: true
        default: false
        }
    }

    /// One column of JSON.
    public var isComposite: Bool {
        switch self {
        case .list, .structure, .inline: true
        default: false
        }
    }
}

/// A condition that may be constant.
public enum Condition: Sendable, Codable, Hashable {
    case never
    case always
    case when(SourceExpression)
}

/// A field of a record, a structure or an action's input.
public struct FieldDefinition: Sendable, Codable, Hashable {
    /// What the definition says. One copy serves everywhere: a definition is read at every action and hardly ever changed.
    struct Content: Sendable, Codable, Hashable {
        var id: String
        var label: String
        var type: FieldType
        var min: Int64?
        var max: Int64?
        var required: Condition = .never
        var requiredIn: [String] = []
        var defaultValue: SourceExpression?
        var computed: SourceExpression?
        var isSystem: Bool = false
        var isPersonal: Bool = false
        var isSecret: Bool = false
        var uniqueWith: [String]?
        var pattern: String?
        var patternMessage: String?
        var help: String?
        var purpose: String?
        var unit: String?
        var isIndexed: Bool = false
        var isInternal: Bool = false
        var isLater: Bool = false
        var position: Position
    }

    private final class Shared: Sendable {
        let content: Content
        init(_ content: Content) { self.content = content }
    }
    private var shared: Shared

    public init(id: String, label: String, type: FieldType, position: Position) {
        shared = Shared(Content(id: id, label: label, type: type, position: position))
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = shared.content
        body(&content)
        shared = Shared(content)
    }

    public init(from decoder: any Decoder) throws { shared = Shared(try Content(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try shared.content.encode(to: encoder) }
    public static func == (left: Self, right: Self) -> Bool { left.shared === right.shared || left.shared.content == right.shared.content }
    public func hash(into hasher: inout Hasher) { hasher.combine(shared.content) }

    public var id: String {
        get { shared.content.id }
        set { change { $0.id = newValue } }
    }
    public var label: String {
        get { shared.content.label }
        set { change { $0.label = newValue } }
    }
    public var type: FieldType {
        get { shared.content.type }
        set { change { $0.type = newValue } }
    }
    /// Least length in characters, least value, or least number of items.
    public var min: Int64? {
        get { shared.content.min }
        set { change { $0.min = newValue } }
    }
    /// Greatest length, value or number of items.
    public var max: Int64? {
        get { shared.content.max }
        set { change { $0.max = newValue } }
    }
    public var required: Condition {
        get { shared.content.required }
        set { change { $0.required = newValue } }
    }
    /// Must be filled to be in these states.
    public var requiredIn: [String] {
        get { shared.content.requiredIn }
        set { change { $0.requiredIn = newValue } }
    }
    public var defaultValue: SourceExpression? {
        get { shared.content.defaultValue }
        set { change { $0.defaultValue = newValue } }
    }
    /// Never typed; recomputed at every action.
    public var computed: SourceExpression? {
        get { shared.content.computed }
        set { change { $0.computed = newValue } }
    }
    /// Set by actions only.
    public var isSystem: Bool {
        get { shared.content.isSystem }
        set { change { $0.isSystem = newValue } }
    }
    public var isPersonal: Bool {
        get { shared.content.isPersonal }
        set { change { $0.isPersonal = newValue } }
    }
    /// Encrypted at rest, masked, revealed with a trace.
    public var isSecret: Bool {
        get { shared.content.isSecret }
        set { change { $0.isSecret = newValue } }
    }
    /// Nil: not unique; empty: alone; else together with these fields.
    public var uniqueWith: [String]? {
        get { shared.content.uniqueWith }
        set { change { $0.uniqueWith = newValue } }
    }
    public var pattern: String? {
        get { shared.content.pattern }
        set { change { $0.pattern = newValue } }
    }
    public var patternMessage: String? {
        get { shared.content.patternMessage }
        set { change { $0.patternMessage = newValue } }
    }
    public var help: String? {
        get { shared.content.help }
        set { change { $0.help = newValue } }
    }
    /// Why personal data is held.
    public var purpose: String? {
        get { shared.content.purpose }
        set { change { $0.purpose = newValue } }
    }
    public var unit: String? {
        get { shared.content.unit }
        set { change { $0.unit = newValue } }
    }
    public var isIndexed: Bool {
        get { shared.content.isIndexed }
        set { change { $0.isIndexed = newValue } }
    }
    /// For the platform itself (keys, counters of its own): expressions and the API know it, no page shows it.
    public var isInternal: Bool {
        get { shared.content.isInternal }
        set { change { $0.isInternal = newValue } }
    }
    /// Filled in by the later actions that name it, never when the record is made or edited: what an office decides is no applicant's to write.
    public var isLater: Bool {
        get { shared.content.isLater }
        set { change { $0.isLater = newValue } }
    }
    public var position: Position {
        get { shared.content.position }
        set { change { $0.position = newValue } }
    }
}
