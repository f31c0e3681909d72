/// A condition of the plain kind that can be put in words: fields compared with written values, joined by and, or, not.
public indirect enum PlainCondition: Sendable, Hashable {
    /// `kind == 'ZX'`, `kind in ['ZX', 'BL']`; the path is `["kind"]`, or `["team", "kind"]`.
    case among([String], [Value])
    /// `kind != 'ZX'`, `!(kind in ['ZX', 'BL'])`
    case notAmong([String], [Value])
    case all([PlainCondition])
    case any([PlainCondition])
}

extension Expression {
    /// It as a plain condition; nil where it calls functions, calculates or compares fields with each other.
    ///
    /// A yes-or-no field by itself is compared with `true`; `size(text) > 0` says that it is filled in.
    public var plainCondition: PlainCondition? { Self.plain(root, isDenied: false) }

    private static func plain(_ node: Node, isDenied: Bool) -> PlainCondition? {
        switch node.kind {
        case .not(let inner): return plain(inner, isDenied: !isDenied)
        case .conjunction(let parts), .disjunction(let parts):
            let read = parts.compactMap { plain($0, isDenied: isDenied) }
            guard read.count == parts.count else { return nil }
            let isAnd = if case .conjunction = node.kind { true } else { false }
            return isAnd != isDenied ? .all(read) : .any(read)
        case .identifier, .select:
            return node.path.map { isDenied ? .notAmong($0, [.bool(true)]) : .among($0, [.bool(true)]) }
        case .binary(.greater, let left, let right):
            guard !isDenied, case .call("size", nil, let arguments) = left.kind, arguments.count == 1, case .literal(.int(0)) = right.kind
            else { return nil }
            return arguments[0].path.map { .notAmong($0, [.null]) }
        case .binary(let comparison, let left, let right):
            let values: [Value]
            let path: [String]?
            switch (comparison, left.kind, right.kind) {
            case (.equal, _, .literal(let value)), (.notEqual, _, .literal(let value)): (path, values) = (left.path, [value])
            case (.equal, .literal(let value), _), (.notEqual, .literal(let value), _): (path, values) = (right.path, [value])
            case (.membership, _, .list(let items)):
                values = items.compactMap { if case .literal(let value) = $0.kind { value } else { nil } }
                guard values.count == items.count, !values.isEmpty else { return nil }
                path = left.path
            default: return nil
            }
            guard let path else { return nil }
            return (comparison == .notEqual) != isDenied ? .notAmong(path, values) : .among(path, values)
        default: return nil
        }
    }
}
