/// Divides the source into tokens. Works on UTF-8 octets; all syntax is ASCII.
struct Lexer {
    let source: String
    let octets: [UInt8]
    var position = 0

    init(_ source: String) {
        self.source = source
        octets = Array(source.utf8)
    }

    func error(_ message: String, at offset: Int) -> ExpressionError { ExpressionError(message, at: offset, in: source) }

    func peek(_ ahead: Int = 0) -> UInt8? {
        let index = position + ahead
        return index < octets.count ? octets[index] : nil
    }

    mutating func advance(_ count: Int = 1) { position += count }

    mutating func next() throws(ExpressionError) -> Token {
        skipBlanks()
        let start = position
        guard let octet = peek() else { return Token(kind: .end, offset: start, end: start) }
        let kind: Token.Kind
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            kind = try quotedLiteral(prefixLength: 0, raw: false, bytes: false)
        case UInt8(ascii: "`"):
            kind = try quotedName()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            kind = try number()
        case UInt8(ascii: ".") where peek(1).map(isDigit) == true:
            kind = try number()
        case _ where isNameStart(octet):
            kind = try nameOrPrefixedLiteral()
        default:
            kind = try symbol()
        }
        return Token(kind: kind, offset: start, end: position)
    }

    private mutating func skipBlanks() {
        while let octet = peek() {
            switch octet {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: advance()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while let octet = peek(), octet != 0x0A { advance() }
            default: return
            }
        }
    }

    private mutating func symbol() throws(ExpressionError) -> Token.Kind {
        guard let first = peek() else { return .end }
        if let second = peek(1), first < 0x80, second < 0x80,
            let symbol = Token.Symbol(rawValue: String(decoding: [first, second], as: UTF8.self))
        {
            advance(2)
            return .symbol(symbol)
        }
        if first < 0x80, let symbol = Token.Symbol(rawValue: String(UnicodeScalar(first))) {
            advance()
            return .symbol(symbol)
        }
        let character = source.utf8.index(source.utf8.startIndex, offsetBy: position)
        let scalar = source.unicodeScalars[character]
        throw error(mend(for: scalar), at: position)
    }

    private func mend(for scalar: UnicodeScalar) -> String {
        switch scalar {
        case "=": "不能只写一个“=”；比较相等请写“==”"
        case "&": "不能只写一个“&”；“并且”请写“&&”"
        case "|": "不能只写一个“|”；“或者”请写“||”"
        case "“", "”", "‘", "’": "文本要用半角引号 ' 或 \" 括起，不能用“\(scalar)”"
        case "（", "）", "，", "。", "：", "！", "？", "【", "】", "；": "不认识全角符号“\(scalar)”，请改用半角符号"
        case _ where scalar.value >= 0x80: "不认识字符“\(scalar)”；名称只能用英文字母、数字和下划线，中文文本请加引号"
        case _ where scalar.value < 0x20 || scalar.value == 0x7F: "不认识控制字符 U+\(hexadecimal(scalar.value, width: 4))，请删去"
        default: "不认识字符“\(scalar)”，请删去或改正"
        }
    }

    private mutating func nameOrPrefixedLiteral() throws(ExpressionError) -> Token.Kind {
        let start = position
        while let octet = peek(), isNameStart(octet) || isDigit(octet) { advance() }
        let name = String(decoding: octets[start..<position], as: UTF8.self)
        if let octet = peek(), octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "'") {
            switch name {
            case "r", "R": return try quotedLiteral(prefixLength: 1, raw: true, bytes: false)
            case "b", "B": return try quotedLiteral(prefixLength: 1, raw: false, bytes: true)
            case "br", "bR", "Br", "BR": return try quotedLiteral(prefixLength: 2, raw: true, bytes: true)
            default: break
            }
        }
        return Token.Keyword(rawValue: name).map { .keyword($0) } ?? .identifier(name)
    }

    private mutating func quotedName() throws(ExpressionError) -> Token.Kind {
        let start = position
        advance()
        while let octet = peek(), octet != UInt8(ascii: "`"), octet != 0x0A { advance() }
        guard peek() == UInt8(ascii: "`") else { throw error("字段名的反引号没有配对，请在名称后补上“`”", at: start) }
        let name = String(decoding: octets[(start + 1)..<position], as: UTF8.self)
        advance()
        let allowed = name.utf8.allSatisfy { isNameStart($0) || isDigit($0) || $0 == 0x20 || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
        guard allowed, !name.isEmpty else { throw error("反引号里的字段名只能有字母、数字、下划线、空格和 . - /", at: start) }
        return .quoted(name)
    }

    /// INT, UINT and FLOAT literals. `1.` is no number, so that `1.size()` stays a call.
    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = position
        if peek() == UInt8(ascii: "0"), let x = peek(1), x | 0x20 == UInt8(ascii: "x"), let digit = peek(2), isHexadecimal(digit) {
            advance(2)
            while let octet = peek(), isHexadecimal(octet) { advance() }
            return try integer(String(decoding: octets[(start + 2)..<position], as: UTF8.self), radix: 16, start: start)
        }
        var isDouble = false
        while let octet = peek(), isDigit(octet) { advance() }
        if peek() == UInt8(ascii: "."), let digit = peek(1), isDigit(digit) {
            isDouble = true
            advance()
            while let octet = peek(), isDigit(octet) { advance() }
        }
        if let e = peek(), e | 0x20 == UInt8(ascii: "e") {
            let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if let digit = peek(signed ? 2 : 1), isDigit(digit) {
                isDouble = true
                advance(signed ? 2 : 1)
                while let octet = peek(), isDigit(octet) { advance() }
            }
        }
        let text = String(decoding: octets[start..<position], as: UTF8.self)
        guard isDouble else { return try integer(text, radix: 10, start: start) }
        guard let value = Double(text), value.isFinite else { throw error("小数“\(text)”超出范围", at: start) }
        try refuseNameAfterNumber(start)
        return .double(value)
    }

    private mutating func integer(_ digits: String, radix: Int, start: Int) throws(ExpressionError) -> Token.Kind {
        let value = UInt64(digits, radix: radix)
        if let u = peek(), u | 0x20 == UInt8(ascii: "u") {
            advance()
            try refuseNameAfterNumber(start)
            guard let value else { throw error("无符号整数超出范围（最大 18446744073709551615）", at: start) }
            return .uint(value)
        }
        try refuseNameAfterNumber(start)
        guard let value, value <= UInt64(Int64.max) + 1 else {
            throw error("整数超出范围（-9223372036854775808 至 9223372036854775807）", at: start)
        }
        return .int(magnitude: value)
    }

    private func refuseNameAfterNumber(_ start: Int) throws(ExpressionError) {
        if let octet = peek(), isNameStart(octet) || isDigit(octet) {
            throw error("数字后面紧跟了字母；名称不能以数字开头", at: start)
        }
    }
}

func isDigit(_ octet: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) }

func isNameStart(_ octet: UInt8) -> Bool {
    octet == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet | 0x20)
}

func isHexadecimal(_ octet: UInt8) -> Bool { isDigit(octet) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(octet | 0x20) }

/// Upper-case hexadecimal digits, at least `width` of them.
func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
