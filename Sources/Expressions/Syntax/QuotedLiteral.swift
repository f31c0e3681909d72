extension Lexer {
    /// STRING and BYTES literals: single or triple quotes, raw or with escapes. Source: cel-spec, "Syntax", STRING_LIT and ESCAPE.
    mutating func quotedLiteral(prefixLength: Int, raw: Bool, bytes: Bool) throws(ExpressionError) -> Token.Kind {
        // The prefix has been read; messages point at its start.
        let start = position - prefixLength
        guard let quote = peek() else { return .end }
        let triple = peek(1) == quote && peek(2) == quote
        advance(triple ? 3 : 1)
        var content: [UInt8] = []
        while true {
            guard let octet = peek() else { throw error("引号没有配对，请在文本末尾补上引号", at: start) }
            if octet == quote {
                if !triple {
                    advance()
                    break
                }
                if peek(1) == quote, peek(2) == quote {
                    advance(3)
                    break
                }
            }
            if octet == UInt8(ascii: "\\"), !raw {
                try escape(into: &content, bytes: bytes)
            } else if !triple, octet == 0x0A || octet == 0x0D {
                throw error("文本在行末没有结束；要换行请写 \\n，或用三个引号括起", at: start)
            } else {
                content.append(octet)
                advance()
            }
        }
        return bytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(into content: inout [UInt8], bytes: Bool) throws(ExpressionError) {
        let start = position
        guard let letter = peek(1) else { throw error("反斜杠后面缺少字符；要写反斜杠本身请写 \\\\", at: start) }
        advance(2)
        switch letter {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): content.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            append(try digits(2, radix: 16, start: start), to: &content, asOctet: bytes)
        case UInt8(ascii: "u") where !bytes: try appendScalar(try digits(4, radix: 16, start: start), to: &content, start: start)
        case UInt8(ascii: "U") where !bytes: try appendScalar(try digits(8, radix: 16, start: start), to: &content, start: start)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            position -= 1
            append(try digits(3, radix: 8, start: start), to: &content, asOctet: bytes)
        default:
            throw error("不认识的转义；要写反斜杠本身请写 \\\\，要原样书写请在引号前加 r", at: start)
        }
    }

    private mutating func digits(_ count: Int, radix: Int, start: Int) throws(ExpressionError) -> UInt32 {
        let end = position + count
        guard end <= octets.count, let value = UInt32(String(decoding: octets[position..<end], as: UTF8.self), radix: radix),
            octets[position..<end].allSatisfy({ isHexadecimal($0) })
        else { throw error("转义需要 \(count) 位\(radix == 16 ? "十六" : "八")进制数字", at: start) }
        position = end
        return value
    }

    private func append(_ value: UInt32, to content: inout [UInt8], asOctet: Bool) {
        if asOctet {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = UnicodeScalar(value) {
            content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        }
    }

    private func appendScalar(_ value: UInt32, to content: inout [UInt8], start: Int) throws(ExpressionError) {
        guard let scalar = UnicodeScalar(value), let encoded = UTF8.encode(scalar) else {
            throw error("U+\(hexadecimal(value, width: 4)) 不是字符的码点", at: start)
        }
        content.append(contentsOf: encoded)
    }
}
