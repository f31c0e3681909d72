import TestBrowser
import Casework
import Expressions
import Foundation
import Operations
import Site
import Testing

@Suite struct `A list` {
    private static let orders = "/w/work-order/work_order"

    private func file(_ browser: Browser, _ titles: String...) async throws -> [String] {
        var found: [String] = []
        for title in titles {
            let made = try await browser.fill("\(Self.orders)/new", Desk.submit(title: title))
            found.append(try #require(made.location?.split(separator: "?").first.map(String.init)))
        }
        return found
    }

    /// Texts of the heads, without the marks of order.
    private func heads(_ page: Browser.Page) -> [String] {
        guard let head = page.body.range(of: "<thead>"), let end = page.body.range(of: "</thead>") else { return [] }
        return page.body[head.upperBound..<end.lowerBound].split(separator: "<th").map { part in
            var text = ""
            var isTag = true
            for character in part {
                if character == "<" { isTag = true } else if character == ">" { isTag = false } else if !isTag { text.append(character) }
            }
            return text.replacing("升序", with: "").replacing("降序", with: "")
        }.filter { !$0.isEmpty }
    }

    @Test func `shows the columns that a person chose, in his order, and nobody else's`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            _ = try await file(browser, "拖欠工资怎么办")
            let usual = heads(try await browser.get(Self.orders))
            let moved = try await browser.fill(
                "\(Self.orders)/columns", [("column", "title"), ("column", "order_no"), ("column", "updated_at"), ("_move", "order_no:up")])
            #expect(moved.status == 200, "moving only draws the choice anew")
            #expect(heads(try await browser.get(Self.orders)) == usual)
            let saved = try await browser.fill(
                "\(Self.orders)/columns", [("column", "title"), ("column", "order_no"), ("column", "nonsense"), ("column", "updated_at")])
            #expect(saved.status == 303 && saved.location?.hasPrefix(Self.orders) == true)
            #expect(heads(try await browser.get(Self.orders)) == ["标题", "工单编号", "更新时间"])
            let sheet = try await browser.get("\(Self.orders)/export.csv")
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450202")
            #expect(try await browser.get("\(Self.orders)/columns").body.contains("选择列"))
            _ = sheet
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450103")
            let none = try await browser.fill("\(Self.orders)/columns", [])
            #expect(none.status == 422 && none.body.contains("请至少选择一列"))
            #expect(try await browser.fill("\(Self.orders)/columns", [("_reset", "true")]).status == 303)
            #expect(heads(try await browser.get(Self.orders)) == usual)
        }
    }

    @Test func `keeps views under a name, renames and drops them`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            _ = try await file(browser, "拖欠工资怎么办")
            let filtered = "\(Self.orders)?f.state=submitted"
            #expect(try await browser.get(filtered).body.contains("存为视图"))
            let empty = try await browser.fill("\(Self.orders)/views?f.state=submitted", [("label", "  "), ("query", "f.state=submitted")])
            #expect(empty.status == 422 && empty.body.contains("请给视图起个名称"))
            let saved = try await browser.fill(
                "\(Self.orders)/views?f.state=submitted", [("label", "待受理的"), ("query", "f.state=submitted")])
            #expect(saved.status == 303)
            let list = try await browser.get(filtered)
            #expect(list.body.contains("待受理的") && list.body.contains("aria-current=\"page\">待受理的"))
            let id = try #require(
                list.body.range(of: "manage=").map { String(list.body[$0.upperBound...].prefix { $0 != "'" && $0 != "\"" && $0 != "&" }) })
            let manage = "\(Self.orders)/views?manage=\(id)"
            #expect(try await browser.fill(manage, [("label", "新到的"), ("rename", id)]).status == 303)
            #expect(try await browser.get(filtered).body.contains("新到的"))
            #expect(try await browser.fill(manage, [("remove", id)]).status == 303)
            #expect(try await !browser.get(filtered).body.contains("新到的"))
            #expect(try await browser.get(manage).status == 404)
        }
    }

    @Test func `is put on top of the navigation and taken off`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let before = try await browser.get(Self.orders)
            #expect(!before.body.contains("我的收藏"))
            func press() async throws -> Browser.Page {
                let page = try await browser.get(Self.orders)
                return try await browser.post("/w/favourites", [("_csrf", page.csrf), ("link", Self.orders), ("back", Self.orders)])
            }
            #expect(try await press().location?.hasPrefix(Self.orders) == true)
            let home = try await browser.get("/w")
            #expect(home.body.contains("我的收藏"))
            #expect(try await browser.get(Self.orders).body.contains("取消收藏"))
            _ = try await press()
            #expect(try await !browser.get("/w").body.contains("我的收藏"))
            let foreign = try await browser.post("/w/favourites", [("_csrf", before.csrf), ("link", "https://example.org/")])
            #expect(foreign.status == 404)
            let away = try await browser.post(
                "/w/favourites", [("_csrf", before.csrf), ("link", Self.orders), ("back", "//example.org")])
            #expect(away.location?.hasPrefix("/w") == true)
        }
    }

    @Test func `is exported as it is filtered, as lines and as a workbook, with a trace`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("line_officer", "450103")
            let mayNot = try await browser.get("\(Self.orders)/export.csv?f.state=nonsense")
            #expect([200, 403, 404].contains(mayNot.status))
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450103")
            _ = try await file(browser, "拖欠工资怎么办", "=1+1 不是公式")
            browser.forgetCookies()
            _ = try await browser.enter("pls_admin", "450000")
            let list = try await browser.get(Self.orders)
            guard list.body.contains("导出XLSX") else { return }
            let lines = try await browser.get("\(Self.orders)/export.csv")
            #expect(lines.status == 200 && lines.body.hasPrefix("\u{FEFF}"))
            #expect(lines.body.contains("拖欠工资怎么办") && !lines.body.contains(",=1+1"))
            let book = try await browser.get("\(Self.orders)/export.xlsx")
            #expect(book.status == 200 && book.headers[.contentType]?.contains("spreadsheetml") == true)
            let traces = try desk.kernel.database.read {
                try $0.query("SELECT what, count FROM access_log WHERE kind = \("export") ORDER BY at").map {
                    ($0.text(0) ?? "", $0.int(1) ?? 0)
                }
            }
            #expect(traces.count == 2 && traces.allSatisfy { $0 == ("work-order/work_order", 2) })
        }
    }

    @Test func `goes back to the same conditions after several records were done at once`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let made = try await file(browser, "第一件", "第二件")
            let ids = made.compactMap { $0.split(separator: "/").last.map(String.init) }
            let list = try await browser.get("\(Self.orders)?f.state=submitted")
            #expect(list.body.contains("/batch?f.state=submitted"))
            let preview = try await browser.post(
                "\(Self.orders)/batch?f.state=submitted", [("_csrf", list.csrf), ("action", "accept")] + ids.map { ("selected", $0) })
            #expect(preview.status == 200 && preview.body.contains("将受理") && preview.body.contains("第二件"))
            let none = try await browser.post("\(Self.orders)/batch?f.state=submitted", [("_csrf", list.csrf), ("action", "accept")])
            #expect(none.status == 303 && none.location?.hasPrefix("\(Self.orders)?f.state=submitted") == true)
        }
    }

    @Test func `offers every condition that its definition names`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            let list = try await browser.get("/w/programme/task_org")
            for name in ["f.task", "f.org", "f.reporter", "f.due_date.from", "f.gap_flag", "f.due_at.from", "f.overdue"] {
                #expect(list.body.contains("name='\(name)'"), "\(name)")
            }
            #expect(list.body.contains("更多条件"))
            for query in ["f.task=nothing", "f.overdue=true", "f.due_at.to=2026-01-01", "f.org=450100", "f.year=abc"] {
                #expect(try await browser.get("/w/programme/task_org?\(query)").status == 200, "\(query)")
            }
            #expect(try await browser.get("/w/programme/quarter_report?f.year=2018").body.contains("2018"))
        }
    }
}

@Suite struct `A record's page` {
    @Test func `lists its files with who sent them, and opens them for whoever sees it`() async throws {
        let desk = try Desk()
        let reports = "/w/programme/quarter_report"
        try await desk.visit { browser in
            func send(_ name: String) async throws -> String {
                let token = try await browser.get("/w").csrf
                let kept = try await browser.send(
                    "/attachments?name=\(name)", .post, "%PDF-1.7 contract",
                    [.contentType: "application/pdf", .init("X-CSRF-Token")!: token])
                return try #require(kept.body.split(separator: "\"").map(String.init).first { $0.utf8.count == 64 }, "\(kept.body)")
            }
            func report(_ quarter: Int, _ hash: String) async throws -> Browser.Page {
                try await browser.fill("\(reports)/new", [("year", "2026"), ("quarter", "\(quarter)"), ("attachments", hash)])
            }
            _ = try await browser.enter("programme_manager", "450000")
            let hash = try await send("first.pdf")
            // Another person sends the same content: an entry of his own, which he may read.
            browser.forgetCookies()
            _ = try await browser.enter("unit_reporter", "450100")
            #expect(try await browser.get("/attachments/\(hash)").status == 404)
            #expect(try await report(1, hash).status == 422, "who has not sent a file cannot name it")
            #expect(try await send("second.pdf") == hash)
            let own = try await browser.get("/attachments/\(hash)")
            #expect(own.status == 200 && own.headers[.contentDisposition]?.contains("second.pdf") == true)
            let made = try await report(1, hash)
            let location = try #require(made.location?.split(separator: "?").first.map(String.init), "\(made.body)")
            let page = try await browser.get(location)
            #expect(page.body.contains("second.pdf") && !page.body.contains("first.pdf") && page.body.contains("id=\"attachments\""))
            #expect(page.body.contains("17 B") && page.body.contains("下载"))
            // Whoever sees the record opens it from there, under its name; his own he still has under his own.
            let id = try #require(location.split(separator: "/").last.map(String.init))
            browser.forgetCookies()
            _ = try await browser.enter("programme_manager", "450000")
            let opened = try await browser.get("/attachments/\(hash)?of=programme/quarter_report:\(id)&download=1")
            #expect(opened.status == 200 && opened.headers[.contentDisposition] == "attachment; filename*=UTF-8''second.pdf")
            #expect(try await browser.get("/attachments/\(hash)").headers[.contentDisposition]?.contains("first.pdf") == true)
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450103")
            #expect(try await browser.get("/attachments/\(hash)?of=programme/quarter_report:\(id)").status == 404)
        }
    }

    @Test func `names the records that refer to it`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            let made = try await browser.fill(
                "/w/programme/programme/new", [("year", "2026"), ("title", "计划一"), ("basis", "文件一")])
            let location = try #require(made.location?.split(separator: "?").first.map(String.init), "\(made.body)")
            let id = try #require(location.split(separator: "/").last.map(String.init))
            #expect(try await !browser.get(location).body.contains("id=\"related\""))
            _ = try await browser.fill(
                "/w/programme/phase/new",
                [
                    ("programme", id), ("number", "1"), ("title", "第一阶段"), ("starts", "2026"), ("ends", "2027"), ("content", "基础设施"),
                ])
            let page = try await browser.get(location)
            #expect(page.body.contains("id=\"related\"") && page.body.contains("第一阶段"))
        }
    }
}
