/// Which operand types an operator takes and what it gives.
struct OperatorTypes {
    private let binary: BinaryOperator
    private let left: ValueType
    private let right: ValueType

    init(_ binary: BinaryOperator, _ left: ValueType, _ right: ValueType) {
        self.binary = binary
        self.left = left
        self.right = right
    }

    /// The type of the result; throws the error that `error` makes of a Chinese message.
    func result(_ error: (String) -> ExpressionError) throws(ExpressionError) -> ValueType {
        switch binary {
        case .equal, .notEqual:
            guard Self.areComparable(left, right) else {
                throw error("\(left.label)与\(right.label)比较永远\(binary == .equal ? "不相等" : "不等")，请改用同一类型的值")
            }
            return .bool
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if left == .null || right == .null { throw error("空值不能比较大小；判断有没有值请写 x == null 或 x != null") }
            guard left.isOrdered, right.isOrdered, Self.areComparable(left, right) else {
                throw error("\(left.label)与\(right.label)不能比较大小\(mend)")
            }
            return .bool
        case .membership: return try membership(error)
        case .add, .subtract, .multiply, .divide, .remainder:
            guard let type = arithmetic else { throw error("“\(binary.rawValue)”不能用于\(left.label)和\(right.label)\(mend)") }
            return type
        }
    }

    private func membership(_ error: (String) -> ExpressionError) throws(ExpressionError) -> ValueType {
        switch right {
        case .dyn: return .bool
        case .list(let element), .map(let element, _):
            guard Self.areComparable(left, element) else { throw error("in 左边是\(left.label)，右边的项却是\(element.label)，永远不在其中") }
            return .bool
        case .string: throw error("in 的右边应当是列表或映射；判断文本包含请写 文本.contains(部分)")
        default: throw error("in 的右边应当是列表或映射，现在是\(right.label)")
        }
    }

    private static func areComparable(_ a: ValueType, _ b: ValueType) -> Bool {
        if a.isNumber && b.isNumber { return true }
        switch (a, b) {
        case (.list(let x), .list(let y)): return areComparable(x, y)
        case (.map(let k, let v), .map(let l, let w)): return areComparable(k, l) && areComparable(v, w)
        default: return a.joined(with: b) != nil
        }
    }

    private var arithmetic: ValueType? {
        let isSum = binary == .add
        switch (left, right) {
        case (.int, .int), (.uint, .uint): return left
        case (.double, .double): return binary == .remainder ? nil : .double
        case (.string, .string), (.bytes, .bytes): return isSum ? left : nil
        case (.list, .list): return isSum ? left.joined(with: right) ?? .list(.dyn) : nil
        case (.timestamp, .duration): return isSum || binary == .subtract ? .timestamp : nil
        case (.duration, .timestamp): return isSum ? .timestamp : nil
        case (.timestamp, .timestamp): return binary == .subtract ? .duration : nil
        case (.duration, .duration): return isSum || binary == .subtract ? .duration : nil
        case (.dyn, .dyn): return .dyn
        case (.dyn, let known), (let known, .dyn):
            switch known {
            case .int, .uint, .double: return known
            case .string, .bytes, .list: return isSum ? known : nil
            case .timestamp, .duration: return isSum || binary == .subtract ? .dyn : nil
            default: return nil
            }
        default: return nil
        }
    }

    private var mend: String {
        switch (left, right) {
        case (.int, .double), (.double, .int), (.uint, .double), (.double, .uint): "；请用 double(x) 把整数转为小数"
        case (.int, .uint), (.uint, .int): "；请用 int(x) 或 uint(x) 转为同一类型"
        case (.string, .int), (.int, .string), (.string, .double), (.double, .string):
            binary == .add ? "；要连成文本请用 string(x)" : "；请把数写成不带引号的数字，或用 int(x) 转换"
        case (.timestamp, .string), (.string, .timestamp): "；请用 timestamp('2026-01-01T00:00:00Z') 写时刻"
        case (.duration, .string), (.string, .duration): "；请用 duration('24h') 写时长"
        case (.timestamp, .int), (.int, .timestamp): "；请用 duration('24h') 写时长，用 timestamp(…) 写时刻"
        case (.null, _), (_, .null): "；请先判断不为空：x != null && …"
        default: ""
        }
    }
}

extension ValueType {
    fileprivate var isOrdered: Bool {
        switch self {
        case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn: true
        case .null, .list, .map, .type, .object: false
        }
    }
}
