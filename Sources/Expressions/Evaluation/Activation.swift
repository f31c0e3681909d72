/// Where an expression's variables get their values.
public protocol Activation: Sendable {
    /// The variable's value; nil when there is no such variable (which is an error in the expression), `.null` when it is not set.
    func value(of variable: String) throws -> Value?
}

/// Variables from a dictionary.
public struct BindingsActivation: Activation {
    public var bindings: [String: Value]

    public init(_ bindings: [String: Value] = [:]) { self.bindings = bindings }

    public func value(of variable: String) -> Value? { bindings[variable] }
}
