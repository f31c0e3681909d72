import TestBrowser
import Casework
import Expressions
import Foundation
import Knowledge
import Site
import Testing

@Suite struct `First page` {
    @Test func `needs no account and shows the way into the demonstration`() async throws {
        try await Node().visit { browser in
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(page.body.contains("12348"))
            #expect(page.body.contains("/sign-in"))
            #expect(page.body.contains("您遇到了什么法律问题？"))
            #expect(page.body.contains("常见问题"))
        }
    }

    @Test func `lists what was asked this week, the most first`() async throws {
        let node = try Node()
        try await node.visit { browser in
            for text in ["离婚冷静期多少天", "离婚冷静期是多久", "公司拖欠工资怎么办"] { _ = try await Asking.ask(Browser(client: browser.client), text) }
            let rows = try node.rows("SELECT entry, count FROM ask_asked ORDER BY count DESC, entry")
            #expect(!rows.isEmpty)
            let page = try await browser.get("/")
            #expect(page.body.contains("本周大家问得最多的"))
            let first = try #require(rows.first?.text(0))
            #expect(page.body.range(of: "/ask/about/")?.upperBound != nil)
            let mark = try #require(page.body.range(of: "/ask/about/"))
            #expect(page.body[mark.upperBound...].hasPrefix(first))
        }
    }

    @Test(arguments: [
        ("450103ZX2026030200001", "/progress?number=450103ZX2026030200001"), ("南宁市桂南公证处", "/find?q="), ("青秀区司法所", "/find?q="),
    ])
    func `one box takes numbers and names`(typed: String, leadsTo: String) async throws {
        try await Node().visit { browser in
            let home = try await browser.get("/")
            let answer = try await browser.post("/ask", [("_csrf", home.csrf), ("from", "home"), ("text", typed)])
            #expect(answer.location?.hasPrefix(leadsTo) == true)
        }
    }

    @Test(arguments: ["公证处周末上班吗", "公司拖欠工资怎么办", "110", "我要去司法所"]) func `and questions stay questions`(typed: String) async throws {
        try await Node().visit { browser in
            let home = try await browser.get("/")
            let answer = try await browser.post("/ask", [("_csrf", home.csrf), ("from", "home"), ("text", typed)])
            #expect(answer.location?.hasPrefix("/ask") == true)
        }
    }

    @Test func `a matter has a page of its own that keeps nothing`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await browser.get("/ask/about/KB000001")
            #expect(page.body.contains("公司拖欠工资怎么办") && page.body.contains("《劳动合同法》第三十条"))
            #expect(try await browser.get("/ask/topics/wage").body.contains("/ask/about/KB000001"))
            #expect(try await browser.get("/ask/about/KB999999").status == 404)
            #expect(try await browser.get("/ask/topics/nonsense").status == 404)
            #expect(try Asking.sessions(node).isEmpty)
        }
    }

    @Test func `the law's page says when it does not hold an article`() async throws {
        try await Node().visit { browser in
            let page = try await browser.get("/law/%E6%B0%91%E6%B3%95%E5%85%B8/1079")
            #expect(page.status == 404 && page.body.contains("本机的法律库中没有这一条"))
            #expect(try await browser.get("/law/%E6%B0%91%E6%B3%95%E5%85%B8/abc").status == 404)
            #expect(try await browser.get("/law/%E6%B0%91%E6%B3%95%E5%85%B8/1079?on=nonsense").status == 400)
        }
    }
}
