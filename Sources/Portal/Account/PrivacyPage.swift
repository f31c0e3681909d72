import HTML
import Hummingbird
import Site

/// How personal information is dealt with here (``PrivacyText``). Its version is what an account's consent names.
struct PrivacyPage {
    /// The version of this text; a change of what it says is a new one.
    static let version = "2026-01"
    /// The text for children's accounts, consented to separately.
    static let childVersion = "2026-01"

    let visit: Visit

    func answer() throws -> Response {
        let words = visit.words(for: PrivacyText.page)
        func say(_ text: PrivacyText) -> String { words(text) }
        let parts = PrivacyText.parts.html { part in
            "<section><h2>\(say(part.title))</h2>\(part.lines.html { "<p>\(say($0))</p>" })</section>" as HTML
        }
        return try visit.page(
            say(.title), shell: .portal, in: words,
            body: """
                <article class='reading'>\(pageHead(say(.title), note: words(PrivacyText.version, Self.version)))\(parts)<p>\(words.markup(PrivacyText.questions, "<a href='tel:12348'>12348</a>"))</p></article>
                """)
    }
}
