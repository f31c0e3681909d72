extension CheckedExpression {
    /// Largest SQL text, in UTF-8 octets, and most arguments (SQLite takes 32,766).
    static var maximumSQL: (octets: Int, arguments: Int) { (1_000_000, 30_000) }

    /// The same in SQL, for a filter, a list or an indicator.
    ///
    /// A boolean expression gives a condition that is true exactly for the rows where `holds` is; where it is not, the condition is
    /// false or NULL. With `exact` it tells apart what is false (false) from what fails (NULL). Any other type gives a value; NULL is
    /// null or a failure.
    ///
    /// What columns hold: booleans as integers 0 and 1; instants and lengths of time as integers, milliseconds; texts that compare by code point
    /// (`BINARY`, `COLLATE "C"`); lists as JSON arrays; references to other records by id. Every column may be NULL, which is CEL's null.
    ///
    /// What can be said: all operators except indexing and joining lists; `in` with lists and list columns; `has`; `all`, `exists` and
    /// `exists_one` over lists and list columns, with the fields of their elements; of the standard functions `size`, `contains`, `startsWith`,
    /// `endsWith`, `indexOf` (without a start), `lowerAscii`, `upperAscii`, `int`, `double` and `string` between numbers, the parts of
    /// spans, the parts of instants in UTC; and declared functions that say their SQL. Whatever mentions no column is evaluated at once and may use everything.
    /// Not: `matches`, `map`, `filter`, `type`, arithmetic on unsigned integers, anything `dyn`.
    ///
    /// Where it differs from evaluation: a double that is not a number counts as a failure, a negative zero as zero, and in PostgreSQL
    /// so do doubles beyond ±8e307 and products and quotients smaller than 1e-307.
    ///
    /// - Parameters:
    ///   - exact: whether false and failure must be told apart, as under a NOT of the caller's own.
    ///   - column: the column of a path such as `["state"]`, qualified with its table and quoted; nil where there is none. For a path
    ///     into a referenced record, the column of its prefix, if there is one, is the reference.
    ///   - constant: the value of a path that does not depend on the row, such as `["actor", "org"]`, or of its beginning.
    ///   - surroundings: what functions that mention no column are given as their activation, for those that ask it for more than values.
    /// - Throws: what cannot be said, with its place.
    public func sql(
        dialect: SQLDialect, exact: Bool = false, column: (_ path: [String]) -> SQLFragment?, constant: (_ path: [String]) -> Value?,
        surroundings: (BindingsActivation) -> any Activation = { $0 }
    ) throws(ExpressionError) -> SQLFragment {
        let outcome: Result<SQLFragment, ExpressionError> = withoutActuallyEscaping(column) { column in
            withoutActuallyEscaping(constant) { constant in
                withoutActuallyEscaping(surroundings) { surroundings in
                    Result { () throws(ExpressionError) -> SQLFragment in
                        var compiler = SQLCompiler(self, dialect, column: column, constant: constant, surroundings: surroundings)
                        return try compiler.whole(exact ? .exact : .truth)
                    }
                }
            }
        }
        return try outcome.get()
    }
}

extension SQLCompiler {
    fileprivate mutating func whole(_ exactness: Exactness) throws(ExpressionError) -> SQLFragment {
        let root = checked.expression.root
        if checked.type == .bool { return try condition(root, exactness).fragment }
        let term = try value(root)
        if !term.alwaysFails { try requireArgument(term, root) }
        return term.fragment
    }
}
