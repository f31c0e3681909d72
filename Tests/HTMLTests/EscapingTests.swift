import HTML
import Testing

@Suite struct `Escaping` {
    @Test func `makes text safe in elements and quoted attributes`() {
        let name = "<b>\"Tom\" & 'Jerry'</b>"
        let page: HTML = "<p title='\(name)'>\(name)</p>"
        let escaped = "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;"
        #expect(page.description == "<p title='\(escaped)'>\(escaped)</p>")
    }

    @Test func `never happens twice`() {
        let inner: HTML = "<i>\("a & b")</i>"
        let optional: HTML? = inner
        let page: HTML = "\(inner)|\(optional)|\([inner, inner])|\(HTML?.none)"
        let once = "<i>a &amp; b</i>"
        #expect(page.description == "\(once)|\(once)|\(once)\(once)|")
    }

    @Test func `takes every kind of value`() {
        let part: Substring = "x<y"[...]
        let character: Character = "<"
        let none: String? = nil
        let page: HTML = "\(part) \(character) \(42) \(-7 as Int64) \(1.5) \(true) \(none)\(Optional("&"))"
        #expect(page.description == "x&lt;y &lt; 42 -7 1.5 true &amp;")
    }

    @Test func `keeps a literal among texts a text`() {
        let on = true
        let page: HTML = "\(on ? "<b>" : "")\(HTML.when(on, "<i>"))\(HTML.when(!on, "<u>"))"
        #expect(page.description == "&lt;b&gt;<i>")
    }

    @Test func `shows control characters as replacement characters`() {
        let page: HTML = "\("a\u{0}b\u{1B}c\u{7F}d\u{85}e\u{A0}f\tg\r\nh")"
        #expect(page.description == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{A0}f\tg\r\nh")
    }

    @Test func `leaves Chinese and other scripts alone`() {
        let text = "广西壮族自治区司法厅 · Gvangjsih Bouxcuengh 𠮷 👨‍👩‍👧 é"
        #expect(HTML(text: text).description == text)
    }

    @Test func `agrees with a naive escape on random texts`() {
        let alphabet: [Unicode.Scalar] = [
            "a", "&", "<", ">", "\"", "'", "\0", "\t", "\n", "\u{1F}", "\u{7F}", "\u{80}", "\u{9F}", "\u{A0}", "\u{C2}", "é", "司", "𠮷", ";",
            "#",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var text = ""
            var expected = ""
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let scalar = alphabet.randomElement(using: &random) ?? "a"
                text.unicodeScalars.append(scalar)
                expected.unicodeScalars.append(contentsOf: naive(scalar).unicodeScalars)
            }
            #expect(Array(HTML(text: text).utf8) == Array(expected.utf8), "\(text.debugDescription)")
            #expect(HTML(text: Substring(text)) == "\(text)")
        }
    }

    @Test func `gives no way out of text or attribute`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let bytes = (0..<30).map { _ in UInt8.random(in: 0...255, using: &random) }
            let html = HTML(text: String(decoding: bytes, as: UTF8.self))
            #expect(
                !html.utf8.contains {
                    $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == 0
                })
            #expect(String(validating: html.utf8, as: UTF8.self) != nil)
        }
    }

    private func naive(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        case "\t", "\n", "\r": String(scalar)
        default: scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
        }
    }
}
