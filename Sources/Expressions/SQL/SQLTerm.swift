/// A part of an expression, said in SQL.
///
/// CEL knows null and failure, SQL only NULL. A term therefore says what its NULL means: `isNullable` that it may be CEL's null,
/// `failure` when evaluating it fails. With both, a condition of its own tells failure apart.
struct SQLTerm {
    enum Failure {
        case never
        /// Exactly when the value is NULL; the value is never CEL's null then.
        case whenNull
        /// Exactly when this condition, which is never NULL, is true.
        case when(SQLFragment)
    }

    /// The value, or for `isCondition` a condition (a boolean in PostgreSQL, 0 or 1 in SQLite).
    var fragment: SQLFragment
    var type: ValueType
    /// Booleans are conditions where they are computed and integers 0 and 1 where they are stored.
    var isCondition = false
    var isNullable = false
    var failure = Failure.never
    /// A column, an argument or a name: cheap and harmless to write twice.
    var isSimple = false
    /// The value, when it is known beforehand. Lists and maps have no other form.
    var constant: Value?
    /// Evaluating it fails, always.
    var alwaysFails = false

    /// The condition under which it fails; nil: never.
    var failureCondition: SQLFragment? {
        switch failure {
        case .never: nil
        case .whenNull: "(\(fragment) IS NULL)"
        case .when(let condition): condition
        }
    }

    var mayBeSQLNull: Bool {
        if isNullable { return true }
        if case .never = failure { return false }
        return true
    }

    /// A computed value: never null, NULL when it fails.
    static func computed(_ fragment: SQLFragment, _ type: ValueType) -> SQLTerm {
        SQLTerm(fragment: fragment, type: type, failure: .whenNull)
    }

    /// A computed condition: NULL when it fails.
    static func condition(_ fragment: SQLFragment) -> SQLTerm {
        SQLTerm(fragment: fragment, type: .bool, isCondition: true, failure: .whenNull)
    }

    /// True or false whatever the row.
    static func truth(_ value: Bool) -> SQLTerm {
        SQLTerm(fragment: value ? "TRUE" : "FALSE", type: .bool, isCondition: true, isSimple: true, constant: .bool(value))
    }
}
