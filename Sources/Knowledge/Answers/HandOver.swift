/// Why and how a person takes over.
public struct HandOver: Sendable, Hashable, Codable {
    /// `handover_trigger` of the specification.
    public enum Trigger: String, Sendable, Hashable, Codable, CaseIterable {
        case userAsk = "user_ask"
        case lowConfidence = "low_conf"
        case twiceDown = "twice_down"
        case highRisk = "high_risk"
        case limitation
        case emergency
        case minor
        case complex
        case complaint
        case accessibility
    }

    /// `urgency` of the order that it becomes.
    public enum Urgency: String, Sendable, Hashable, Codable {
        case normal
        case urgent
        case critical
    }

    public var trigger: Trigger
    public var urgency: Urgency
    /// What the person at the desk reads first, masked; shown to the citizen before it is sent.
    public var summary: String

    public init(trigger: Trigger, urgency: Urgency? = nil, summary: String = "") {
        self.trigger = trigger
        self.urgency = urgency ?? (trigger == .emergency || trigger == .minor ? .critical : trigger == .limitation ? .urgent : .normal)
        self.summary = summary
    }
}
