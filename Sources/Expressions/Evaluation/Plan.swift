/// An expression ready to be evaluated: names resolved to places, functions to overloads, patterns compiled.
indirect enum Plan: Sendable {
    case constant(Value)
    /// A macro's variable, by its place on the stack of locals.
    case local(Int)
    /// A name that may be qualified: the first candidate that has a value wins, the rest of the path is selected from it.
    case variable([Candidate], offset: Int)
    case select(Plan, field: String, offset: Int)
    case presence(Plan, field: String, offset: Int)
    /// `has(a.b)` where `a` is a variable: any split of the path into variable and fields.
    case presenceOfVariable([Candidate], offset: Int)
    case index(Plan, Plan, offset: Int)
    case call(String, [FunctionDeclaration], [Plan], offset: Int)
    /// `matches` with a pattern known beforehand.
    case match(Plan, Pattern, offset: Int)
    case not(Plan, offset: Int)
    case negate(Plan, offset: Int)
    case binary(BinaryOperator, Plan, Plan, offset: Int)
    case conjunction([Plan], offset: Int)
    case disjunction([Plan], offset: Int)
    case conditional(Plan, then: Plan, else: Plan, offset: Int)
    case list([Plan])
    case map([(key: Plan, value: Plan)], offset: Int)
    case loop(Loop)

    /// `a.b.c` as the variable `a.b` and its field `c`.
    struct Candidate: Sendable {
        let name: String
        let fields: [String]
    }

    struct Loop: Sendable {
        let kind: Comprehension.Kind
        let range: Plan
        /// One or two.
        let variables: Int
        let condition: Plan?
        let result: Plan?
        let name: String
        let offset: Int
    }
}
