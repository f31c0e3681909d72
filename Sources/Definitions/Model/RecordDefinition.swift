import Synchronization

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

    /// What the definition says. One copy serves everywhere: a definition is read at every action and hardly ever changed.
    struct Content: Sendable, Codable {
        var id: String
        var system: String
        var name: String
        var number: NumberDefinition?
        var title: String?
        var parent: String?
        var scope: Scope = Scope()
        var fields: [FieldDefinition] = []
        var lifecycle: Lifecycle?
        var limits: [LimitDefinition] = []
        var rules: [RuleDefinition] = []
        var related: [RelatedDefinition] = []
        var access: [AccessDefinition] = []
        var lists: ListDefinition = ListDefinition()
        var indicators: [IndicatorDefinition] = []
        var documents: [DocumentDefinition] = []
        var exchangesUpward: Bool = false
        var exchangesMinistry: Bool = false
        var position: Position
    }

    private final class Shared: Sendable {
        let content: Content
        /// Where things stand, found at the first question.
        let places = AtomicLazyReference<Places>()
        init(_ content: Content) { self.content = content }
    }
    private var shared: Shared

    public init(id: String, system: String, name: String, position: Position) {
        shared = Shared(Content(id: id, system: system, name: name, position: position))
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = shared.content
        body(&content)
        shared = Shared(content)
    }

    public init(from decoder: any Decoder) throws { shared = Shared(try Content(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try shared.content.encode(to: encoder) }

    /// Bare id inside its system.
    public var id: String {
        get { shared.content.id }
        set { change { $0.id = newValue } }
    }
    /// Id of the system it stands in.
    public var system: String {
        get { shared.content.system }
        set { change { $0.system = newValue } }
    }
    public var name: String {
        get { shared.content.name }
        set { change { $0.name = newValue } }
    }
    public var number: NumberDefinition? {
        get { shared.content.number }
        set { change { $0.number = newValue } }
    }
    /// Template of literals and `{field}`.
    public var title: String? {
        get { shared.content.title }
        set { change { $0.title = newValue } }
    }
    /// Bare id of the record it is a child of.
    public var parent: String? {
        get { shared.content.parent }
        set { change { $0.parent = newValue } }
    }
    public var scope: Scope {
        get { shared.content.scope }
        set { change { $0.scope = newValue } }
    }
    public var fields: [FieldDefinition] {
        get { shared.content.fields }
        set { change { $0.fields = newValue } }
    }
    public var lifecycle: Lifecycle? {
        get { shared.content.lifecycle }
        set { change { $0.lifecycle = newValue } }
    }
    public var limits: [LimitDefinition] {
        get { shared.content.limits }
        set { change { $0.limits = newValue } }
    }
    public var rules: [RuleDefinition] {
        get { shared.content.rules }
        set { change { $0.rules = newValue } }
    }
    public var related: [RelatedDefinition] {
        get { shared.content.related }
        set { change { $0.related = newValue } }
    }
    public var access: [AccessDefinition] {
        get { shared.content.access }
        set { change { $0.access = newValue } }
    }
    public var lists: ListDefinition {
        get { shared.content.lists }
        set { change { $0.lists = newValue } }
    }
    public var indicators: [IndicatorDefinition] {
        get { shared.content.indicators }
        set { change { $0.indicators = newValue } }
    }
    public var documents: [DocumentDefinition] {
        get { shared.content.documents }
        set { change { $0.documents = newValue } }
    }
    /// Sent to the upper node.
    public var exchangesUpward: Bool {
        get { shared.content.exchangesUpward }
        set { change { $0.exchangesUpward = newValue } }
    }
    /// Reported to the ministry.
    public var exchangesMinistry: Bool {
        get { shared.content.exchangesMinistry }
        set { change { $0.exchangesMinistry = newValue } }
    }
    public var position: Position {
        get { shared.content.position }
        set { change { $0.position = newValue } }
    }

    /// `system/record`.
    public var type: String { places.type }
    public func field(_ id: String) -> FieldDefinition? { places.fields[id].map { shared.content.fields[$0] } }
    public func action(_ id: String) -> ActionDefinition? { places.actions[id].flatMap { shared.content.lifecycle?.actions[$0] } }
    public func limit(_ id: String) -> LimitDefinition? { places.limits[id].map { shared.content.limits[$0] } }
    public func state(_ id: String) -> StateDefinition? { places.states[id].flatMap { shared.content.lifecycle?.states[$0] } }

    /// Positions by id; the first of equal ids counts.
    private final class Places: Sendable {
        let type: String
        let fields: [String: Int]
        let actions: [String: Int]
        let limits: [String: Int]
        let states: [String: Int]

        init(_ content: Content) {
            func positions(_ ids: some Sequence<String>) -> [String: Int] {
                Dictionary(ids.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
            }
            type = "\(content.system)/\(content.id)"
            fields = positions(content.fields.lazy.map(\.id))
            actions = positions((content.lifecycle?.actions ?? []).lazy.map(\.id))
            limits = positions(content.limits.lazy.map(\.id))
            states = positions((content.lifecycle?.states ?? []).lazy.map(\.id))
        }
    }

    private var places: Places { shared.places.load() ?? shared.places.storeIfNil(Places(shared.content)) }
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
