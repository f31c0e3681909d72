import NIOCore

/// JSON (RFC 8259) written straight into the buffer that is sent.
struct JSONBuffer {
    private(set) var buffer: ByteBuffer
    /// Whether the next member or item must be parted from one before it.
    private var needsComma = false

    init(capacity: Int = 1024) { buffer = ByteBufferAllocator().buffer(capacity: capacity) }

    private mutating func begin() {
        if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
        needsComma = true
    }

    // MARK: Composites

    mutating func object(_ members: (inout JSONBuffer) throws -> Void) rethrows {
        begin()
        buffer.writeInteger(UInt8(ascii: "{"))
        needsComma = false
        try members(&self)
        buffer.writeInteger(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array<Items: Sequence>(_ items: Items, _ write: (inout JSONBuffer, Items.Element) throws -> Void) rethrows {
        begin()
        buffer.writeInteger(UInt8(ascii: "["))
        needsComma = false
        for item in items { try write(&self, item) }
        buffer.writeInteger(UInt8(ascii: "]"))
        needsComma = true
    }

    /// - Parameter name: an identifier: nothing in it needs an escape.
    mutating func key(_ name: String) {
        begin()
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeString(name)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    /// A name of any characters.
    mutating func escapedKey(_ name: String) {
        begin()
        buffer.writeInteger(UInt8(ascii: "\""))
        writeEscaped(name)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    // MARK: Values

    mutating func null() {
        begin()
        buffer.writeStaticString("null")
    }

    mutating func truth(_ truth: Bool) {
        begin()
        if truth { buffer.writeStaticString("true") } else { buffer.writeStaticString("false") }
    }

    mutating func number(_ number: Int64) {
        begin()
        writeDigits(number)
    }

    /// What is no number (infinite, not a number) is null.
    mutating func number(_ number: Double) {
        begin()
        if number.isFinite { buffer.writeString(number.description) } else { buffer.writeStaticString("null") }
    }

    /// A number as its digits say, for decimals that must be exact.
    mutating func number(digits: String) {
        begin()
        buffer.writeString(digits)
    }

    mutating func text(_ text: String) {
        begin()
        buffer.writeInteger(UInt8(ascii: "\""))
        writeEscaped(text)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    /// Bytes that are JSON already.
    mutating func raw(_ json: ByteBuffer) {
        begin()
        var copy = json
        buffer.writeBuffer(&copy)
    }

    /// ASCII that needs no escape, written by the closure between quotes.
    mutating func quoted(_ write: (inout ByteBuffer) -> Void) {
        begin()
        buffer.writeInteger(UInt8(ascii: "\""))
        write(&buffer)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    // MARK: Members

    mutating func member(_ name: String, text: String?) {
        key(name)
        if let text { self.text(text) } else { null() }
    }

    mutating func member(_ name: String, number: Int64) {
        key(name)
        self.number(number)
    }

    mutating func member(_ name: String, truth: Bool) {
        key(name)
        self.truth(truth)
    }

    // MARK: Bytes

    private mutating func writeDigits(_ number: Int64) {
        if (0..<10).contains(number) {
            buffer.writeInteger(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
        } else {
            buffer.writeString(String(number))
        }
    }

    private mutating func writeEscaped(_ text: String) {
        func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
        if text.utf8.contains(where: needsEscape) {
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\""): buffer.writeStaticString("\\\"")
                case UInt8(ascii: "\\"): buffer.writeStaticString("\\\\")
                case 0x0A: buffer.writeStaticString("\\n")
                case 0x0D: buffer.writeStaticString("\\r")
                case 0x09: buffer.writeStaticString("\\t")
                case 0..<0x20:
                    buffer.writeStaticString("\\u00")
                    for half in [byte >> 4, byte & 15] { buffer.writeInteger(half < 10 ? half + 48 : half + 87) }
                default: buffer.writeInteger(byte)
                }
            }
        } else {
            buffer.writeString(text)
        }
    }
}
