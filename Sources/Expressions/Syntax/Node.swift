/// A node of the syntax tree. Immutable and shared; its `height` bounds every recursion over the tree.
final class Node: Sendable {
    indirect enum Kind: Sendable {
        case literal(Value)
        /// A name; `absolute` when written with a leading dot, which skips the variables of macros.
        case identifier(String, absolute: Bool)
        case select(Node, field: String)
        /// `has(x.f)`, or our own `has(x)` for a variable: whether it is there and set.
        case presence(Node)
        case index(Node, Node)
        case call(String, receiver: Node?, arguments: [Node])
        case not(Node)
        case negate(Node)
        case binary(BinaryOperator, Node, Node)
        /// `a && b && c`, kept flat so that a long chain is not a deep tree.
        case conjunction([Node])
        /// `a || b || c`
        case disjunction([Node])
        case conditional(Node, then: Node, else: Node)
        case list([Node])
        case map([Entry])
        case comprehension(Comprehension)
    }

    struct Entry: Sendable {
        let key: Node
        let value: Node
    }

    let kind: Kind
    /// Where it stands in the source, in UTF-8 octets.
    let offset: Int
    /// Longest way down to a leaf; a leaf has 1.
    let height: Int
    /// Its number within the expression, under which the checker notes what it found.
    let id: Int

    init(_ kind: Kind, offset: Int, height: Int, id: Int) {
        self.kind = kind
        self.offset = offset
        self.height = height
        self.id = id
    }

    /// `a.b.c` when the node is a name or a chain of selections from one.
    var path: [String]? {
        var names: [String] = []
        var node = self
        while true {
            switch node.kind {
            case .identifier(let name, _):
                names.append(name)
                return names.reversed()
            case .select(let operand, let field):
                names.append(field)
                node = operand
            default: return nil
            }
        }
    }

    /// The name at the head of `path`.
    var root: (name: String, absolute: Bool)? {
        var node = self
        while true {
            switch node.kind {
            case .identifier(let name, let absolute): return (name, absolute)
            case .select(let operand, _): node = operand
            default: return nil
            }
        }
    }
}

/// Operators with two operands, except `&&` and `||`.
enum BinaryOperator: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case membership = "in"
    case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
}

/// A macro over a list or map: `x.all(v, …)` and its kin.
struct Comprehension: Sendable {
    enum Kind: String, Sendable {
        case all, exists, existsOne
        /// `map`, `filter`, `transformList`: a list.
        case list
        /// `transformMap`: a map with the same keys.
        case map
        /// `transformMapEntry`: a map of the entries that the result gives.
        case mapEntry
    }

    let kind: Kind
    let range: Node
    /// One name (an element, or a map's key) or two (index and element, or key and value).
    let variables: [String]
    /// The predicate of `all`, `exists` and `existsOne`; the filter of the others, if any.
    let condition: Node?
    /// What is collected. Nil with `filter`: the element itself.
    let result: Node?
    /// As written, for messages: `map`, `exists_one`.
    let name: String
}
