import TestBrowser
import Casework
import Expressions
import Foundation
import HTTPTypes
import Site
import Testing
import WorkCalendar

/// The boards of the work-order desk: who may open them, what they say, what they make of a wrong address.
@Suite struct `The desk boards` {
    private static let boards: [(path: String, roles: [String], title: String)] = [
        ("/w/boards/desk", ["front_desk", "seat_agent", "supervisor"], "前台队列"),
        ("/w/boards/supervision", ["supervisor", "leader", "line_leader", "deputy_leader", "seat_lead"], "督办台"),
        ("/w/boards/dispatch", ["front_desk", "supervisor", "leader", "legal_lead"], "派单看板"),
        (
            "/w/boards/composition", ["pls_admin", "supervisor", "leader", "deputy_leader", "line_leader", "legal_lead", "seat_lead"],
            "组建看板"
        ),
        (
            "/w/boards/roster",
            [
                "legal_lead", "seat_lead", "pls_admin", "legal_staff", "front_desk", "info_clerk", "seat_agent", "supervisor", "leader",
                "deputy_leader",
            ], "排班"
        ),
    ]

    @Test func `open for their roles, from the home page, and for nobody else`() async throws {
        let desk = try Desk()
        let all = [
            "front_desk", "seat_agent", "seat_lead", "supervisor", "leader", "deputy_leader", "line_leader", "legal_lead", "legal_staff",
            "pls_admin", "info_clerk", "qc", "sys_admin",
        ]
        try await desk.visit { browser in
            for role in all {
                browser.forgetCookies()
                _ = try await browser.enter(role, "450100")
                let home = try await browser.get("/w").body
                for board in Self.boards {
                    let page = try await browser.get(board.path)
                    let may = board.roles.contains(role)
                    #expect(page.status == (may ? 200 : 403), "\(role) \(board.path): \(page.status)")
                    #expect(home.contains("href='\(board.path)'") == may, "\(role) \(board.path)")
                    if may {
                        #expect(page.body.contains("<h1>\(board.title)</h1>"), "\(role) \(board.path)")
                    } else {
                        #expect(page.body.contains("不供") || page.body.contains("供"), "\(role)")
                    }
                }
            }
        }
    }

    private func order(_ desk: Desk, at org: String, title: String) throws -> (id: String, front: Actor) {
        let front = Actor(id: "front_desk@\(org)", name: "前台", grants: [Grant(role: "front_desk", org: org)], org: org)
        try desk.kernel.ensurePerson(id: front.id, name: front.name, org: org, grants: front.grants, at: desk.now)
        let made = try desk.kernel.performBlocking(
            ActionRequest(
                type: "work-order/work_order", action: "submit", actor: front,
                values: [
                    "kind": .string("ZX"), "channel": .string("window"), "service_line": .string("legal_aid"), "nature": .string("legal"),
                    "law_field": .string("wage"),
                    "title": .string(title), "content": .string("公司拖欠工资三个月"), "area_code": .string("450103"), "urgency": .string("normal"),
                    "parties": .list([.map([.string("name"): .string("申请人甲"), .string("phone"): .string("13900000021")])]),
                ]), at: desk.now)
        return (made.id, front)
    }

    @Test func `show an order on its way from column to column, only to those whose it is`() async throws {
        let desk = try Desk()
        let (id, front) = try order(desk, at: "450100", title: "拖欠工资怎么办")
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450100")
            func column(_ name: String) async throws -> String {
                let page = try await browser.get("/w/boards/desk").body
                guard let start = page.range(of: "data-column=\"\(name)\"") else { return "" }
                return String(page[start.upperBound...].prefix { $0 != "\u{0}" }.components(separatedBy: "</section>")[0])
            }
            #expect(try await column("submitted").contains("拖欠工资怎么办"))
            _ = try desk.kernel.performBlocking(
                ActionRequest(type: "work-order/work_order", action: "accept", record: id, actor: front), at: desk.now)
            #expect(try await !column("submitted").contains("拖欠工资怎么办"))
            #expect(try await column("accepted").contains("拖欠工资怎么办"))
            #expect(try await browser.get("/w/boards/dispatch").body.contains("拖欠工资怎么办"))
            for other in ["450000", "450202"] {
                browser.forgetCookies()
                _ = try await browser.enter("front_desk", other)
                #expect(try await !browser.get("/w/boards/desk").body.contains("拖欠工资怎么办"))
                if other == "450202" { #expect(try await browser.get("/w/boards/dispatch?order=\(id)").status == 404) }
            }
        }
    }

    @Test func `put an overdue order before the supervisor, who urges it from there`() async throws {
        let desk = try Desk()
        let (id, front) = try order(desk, at: "450100", title: "一直没有答复")
        _ = try desk.kernel.performBlocking(
            ActionRequest(type: "work-order/work_order", action: "accept", record: id, actor: front), at: desk.now)
        try await desk.visit { browser in
            _ = try await browser.enter("supervisor", "450100")
            #expect(try await browser.get("/w/boards/supervision?kind=soon").body.contains("没有4小时内到期的工单"))
            desk.advance(minutes: 21 * 60)
            // Sessions end by themselves meanwhile.
            _ = try await browser.enter("supervisor", "450100")
            #expect(try await browser.get("/w/boards/supervision?kind=soon").body.contains("一直没有答复"))
            desk.advance(minutes: 4 * 60)
            _ = try await browser.enter("supervisor", "450100")
            let page = try await browser.get("/w/boards/supervision").body
            #expect(page.contains("一直没有答复") && page.contains("name='action' value='urge'") || page.contains("value=\"urge\""))
            browser.forgetCookies()
            _ = try await browser.enter("supervisor", "450000")
            #expect(try await browser.get("/w/boards/supervision").body.contains("一直没有答复"), "the region sees its cities")
        }
    }

    @Test func `hold a team against its rule and say what is missing`() async throws {
        let desk = try Desk()
        let team = try desk.kernel.insertGiven(
            type: "team-roster/team", state: "active",
            values: ["kind": .string("ops"), "org": .string("450100"), "level": .string("city"), "name": .string("南宁市运行维护团队")], at: desk.now
        ).id
        try await desk.visit { browser in
            _ = try await browser.enter("pls_admin", "450100")
            let page = try await browser.get("/w/boards/composition?kind=ops").body
            #expect(page.contains("南宁市运行维护团队") && page.contains("href='/w/team-roster/team/\(team)'") && page.contains("不达标"))
            #expect(try await browser.get("/w/boards/composition?kind=legal").body.contains("没有这样的团队"))
            #expect(try await browser.get("/w/boards/composition?kind=ops&level=county").body.contains("没有这样的团队"))
            for wrong in ["kind=nothing", "level=moon", "failing=perhaps", "after=%00", "after=zzz"] {
                let answer = try await browser.get("/w/boards/composition?\(wrong)")
                #expect((400..<500).contains(answer.status), "\(wrong): \(answer.status)")
            }
            browser.forgetCookies()
            _ = try await browser.enter("pls_admin", "450202")
            #expect(try await !browser.get("/w/boards/composition?kind=ops").body.contains("南宁市运行维护团队"))
        }
    }

    @Test func `show the week asked for, and refuse a week and an organisation that are none`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("legal_lead", "450100")
            let page = try await browser.get("/w/boards/roster?week=2026-04-08").body
            #expect(page.contains("2026-04-06 至 2026-04-12") && page.contains("这一周没有班次"))
            for wrong in ["week=2026-02-30", "week=soon", "org=nowhere"] {
                let answer = try await browser.get("/w/boards/roster?\(wrong)")
                #expect((400..<500).contains(answer.status), "\(wrong): \(answer.status)")
            }
            for wrong in ["order=none", "order=none&user=x"] {
                #expect(try await browser.get("/w/boards/dispatch?\(wrong)").status == 404, "\(wrong)")
            }
            #expect(try await browser.fill("/w/boards/dispatch", [("order", "none"), ("user", "x")]).status == 404)
        }
    }
}
