/// One kind of record of a system.
public struct RecordDefinition: Sendable, Codable {
    /// Who may see a record follows from these fields.
    public struct Scope: Sendable, Codable, Hashable {
        /// Field of type org; `org` stands for the standing column.
        public var organisation = "org"
        public var team: String?
        public var assigned: [String] = []
        public var own: [String] = []
        /// Fields of type org or list of org: co-handlers, receivers.
        public var shared: [String] = []
        public init() {}
    }

    /// Bare id inside its system.
    public var id: String
    /// Id of the system it stands in.
    public var system: String
    public var name: String
    public var number: NumberDefinition?
    /// Template of literals and `{field}`.
    public var title: String?
    /// Bare id of the record it is a child of.
    public var parent: String?
    public var scope = Scope()
    public var fields: [FieldDefinition] = []
    public var lifecycle: Lifecycle?
    public var limits: [LimitDefinition] = []
    public var rules: [RuleDefinition] = []
    public var related: [RelatedDefinition] = []
    public var access: [AccessDefinition] = []
    public var lists = ListDefinition()
    public var indicators: [IndicatorDefinition] = []
    public var documents: [DocumentDefinition] = []
    /// Sent to the upper node.
    public var exchangesUpward = false
    /// Reported to the ministry.
    public var exchangesMinistry = false
    public var position: Position

    public init(id: String, system: String, name: String, position: Position) {
        self.id = id
        self.system = system
        self.name = name
        self.position = position
    }

    /// `system/record`.
    public var type: String { "\(system)/\(id)" }
    public func field(_ id: String) -> FieldDefinition? { fields.first { $0.id == id } }
    public func action(_ id: String) -> ActionDefinition? { lifecycle?.actions.first { $0.id == id } }
    public func limit(_ id: String) -> LimitDefinition? { limits.first { $0.id == id } }
    public func state(_ id: String) -> StateDefinition? { lifecycle?.states.first { $0.id == id } }
}

/// How a record is numbered.
public struct NumberDefinition: Sendable, Codable, Hashable {
    public enum Part: Sendable, Codable, Hashable {
        case literal(String)
        case organisationDivision
        case organisation
        /// `yyyy`, `yyyyMM` or `yyyyMMdd`.
        case date(String)
        case field(String)
        /// Padded to at least `digits`; widens, never wraps.
        case sequence(digits: Int)
    }

    public var field: String
    public var parts: [Part]
    /// Names of what the counter's key is made of (parts' names); nil: whatever stands before the sequence.
    public var counter: [Part]?
    /// Several records drawing from one counter name it.
    public var shared: String?
    /// The action that gives the number; nil: the one that creates.
    public var at: String?
    public var position: Position

    public init(field: String, parts: [Part], counter: [Part]?, shared: String?, at: String?, position: Position) {
        self.field = field
        self.parts = parts
        self.counter = counter
        self.shared = shared
        self.at = at
        self.position = position
    }
}

/// A list of other records usable in expressions.
public struct RelatedDefinition: Sendable, Codable, Hashable {
    public var id: String
    /// `system/record`.
    public var record: String
    /// Their field → expression over this record.
    public var match: [String: SourceExpression]
    /// Condition over their fields.
    public var condition: SourceExpression?
    public var limit: Int
    public var position: Position

    public init(id: String, record: String, match: [String: SourceExpression], condition: SourceExpression?, limit: Int, position: Position)
    {
        self.id = id
        self.record = record
        self.match = match
        self.condition = condition
        self.limit = limit
        self.position = position
    }
}

/// What must hold when certain actions are done.
public struct RuleDefinition: Sendable, Codable, Hashable {
    public var id: String
    public var check: CheckDefinition
    /// Actions; empty: every writing action.
    public var on: [String]
    public var source: String?
    public var position: Position

    public init(id: String, check: CheckDefinition, on: [String], source: String?, position: Position) {
        self.id = id
        self.check = check
        self.on = on
        self.source = source
        self.position = position
    }
}

/// How the list page looks.
public struct ListDefinition: Sendable, Codable, Hashable {
    public struct View: Sendable, Codable, Hashable {
        public var id: String
        public var label: String
        public var filter: SourceExpression
        public init(id: String, label: String, filter: SourceExpression) {
            self.id = id
            self.label = label
            self.filter = filter
        }
    }
    public var columns: [String] = []
    public var filters: [String] = []
    /// Field with a leading `-` for descending; nil: `-created_at`.
    public var sort: String?
    public var views: [View] = []
    public init() {}
}

/// A figure.
public struct IndicatorDefinition: Sendable, Codable, Hashable {
    public enum Measure: Sendable, Codable, Hashable {
        case count(SourceExpression)
        case ratio(SourceExpression, SourceExpression)
        case mean(SourceExpression)
        case sum(SourceExpression)
    }
    public var id: String
    public var label: String
    public var measure: Measure
    public var condition: SourceExpression?
    /// The moment that puts a record into a period; a date or datetime field.
    public var at: String
    /// `organisation`, `day`, `month`, `year` or a code field.
    public var by: [String]
    public var unit: String?
    public var source: String?
    public var position: Position

    public init(
        id: String, label: String, measure: Measure, condition: SourceExpression?, at: String, by: [String], unit: String?, source: String?,
        position: Position
    ) {
        self.id = id
        self.label = label
        self.measure = measure
        self.condition = condition
        self.at = at
        self.by = by
        self.unit = unit
        self.source = source
        self.position = position
    }
}

/// A paper.
public struct DocumentDefinition: Sendable, Codable, Hashable {
    public var id: String
    public var name: String
    public var number: NumberDefinition?
    /// Text of the template file.
    public var body: String
    public var position: Position

    public init(id: String, name: String, number: NumberDefinition?, body: String, position: Position) {
        self.id = id
        self.name = name
        self.number = number
        self.body = body
        self.position = position
    }
}

/// Who may see and do what.
public struct AccessDefinition: Sendable, Codable, Hashable {
    public var role: String
    /// `view list create edit export reveal actions` or action ids.
    public var may: [String]
    public var scopes: [ScopeKind]
    public var hides: [String]
    public var masks: [String]
    /// When not empty: only these fields.
    public var shows: [String]
    public var condition: SourceExpression?
    public var position: Position

    public init(
        role: String, may: [String], scopes: [ScopeKind], hides: [String], masks: [String], shows: [String], condition: SourceExpression?,
        position: Position
    ) {
        self.role = role
        self.may = may
        self.scopes = scopes
        self.hides = hides
        self.masks = masks
        self.shows = shows
        self.condition = condition
        self.position = position
    }
}

/// How far a grant reaches (`DESIGN.md` §4).
public enum ScopeKind: String, Sendable, Codable, CaseIterable {
    case own, assigned, team, organisation, line, subtree, region, `public`, grant
}

/// A role, once for all systems.
public struct RoleDefinition: Sendable, Codable, Hashable {
    public var id: String
    public var name: String
    /// Free text of the specification.
    public var level: String
    public var defaultScopes: [ScopeKind]
    /// `business`, `citizen`, `administrator`, `machine`.
    public var kind: String
    public var position: Position

    public init(id: String, name: String, level: String, defaultScopes: [ScopeKind], kind: String, position: Position) {
        self.id = id
        self.name = name
        self.level = level
        self.defaultScopes = defaultScopes
        self.kind = kind
        self.position = position
    }
}
