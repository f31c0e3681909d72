/// Why an expression has no value. For a rule or a filter this means "not met" (`CheckedExpression.holds`).
public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; programs may rest on it, the texts may change.
    public enum Reason: String, Sendable, CaseIterable {
        /// A name that has no value here.
        case unknownName
        /// A function or operator that does not exist for values of these kinds.
        case noSuchOverload
        /// A field or key that is not there, or an index outside the list.
        case noSuchField
        /// Division or remainder by zero.
        case divisionByZero
        /// A number, instant or length of time beyond its range.
        case overflow
        /// A text that cannot be read as what it should be, or an argument a function does not take.
        case invalidArgument
        /// A map literal with the same key twice, or with a key that cannot be one.
        case invalidKey
        /// More than `Expression.maximumIterations` rounds in macros.
        case tooMuchWork
        /// A declared function or an activation failed with an error of its own.
        case function
    }

    public let reason: Reason
    /// What happened, in Chinese.
    public let message: String
    /// Where in the expression, in UTF-8 octets from the start of its source.
    public let offset: Int

    public init(_ reason: Reason, _ message: String, at offset: Int = 0) {
        self.reason = reason
        self.message = message
        self.offset = offset
    }

    public var description: String { message }

    func placed(at offset: Int) -> EvaluationError { EvaluationError(reason, message, at: offset) }
}
