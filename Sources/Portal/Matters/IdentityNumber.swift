import Identifiers

/// The number of a resident's identity card (GB 11643).
enum IdentityNumber {
    static func isRight(_ text: String) -> Bool { IDCard(text.uppercased()) != nil }
}
