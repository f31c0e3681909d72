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
    func render(_ document: DocumentDefinition, values: [String: String], number: String?, at moment: Moment) -> String
}

extension CaseworkServices {
    public func parameterOverride(system: String, id: String, day: Day, lineage: [String]) -> ParameterValue? { nil }
    public func isInForce(law: String, article: String, at moment: Moment) -> Bool? { nil }

    /// The template with its `{field}` marks filled in.
    public func render(_ document: DocumentDefinition, values: [String: String], number: String?, at moment: Moment) -> String {
        TextTemplate(document.body).filled { values[$0] ?? "" }
    }
}

/// Nothing from above: tests and the command line.
public struct NoServices: CaseworkServices {
    public init() {}
}

/// Literals and `{field}` marks.
struct TextTemplate: Sendable {
    let text: String
    init(_ text: String) { self.text = text }

    enum Part {
        case text(String)
        case name(String)
    }

    /// Literal texts and names in braces, in order. What is no name stays as it is.
    func parts(_ body: (Part) -> Void) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { body(.text(String(rest[..<open]))) }
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "}") else { return body(.text(String(rest[open...]))) }
            let name = rest[after..<close]
            if name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) {
                body(.name(String(name)))
            } else {
                body(.text(String(rest[open...close])))
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { body(.text(String(rest))) }
    }

    func filled(_ value: (String) -> String) -> String {
        var result = ""
        parts { part in
            switch part {
            case .text(let text): result += text
            case .name(let name): result += value(name)
            }
        }
        return result
    }
}
