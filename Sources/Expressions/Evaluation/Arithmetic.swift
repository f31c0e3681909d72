/// Operators with one and two operands. Source: cel-spec, "Standard Definitions"; overflow and division by zero are errors.
enum Arithmetic {
    static func negate(_ value: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number):
            guard number != .min else { throw overflow(offset) }
            return .int(-number)
        case .double(let number): return .double(-number)
        case .duration(let span):
            guard span.nanoseconds != .min else { throw overflow(offset) }
            return .duration(Span(nanoseconds: -span.nanoseconds))
        default: throw EvaluationError(.noSuchOverload, "“-”不能用于 \(value.typeName)", at: offset)
        }
    }

    static func apply(_ binary: BinaryOperator, _ left: Value, _ right: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch binary {
        case .equal: .bool(left == right)
        case .notEqual: .bool(left != right)
        case .less: .bool(try order(left, right, binary, offset) == .less)
        case .greater: .bool(try order(left, right, binary, offset) == .greater)
        case .lessOrEqual: .bool([.less, .equal].contains(try order(left, right, binary, offset)))
        case .greaterOrEqual: .bool([.greater, .equal].contains(try order(left, right, binary, offset)))
        case .membership: .bool(try Evaluator.contains(right, left, offset))
        case .add, .subtract, .multiply, .divide, .remainder: try compute(binary, left, right, offset)
        }
    }

    private static func order(_ left: Value, _ right: Value, _ binary: BinaryOperator, _ offset: Int) throws(EvaluationError) -> Ordering {
        guard let order = left.order(relativeTo: right) else { throw mismatch(binary, left, right, offset) }
        return order
    }

    private static func compute(_ binary: BinaryOperator, _ left: Value, _ right: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let a), .int(let b)): .int(try integers(binary, a, b, offset))
        case (.uint(let a), .uint(let b)): .uint(try integers(binary, a, b, offset))
        case (.double(let a), .double(let b)):
            switch binary {
            case .add: .double(a + b)
            case .subtract: .double(a - b)
            case .multiply: .double(a * b)
            case .divide: .double(a / b)
            default: throw mismatch(binary, left, right, offset)
            }
        case (.string(let a), .string(let b)) where binary == .add: .string(a + b)
        case (.bytes(let a), .bytes(let b)) where binary == .add: .bytes(a + b)
        case (.list(let a), .list(let b)) where binary == .add: .list(a + b)
        case (.timestamp, _), (.duration, _): try times(binary, left, right, offset)
        default: throw mismatch(binary, left, right, offset)
        }
    }

    private static func integers<I: FixedWidthInteger>(_ binary: BinaryOperator, _ a: I, _ b: I, _ offset: Int) throws(EvaluationError) -> I
    {
        let (result, overflows): (I, Bool)
        switch binary {
        case .add: (result, overflows) = a.addingReportingOverflow(b)
        case .subtract: (result, overflows) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflows) = a.multipliedReportingOverflow(by: b)
        default:
            guard b != 0 else { throw EvaluationError(.divisionByZero, binary == .divide ? "除数为零" : "取余的除数为零", at: offset) }
            (result, overflows) = binary == .divide ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        }
        if overflows { throw overflow(offset) }
        return result
    }

    private static func times(_ binary: BinaryOperator, _ left: Value, _ right: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch (binary, left, right) {
        case (.add, .timestamp(let instant), .duration(let span)), (.add, .duration(let span), .timestamp(let instant)):
            guard let result = instant.advanced(by: span) else { throw overflow(offset) }
            return .timestamp(result)
        case (.subtract, .timestamp(let instant), .duration(let span)):
            guard span.nanoseconds != .min, let result = instant.advanced(by: Span(nanoseconds: -span.nanoseconds)) else {
                throw overflow(offset)
            }
            return .timestamp(result)
        case (.subtract, .timestamp(let later), .timestamp(let earlier)):
            guard let span = later.since(earlier) else { throw overflow(offset) }
            return .duration(span)
        case (.add, .duration(let a), .duration(let b)), (.subtract, .duration(let a), .duration(let b)):
            return .duration(Span(nanoseconds: try integers(binary, a.nanoseconds, b.nanoseconds, offset)))
        default: throw mismatch(binary, left, right, offset)
        }
    }

    private static func overflow(_ offset: Int) -> EvaluationError { EvaluationError(.overflow, "结果超出范围", at: offset) }

    private static func mismatch(_ binary: BinaryOperator, _ left: Value, _ right: Value, _ offset: Int) -> EvaluationError {
        EvaluationError(.noSuchOverload, "“\(binary.rawValue)”不能用于 \(left.typeName) 和 \(right.typeName)", at: offset)
    }
}
