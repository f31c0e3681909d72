/// A postcode of China: six digits.
public struct Postcode: TextIdentifier {
    public let description: String

    /// Nil when not six ASCII digits.
    public init?(_ text: String) {
        guard text.utf8.count == 6, text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
        description = text
    }
}
