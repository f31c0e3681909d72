/// A field, or a part of one, as one question of a citizen's form asks for it: the definition says what it is, this says how it is put.
public struct QuestionPart: Sendable {
    /// `matter`, or `applicant.name` for a part of a structure.
    public var path: String
    /// Plain words in place of the definition's label.
    public var label: String?
    public var help: String?
    public var isOptional: Bool
    /// Codes offered, in this order; nil: all of the list.
    public var only: [String]?
    /// What choosing a code means, and plain words for it.
    public var explained: [String: String]
    /// Of a list of structures: the parts asked for, in this order.
    public var parts: [QuestionPart]
    /// An answer that says that none of the others holds (`以上都不是`), and leaves the field empty.
    public var none: String?

    public init(
        _ path: String, _ label: String? = nil, help: String? = nil, isOptional: Bool = false, only: [String]? = nil,
        explained: [String: String] = [:], parts: [QuestionPart] = [], none: String? = nil
    ) {
        self.path = path
        self.label = label
        self.help = help
        self.isOptional = isOptional
        self.only = only
        self.explained = explained
        self.parts = parts
        self.none = none
    }

    /// The field of the definition it belongs to.
    public var field: String { path.split(separator: ".").first.map(String.init) ?? path }
}
