/// States and actions of a record.
public struct Lifecycle: Sendable, Codable {
    /// In the order of the file: the stepper shows them so.
    public var states: [StateDefinition]
    public var actions: [ActionDefinition]
    public init(states: [StateDefinition], actions: [ActionDefinition]) {
        self.states = states
        self.actions = actions
    }
}

/// A state a record may be in.
public struct StateDefinition: Sendable, Codable, Hashable {
    public var id: String
    public var label: String
    /// Nothing runs any more.
    public var isEnd = false
    /// Suspendable limits stand still here.
    public var suspendsClocks = false
    public var todos: [TodoDefinition] = []
    public var position: Position
    public init(id: String, label: String, position: Position) {
        self.id = id
        self.label = label
        self.position = position
    }
}

/// Who must do something while a record is in a state.
public struct TodoDefinition: Sendable, Codable, Hashable {
    public var role: String?
    /// Gives an organisation; nil: the owner.
    public var at: SourceExpression?
    /// Gives a user: personal.
    public var user: SourceExpression?
    public var team: SourceExpression?
    public var condition: SourceExpression?
    public var task: String?
    /// Limit that gives the due date.
    public var due: String?
    public init() {}
}

/// Something that must hold, or the action is refused.
public struct CheckDefinition: Sendable, Codable, Hashable {
    /// How a check that does not hold is said to whoever acts: what was typed is wrong, he may not, it is not the time, or a rule forbids it.
    public enum Refusal: String, Sendable, Codable, CaseIterable {
        case invalid, forbidden, state, policy
    }
    public var expression: SourceExpression
    public var message: String
    public var field: String?
    public var rule: String?
    public var refusal: Refusal
    public init(expression: SourceExpression, message: String, field: String? = nil, rule: String? = nil, refusal: Refusal = .invalid) {
        self.expression = expression
        self.message = message
        self.field = field
        self.rule = rule
        self.refusal = refusal
    }
}

/// Which states an action starts from.
public enum FromStates: Sendable, Codable, Hashable {
    /// Creates the record.
    case none
    case states([String])
    case any
    /// Every state that is not an end.
    case open
    /// Every end.
    case closed
}

/// Where an action leads.
public enum TargetState: Sendable, Codable, Hashable {
    case same
    case state(String)
    /// The first case whose condition holds; a nil condition always does. None holds: refused as `state`.
    case cases([(condition: SourceExpression?, state: String)])

    private enum Coded: Codable, Hashable {
        case same
        case state(String)
        case cases([Case])
        struct Case: Codable, Hashable {
            var condition: SourceExpression?
            var state: String
        }
    }
    private var coded: Coded {
        switch self {
        case .same: .same
        case .state(let state): .state(state)
        case .cases(let cases): .cases(cases.map { .init(condition: $0.condition, state: $0.state) })
        }
    }
    public init(from decoder: any Decoder) throws {
        self =
            switch try Coded(from: decoder) {
            case .same: .same
            case .state(let state): .state(state)
            case .cases(let cases): .cases(cases.map { ($0.condition, $0.state) })
            }
    }
    public func encode(to encoder: any Encoder) throws { try coded.encode(to: encoder) }
    public static func == (left: Self, right: Self) -> Bool { left.coded == right.coded }
    public func hash(into hasher: inout Hasher) { coded.hash(into: &hasher) }

    /// Every state it may lead to.
    public var states: [String] {
        switch self {
        case .same: []
        case .state(let state): [state]
        case .cases(let cases): cases.map(\.state)
        }
    }
}
