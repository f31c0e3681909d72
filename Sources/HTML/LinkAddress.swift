/// What a browser makes of an address: enough of the URL Standard (WHATWG, 4.4) to tell a link from a script.
enum LinkAddress {
    /// Schemes a link may have.
    static let schemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// Whether following the address runs nothing and goes where it seems to go.
    static func isHarmless(_ address: String) -> Bool {
        // Browsers drop controls and spaces at the front, tabs and line ends anywhere, and take `\` for `/`.
        let seen = address.utf8.drop { $0 <= 0x20 }.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard !seen.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
        if seen.count > 1, isSlash(seen[0]), isSlash(seen[1]) { return false }
        // A scheme ends at the first colon, unless one of / ? # comes before and makes it part of a path.
        guard
            let mark = seen.firstIndex(where: {
                $0 == UInt8(ascii: ":") || isSlash($0) || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            }),
            seen[mark] == UInt8(ascii: ":")
        else { return true }
        return schemes.contains(String(decoding: seen[..<mark], as: UTF8.self).lowercased())
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    /// Appends bytes percent-encoded.
    static func appendEncoded(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                output.append(byte)
            default:
                output.append(UInt8(ascii: "%"))
                output.append(hexDigit(byte >> 4))
                output.append(hexDigit(byte & 15))
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10 }
}
