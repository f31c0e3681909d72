extension CheckedExpression {
    public func sql(
        dialect: SQLDialect, column: (_ path: [String]) -> SQLFragment?, constant: (_ path: [String]) -> Value?
    ) throws(ExpressionError) -> SQLFragment {
        throw ExpressionError("尚不能编译为 SQL", at: 0, in: source)
    }
}
