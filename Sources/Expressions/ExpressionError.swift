/// What is wrong with an expression's text, before it is ever evaluated: it cannot be read, a name is unknown, types do not agree,
/// or it cannot be asked of a database. The message is in Chinese and says the mend.
public struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and how to mend it; without the place.
    public let message: String
    /// Where in the source, in UTF-8 octets from its start.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, counted in code points.
    public let column: Int

    /// Finds line and column of `offset` (UTF-8 octets) in `source`.
    public init(_ message: String, at offset: Int, in source: String) {
        let before = source.utf8.prefix(max(0, offset))
        let lineFeed = UInt8(ascii: "\n")
        self.message = message
        self.offset = min(max(0, offset), source.utf8.count)
        self.line = 1 + before.reduce(0) { $0 + ($1 == lineFeed ? 1 : 0) }
        let start = before.lastIndex(of: lineFeed).map { before.index(after: $0) } ?? before.startIndex
        // Octets that continue a code point are 10xxxxxx.
        self.column = 1 + before[start...].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// "第1行第3列：…"
    public var description: String { "第\(line)行第\(column)列：\(message)" }
}
