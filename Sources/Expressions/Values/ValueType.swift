/// The type of an expression, as the checker knows it.
///
/// Every value may be absent (`null`): a field that is not set is null whatever its type, so `x == null` is well typed for every x.
public indirect enum ValueType: Sendable, Hashable {
    /// Anything; decided when the expression is evaluated.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case list(ValueType)
    case map(ValueType, ValueType)
    case timestamp
    case duration
    /// The type of types: `type(x)`, `int`.
    case type
    /// An object type by its name in `TypeEnvironment.objects`.
    case object(String)
}

extension ValueType {
    /// The name shown to people, with CEL's word in brackets.
    public var label: String {
        switch self {
        case .dyn: "任意类型(dyn)"
        case .null: "空值(null)"
        case .bool: "布尔(bool)"
        case .int: "整数(int)"
        case .uint: "无符号整数(uint)"
        case .double: "小数(double)"
        case .string: "文本(string)"
        case .bytes: "字节串(bytes)"
        case .list(.dyn): "列表(list)"
        case .list(let element): "列表(list)〔\(element.label)〕"
        case .map(.dyn, .dyn): "映射(map)"
        case .map(let key, let value): "映射(map)〔\(key.label)→\(value.label)〕"
        case .timestamp: "时刻(timestamp)"
        case .duration: "时长(duration)"
        case .type: "类型(type)"
        case .object(let name): "对象(\(name))"
        }
    }

    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// Whether a value of this type may stand where `other` is wanted; `dyn` agrees with everything, null with everything.
    func fits(_ other: ValueType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn), (.null, _): true
        case (.list(let a), .list(let b)): a.fits(b)
        case (.map(let ak, let av), .map(let bk, let bv)): ak.fits(bk) && av.fits(bv)
        default: self == other
        }
    }

    /// The one type for values of both: of a list's elements, or of the two arms of a condition. Nil where there is none but `dyn`.
    func joined(with other: ValueType) -> ValueType? {
        switch (self, other) {
        case (.null, _): return other
        case (_, .null): return self
        case (.dyn, _), (_, .dyn): return .dyn
        case (.list(let a), .list(let b)): return .list(a.joined(with: b) ?? .dyn)
        case (.map(let ak, let av), .map(let bk, let bv)): return .map(ak.joined(with: bk) ?? .dyn, av.joined(with: bv) ?? .dyn)
        default: return self == other ? self : nil
        }
    }
}

extension Value {
    /// Whether the value is of the given type when it is passed to a function. Lists and maps are not searched: an element that
    /// does not fit is found where it is used.
    func matches(_ type: ValueType) -> Bool {
        switch (self, type) {
        case (_, .dyn), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
            (.bytes, .bytes), (.list, .list), (.map, .map), (.timestamp, .timestamp), (.duration, .duration), (.type, .type):
            true
        case (.object(let object), .object(let name)): object.type == name
        default: false
        }
    }
}
