import Foundation

/// A text as the index reads it: full-width letters and digits narrowed, ASCII in lower case, invisible characters gone.
///
/// Meaning is not touched: the original stays with whoever shows it. Two texts that look alike to a reader are alike here,
/// so that 自 杀 with a space or a zero-width joiner between is still found by the rules of conduct (`compact`).
public struct NormalText: Sendable, Hashable {
    /// Unicode scalar values.
    public let scalars: [UInt32]

    public init(_ text: String) {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count / 2)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: scalars.append(scalar.value | 0x20)
            case 0xFF01...0xFF5E:
                let narrow = scalar.value &- 0xFEE0
                scalars.append((0x41...0x5A).contains(narrow) ? narrow | 0x20 : narrow)
            case 0x3000, 0xA0, 0x09, 0x0A, 0x0D: scalars.append(0x20)
            // Zero-width and direction marks, soft hyphen, variation selectors, byte order mark, other control characters.
            case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF: continue
            default: scalars.append(scalar.value)
            }
        }
        self.scalars = scalars
    }

    init(scalars: [UInt32]) { self.scalars = scalars }

    /// The text again, as it was normalised.
    public var string: String {
        var view = String.UnicodeScalarView()
        for value in scalars { if let scalar = Unicode.Scalar(value) { view.append(scalar) } }
        return String(view)
    }

    /// Only letters, digits and Chinese characters, nothing between them.
    public var compact: NormalText { NormalText(scalars: scalars.filter { Characters.isHan($0) || Characters.isWordPart($0) }) }

    /// How many Chinese characters it holds.
    public var hanCount: Int { scalars.reduce(0) { $0 + (Characters.isHan($1) ? 1 : 0) } }
}

/// Kinds of characters, by scalar value.
enum Characters {
    static func isHan(_ value: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(value) || (0x3400...0x4DBF).contains(value) || (0x20000...0x323AF).contains(value) || value == 0x3007
    }

    static func isASCIIWordPart(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) || (0x61...0x7A).contains(value) }

    /// Letters of any other script and digits.
    static func isWordPart(_ value: UInt32) -> Bool {
        if value < 0x80 { return isASCIIWordPart(value) }
        return Unicode.Scalar(value)?.properties.isAlphabetic ?? false
    }
}
