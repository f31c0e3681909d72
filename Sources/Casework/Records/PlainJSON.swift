import Expressions

/// JSON as the engine keeps it: object keys sorted, timestamps as `{"$t": milliseconds}`, bytes as `{"$b": base64}`. The same value always gives the same bytes,
/// so that hashes can be taken over it.
public enum PlainJSON {
    public struct Problem: Error, Sendable, Hashable {
        public var message: String
        public var offset: Int
    }

    public static func write(_ value: Value) -> String {
        var out: [UInt8] = []
        write(value, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    static func write(_ value: Value, to out: inout [UInt8]) {
        switch value {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let truth): out.append(contentsOf: (truth ? "true" : "false").utf8)
        case .int(let number): out.append(contentsOf: String(number).utf8)
        case .uint(let number): out.append(contentsOf: String(number).utf8)
        case .double(let number): out.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
        case .string(let text): writeText(text, to: &out)
        case .timestamp(let stamp): out.append(contentsOf: "{\"$t\":\(stamp.milliseconds)}".utf8)
        case .bytes(let bytes):
            out.append(contentsOf: "{\"$b\":\"".utf8)
            out.append(contentsOf: Base64.encode(bytes).utf8)
            out.append(contentsOf: "\"}".utf8)
        case .object(let object): writeText(object.identity, to: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                write(item, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .map(let map):
            let entries = map.compactMap { key, value -> (String, Value)? in
                switch key {
                case .string(let name): (name, value)
                case .int(let number): (String(number), value)
                default: nil
                }
            }
            out.append(UInt8(ascii: "{"))
            for (index, entry) in entries.sorted(by: { $0.0 < $1.0 }).enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                writeText(entry.0, to: &out)
                out.append(UInt8(ascii: ":"))
                write(entry.1, to: &out)
            }
            out.append(UInt8(ascii: "}"))
        case .duration, .type: out.append(contentsOf: "null".utf8)
        }
    }

    static func writeText(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
            case 0x0A: out.append(contentsOf: "\\n".utf8)
            case 0x0D: out.append(contentsOf: "\\r".utf8)
            case 0x09: out.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                out.append(contentsOf: "\\u00".utf8)
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// - Throws: `Problem` with the byte offset. Depth is limited to 64, so that hostile input cannot exhaust the stack.
    public static func read(_ text: String) throws(Problem) -> Value {
        var reader = JSONReader(bytes: Array(text.utf8))
        return try reader.document()
    }
}

/// RFC 4648, without line breaks.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let second = index + 1 < bytes.count ? bytes[index + 1] : 0
            let third = index + 2 < bytes.count ? bytes[index + 2] : 0
            out.append(alphabet[Int(first >> 2)])
            out.append(alphabet[Int((first & 3) << 4 | second >> 4)])
            out.append(index + 1 < bytes.count ? alphabet[Int((second & 15) << 2 | third >> 6)] : UInt8(ascii: "="))
            out.append(index + 2 < bytes.count ? alphabet[Int(third & 63)] : UInt8(ascii: "="))
            index += 3
        }
        return String(decoding: out, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            held = held << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
                held &= (1 << UInt32(bits)) - 1
            }
        }
        return out
    }
}
