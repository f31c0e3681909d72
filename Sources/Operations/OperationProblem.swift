/// Why an operation on files or on the whole database did not happen: what, on what, why, and the mend, in Chinese for the operator.
public struct OperationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What an operator can act upon.
    public enum Kind: Sendable, Hashable {
        /// The file cannot be read or written.
        case file
        /// The file is not what it says it is, or is damaged.
        case format
        /// More than is taken: sizes, counts, depth. Guards memory and disk against hostile files.
        case tooBig
        /// What was asked for does not exist or does not fit.
        case request
        /// Contents do not agree with their digests: altered or damaged.
        case altered
        /// The target holds something already.
        case notEmpty
    }

    public var kind: Kind
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
