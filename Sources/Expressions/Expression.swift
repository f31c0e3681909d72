/// An expression that has been read, but not yet checked against what it may name.
///
/// The language is the Common Expression Language (cel.dev, cel-spec): literals, operators, lists and maps, the macros `has`, `all`,
/// `exists`, `exists_one`, `map`, `filter` and their forms with two variables, the standard functions, and the string functions of
/// cel-go's extension library. Beyond CEL, `has(x)` also takes a plain variable. Left out: construction of protocol buffer messages,
/// optional values (`?.`), enums, `cel.bind`.
public struct Expression: Sendable, CustomStringConvertible {
    /// Longest source, in UTF-8 octets.
    public static let maximumLength = 65_536
    /// Deepest nesting of parentheses, brackets and arguments.
    public static let maximumNesting = 64
    /// Highest syntax tree: how many operators may follow each other in one sum. Chains of `&&` and of `||` count as one.
    public static let maximumHeight = 128
    /// How many rounds all macros of one evaluation may make together; beyond, the evaluation fails with `.tooMuchWork`.
    public static let maximumIterations = 200_000

    /// The text as given.
    public let source: String
    let root: Node
    /// How many nodes the tree has; their ids lie below.
    let nodes: Int

    /// Reads `source`. Throws with the place when it is not an expression, too long or nested too deeply.
    public init(parsing source: String) throws(ExpressionError) {
        self.source = source
        (root, nodes) = try Parser.parse(source)
    }

    public var description: String { source }
}

/// The same type under a name that Foundation, which has an `Expression` of its own, does not have.
public typealias CELExpression = Expression

extension Expression: Hashable {
    /// Two expressions are equal when their texts are.
    public static func == (left: Expression, right: Expression) -> Bool { left.source.hasSameCodePoints(as: right.source) }

    public func hash(into hasher: inout Hasher) { Value.string(source).hash(into: &hasher) }
}

extension Expression {
    /// Evaluates without checking: unknown names and wrong types show only when they are reached.
    public func evaluate(
        _ activation: any Activation, environment: TypeEnvironment = .standard
    ) throws(EvaluationError) -> Value {
        var planner = Planner(functions: environment.table, declared: nil)
        var evaluator = Evaluator(activation)
        return try evaluator.value(planner.plan(root))
    }
}
