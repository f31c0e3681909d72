/// A piece of SQL with its arguments in place: the text never contains a value.
///
/// An interpolated literal makes one: `"substr(\(text), 1, \(argument: .int(2)))"`.
public struct SQLFragment: Sendable, Hashable {
    /// A stretch of text, or one argument to be bound.
    public enum Piece: Sendable, Hashable {
        case text(String)
        /// Bound as it is: `.int`, `.double`, `.string` or `.bytes`; the compiler turns everything else into these.
        case argument(Value)
    }

    public private(set) var pieces: [Piece]

    public init(_ pieces: [Piece] = []) { self.pieces = pieces }

    /// Text that is SQL already, such as a quoted column name. Never pass anything a person typed.
    public init(text: String) { pieces = [.text(text)] }

    /// One argument.
    public static func argument(_ value: Value) -> SQLFragment { SQLFragment([.argument(value)]) }

    public static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Adds to the end; neighbouring texts become one.
    public mutating func append(_ other: SQLFragment) {
        for piece in other.pieces {
            if case .text(let more) = piece, case .text(let text) = pieces.last {
                pieces[pieces.count - 1] = .text(text + more)
            } else {
                pieces.append(piece)
            }
        }
    }

    /// The statement text with a placeholder for each argument (`?` in SQLite, `$1` … in PostgreSQL, counted from `first`), and the
    /// arguments in order.
    public func statement(_ dialect: SQLDialect, first: Int = 1) -> (text: String, arguments: [Value]) {
        var text = ""
        var arguments: [Value] = []
        for piece in pieces {
            switch piece {
            case .text(let more): text += more
            case .argument(let value):
                text += dialect == .sqlite ? "?" : "$\(first + arguments.count)"
                arguments.append(value)
            }
        }
        return (text, arguments)
    }
}

extension SQLFragment: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(text: value) }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.fragment }

    public struct StringInterpolation: StringInterpolationProtocol {
        var fragment = SQLFragment()

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { fragment.append(SQLFragment(text: literal)) } }

        /// Another fragment, with its arguments.
        public mutating func appendInterpolation(_ other: SQLFragment) { fragment.append(other) }

        /// A value to be bound.
        public mutating func appendInterpolation(argument value: Value) { fragment.append(.argument(value)) }
    }
}

extension Sequence<SQLFragment> {
    /// All of them with `separator` between.
    public func joined(separator: String) -> SQLFragment {
        var result = SQLFragment()
        for (index, fragment) in enumerated() {
            if index > 0 { result.append(SQLFragment(text: separator)) }
            result.append(fragment)
        }
        return result
    }
}

/// The databases that expressions can be asked of.
public enum SQLDialect: Sendable, Hashable, CaseIterable {
    case sqlite, postgresql
}
