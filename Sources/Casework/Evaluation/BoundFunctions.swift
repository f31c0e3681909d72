import Definitions
import Expressions

extension StandardFunctions {
    /// The language's functions with what computes them.
    static func bound(to implementations: [String: CaseworkFunctions.Implementation]) -> [FunctionDeclaration] {
        signatures.map { signature in
            guard let implementation = implementations[signature.name] else { return declaration(signature) }
            return FunctionDeclaration(signature.name, parameters: signature.parameters, result: signature.result, evaluate: implementation)
        }
    }
}
