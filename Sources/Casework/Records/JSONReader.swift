import Expressions

/// Strict JSON (RFC 8259) into values: whole numbers as int, others as double; duplicate keys are refused.
struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    private static let deepest = 64

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(PlainJSON.Problem) -> Value {
        let value = try self.value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw problem("多余的内容") }
        return value
    }

    private func problem(_ message: String) -> PlainJSON.Problem { PlainJSON.Problem(message: message, offset: position) }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func expect(_ character: Character) throws(PlainJSON.Problem) {
        guard position < bytes.count, bytes[position] == character.asciiValue else { throw problem("此处应为“\(character)”") }
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(PlainJSON.Problem) -> Value {
        let text = Array("\(word)".utf8)
        guard bytes.count - position >= text.count, Array(bytes[position..<position + text.count]) == text else {
            throw problem("不是 JSON 的值")
        }
        position += text.count
        return value
    }

    private mutating func value(depth: Int) throws(PlainJSON.Problem) -> Value {
        guard depth < Self.deepest else { throw problem("嵌套超过 \(Self.deepest) 层") }
        skipSpace()
        guard position < bytes.count else { throw problem("内容不完整") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(PlainJSON.Problem) -> Value {
        try expect("{")
        var map: [Value: Value] = [:]
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            return .map(map)
        }
        while true {
            skipSpace()
            let key = Value.string(try text())
            skipSpace()
            try expect(":")
            let item = try value(depth: depth + 1)
            guard map.updateValue(item, forKey: key) == nil else { throw problem("键重复") }
            skipSpace()
            guard position < bytes.count else { throw problem("内容不完整") }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect("}")
            if map.count == 1, case .string(let base64)? = map[.string("$b")], let decoded = Base64.decode(base64) {
                return .bytes(decoded)
            }
            return .map(map)
        }
    }

    private mutating func array(depth: Int) throws(PlainJSON.Problem) -> Value {
        try expect("[")
        var items: [Value] = []
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            return .list(items)
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            guard position < bytes.count else { throw problem("内容不完整") }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect("]")
            return .list(items)
        }
    }

    private mutating func text() throws(PlainJSON.Problem) -> String {
        try expect("\"")
        var out: [UInt8] = []
        while true {
            guard position < bytes.count else { throw problem("文字没有结束的引号") }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw problem("不是合法的 UTF-8") }
                return text
            case UInt8(ascii: "\\"):
                guard position < bytes.count else { throw problem("内容不完整") }
                let escape = bytes[position]
                position += 1
                switch escape {
                case UInt8(ascii: "n"): out.append(0x0A)
                case UInt8(ascii: "r"): out.append(0x0D)
                case UInt8(ascii: "t"): out.append(0x09)
                case UInt8(ascii: "b"): out.append(0x08)
                case UInt8(ascii: "f"): out.append(0x0C)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(escape)
                case UInt8(ascii: "u"): out.append(contentsOf: String(try unicode()).utf8)
                default: throw problem("不认识的转义")
                }
            case 0..<0x20: throw problem("文字中有未转义的控制字符")
            default: out.append(byte)
            }
        }
    }

    private mutating func unit() throws(PlainJSON.Problem) -> UInt32 {
        // A sign, which reading a number would take, is no digit.
        guard bytes.count - position >= 4, bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-"),
            let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else {
            throw problem("\\u 之后应为四位十六进制数")
        }
        position += 4
        return code
    }

    private mutating func unicode() throws(PlainJSON.Problem) -> Unicode.Scalar {
        let high = try unit()
        var code = high
        if (0xD800..<0xDC00).contains(high) {
            guard bytes.count - position >= 2, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
                throw problem("代理对不完整")
            }
            position += 2
            let low = try unit()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("代理对不完整") }
            code = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("不是合法的字符") }
        return scalar
    }

    /// A point stands between digits, an exponent has some.
    private static func isNumber(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func takeDigits() -> Bool {
            let count = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(count)
            return count > 0
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard takeDigits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard takeDigits() else { return false }
        }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard takeDigits() else { return false }
        }
        return rest.isEmpty
    }

    private mutating func number() throws(PlainJSON.Problem) -> Value {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard let first = digits.first, first.isNumber, !(digits.count > 1 && first == "0" && digits.dropFirst().first?.isNumber == true)
        else {
            position = start
            throw problem("不是 JSON 的值")
        }
        if let whole = Int64(text) { return .int(whole) }
        guard Self.isNumber(text), let real = Double(text), real.isFinite else {
            position = start
            throw problem("数字不对")
        }
        return .double(real)
    }
}
