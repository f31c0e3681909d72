import Expressions

/// What a part of a filter sees that mentions no column and is worked out before the database is asked (`level_of(actor.org)`): the values
/// that it names, and behind them the organisations, people and days that functions look up. No record: what functions say of one, it cannot say.
struct ConstantsActivation: Activation {
    let bindings: BindingsActivation
    let unit: EvaluationUnit

    func value(of variable: String) -> Value? { bindings.value(of: variable) }
}
