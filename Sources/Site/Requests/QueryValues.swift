/// The query of an address, or a body of type `application/x-www-form-urlencoded` (URL Standard, 5.1): names and values in their order.
public struct QueryValues: Sendable {
    public private(set) var pairs: [(name: String, value: String)] = []

    public init() {}
    public init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// Nil when it is no UTF-8 behind the encoding.
    /// - Parameter most: pairs beyond which it is refused.
    public init?(encoded bytes: some Collection<UInt8>, most: Int = 5000) {
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < most else { return nil }
            let name: [UInt8]
            let value: [UInt8]
            if let equals = part.firstIndex(of: UInt8(ascii: "=")) {
                name = Self.decode(part[..<equals])
                value = Self.decode(part[part.index(after: equals)...])
            } else {
                name = Self.decode(part)
                value = []
            }
            guard let nameText = String(validating: name, as: UTF8.self), let valueText = String(validating: value, as: UTF8.self) else {
                return nil
            }
            pairs.append((nameText, valueText))
        }
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            switch byte {
            case UInt8(ascii: "+"): out.append(0x20)
            case UInt8(ascii: "%"):
                let pair = Array(rest.prefix(2))
                if pair.count == 2, let high = nibble(pair[0]), let low = nibble(pair[1]) {
                    out.append(high << 4 | low)
                    rest = rest.dropFirst(2)
                } else {
                    out.append(byte)
                }
            default: out.append(byte)
            }
        }
        return out
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The last value of the name that is not empty.
    public subscript(_ name: String) -> String? {
        guard let value = pairs.last(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// All values of the name, empty ones too.
    public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    public var isEmpty: Bool { pairs.isEmpty }

    /// The same with one name set to a value, or taken away.
    public func with(_ name: String, _ value: String?) -> QueryValues {
        var copy = QueryValues(pairs.filter { $0.name != name })
        if let value { copy.pairs.append((name, value)) }
        return copy
    }

    public func without(_ names: String...) -> QueryValues { QueryValues(pairs.filter { !names.contains($0.name) }) }

    /// `a=1&b=2`, encoded.
    public var encoded: String {
        pairs.filter { !$0.value.isEmpty }.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    /// The path with this query.
    public func address(_ path: String) -> String { encoded.isEmpty ? path : "\(path)?\(encoded)" }

    public static func encode(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += byte < 16 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }
}
