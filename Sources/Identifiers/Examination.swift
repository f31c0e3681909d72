/// What came out of looking at a text that claims to be an identifier: whether it is one, why not, and what it says.
public struct Examination: Sendable, Hashable {
    /// What is wrong, for programs. Texts may change, these may not.
    public enum Fault: String, Sendable, Hashable, CaseIterable, Codable {
        /// Length, characters or arrangement.
        case format
        /// A number of the old kind that is no longer in force.
        case obsolete
        /// No such day, or one that has not come yet.
        case birthDate = "birth date"
        /// The check character is not the one the rest demands.
        case checkDigit = "check digit"
        /// The subject part of a credit code fails its own check (GB 11714).
        case subjectCode = "subject code"
        /// There is no such province in GB/T 2260.
        case province
        /// The form is right but the division table, which covers that province, does not list it.
        case unlisted
        /// A year outside the possible ones.
        case year
    }

    /// One thing that an identifier says.
    public struct Fact: Sendable, Hashable {
        /// For programs: `birth`, `sex`, `division` …
        public let key: String
        /// For people, Chinese.
        public let label: String
        public let value: Value

        /// A text or a whole number.
        public enum Value: Sendable, Hashable, CustomStringConvertible {
            case text(String)
            case number(Int)

            public var description: String {
                switch self {
                case .text(let text): text
                case .number(let number): String(number)
                }
            }
        }
    }

    /// The text as it was given.
    public let value: String
    /// Nil when the text is valid.
    public let fault: Fault?
    /// Why it is not valid and what to do, Chinese; nil when it is.
    public let reason: String?
    /// What deserves a second look though it does not make the text invalid, Chinese.
    public private(set) var warnings: [String] = []
    /// What the text says. An invalid one may say something too, such as the number that should replace it.
    public private(set) var facts: [Fact] = []

    /// Whether the text is a valid identifier of its kind.
    public var isValid: Bool { fault == nil }

    /// The fact of that key.
    public subscript(key: String) -> String? { facts.first { $0.key == key }?.value.description }

    init(valid value: String) { (self.value, fault, reason) = (value, nil, nil) }

    init(invalid value: String, _ fault: Fault, _ reason: String) { (self.value, self.fault, self.reason) = (value, fault, reason) }

    mutating func add(_ key: String, _ label: String, _ value: String?) {
        if let value { facts.append(Fact(key: key, label: label, value: .text(value))) }
    }

    mutating func add(_ key: String, _ label: String, _ value: Int) { facts.append(Fact(key: key, label: label, value: .number(value))) }

    mutating func warn(_ text: String) { warnings.append(text) }
}
