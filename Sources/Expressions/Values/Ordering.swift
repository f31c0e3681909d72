/// How one value stands to another.
enum Ordering: Sendable {
    case less, equal, greater
    /// One of them is NaN: neither less, nor equal, nor greater.
    case unordered

    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }
}

extension Value {
    /// The order of two values of comparable kinds; nil where CEL defines none (null, lists, maps, kinds that differ).
    ///
    /// An integer compares with a double as the double nearest to it, which loses digits beyond 2^53; CEL's conformance tests ask for that
    /// (`not_lt_dyn_int_big_lossy_double`). Signed and unsigned integers compare by their mathematical value, texts by code points (which is the order of their UTF-8 octets).
    func order(relativeTo other: Value) -> Ordering? {
        switch (self, other) {
        case (.int(let a), .int(let b)): Ordering(a, b)
        case (.uint(let a), .uint(let b)): Ordering(a, b)
        case (.double(let a), .double(let b)): Ordering(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .less : Ordering(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .greater : Ordering(a, UInt64(b))
        case (.int(let a), .double(let b)): Ordering(Double(a), b)
        case (.double(let a), .int(let b)): Ordering(a, Double(b))
        case (.uint(let a), .double(let b)): Ordering(Double(a), b)
        case (.double(let a), .uint(let b)): Ordering(a, Double(b))
        case (.bool(let a), .bool(let b)): Ordering(a ? 1 : 0, b ? 1 : 0)
        case (.string(let a), .string(let b)): Self.order(octets: a.utf8, b.utf8)
        case (.bytes(let a), .bytes(let b)): Self.order(octets: a, b)
        case (.timestamp(let a), .timestamp(let b)): Ordering(a, b)
        case (.duration(let a), .duration(let b)): Ordering(a, b)
        default: nil
        }
    }

    private static func order<A: Sequence<UInt8>, B: Sequence<UInt8>>(octets a: A, _ b: B) -> Ordering {
        if a.elementsEqual(b) { return .equal }
        return a.lexicographicallyPrecedes(b) ? .less : .greater
    }

    /// A total order over keys, so that walking a map gives the same sequence every time: by kind, then by value.
    static func precedesAsKey(_ a: Value, _ b: Value) -> Bool {
        if let order = a.order(relativeTo: b) { return order == .less }
        return a.keyRank < b.keyRank
    }

    private var keyRank: Int {
        switch self {
        case .bool: 0
        case .int, .uint, .double: 1
        case .string: 2
        default: 3
        }
    }
}

extension [Value: Value] {
    /// The keys in a fixed order; a dictionary's own order changes from run to run.
    var orderedKeys: [Value] { keys.sorted(by: Value.precedesAsKey) }
}
