import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import Testing
import WorkCalendar

@testable import Workbench

/// A plan of two tasks at three units in 2018, lived through by hand.
private struct Plan {
    let desk: Desk
    let manager: Actor
    var shares: [String: String] = [:]

    static func at(_ text: String) -> Moment { Moment(text) ?? .first }

    func act(
        _ type: String, _ action: String, on record: String? = nil, as actor: Actor? = nil, at moment: String,
        _ values: [String: Value] = [:]
    ) throws
        -> ActionOutcome
    {
        try desk.kernel.performBlocking(
            ActionRequest(type: "programme/\(type)", action: action, record: record, actor: actor ?? manager, values: values),
            at: Self.at(moment))
    }

    func measure(_ share: String, _ value: Double, at moment: String) throws {
        _ = try act(
            "task_org", "measure", on: share, as: .system, at: moment,
            [
                "results": .list([
                    .map([
                        .string("value"): .double(value), .string("threshold"): .double(100), .string("weight"): .double(1),
                        .string("mandatory"): .bool(true),
                    ])
                ])
            ])
    }

    init(_ desk: Desk) throws {
        self.desk = desk
        let grant = Grant(role: "programme_manager", org: "450000")
        manager = Actor(id: "m1", name: "管理员甲", grants: [grant], org: "450000")
        try desk.kernel.ensurePerson(id: "m1", name: "管理员甲", org: "450000", grants: [grant], at: Self.at("2018-01-02T09:00"))
        let programme = try act(
            "programme", "create", at: "2018-04-02T09:00", ["year": .int(2018), "title": .string("建设计划"), "basis": .string("建设方案")]
        ).id
        let phase = try act(
            "phase", "create", at: "2018-04-02T09:10",
            [
                "programme": .string(programme), "number": .int(2), "title": .string("第二阶段"), "starts": .string("2018"),
                "ends": .string("2019年年初"), "content": .string("推广应用"),
            ]
        ).id
        func task(_ row: String, _ due: String, _ orgs: [String], _ milestones: [(String, String)]) throws -> String {
            try act(
                "task", "create", at: "2018-04-02T09:20",
                [
                    "programme": .string(programme), "row_id": .string(row), "level1": .string("任务\(row)"), "content": .string("内容\(row)"),
                    "responsible": .list(orgs.map { .string($0) }), "due_date": .string(due), "phase": .string(phase),
                    "milestones": .list(
                        milestones.enumerated().map { index, one in
                            .map([
                                .string("n"): .int(Int64(index + 1)), .string("content"): .string(one.0),
                                .string("due_date"): .string(one.1),
                            ])
                        }),
                ]
            ).id
        }
        let first = try task("L01", "2018-06-30", ["450100", "450103"], [("全面接入", "2018-06-30")])
        let second = try task("L19", "2018-12-31", ["450100"], [("数据接入", "2018-06-30"), ("硬件配置", "2018-12-31")])
        _ = try act("programme", "publish", on: programme, at: "2018-04-03T09:00")
        for task in [first, second] {
            let made = try act("task", "decompose", on: task, at: "2018-04-10T09:00")
            for one in made.created where one.type == "programme/task_org" {
                let view = try desk.kernel.view(one.type, id: one.id, as: .system, at: Self.at("2018-04-10T10:00"))
                shares["\(task == first ? "L01" : "L19")@\(view.org)"] = one.id
            }
        }
    }
}

@Suite struct `The programme wall` {
    /// The cell of a task and a unit: its words.
    private func cell(_ page: Browser.Page, _ row: String, column: Int) -> String {
        guard let start = page.body.range(of: "<b>\(row)</b>"), let end = page.body[start.upperBound...].range(of: "</tr>") else {
            return ""
        }
        let cells = page.body[start.upperBound..<end.lowerBound].components(separatedBy: "<td").dropFirst()
        guard cells.count > column else { return "" }
        let cell = Array(cells)[column]
        guard let mark = cell.range(of: "wall-mark'>") ?? cell.range(of: "wall-mark\">") else { return "无" }
        return String(cell[mark.upperBound...].prefix { $0 != "<" })
    }

    @Test func `stands as it stood on the day that is asked for`() async throws {
        let desk = try Desk()
        let plan = try Plan(desk)
        let city = try #require(plan.shares["L01@450100"])
        let county = try #require(plan.shares["L01@450103"])
        try plan.measure(city, 40, at: "2018-05-10T06:00")
        try plan.measure(city, 100, at: "2018-06-20T06:00")
        _ = try plan.act("task_org", "accept", on: city, at: "2018-06-25T10:00")
        try plan.measure(county, 30, at: "2018-06-01T06:00")
        try plan.measure(county, 100, at: "2018-07-12T06:00")
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            func words(_ day: String, _ row: String, _ column: Int) async throws -> String {
                let page = try await browser.get("/w/programme?on=\(day)&level=county")
                #expect(page.status == 200)
                return cell(page, row, column: column)
            }
            // 450100 is the first column, 450103 the second.
            #expect(try await words("2018-05-01", "L01", 0) == "未启动")
            #expect(try await words("2018-05-20", "L01", 0) == "进行中")
            #expect(try await words("2018-06-10", "L01", 0) == "将到期")
            #expect(try await words("2018-06-20", "L01", 0) == "完成")
            #expect(try await words("2018-09-30", "L01", 0) == "完成")
            #expect(try await words("2018-06-30", "L01", 1) == "将到期", "the day itself still counts")
            #expect(try await words("2018-07-01", "L01", 1) == "逾期", "whether or not the clock has marked it")
            #expect(try await words("2018-07-12", "L01", 1) == "逾期完成")
            // Half overdue: a milestone's day has passed, the task's has not.
            #expect(try await words("2018-06-30", "L19", 0) == "未启动")
            #expect(try await words("2018-07-01", "L19", 0) == "里程碑逾期")
            #expect(try await words("2018-07-01", "L19", 1) == "无")
            let before = try await browser.get("/w/programme?on=2018-04-09")
            #expect(before.status == 200 && before.body.contains("还没有分解"))
            // At the reporters' level a city answers for its counties.
            let reporters = try await browser.get("/w/programme?on=2018-07-01&level=reporter")
            #expect(cell(reporters, "L01", column: 0) == "逾期1" && reporters.body.contains("1/2"))
        }
    }

    @Test func `counts what its lists hold`() async throws {
        let desk = try Desk()
        let plan = try Plan(desk)
        try plan.measure(try #require(plan.shares["L01@450100"]), 100, at: "2018-06-20T06:00")
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            let wall = try await browser.get("/w/programme?on=2018-07-05")
            #expect(wall.body.contains("3项"))
            for (list, number, name) in [("all", 3, "任务分解"), ("reached", 1, "完成的任务"), ("late", 2, "逾期的任务"), ("milestone", 1, "里程碑逾期的任务")] {
                let page = try await browser.get("/w/programme?on=2018-07-05&list=\(list)")
                #expect(page.body.contains("\(number)项 · 截至2018年7月5日") && page.body.contains(name), "\(list)")
                #expect(page.body.components(separatedBy: "data-id=").count - 1 == number, "\(list)")
            }
            let late = try await browser.get("/w/programme?on=2018-07-05&list=late&column=450100")
            #expect(late.body.contains("已过期5天"))
            let share = try #require(plan.shares["L01@450103"])
            #expect(wall.body.contains("/w/programme/task_org/\(share)") || late.body.contains(share))
            #expect(try await browser.get("/w/programme/task_org/\(share)").status == 200)
        }
    }

    @Test func `shows each the units of his scope, and nobody else that there is a wall`() async throws {
        let desk = try Desk()
        _ = try Plan(desk)
        try await desk.visit { browser in
            _ = try await browser.enter("unit_reporter", "450103")
            let own = try await browser.get("/w/programme?on=2018-07-05")
            #expect(own.status == 200 && own.body.contains("青秀区") && !own.body.contains("南宁市司法局</option>"))
            #expect(try await browser.get("/w/programme?on=2018-07-05&list=all").body.contains("1项 · "))
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450103")
            #expect(try await browser.get("/w/programme").status == 404)
            #expect(try await !browser.get("/w").body.contains("建设任务墙"))
        }
    }

    @Test(arguments: [
        "on=2018-02-30", "on=x", "on=9999-12-31", "on=0001-01-01", "unit=nowhere", "level=none", "phase=99", "phase=x", "scope=none",
        "list=none", "list=all&page=-3", "list=all&page=99", "list=all&task=none", "list=bulletins&column=none", "programme=none",
        "column=%27%22%3Cscript%3E", "standing=%00",
    ]) func `stands whatever its address says`(query: String) async throws {
        let desk = try Desk()
        _ = try Plan(desk)
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            let page = try await browser.get("/w/programme?\(query)")
            #expect(page.status < 500 && !page.body.contains("<script>"), "\(query): \(page.status)")
        }
    }

    @Test func `tells of reports, notices and an empty node`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("programme_manager", "450000")
            #expect(try await browser.get("/w/programme").body.contains("还没有建设计划"))
        }
        let due = try #require(Day("2018-09-30"))
        func words(_ day: String) throws -> String { WallDrawing.report(nil, due: due, on: try #require(Day(day))).words }
        #expect(try words("2018-09-30") == "待报" && words("2018-10-01") == "未报")
    }
}
