/// The number of a passport or travel permit: five to nine capital letters and digits, at least one a digit.
///
/// ICAO Doc 9303, part 4, gives the number nine places and no check digit outside the machine-readable zone; States arrange the rest.
public struct PassportNumber: TextIdentifier {
    public let description: String

    /// Nil when the form is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (5...9).contains(bytes.count), bytes.contains(where: ASCII.isDigit),
            bytes.allSatisfy({ ASCII.isDigit($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        description = text
    }
}
