/// What may be done to a record.
public struct ActionDefinition: Sendable, Codable {
    /// What the definition says. One copy serves everywhere: a definition is read at every action and hardly ever changed.
    struct Content: Sendable, Codable {
        var id: String
        var label: String
        var from: FromStates
        var to: TargetState
        var by: [Performer] = []
        var byAnyone: Bool = false
        var needs: [String] = []
        var asks: [String] = []
        var inputs: [FieldDefinition] = []
        var checks: [CheckDefinition] = []
        var sets: [Assignment] = []
        var adds: [Addition] = []
        var updates: [RowUpdate] = []
        var creates: [Creation] = []
        var acts: [Consequence] = []
        var notifies: [Notification] = []
        var documents: [String] = []
        var documentConditions: [String: SourceExpression] = [:]
        var copies: [Copy] = []
        var suspends: [ClockChange] = []
        var resumes: [ClockChange] = []
        var restarts: [ClockChange] = []
        var extends: [Extend] = []
        var ends: [String] = []
        var otherThan: [String] = []
        var otherThanUser: SourceExpression?
        var caps: [Cap] = []
        var every: Span?
        var window: Window?
        var automatic: Automatic?
        var confirm: String?
        var consequence: String?
        var basis: String?
        var isBatch: Bool = false
        var isHidden: Bool = false
        var isSensitive: Bool = false
        var position: Position
    }

    private final class Shared: Sendable {
        let content: Content
        init(_ content: Content) { self.content = content }
    }
    private var shared: Shared

    public init(id: String, label: String, from: FromStates, to: TargetState, position: Position) {
        shared = Shared(Content(id: id, label: label, from: from, to: to, position: position))
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        var content = shared.content
        body(&content)
        shared = Shared(content)
    }

    public init(from decoder: any Decoder) throws { shared = Shared(try Content(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try shared.content.encode(to: encoder) }

    public var id: String {
        get { shared.content.id }
        set { change { $0.id = newValue } }
    }
    public var label: String {
        get { shared.content.label }
        set { change { $0.label = newValue } }
    }
    public var from: FromStates {
        get { shared.content.from }
        set { change { $0.from = newValue } }
    }
    public var to: TargetState {
        get { shared.content.to }
        set { change { $0.to = newValue } }
    }
    public var by: [Performer] {
        get { shared.content.by }
        set { change { $0.by = newValue } }
    }
    /// Anyone may, signed in or not.
    public var byAnyone: Bool {
        get { shared.content.byAnyone }
        set { change { $0.byAnyone = newValue } }
    }
    public var needs: [String] {
        get { shared.content.needs }
        set { change { $0.needs = newValue } }
    }
    public var asks: [String] {
        get { shared.content.asks }
        set { change { $0.asks = newValue } }
    }
    public var inputs: [FieldDefinition] {
        get { shared.content.inputs }
        set { change { $0.inputs = newValue } }
    }
    public var checks: [CheckDefinition] {
        get { shared.content.checks }
        set { change { $0.checks = newValue } }
    }
    public var sets: [Assignment] {
        get { shared.content.sets }
        set { change { $0.sets = newValue } }
    }
    public var adds: [Addition] {
        get { shared.content.adds }
        set { change { $0.adds = newValue } }
    }
    public var updates: [RowUpdate] {
        get { shared.content.updates }
        set { change { $0.updates = newValue } }
    }
    public var creates: [Creation] {
        get { shared.content.creates }
        set { change { $0.creates = newValue } }
    }
    public var acts: [Consequence] {
        get { shared.content.acts }
        set { change { $0.acts = newValue } }
    }
    public var notifies: [Notification] {
        get { shared.content.notifies }
        set { change { $0.notifies = newValue } }
    }
    public var documents: [String] {
        get { shared.content.documents }
        set { change { $0.documents = newValue } }
    }
    /// Document id → issued only when this holds.
    public var documentConditions: [String: SourceExpression] {
        get { shared.content.documentConditions }
        set { change { $0.documentConditions = newValue } }
    }
    public var copies: [Copy] {
        get { shared.content.copies }
        set { change { $0.copies = newValue } }
    }
    public var suspends: [ClockChange] {
        get { shared.content.suspends }
        set { change { $0.suspends = newValue } }
    }
    public var resumes: [ClockChange] {
        get { shared.content.resumes }
        set { change { $0.resumes = newValue } }
    }
    public var restarts: [ClockChange] {
        get { shared.content.restarts }
        set { change { $0.restarts = newValue } }
    }
    public var extends: [Extend] {
        get { shared.content.extends }
        set { change { $0.extends = newValue } }
    }
    public var ends: [String] {
        get { shared.content.ends }
        set { change { $0.ends = newValue } }
    }
    /// Action ids, or `creator`.
    public var otherThan: [String] {
        get { shared.content.otherThan }
        set { change { $0.otherThan = newValue } }
    }
    public var otherThanUser: SourceExpression? {
        get { shared.content.otherThanUser }
        set { change { $0.otherThanUser = newValue } }
    }
    public var caps: [Cap] {
        get { shared.content.caps }
        set { change { $0.caps = newValue } }
    }
    public var every: Span? {
        get { shared.content.every }
        set { change { $0.every = newValue } }
    }
    public var window: Window? {
        get { shared.content.window }
        set { change { $0.window = newValue } }
    }
    public var automatic: Automatic? {
        get { shared.content.automatic }
        set { change { $0.automatic = newValue } }
    }
    public var confirm: String? {
        get { shared.content.confirm }
        set { change { $0.confirm = newValue } }
    }
    public var consequence: String? {
        get { shared.content.consequence }
        set { change { $0.consequence = newValue } }
    }
    public var basis: String? {
        get { shared.content.basis }
        set { change { $0.basis = newValue } }
    }
    public var isBatch: Bool {
        get { shared.content.isBatch }
        set { change { $0.isBatch = newValue } }
    }
    public var isHidden: Bool {
        get { shared.content.isHidden }
        set { change { $0.isHidden = newValue } }
    }
    public var isSensitive: Bool {
        get { shared.content.isSensitive }
        set { change { $0.isSensitive = newValue } }
    }
    public var position: Position {
        get { shared.content.position }
        set { change { $0.position = newValue } }
    }

    public var createsRecord: Bool { from == .none }
}
