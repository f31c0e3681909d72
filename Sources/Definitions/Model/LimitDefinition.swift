import WorkCalendar

/// A span of time: a number or a parameter, and its unit.
public struct Span: Sendable, Codable, Hashable {
    public enum Count: Sendable, Codable, Hashable {
        case number(Int)
        /// Id of a parameter of the system (or shared).
        case parameter(String)
        case expression(SourceExpression)
    }
    public var count: Count
    public var unit: LimitUnit
    public init(count: Count, unit: LimitUnit) {
        self.count = count
        self.unit = unit
    }
}

/// A time limit.
public struct LimitDefinition: Sendable, Codable, Hashable {
    public enum Start: Sendable, Codable, Hashable {
        case actions([String])
        /// A date or datetime field; runs whenever it is filled.
        case field(String)
    }
    public struct Case: Sendable, Codable, Hashable {
        public var condition: SourceExpression?
        public var span: Span
        public init(condition: SourceExpression?, span: Span) {
            self.condition = condition
            self.span = span
        }
    }
    /// A mark on the way: a share of the time, or a span after (or before) the due date.
    public struct Mark: Sendable, Codable, Hashable {
        /// Share of the counted time in percent; 100 = the due date.
        public var percent: Int?
        /// Added to the effective due date; negative counts mean before.
        public var offset: Span?
        public var isBefore: Bool
        public init(percent: Int?, offset: Span?, isBefore: Bool) {
            self.percent = percent
            self.offset = offset
            self.isBefore = isBefore
        }
    }
    public struct Escalation: Sendable, Codable, Hashable {
        public var at: Mark
        public var action: String?
        public var values: [ActionDefinition.Assignment]
        /// Roles told.
        public var to: [String]
        public var condition: SourceExpression?
        public init(at: Mark, action: String?, values: [ActionDefinition.Assignment], to: [String], condition: SourceExpression?) {
            self.at = at
            self.action = action
            self.values = values
            self.to = to
            self.condition = condition
        }
    }

    public var id: String
    public var label: String
    public var start: Start
    /// Actions that meet it.
    public var until: [String]
    /// States that meet it.
    public var untilStates: [String] = []
    public var condition: SourceExpression?
    /// First whose condition holds.
    public var within: [Case]
    /// The due date itself.
    public var fixed: SourceExpression?
    public var hours: HoursKind = .office
    /// Whose hours it runs in, by condition; the first that holds, else ``hours``.
    public var hoursCases: [HoursCase] = []
    /// Field that holds the moment counted from.
    public var startField: String?
    public var authority: Authority = .default
    public var source: String?
    /// Moved from a rest day.
    public var moves = true
    public var countsBackwards = false
    public var isSuspendable = false
    public var reminders: [Mark] = []
    public var escalations: [Escalation] = []
    /// Deemed result.
    public var onExpiry: String?
    /// A statutory limit that it may not exceed.
    public var atMost: String?
    public var isPublic = false
    public var position: Position

    /// Hours under a condition.
    public struct HoursCase: Sendable, Codable, Hashable {
        public var condition: SourceExpression
        public var hours: HoursKind
        public init(condition: SourceExpression, hours: HoursKind) {
            self.condition = condition
            self.hours = hours
        }
    }

    public enum HoursKind: String, Sendable, Codable, CaseIterable {
        case desk, office
    }

    public init(id: String, label: String, start: Start, until: [String], within: [Case], position: Position) {
        self.id = id
        self.label = label
        self.start = start
        self.until = until
        self.within = within
        self.position = position
    }
}
