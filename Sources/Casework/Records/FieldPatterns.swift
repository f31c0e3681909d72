import Synchronization

/// The patterns of a catalogue's fields, each made into a matcher the first time that a value is held against it: making one costs many
/// times what matching does.
final class FieldPatterns: Sendable {
    /// `@unchecked Sendable`: a regular expression read from text has no code of its own, and matching does not change it.
    private struct Matcher: @unchecked Sendable {
        let regex: Regex<AnyRegexOutput>
    }
    private let made = Mutex<[String: Matcher]>([:])

    /// Whether the whole text is of this form. A pattern that cannot be read matches nothing; the definition's check refuses it before.
    func matches(_ text: String, _ pattern: String) -> Bool {
        guard let matcher = matcher(pattern) else { return false }
        return ((try? matcher.regex.wholeMatch(in: text)) ?? nil) != nil
    }

    private func matcher(_ pattern: String) -> Matcher? {
        if let found = made.withLock({ $0[pattern] }) { return found }
        guard let regex = try? Regex("\\A(?:\(pattern))\\z") else { return nil }
        let matcher = Matcher(regex: regex)
        made.withLock { $0[pattern] = matcher }
        return matcher
    }
}
