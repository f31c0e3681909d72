/// Reads the XML that spreadsheets are made of, event by event. No document types, hence no entities of the file's own making; depth is bounded.
struct XMLPull {
    enum Event: Equatable {
        /// Name without its prefix.
        case start(String, [String: String])
        case end(String)
        case text(String)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var pendingEnd: String?
    private let name: String
    static let deepest = 64

    /// - Parameter name: of the part, for messages.
    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private func broken(_ what: String) -> OperationProblem { OperationProblem(.format, "“\(name)”不是正确的 XML（\(what)），请重新导出文件") }

    /// Nil at the end.
    mutating func next() throws(OperationProblem) -> Event? {
        if let ended = pendingEnd {
            pendingEnd = nil
            depth -= 1
            return .end(ended)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let start = position
                while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
                return .text(try text(start..<position))
            }
            guard position + 1 < bytes.count else { throw broken("突然结束") }
            switch bytes[position + 1] {
            case UInt8(ascii: "?"): try skip(past: "?>")
            case UInt8(ascii: "!"):
                if matches("<!--") {
                    try skip(past: "-->")
                } else if matches("<![CDATA[") {
                    let start = position + 9
                    try skip(past: "]]>")
                    return .text(String(decoding: bytes[start..<(position - 3)], as: UTF8.self))
                } else {
                    throw broken("含有文档类型声明")
                }
            case UInt8(ascii: "/"):
                position += 2
                let ended = readName()
                skipSpace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else { throw broken("结束标记") }
                position += 1
                depth -= 1
                return .end(ended)
            default: return try element()
            }
        }
        guard depth <= 0 else { throw broken("突然结束") }
        return nil
    }

    /// All text up to the end of the element that has just begun, elements of the names given left out.
    mutating func textOfElement(without skipped: Set<String> = []) throws(OperationProblem) -> String {
        var result = ""
        var level = 1
        var hidden = 0
        while level > 0 {
            guard let event = try next() else { throw broken("突然结束") }
            switch event {
            case .start(let name, _):
                level += 1
                if hidden > 0 || skipped.contains(name) { hidden += 1 }
            case .end:
                level -= 1
                if hidden > 0 { hidden -= 1 }
            case .text(let text): if hidden == 0 { result += text }
            }
        }
        return result
    }

    private mutating func element() throws(OperationProblem) -> Event {
        position += 1
        let name = readName()
        guard !name.isEmpty else { throw broken("元素没有名字") }
        depth += 1
        guard depth <= Self.deepest else { throw OperationProblem(.tooBig, "“\(self.name)”嵌套过深") }
        var attributes: [String: String] = [:]
        while true {
            skipSpace()
            guard position < bytes.count else { throw broken("突然结束") }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                return .start(name, attributes)
            }
            if bytes[position] == UInt8(ascii: "/") {
                guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: ">") else { throw broken("元素") }
                position += 2
                pendingEnd = name
                return .start(name, attributes)
            }
            let key = readName()
            skipSpace()
            guard !key.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "=") else { throw broken("属性") }
            position += 1
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else {
                throw broken("属性")
            }
            let quote = bytes[position]
            position += 1
            let start = position
            while position < bytes.count, bytes[position] != quote { position += 1 }
            guard position < bytes.count else { throw broken("属性") }
            attributes[key] = try text(start..<position)
            position += 1
        }
    }

    /// A name without its prefix.
    private mutating func readName() -> String {
        var start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ":"): start = position + 1
            case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "/"):
                return String(decoding: bytes[start..<position], as: UTF8.self)
            default: break
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x09, 0x0A, 0x0D, 0x20].contains(bytes[position]) { position += 1 }
    }

    private func matches(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in position + wanted.count <= bytes.count && zip(wanted, bytes[position...]).allSatisfy { $0 == $1 } }
    }

    private mutating func skip(past mark: StaticString) throws(OperationProblem) {
        while position < bytes.count {
            if matches(mark) {
                position += mark.utf8CodeUnitCount
                return
            }
            position += 1
        }
        throw broken("突然结束")
    }

    private func text(_ range: Range<Int>) throws(OperationProblem) -> String {
        let raw = bytes[range]
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        var result: [UInt8] = []
        var at = range.lowerBound
        while at < range.upperBound {
            guard bytes[at] == UInt8(ascii: "&") else {
                result.append(bytes[at])
                at += 1
                continue
            }
            guard let end = bytes[at..<min(range.upperBound, at + 12)].firstIndex(of: UInt8(ascii: ";")) else { throw broken("&") }
            let entity = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
            switch entity {
            case "lt": result.append(UInt8(ascii: "<"))
            case "gt": result.append(UInt8(ascii: ">"))
            case "amp": result.append(UInt8(ascii: "&"))
            case "quot": result.append(UInt8(ascii: "\""))
            case "apos": result.append(UInt8(ascii: "'"))
            default:
                let code =
                    entity.hasPrefix("#x")
                    ? UInt32(entity.dropFirst(2), radix: 16) : entity.hasPrefix("#") ? UInt32(entity.dropFirst()) : nil
                guard let code, let scalar = Unicode.Scalar(code) else { throw broken("&\(entity);") }
                result += String(Character(scalar)).utf8
            }
            at = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
