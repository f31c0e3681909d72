/// A statement and the values it is run with. Written as a string literal, whose interpolations *bind* and never paste:
///
///     let sql: SQL = "SELECT id FROM \(identifier: table) WHERE owner = \(owner) AND state IN (\(states)) \(order)"
///
/// - `\(value)` binds a value (`Int`, `Int64`, `Double`, `String`, `Bool`, `[UInt8]`, `DatabaseValue`, or an optional of these).
/// - `\(list)` binds each element, separated by commas. An empty list becomes `NULL`, so `IN (\(none))` finds nothing; guard `NOT IN`.
/// - `\(sql)` nests another statement with its values.
/// - `\(identifier: name)` quotes a table or column name.
/// - `\(raw: text)` inserts text as it is. Never give it what came from outside.
///
/// The text holds a mark for each value, so it stays the same whatever the values are and prepared statements are found again by it.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The statement with `?` for each value: SQLite's form, and the key of every statement cache.
    public internal(set) var text: String
    /// The values, in the order of their marks.
    public internal(set) var arguments: [DatabaseValue]
    /// Byte offsets of the marks in `text`. A `?` elsewhere (in a string literal, a JSON operator) is none.
    var marks: [Int]

    /// A statement without values. The text is taken as it is: never give it what came from outside.
    public init(raw text: String) {
        self.text = text
        arguments = []
        marks = []
    }
    public init(stringLiteral value: String) { self.init(raw: value) }
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// Appends another piece with its values.
    public mutating func append(_ other: SQL) {
        let offset = text.utf8.count
        text += other.text
        arguments += other.arguments
        for mark in other.marks { marks.append(mark + offset) }
    }
    /// The two pieces one after the other, with nothing between them.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }
    /// As `append`.
    public static func += (left: inout SQL, right: SQL) { left.append(right) }

    mutating func bind(_ value: DatabaseValue) {
        marks.append(text.utf8.count)
        text += "?"
        arguments.append(value)
    }

    /// The statement with `$1`, `$2` … for the values: PostgreSQL's form. Made once for each prepared statement.
    var numbered: String {
        guard !marks.isEmpty else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        result.reserveCapacity(bytes.count + marks.count * 2)
        var from = 0
        for (number, mark) in marks.enumerated() {
            result += bytes[from..<mark]
            result += "$\(number + 1)".utf8
            from = mark + 1
        }
        result += bytes[from...]
        return String(decoding: result, as: UTF8.self)
    }

    /// `name` in double quotes, as both databases read it.
    static func quoted(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(name)\"" }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Collects the pieces of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL(raw: "")
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount)
            sql.arguments.reserveCapacity(interpolationCount)
            sql.marks.reserveCapacity(interpolationCount)
        }
        public mutating func appendLiteral(_ literal: String) { sql.text += literal }
        /// Binds a value.
        public mutating func appendInterpolation(_ value: some DatabaseValueConvertible) { sql.bind(value.databaseValue) }
        /// Binds a value, or NULL.
        public mutating func appendInterpolation<Value: DatabaseValueConvertible>(_ value: Value?) {
            sql.bind(value?.databaseValue ?? .null)
        }
        /// Binds bytes as one value.
        public mutating func appendInterpolation(_ blob: [UInt8]) { sql.bind(.blob(blob)) }
        /// Binds bytes, or NULL, as one value.
        public mutating func appendInterpolation(_ blob: [UInt8]?) { sql.bind(blob.map { .blob($0) } ?? .null) }
        /// Binds each element; an empty list becomes `NULL`.
        public mutating func appendInterpolation<Element: DatabaseValueConvertible>(_ list: [Element]) {
            if list.isEmpty { sql.text += "NULL" }
            for (index, element) in list.enumerated() {
                if index > 0 { sql.text += ", " }
                sql.bind(element.databaseValue)
            }
        }
        /// Nests a piece with its values.
        public mutating func appendInterpolation(_ piece: SQL) { sql.append(piece) }
        /// Quotes a name.
        public mutating func appendInterpolation(identifier name: String) { sql.text += SQL.quoted(name) }
        /// Quotes each name and separates them by commas.
        public mutating func appendInterpolation(identifiers names: [String]) {
            sql.text += names.map(SQL.quoted).joined(separator: ", ")
        }
        /// Inserts text as it is.
        public mutating func appendInterpolation(raw text: String) { sql.text += text }
    }
}

extension Sequence<SQL> {
    /// The pieces with `separator` between them.
    public func joined(separator: SQL = "") -> SQL {
        var result = SQL(raw: "")
        var isFirst = true
        for piece in self {
            if !isFirst { result.append(separator) }
            isFirst = false
            result.append(piece)
        }
        return result
    }
}
