/// Why an action did not happen, told to the person who asked. Nothing has been written.
public struct Refusal: Error, Sendable, Hashable {
    /// Scenarios, the API and the journal carry it: texts may change, reasons may not.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        /// This actor may not do this.
        case forbidden
        /// A value is missing or wrong.
        case invalid
        /// Not from the state the record is in.
        case state
        /// The record has changed since it was read.
        case stale
        /// There is no such record, or none that this actor may know of.
        case notfound
        /// A cap, a span, a zone or another rule of policy.
        case policy
    }

    /// What is wrong with one field.
    public struct FieldProblem: Sendable, Hashable {
        /// Id of the field or input; a path such as `parties.0.id_no` inside composites.
        public var field: String
        public var label: String
        public var message: String
        public init(field: String, label: String, message: String) {
            self.field = field
            self.label = label
            self.message = message
        }
    }

    public var reason: Reason
    /// `system/record.action`.
    public var action: String
    public var record: String?
    /// Chinese: what happened, why, what to do.
    public var message: String
    /// Id of the rule that refused, when a definition's rule did.
    public var rule: String?
    /// Law, standard or policy behind it.
    public var source: String?
    public var problems: [FieldProblem]

    public init(
        _ reason: Reason, action: String, record: String? = nil, _ message: String, rule: String? = nil, source: String? = nil,
        problems: [FieldProblem] = []
    ) {
        self.reason = reason
        self.action = action
        self.record = record
        self.message = message
        self.rule = rule
        self.source = source
        self.problems = problems
    }

    /// The first field named, for scenarios.
    public var field: String? { problems.first?.field }
}
