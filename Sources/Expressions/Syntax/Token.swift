/// A word of the language.
struct Token: Sendable {
    enum Kind: Sendable, Equatable {
        case identifier(String)
        /// A field name in back quotes: `` `content-type` ``.
        case quoted(String)
        /// Digits without a sign; the parser adds it, because -9223372036854775808 has no positive counterpart.
        case int(magnitude: UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case keyword(Keyword)
        case symbol(Symbol)
        case end
    }

    enum Keyword: String, Sendable { case `true`, `false`, null, `in` }

    enum Symbol: String, Sendable, CaseIterable {
        case equal = "==", notEqual = "!=", lessOrEqual = "<=", greaterOrEqual = ">=", and = "&&", or = "||"
        case less = "<", greater = ">", plus = "+", minus = "-", star = "*", slash = "/", percent = "%", not = "!"
        case question = "?", colon = ":", comma = ",", dot = "."
        case leftParenthesis = "(", rightParenthesis = ")", leftBracket = "[", rightBracket = "]", leftBrace = "{", rightBrace = "}"
    }

    let kind: Kind
    /// First octet.
    let offset: Int
    /// After the last octet.
    let end: Int

    /// For messages.
    var text: String {
        switch kind {
        case .identifier(let name): "“\(name)”"
        case .quoted(let name): "“`\(name)`”"
        case .int(let value): "数“\(value)”"
        case .uint(let value): "数“\(value)u”"
        case .double(let value): "数“\(value)”"
        case .string: "文本"
        case .bytes: "字节串"
        case .keyword(let word): "“\(word.rawValue)”"
        case .symbol(let symbol): "“\(symbol.rawValue)”"
        case .end: "表达式的结尾"
        }
    }
}

/// Words that cannot be variables, though they may be fields and member functions. Source: cel-spec, "Syntax", RESERVED.
let reservedWords: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
    "void", "while",
]
