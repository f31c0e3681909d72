/// A function that expressions may call: `in_force(law, today)`, or as a member of its first argument, `law.in_force(today)`.
public struct FunctionDeclaration: Sendable {
    /// Computes the value. The arguments have the declared types (`dyn` takes anything, null included; any other type never sees null:
    /// a call with an unset argument is an error of the expression, "not met").
    public typealias Evaluate = @Sendable ([Value], any Activation) throws -> Value
    /// Says the same in SQL. Arguments arrive as value expressions (booleans as integers 0 and 1, instants and spans as milliseconds).
    /// A function with a boolean result gives a condition, any other a value. NULL means that the call fails. Arguments that may be
    /// NULL are guarded by the caller, except those declared `dyn`.
    public typealias SQL = @Sendable ([SQLFragment], SQLDialect) -> SQLFragment

    /// The name; may be qualified (`strings.quote`).
    public let name: String
    /// Whether it is called as `x.name(…)`; the receiver is then the first of the parameters.
    public let isMember: Bool
    public let parameters: [ValueType]
    public let result: ValueType
    public let evaluate: Evaluate
    /// Nil: a call with a column among its arguments cannot be asked of a database.
    public let sql: SQL?

    public init(
        _ name: String, isMember: Bool = false, parameters: [ValueType], result: ValueType, sql: SQL? = nil, evaluate: @escaping Evaluate
    ) {
        self.name = name
        self.isMember = isMember
        self.parameters = parameters
        self.result = result
        self.sql = sql
        self.evaluate = evaluate
    }
}
