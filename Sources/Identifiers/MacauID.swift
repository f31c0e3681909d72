/// A Macau resident identity card number: `5686611(1)`.
///
/// `1`, `5` or `7` (by the age of the file), six digits and a check digit in parentheses. How the check digit is reckoned is not published:
/// only the form is looked at.
public struct MacauID: TextIdentifier {
    public let description: String

    /// Nil when the form is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, "157".utf8.contains(bytes[0]), bytes[..<7].allSatisfy(ASCII.isDigit), bytes[7] == UInt8(ascii: "("),
            ASCII.isDigit(bytes[8]), bytes[9] == UInt8(ascii: ")")
        else { return nil }
        description = text
    }
}
