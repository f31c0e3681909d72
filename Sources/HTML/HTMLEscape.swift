/// The replacement of the bytes that mean something to an HTML parser.
///
/// - `& < > " '` become character references: safe as text and in attribute values under either kind of quotes.
/// - NUL and the other control characters (C0 but tab, line feed and carriage return, DEL, C1) are parse errors in HTML
///   (HTML Living Standard, 13.2.3.5) and invisible to the reader; each becomes U+FFFD, so that one sees that something was there.
enum HTMLEscape {
    /// Appends `text` (valid UTF-8, as every Swift string is) to `output`, escaped. Runs without special bytes are copied whole.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var start = 0
        var index = 0
        let end = text.count
        while index < end {
            let byte = text[index]
            if !isSpecial(byte) {
                index &+= 1
                continue
            }
            // U+0080…U+009F, the C1 controls, are the two bytes C2 80 … C2 9F; any other character after C2 is printable.
            if byte == 0xC2, index &+ 1 >= end || text[index &+ 1] > 0x9F {
                index &+= 1
                continue
            }
            if start < index { output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index])) }
            reference(for: byte).withUTF8Buffer { output.append(contentsOf: $0) }
            index &+= byte == 0xC2 ? 2 : 1
            start = index
        }
        if start < end { output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end])) }
    }

    /// What is written for a special byte.
    private static func reference(for byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: "\u{FFFD}"
        }
    }

    /// Bytes 0…63 that are special, a bit each: controls but 9, 10 and 13, and `" & ' < >`.
    private static let lowSpecials: UInt64 =
        0xFFFF_FFFF & ~(1 << 9 | 1 << 10 | 1 << 13) | 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E

    /// Whether the byte stops a run that can be copied whole.
    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 64 ? lowSpecials &>> UInt64(byte) & 1 == 1 : byte == 0x7F || byte == 0xC2
    }
}

extension StringProtocol {
    /// The text's UTF-8 bytes in one piece, without copying where the string is stored that way.
    func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = String(self)
        return copy.withUTF8(body)
    }
}
