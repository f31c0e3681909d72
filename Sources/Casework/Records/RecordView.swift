import Definitions
import Expressions
import WorkCalendar

/// A record as one actor may see it.
public struct RecordView: Sendable {
    /// A field as it may be shown.
    public struct Field: Sendable {
        public var definition: FieldDefinition
        /// In clear where the actor may see it so, masked text where not.
        public var value: Value
        public var isMasked: Bool
        let presentation: Presentation

        /// As people read it.
        public var text: String {
            guard isMasked, !definition.type.isComposite else { return presentation.text(value, definition) }
            return if case .string(let text) = value { text } else { "" }
        }
    }

    /// A limit of the record.
    public struct Deadline: Sendable {
        public var limit: String
        public var label: String
        /// `running`, `suspended`, `met`, `missed`, `cancelled`.
        public var state: String
        public var startedAt: Moment
        public var rawDue: Moment?
        public var due: Moment?
        /// Due by the end of a day.
        public var isDay: Bool
        public var endedAt: Moment?
        public var explanation: String
        public var authority: Authority
    }

    public var type: String
    public var id: String
    public var version: Int64
    public var state: String?
    public var stateLabel: String?
    public var title: String
    public var org: String
    public var parent: String?
    public var createdAt: Moment
    public var createdBy: String
    public var updatedAt: Moment
    public var updatedBy: String
    public var isClosed: Bool
    public var isOverdue: Bool
    public var due: Moment?
    public var fields: [Field]
    public var deadlines: [Deadline]
    /// Actions this actor may do now.
    public var actions: [ActionDefinition]
    public var mayEdit: Bool
    public var mayReveal: Bool

    public func field(_ id: String) -> Field? { fields.first { $0.definition.id == id } }
    public subscript(_ field: String) -> Value { self.field(field)?.value ?? .null }
}

/// One entry of a record's timeline.
public struct TimelineEntry: Sendable {
    public struct Change: Sendable {
        public var field: String
        public var label: String
        public var from: String
        public var to: String
    }
    public var sequence: Int64
    public var at: Moment
    public var action: String
    public var label: String
    public var actor: String
    public var actorName: String
    public var role: String
    public var org: String
    public var fromState: String?
    public var toState: String?
    public var changes: [Change]
}

/// What is to be done.
public struct TodoItem: Sendable, Hashable {
    public var id: String
    public var type: String
    public var record: String
    public var title: String
    public var task: String
    public var state: String
    public var role: String?
    public var org: String?
    public var person: String?
    /// Nil: no limit runs.
    public var due: Moment?
    public var reason: String
    public var createdAt: Moment
}

/// A message.
public struct NoticeItem: Sendable, Hashable {
    public var id: String
    public var kind: String
    public var text: String
    public var type: String?
    public var record: String?
    public var at: Moment
    public var readAt: Moment?
    public var role: String?
    public var org: String?
}
