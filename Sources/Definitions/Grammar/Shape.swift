/// What may stand at a place of a definition file.
///
/// The loader's check and the JSON Schema for editors are both read off these shapes, so they cannot disagree.
indirect enum Shape: Sendable {
    /// Any scalar, as its text.
    case text
    /// The name of something: letters, digits, `_`, `-`, `/`, `.`.
    case name
    /// An id that is given here.
    case id(Naming)
    /// A whole number.
    case integer
    /// `true` or `false`.
    case flag
    /// CEL.
    case expression
    /// `5 workdays`, `param.key days`.
    case span
    /// `50%`, `2 days before`, `100% + 1 days`.
    case mark
    /// `2026-01-01`.
    case day
    /// One of these words.
    case choice([String])
    /// Any scalar or list of scalars: a parameter's value.
    case value
    case list(Shape)
    /// A mapping whose keys the author names.
    case table(keys: Shape, values: Shape)
    /// A mapping with the keys of this table.
    case keys(KeyTable)
    /// What is written decides: a scalar, a list or a mapping.
    case either(scalar: Shape?, list: Shape?, mapping: Shape?)
    /// Two mappings told apart by the presence of a key.
    case having(key: String, then: Shape, otherwise: Shape)

    /// `x` or `[x, y]`.
    static func some(_ scalar: Shape) -> Shape { .either(scalar: scalar, list: .list(scalar), mapping: nil) }
    /// One mapping or a list of mappings.
    static func mappings(_ table: KeyTable) -> Shape { .either(scalar: nil, list: .list(.keys(table)), mapping: .keys(table)) }
    /// A scalar or a mapping, or a list of either.
    static func entries(_ scalar: Shape, _ table: KeyTable) -> Shape {
        .either(scalar: scalar, list: .list(.either(scalar: scalar, list: nil, mapping: .keys(table))), mapping: .keys(table))
    }
    /// Whether a plain `null` means something here: CEL's null, or a code of that name.
    var permitsNull: Bool {
        switch self {
        case .expression, .id: true
        default: false
        }
    }

    /// `field: expression` pairs.
    static let assignments = Shape.table(keys: .name, values: .expression)
}

/// How ids are spelled.
enum Naming: Sendable {
    /// Systems: `work-order`.
    case kebab
    /// Records, fields, states, actions: `order_no`. Capitals are permitted where the specification has them.
    case snake
    /// Codes: `ZX`, `1`, `A01`.
    case code

    var pattern: String {
        switch self {
        case .kebab: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
        case .snake: "^[a-z][A-Za-z0-9_]*$"
        case .code: "^\\S(.{0,62}\\S)?$"
        }
    }

    var wording: String {
        switch self {
        case .kebab: "小写字母、数字，用“-”连接"
        case .snake: "小写字母开头的字母、数字和“_”"
        case .code: "1 至 64 个字，首尾无空格"
        }
    }

    func accepts(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, scalars.count <= 64 else { return false }
        switch self {
        case .kebab:
            guard ("a"..."z").contains(first), last != "-" else { return false }
            var previous: Unicode.Scalar = "a"
            for scalar in scalars {
                guard ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || (scalar == "-" && previous != "-") else {
                    return false
                }
                previous = scalar
            }
            return true
        case .snake:
            return ("a"..."z").contains(first)
                && scalars.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        case .code:
            return !first.properties.isWhitespace && !last.properties.isWhitespace
                && scalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        }
    }
}

/// A key of a mapping.
struct Key: Sendable {
    var name: String
    var shape: Shape
    var isRequired: Bool
    /// One line for an editor's hover.
    var help: String

    init(_ name: String, _ shape: Shape, required: Bool = false, _ help: String) {
        self.name = name
        self.shape = shape
        isRequired = required
        self.help = help
    }
}
