/// A telephone number that can be dialled in China.
///
/// One number has many spellings (`+86 136 1234 5678`, `136-1234-5678`); the type keeps one, so that equal numbers are equal texts:
///
/// - mobile: `13612345678` (`1[3-9]` and nine digits)
/// - land line: `0771-5853000`, with an extension `0771-5853000-801`; the area code is `010`, `02x` or `0[3-9]xx`, the number has 7 or 8 digits
/// - service number: `400-123-4567` → `4001234567`, `800…`
/// - short number: `12348`, `110`, `95598`; from elsewhere with an area code: `0771-12348`
///
/// A land line without its area code is refused: nobody in another city could dial it.
public struct Phone: TextIdentifier {
    public let description: String
    public let kind: Kind

    /// What kind of number it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case mobile
        case landline
        case service
        case short

        /// Chinese.
        public var label: String {
            switch self {
            case .mobile: "手机"
            case .landline: "固定电话"
            case .service: "400/800电话"
            case .short: "短号码"
            }
        }
    }

    /// Nil when no spelling of a number that can be dialled.
    public init?(_ text: String) {
        guard let reading = PhoneReading(text) else { return nil }
        (description, kind) = (reading.canonical, reading.kind)
    }

    /// The area code with its zero; nil where there is none.
    public var areaCode: String? {
        guard description.hasPrefix("0") else { return nil }
        return String(description.prefix { $0 != "-" })
    }

    /// The digits behind the land line's second hyphen; nil where there are none.
    public var extensionNumber: String? {
        let parts = description.split(separator: "-")
        return parts.count == 3 ? String(parts[2]) : nil
    }

    /// Which end of a number is hidden.
    public enum Hiding: Sendable, Hashable, CaseIterable {
        /// `*******5678`
        case start
        /// `136****5678`: first three and last four stay (rule PRIV-02 of the platform).
        case middle
        /// `1361234****`
        case end
    }

    /// Partly hidden. Short and service numbers belong to institutions and stay as they are; of a land line only the last four stay
    /// beside the area code, its extension goes.
    public func masked(_ hiding: Hiding = .middle) -> String {
        switch kind {
        case .short, .service: description
        case .landline:
            description.split(separator: "-").prefix(2).enumerated()
                .map { $0.offset == 0 ? String($0.element) : Mask.keep(String($0.element), leading: 0, trailing: 4) }
                .joined(separator: "-")
        case .mobile:
            switch hiding {
            case .start: Mask.keep(description, leading: 0, trailing: 4)
            case .middle: Mask.keep(description, leading: 3, trailing: 4)
            case .end: Mask.keep(description, leading: 7, trailing: 0)
            }
        }
    }

    /// A mobile number made up for tests and demonstrations: `1` `9` `0` and eight digits. Nil when the sequence is not 0…99,999,999.
    public static func sample(sequence: Int) -> Phone? {
        (0...99_999_999).contains(sequence) ? Phone("190\(ASCII.padded(sequence, 8))") : nil
    }
}

extension Phone: CustomDebugStringConvertible {
    /// Masked: logs and failed tests show this form.
    public var debugDescription: String { "Phone(\(masked()))" }
}
