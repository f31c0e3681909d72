import Definitions
import Expressions
import WorkCalendar

/// What Casework needs from rooms above it. The composition root gives it.
public protocol CaseworkServices: Sendable {
    /// A parameter value that an administrator set, nil when the definition's own holds.
    func parameterOverride(system: String, id: String, day: Day, lineage: [String]) -> ParameterValue?
    /// Whether an article was in force at a moment; nil when the law library does not know the law.
    func isInForce(law: String, article: String, at moment: Moment) -> Bool?
    /// Draws a paper. The text is what is kept; pages and print come from it.
    /// - Parameter values: a text for every place of the template.
    func render(_ document: DocumentDefinition, values: [String: String], number: String?, at moment: Moment) -> String
}

extension CaseworkServices {
    public func parameterOverride(system: String, id: String, day: Day, lineage: [String]) -> ParameterValue? { nil }
    public func isInForce(law: String, article: String, at moment: Moment) -> Bool? { nil }

    /// The template with its places filled in.
    public func render(_ document: DocumentDefinition, values: [String: String], number: String?, at moment: Moment) -> String {
        guard let pieces = try? TemplateText.pieces(document.body) else { return document.body }
        return pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .place(let name, _): values[name] ?? ""
            }
        }.joined()
    }
}

/// Nothing from above: tests and the command line.
public struct NoServices: CaseworkServices {
    public init() {}
}
