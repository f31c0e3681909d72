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
    public var id: String
    public var label: String
    public var type: FieldType
    /// Least length in characters, least value, or least number of items.
    public var min: Int64?
    /// Greatest length, value or number of items.
    public var max: Int64?
    public var required: Condition = .never
    /// Must be filled to be in these states.
    public var requiredIn: [String] = []
    public var defaultValue: SourceExpression?
    /// Never typed; recomputed at every action.
    public var computed: SourceExpression?
    /// Set by actions only.
    public var isSystem = false
    public var isPersonal = false
    /// Encrypted at rest, masked, revealed with a trace.
    public var isSecret = false
    /// Nil: not unique; empty: alone; else together with these fields.
    public var uniqueWith: [String]?
    public var pattern: String?
    public var patternMessage: String?
    public var help: String?
    /// Why personal data is held.
    public var purpose: String?
    public var unit: String?
    public var isIndexed = false
    public var position: Position

    public init(id: String, label: String, type: FieldType, position: Position) {
        self.id = id
        self.label = label
        self.type = type
        self.position = position
    }
}
