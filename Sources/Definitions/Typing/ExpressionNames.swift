import Expressions

/// Names that an expression mentions, without checking it.
enum ExpressionNames {
    /// The names at the head of what it mentions; empty when it cannot be read (which is reported elsewhere).
    static func references(of text: String) -> Set<String> { (try? Expression(parsing: text))?.references ?? [] }
}
