import HTML
import Testing

@Suite struct `Pieces of markup` {
    @Test func `join`() {
        let parts: [HTML] = ["<a>", "<b>", "<c>"]
        #expect(parts.joined() == "<a><b><c>")
        #expect(parts.joined(separator: ", ") == "<a>, <b>, <c>")
        #expect(HTML.joined([], separator: ", ").isEmpty)
        #expect("<a>" + HTML.empty + "<b>" == ("<a><b>" as HTML))
        var all: HTML = "<a>"
        all += "<b>"
        #expect(all.description == "<a><b>")
        #expect(HTML.empty.isEmpty && !all.isEmpty)
    }

    @Test func `are made of rows`() throws {
        let rows = ["a", "<b>"].html { "<li>\($0)</li>" }
        #expect(rows == "<li>a</li><li>&lt;b&gt;</li>")
        let lazily: HTML = "<ul>\(["a", "b"].lazy.map { name -> HTML in "<li>\(name)</li>" })</ul>"
        #expect(lazily == "<ul><li>a</li><li>b</li></ul>")
        struct Refused: Error {}
        #expect(throws: Refused.self) { try [1].html { _ throws(Refused) in throw Refused() } }
    }

    @Test func `of trust are taken as they are`() {
        let made = "<svg viewBox='0 0 1 1'></svg>"
        #expect("<i>\(raw: made)</i>" as HTML == HTML(raw: "<i>\(made)</i>"))
    }

    @Test func `carry attributes only when there is something to say`() {
        let title: String? = nil
        let page: HTML =
            "<input\(attribute: "checked", true)\(attribute: "disabled", false)\(attribute: "title", title)\(attribute: "max", 60)\(attribute: "value", "a\"b")>"
        #expect(page.description == "<input checked max=\"60\" value=\"a&quot;b\">")
    }
}

@Suite struct `Addresses` {
    @Test(arguments: [
        "https://www.gxzf.gov.cn/a?b=1&c=2", "http://x", "HTTPS://x", "mailto:a@b.cn", "tel:12348", "/work-order/1", "a/b:c",
        "?q=javascript:1", "#a:b", "",
        ".", "12348",
    ])
    func `that are harmless pass, escaped`(address: String) {
        #expect("\(url: address)" as HTML == HTML(text: address))
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "java\tscript\r:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\0script:x", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "//evil.example", "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example", "blob:x", "a:b",
    ])
    func `that run or lead astray are refused`(address: String) {
        #expect("\(url: address)" as HTML == "about:invalid")
    }

    @Test func `take texts as components`() {
        let words = "拖欠工资 & \"50%\"/年"
        #expect("/search?q=\(component: words)" as HTML == "/search?q=%E6%8B%96%E6%AC%A0%E5%B7%A5%E8%B5%84%20%26%20%2250%25%22%2F%E5%B9%B4")
        #expect("\(component: "aZ09-._~")" as HTML == "aZ09-._~")
    }
}

@Suite struct `Data for scripts` {
    @Test func `cannot end its element`() {
        let json = #"{"a":"</script><!--&\#u{2028}\#u{2029}司\#u{2030}"}"#
        let page: HTML = "<script type='application/json'>\(json: json)</script>"
        #expect(
            page.description
                == #"<script type='application/json'>{"a":"\u003c/script\u003e\u003c!--\u0026\u2028\u2029司\#u{2030}"}</script>"#)
    }
}
