/// An expression whose names and types have been checked: it can be evaluated and asked of a database.
public struct CheckedExpression: Sendable, CustomStringConvertible {
    /// What it was made from.
    public let expression: Expression
    /// What it was checked against.
    public let environment: TypeEnvironment
    /// The type of its value; any value may be null instead.
    public let type: ValueType
    /// Types of the nodes and functions of the calls, by node id.
    let types: [ValueType]
    let overloads: [Int: [FunctionDeclaration]]
    private let plan: Plan

    init(_ expression: Expression, in environment: TypeEnvironment, expecting: ValueType?) throws(ExpressionError) {
        var checker = Checker(environment: environment, expression: expression)
        type = try checker.check(expression.root)
        if let expecting, !type.fits(expecting) {
            throw ExpressionError("结果应当是\(expecting.label)，现在是\(type.label)", at: expression.root.offset, in: expression.source)
        }
        self.expression = expression
        self.environment = environment
        types = checker.types
        overloads = checker.overloads
        var planner = Planner(functions: environment.table, declared: Set(environment.variables.keys))
        plan = planner.plan(expression.root)
    }

    public var source: String { expression.source }
    public var description: String { expression.source }

    /// The value.
    public func evaluate(_ activation: any Activation) throws(EvaluationError) -> Value {
        var evaluator = Evaluator(activation)
        return try evaluator.value(plan)
    }

    /// Whether the condition is met. An error, null or anything but true means that it is not.
    public func holds(_ activation: any Activation) -> Bool {
        do throws(EvaluationError) {
            return try evaluate(activation) == .bool(true)
        } catch {
            return false
        }
    }
}

extension Expression {
    /// Checks names, types and calls.
    ///
    /// - Parameter expecting: the type the value must have, for example `.bool` for a rule. Null and `dyn` are let pass.
    /// - Throws: the first mistake, with its place and the mend.
    public func checked(in environment: TypeEnvironment, expecting: ValueType? = nil) throws(ExpressionError) -> CheckedExpression {
        try CheckedExpression(self, in: environment, expecting: expecting)
    }
}
