import Site

/// The code under which a draft is found again: ten characters that nobody confuses, some 49 bits, said as `4F7K2-9XPQM`.
enum ReturnCode {
    /// Without 0 O 1 I L U: they are misread or misheard.
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    static let length = 10

    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
    }

    /// As it is said and printed.
    static func shown(_ code: String) -> String { "\(code.prefix(5))-\(code.dropFirst(5))" }

    /// What was typed, read kindly: small letters, spaces and dashes do not matter. Nil when it can be no code.
    static func read(_ text: String) -> String? {
        let code = String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "－" })
        return code.count == length && code.allSatisfy(alphabet.contains) ? code : nil
    }
}
