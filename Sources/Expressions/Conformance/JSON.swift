/// A JSON document, no more than the line protocol of `bagui expression evaluate` needs. Numbers stay texts, so that nothing is rounded.
indirect enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }

    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The document on one line.
    var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += ", " }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                Self.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Line separators too: whoever reads line by line must find one line.
            case "\u{00}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}":
                text += "\\u" + hexadecimal(scalar.value, width: 4).lowercased()
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Why a text is no JSON.
struct JSONError: Error { let message: String }

/// Reads RFC 8259.
struct JSONReader {
    private let octets: [UInt8]
    private var position = 0
    private var depth = 0

    static func read(_ text: String) throws(JSONError) -> JSON {
        var reader = JSONReader(octets: Array(text.utf8))
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.position == reader.octets.count else { throw reader.error("多余的内容") }
        return value
    }

    private init(octets: [UInt8]) { self.octets = octets }

    private func error(_ what: String) -> JSONError { JSONError(message: "JSON 第 \(position + 1) 字节：\(what)") }

    private var peek: UInt8? { position < octets.count ? octets[position] : nil }

    private mutating func skipBlanks() {
        while let octet = peek, octet == 0x20 || octet == 0x0A || octet == 0x0D || octet == 0x09 { position += 1 }
    }

    private mutating func accept(_ word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { octets[position...].starts(with: $0) }
        if matches { position += word.utf8CodeUnitCount }
        return matches
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipBlanks()
        depth += 1
        defer { depth -= 1 }
        guard depth <= 200 else { throw error("嵌套太深") }
        guard let octet = peek else { throw error("内容不完整") }
        switch octet {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case _ where accept("true"): return .bool(true)
        case _ where accept("false"): return .bool(false)
        case _ where accept("null"): return .null
        default: return try number()
        }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        while let octet = peek, isDigit(octet) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(octet) { position += 1 }
        let text = String(decoding: octets[start..<position], as: UTF8.self)
        guard Double(text) != nil else { throw error("不是 JSON 的值") }
        return .number(text)
    }

    private mutating func array() throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipBlanks()
        if accept("]") { return .array([]) }
        while true {
            elements.append(try value())
            skipBlanks()
            if accept("]") { return .array(elements) }
            guard accept(",") else { throw error("列表缺少“,”或“]”") }
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        position += 1
        var members: [(key: String, value: JSON)] = []
        skipBlanks()
        if accept("}") { return .object([]) }
        while true {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw error("对象的键应当是文本") }
            let key = try string()
            skipBlanks()
            guard accept(":") else { throw error("键后面缺少“:”") }
            members.append((key, try value()))
            skipBlanks()
            if accept("}") { return .object(members) }
            guard accept(",") else { throw error("对象缺少“,”或“}”") }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var content: [UInt8] = []
        while let octet = peek {
            position += 1
            switch octet {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20: throw error("文本里的控制字符应当转义")
            default: content.append(octet)
            }
        }
        throw error("文本没有结束")
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        guard let letter = peek else { throw error("转义不完整") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var value = try fourDigits()
            if (0xD800..<0xDC00).contains(value), accept("\\u") {
                let low = try fourDigits()
                guard (0xDC00..<0xE000).contains(low) else { throw error("代理对不完整") }
                value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { throw error("不是字符的码点") }
            content.append(contentsOf: encoded)
        default: throw error("不认识的转义")
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        let piece = octets[position...].prefix(4)
        guard piece.count == 4, piece.allSatisfy(isHexadecimal), let value = UInt32(String(decoding: piece, as: UTF8.self), radix: 16)
        else {
            throw error("\\u 后面应当是四位十六进制数字")
        }
        position += 4
        return value
    }
}
