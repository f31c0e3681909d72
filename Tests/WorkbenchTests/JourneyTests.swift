import TestBrowser
import Casework
import Foundation
import HTTPTypes
import Site
import Testing

@Suite struct `The workbench` {
    @Test func `lets every role of the start page in, to a home of its own`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            for card in DemonstrationEntrance.groups.flatMap(\.cards) where card.role != "citizen" {
                browser.forgetCookies()
                let entered = try await browser.enter(card.role, card.org)
                #expect(entered.status == 303 && entered.location == "/w", "\(card.role) at \(card.org): \(entered.status)")
                let home = try await browser.get("/w")
                #expect(home.status == 200 && home.body.contains("待办"), "\(card.role) at \(card.org)")
            }
        }
    }

    @Test func `takes an order from the window to its acceptance, with row, journal and to-do`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let made = try await browser.fill("/w/work-order/work_order/new", Desk.submit())
            #expect(made.status == 303, "\(made.body)")
            let location = try #require(made.location?.split(separator: "?").first.map(String.init))
            let page = try await browser.get(location)
            #expect(page.status == 200)
            #expect(page.body.contains("450103ZX20260302"))
            #expect(!page.body.contains("13877112233"), "the phone is masked")
            let id = try #require(location.split(separator: "/").last.map(String.init))
            let accepted = try await browser.fill(
                "\(location)/do/accept",
                [("service_line", "legal_aid"), ("nature", "legal"), ("law_field", "wage"), ("area_code", "450103"), ("urgency", "normal")])
            #expect(accepted.status == 303, "\(accepted.body)")
            let view = try desk.kernel.view("work-order/work_order", id: id, as: .system, at: desk.now)
            #expect(view.state == "accepted")
            let timeline = try desk.kernel.timeline("work-order/work_order", id: id, as: .system, at: desk.now)
            #expect(timeline.map(\.action).prefix(2) == ["accept", "submit"])
            #expect(
                try desk.kernel.openTodos(of: .init(type: "work-order/work_order", id: id)).contains {
                    $0.role == "front_desk" && $0.org == "450103"
                })
            let home = try await browser.get("/w")
            #expect(home.body.contains("拖欠工资怎么办"))
        }
    }

    @Test func `does nothing twice when a form is sent twice`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let form = try await browser.get("/w/work-order/work_order/new")
            let values = [("_csrf", form.csrf), ("_key", "once")] + Desk.submit()
            let first = try await browser.post("/w/work-order/work_order/new", values)
            let second = try await browser.post("/w/work-order/work_order/new", values)
            #expect(first.location?.split(separator: "?").first == second.location?.split(separator: "?").first)
        }
    }

    @Test func `shows nobody what is another organisation's`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let made = try await browser.fill("/w/work-order/work_order/new", Desk.submit())
            let location = try #require(made.location?.split(separator: "?").first.map(String.init))
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450202")
            for path in ["", "/do/accept", "/reveal/query_code", "/document/x"] {
                #expect(try await browser.get(location + path).status == 404)
            }
            let list = try await browser.get("/w/work-order/work_order")
            #expect(list.status == 200 && !list.body.contains("拖欠工资怎么办"))
            #expect(try await !browser.get("/w/search?q=450103ZX").body.contains("拖欠工资怎么办"))
        }
    }

    @Test func `refuses a form without its token and keeps what was typed`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let refused = try await browser.post("/w/work-order/work_order/new", Desk.submit(title: "一个没有校验码的标题"))
            #expect(refused.status == 403)
            #expect(refused.body.contains("一个没有校验码的标题"))
            let foreign = try await browser.post(
                "/w/work-order/work_order/new", Desk.submit(), headers: [.init("Sec-Fetch-Site")!: "cross-site"])
            #expect(foreign.status == 403 && !foreign.body.contains("公司拖欠工资"))
            #expect(try desk.kernel.isEmpty())
        }
    }

    @Test func `keeps what was typed across an expired session`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let form = try await browser.get("/w/work-order/work_order/new")
            desk.advance(minutes: 16)
            let late = try await browser.post("/w/work-order/work_order/new", [("_csrf", form.csrf)] + Desk.submit(title: "写了很久的标题"))
            #expect(late.status == 401)
            #expect(late.body.contains("写了很久的标题") && late.body.contains("登录已过期"))
            // Signed in again, the same is sent once more from the page that kept it.
            _ = try await browser.enter("front_desk", "450103")
            let again = try await browser.post("/w/work-order/work_order/new", Desk.submit(title: "写了很久的标题"))
            #expect(again.status == 403 && again.body.contains("写了很久的标题"))
            let sent = try await browser.post("/w/work-order/work_order/new", [("_csrf", again.csrf)] + Desk.submit(title: "写了很久的标题"))
            #expect(sent.status == 303)
        }
    }

    @Test func `gives a form back to whoever it belonged to after signing in again, and to nobody else`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let form = try await browser.get("/w/work-order/work_order/new")
            desk.advance(minutes: 16)
            let late = try await browser.post(
                "/w/work-order/work_order/new", [("_csrf", form.csrf), ("_key", "once")] + Desk.submit(title: "写了很久的标题"))
            let back = try #require(late.value(after: "href='/sign-in?back=")?.removingPercentEncoding)
            let start = try await browser.get("/")
            #expect(try await browser.post("/enter", [("_csrf", start.csrf), ("role", "front_desk"), ("at", "450202")]).status == 303)
            #expect(try await browser.get(back).status == 404)
            let again = try await browser.get("/")
            let entered = try await browser.post(
                "/enter", [("_csrf", again.csrf), ("role", "front_desk"), ("at", "450103"), ("back", back)])
            #expect(entered.location == back)
            let kept = try await browser.get(back)
            #expect(kept.status == 200 && kept.body.contains("写了很久的标题") && kept.body.contains("当事人 · 第1项 · "))
            // Back to the form, filled in; then sent once.
            let values = [("_csrf", kept.csrf), ("_key", "once")] + Desk.submit(title: "写了很久的标题")
            let filled = try await browser.post("/w/work-order/work_order/new", values + [("_refresh", "1")])
            #expect(filled.status == 200 && filled.body.contains("写了很久的标题") && filled.body.contains("韦小明"))
            #expect(try await browser.post("/w/work-order/work_order/new", values).status == 303)
            #expect(try await browser.post("/w/work-order/work_order/new", values).status == 303)
            let count = try desk.kernel.database.read { try $0.first("SELECT COUNT(*) FROM work_order__work_order")?.int(0) }
            #expect(count == 1)
            // A day later it is gone.
            desk.advance(minutes: 25 * 60)
            _ = try await browser.enter("front_desk", "450103")
            #expect(try await browser.get(back).status == 404)
        }
    }

    @Test func `gives a form back when the database is away, and takes nobody for signed out`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let form = try await browser.get("/w/work-order/work_order/new")
            desk.kernel.database.close()
            for minutes in [0, 2] as [Int64] {
                // At first the session is remembered, later it would have to be looked up.
                desk.advance(minutes: minutes)
                let refused = try await browser.post(
                    "/w/work-order/work_order/new", [("_csrf", form.csrf), ("_key", "once")] + Desk.submit(title: "没有丢的标题"))
                #expect(refused.status == 503 && refused.headers[.retryAfter] != nil)
                for words in ["没有丢的标题", "公司拖欠工资三个月", "再提交一次", "value='once'", "数据库暂不可用"] {
                    #expect(refused.body.contains(words), "\(words)")
                }
                #expect(try await browser.get("/w").status == 503)
            }
        }
    }

    @Test func `ends what began in the future when the clock is set back`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            desk.advance(minutes: -3)
            #expect(try await browser.get("/w").status == 200, "clocks may be put right by a little")
            desk.advance(minutes: -60)
            #expect(try await browser.get("/w").status == 303)
            _ = try await browser.enter("front_desk", "450103")
            #expect(try await browser.get("/w").status == 200)
        }
    }

    @Test func `says at the field what is wrong and keeps the rest`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let values = Desk.submit().map { $0.0 == "parties[0].phone" ? ($0.0, "12") : $0 }
            let refused = try await browser.fill("/w/work-order/work_order/new", values)
            #expect(refused.status == 422)
            #expect(refused.body.contains("电话号码不对") && refused.body.contains("公司拖欠工资三个月") && refused.body.contains("error-summary"))
        }
    }

    @Test func `shows what others changed when a form is out of date`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let made = try await browser.fill("/w/work-order/work_order/new", Desk.submit())
            let location = try #require(made.location?.split(separator: "?").first.map(String.init))
            let form = try await browser.get("\(location)/do/classify")
            let values = [("_csrf", form.csrf), ("_version", "1"), ("title", "新的标题")]
            #expect(try await browser.post("\(location)/do/classify", values).status == 303)
            let stale = try await browser.post("\(location)/do/classify", [("_csrf", form.csrf), ("_version", "1"), ("title", "更新的标题")])
            #expect(stale.status == 409)
            #expect(stale.body.contains("更新的标题") && stale.body.contains("新的标题"))
        }
    }

    @Test(arguments: [
        "\u{0}", "<script>alert(1)</script>", "'; DROP TABLE person; --", "😀👨‍👩‍👧‍👦", String(repeating: "长", count: 50_000), "\u{202E}abc",
        "1e999", "-1", "2026-02-30", "[object Object]", "%00", "\r\n.\r\n",
    ]) func `never breaks on what is typed`(text: String) async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            for field in [
                "title", "content", "kind", "area_code", "limitation_date", "group_size", "parties[0].name", "parties[0].phone",
                "source_ref", "account", "received_by", "person_groups",
            ] {
                let values = Desk.submit().filter { $0.0 != field } + [(field, text)]
                let answer = try await browser.fill("/w/work-order/work_order/new", values)
                #expect(answer.status < 500, "\(field)")
                #expect(!answer.body.contains("<script>alert"))
            }
            for path in [
                "/w/search?q=", "/w/work-order/work_order?text=", "/w/work-order/work_order?f.state=", "/w/work-order/work_order?sort=",
                "/w/work-order/work_order?after=", "/look-up?kind=user&q=", "/look-up?kind=org&q=",
            ] {
                let answer = try await browser.get(path + QueryValues.encode(String(text.prefix(2000))))
                #expect(answer.status < 500, "\(path)")
                #expect(!answer.body.contains("<script>alert"))
            }
        }
    }

    @Test func `refuses ten megabytes as a form`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            #expect(
                try await browser.post("/w/work-order/work_order/new", [("content", String(repeating: "a", count: 10 << 20))]).status == 413
            )
        }
    }

    @Test func `sends headers that keep pages safe, and pages in words for wrong addresses`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            let start = try await browser.get("/")
            #expect(start.headers[.init("Content-Security-Policy")!]?.contains("frame-ancestors 'none'") == true)
            #expect(start.headers[.cacheControl] == "no-store")
            #expect(start.headers[.init("X-Content-Type-Options")!] == "nosniff")
            let missing = try await browser.get("/nowhere")
            #expect(missing.status == 404 && missing.body.contains("没有这个页面"))
            for path in ["/css/../../Package.swift", "/css/%2e%2e/%2e%2e/Package.swift", "/js/.hidden"] {
                #expect(try await browser.get(path).status == 404)
            }
        }
    }

    @Test func `refuses files by content and the scanners' test pattern`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let token = try await browser.get("/w/work-order/work_order/new").csrf
            func upload(_ body: String, token: String) async throws -> Browser.Page {
                try await browser.send(
                    "/attachments?name=a.pdf", .post, body, [.contentType: "application/pdf", .init("X-CSRF-Token")!: token])
            }
            #expect(try await upload("%PDF-1.7 x", token: "").status == 403)
            #expect(try await upload("MZ", token: token).status == 422)
            #expect(
                try await upload("%PDF-1.7 X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*", token: token).status
                    == 422)
            let kept = try await upload("%PDF-1.7 good", token: token)
            #expect(kept.status == 201)
            let hash = try #require(kept.body.split(separator: "\"").map { String($0) }.first { $0.utf8.count == 64 })
            let shown = try await browser.get("/attachments/\(hash)")
            #expect(shown.status == 200 && shown.body == "%PDF-1.7 good", "\(hash): \(shown.status) \(shown.body)")
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450202")
            #expect(try await browser.get("/attachments/\(hash)").status == 404)
        }
    }

    @Test func `shows a secret value only for a purpose, and writes it down`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let made = try await browser.fill("/w/work-order/work_order/new", Desk.submit())
            let location = try #require(made.location?.split(separator: "?").first.map(String.init))
            let id = try #require(location.split(separator: "/").last.map(String.init))
            let empty = try await browser.fill("\(location)/reveal/parties", [("purpose", "")])
            #expect(empty.status == 422 || empty.status == 403)
            let shown = try await browser.fill("\(location)/reveal/parties", [("purpose", "联系当事人")])
            if shown.status == 200 {
                #expect(
                    try desk.kernel.timeline("work-order/work_order", id: id, as: .system, at: desk.now).contains { $0.action == "reveal" })
            } else {
                #expect(shown.status == 403)
            }
        }
    }
}
