/// The id of a record: 128 bits, unique everywhere, in order of making. A UUID of version 7 (RFC 9562, 5.7).
///
///     bits   content
///       48   milliseconds since 1970-01-01T00:00Z
///        4   version, 7
///       12   counter within the millisecond
///        2   variant, binary 10
///       62   random
///
/// Written as 26 characters of Crockford's base 32 in small letters (`0`…`9`, `a`…`z` without `i l o u`); ids sort as their texts do,
/// so that new rows stand together at the end of an index. Made by ``RecordIDGenerator``.
public struct RecordID: LosslessStringConvertible, Hashable, Comparable, Codable, Sendable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Milliseconds since 1970-01-01T00:00Z at which the id was made.
    public var milliseconds: Int64 { Int64(high >> 16) }

    /// The 16 bytes, the most significant first: for a `uuid` or `blob` column, and for digests.
    public var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) } + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// Nil unless 16 bytes with the version and variant of a UUIDv7.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(
            checking: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    private init?(checking high: UInt64, _ low: UInt64) {
        guard high >> 12 & 0xF == 7, low >> 62 == 0b10 else { return nil }
        self.init(high: high, low: low)
    }

    public static func < (left: RecordID, right: RecordID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension RecordID {
    /// The 26 characters.
    public var description: String {
        let (high, low) = (high, low)
        return String(unsafeUninitializedCapacity: 26) { buffer in
            // 130 bits are written, two zeros in front: five bits a character, from the end.
            var (upper, lower) = (high, low)
            for index in stride(from: 25, through: 0, by: -1) {
                buffer[index] = Self.alphabet[Int(lower & 31)]
                lower = lower >> 5 | upper << 59
                upper >>= 5
            }
            return 26
        }
    }

    /// Nil unless exactly what ``description`` writes: one id has one text. See ``init(read:)`` for what a person types.
    public init?(_ description: String) {
        guard description.utf8.count == 26 else { return nil }
        var (high, low) = (0 as UInt64, 0 as UInt64)
        for (index, byte) in description.utf8.enumerated() {
            let value = Self.values[Int(byte)]
            // Two bits too many: the first character says at most 7.
            guard value < 32, index > 0 || value < 8 else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.init(checking: high, low)
    }

    /// An id as a person reads it out or copies it: capital letters, hyphens and spaces are allowed, `o` is 0, `i` and `l` are 1
    /// (Crockford's rules). Nil when it is no id even so.
    public init?(read text: String) {
        var plain = ""
        for character in text.lowercased() where character != "-" && character != " " {
            switch character {
            case "o": plain.append("0")
            case "i", "l": plain.append("1")
            default: plain.append(character)
            }
        }
        self.init(plain)
    }

    /// The usual form of a UUID: `01890a5d-ac96-774b-bcce-b302099a8057`.
    public var uuidString: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return ASCII.text(text)
    }

    /// Nil unless a UUID of version 7 in its usual form; capital letters are allowed (RFC 9562, 4).
    public init?(uuidString: String) {
        let text = Array(uuidString.utf8)
        guard text.count == 36 else { return nil }
        var nibbles: [UInt8] = []
        for (index, byte) in text.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            nibbles.append(UInt8(value))
        }
        self.init(bytes: (0..<16).map { nibbles[2 * $0] << 4 | nibbles[2 * $0 + 1] })
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RecordID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a record id: 26 characters of base 32 are wanted")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The value of each byte, 255 where it has none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()
}
