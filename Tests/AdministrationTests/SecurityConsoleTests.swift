import TestBrowser
import Casework
import Definitions
import Site
import Storage
import Testing
import WorkCalendar

@testable import Administration

@Suite struct `Security console` {
    @Test func `sets a parameter from a day on, and rules ask for it from then`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("security_admin", "450000")
            let path = "/admin/security/parameters/account-governance/lock_minutes"
            let answer = try await browser.fill(path, [("value", "30"), ("from", "2026-03-10"), ("source", "厅网安办〔2026〕3号")])
            #expect(answer.status == 303)
            func value(_ day: String, _ lineage: [String] = ["450000"]) throws -> ParameterValue? {
                node.kernel.services.parameterOverride(
                    system: "account-governance", id: "lock_minutes", day: try #require(Day(day)), lineage: lineage)
            }
            #expect(try value("2026-03-09") == nil)
            #expect(try value("2026-03-10") == .number(30))
            // Nearer areas win.
            #expect(
                try await browser.fill(path, [("value", "20"), ("from", "2026-03-10"), ("area", "南宁市司法局 [450100]"), ("source", "市局通知")])
                    .status == 303)
            #expect(try value("2026-03-10", ["450103", "450100", "450000"]) == .number(20))
            #expect(try value("2026-03-10") == .number(30))
            let shown = try await browser.get(path)
            #expect(shown.body.contains("厅网安办〔2026〕3号"))
        }
    }

    @Test func `refuses what is no value, what lies in the past and what has no source`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("security_admin", "450000")
            let path = "/admin/security/parameters/account-governance/lock_minutes"
            for values in [
                [("value", "半小时"), ("from", "2026-03-10"), ("source", "通知")], [("value", "30"), ("from", "2026-03-01"), ("source", "通知")],
                [("value", "30"), ("from", "2026-03-10")],
            ] {
                #expect(try await browser.fill(path, values).status == 422)
            }
            #expect(try node.rows("SELECT 1 FROM parameter_setting").isEmpty)
        }
    }

    @Test func `explains who can see what from the table that judges`() async throws {
        let node = try Node()
        let explorer = AccessExplorer(node.kernel.state)
        let lines = explorer.lines(of: "audit_admin", in: "account-governance")
        #expect(
            lines.contains { $0.type == "account-governance/account" && $0.sees && $0.actions == ["导出"] && $0.scopes == [.organisation] })
        #expect(explorer.lines(of: "audit_admin", in: "work-order").isEmpty)
        let desk = explorer.lines(on: "work-order/work_order").filter { $0.role == "legal_staff" }
        #expect(desk.contains { $0.hides.contains("内部备注") })
        for role in ["sys_admin", "security_admin", "audit_admin"] {
            #expect(
                explorer.lines(of: role).allSatisfy {
                    // What is asked of the 12348 desks, and by whom, is none of theirs; technical records of other systems may be.
                    !["work-order", "interaction", "hotline-12348", "online-handling", "team-roster", "programme"].contains(
                        $0.type.split(separator: "/").first.map(String.init) ?? "")
                }, "\(role) sees no business")
        }
    }

    @Test func `ends a session, whose owner is out at his next request`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let other = Browser(client: browser.client)
            try await other.enter("front_desk", "450103")
            try await browser.enter("security_admin", "450000")
            let list = try await browser.get("/admin/security/sessions")
            let row = try #require(try node.rows("SELECT token_digest FROM session WHERE person = 'front_desk@450103'").first?.text(0))
            #expect(list.body.contains("front_desk@450103"))
            let answer = try await browser.post("/admin/security/sessions/end", [("_csrf", list.csrf), ("session", row)])
            #expect(answer.status == 303)
            #expect(try await other.get("/admin").location?.hasPrefix("/sign-in") == true)
            #expect(try node.rows("SELECT 1 FROM journal WHERE record_type = 'node/session' AND action = 'end'").count == 1)
        }
    }

    @Test func `values are read strictly by their type`() throws {
        func parameter(_ type: FieldType) -> Parameter {
            Parameter(id: "p", name: "参数", type: type, kind: .default, source: nil, unconfirmed: false, rows: [], position: .builtIn)
        }
        #expect(try ParameterReading(parameter: parameter(.number)).value(" 12 ") == .number(12))
        #expect(try ParameterReading(parameter: parameter(.bool)).value("是") == .bool(true))
        #expect(try ParameterReading(parameter: parameter(.list(.number))).value("1，2、3") == .list([.number(1), .number(2), .number(3)]))
        #expect(throws: FieldFault.self) { try ParameterReading(parameter: parameter(.number)).value("1.5") }
        #expect(throws: FieldFault.self) { try ParameterReading(parameter: parameter(.money)).value("1.234") }
        #expect(throws: FieldFault.self) { try ParameterReading(parameter: parameter(.decimal)).value("nan") }
        for value in [ParameterValue.number(-3), .decimal(2), .text("甲"), .bool(false), .list([.text("a"), .number(1)])] {
            #expect(NodeServices.value(kept: NodeServices.kept(value)) == value)
        }
    }

    @Test func `a default may not be longer than its statute`() throws {
        let spot = Position.builtIn
        var record = RecordDefinition(id: "r", system: "s", name: "记录", position: spot)
        var own = LimitDefinition(
            id: "own", label: "答复", start: .actions(["a"]), until: ["b"],
            within: [.init(condition: nil, span: Span(count: .parameter("days"), unit: .days))], position: spot)
        own.atMost = "law"
        var law = LimitDefinition(
            id: "law", label: "法定答复", start: .actions(["a"]), until: ["b"],
            within: [.init(condition: nil, span: Span(count: .number(15), unit: .days))], position: spot)
        law.authority = .statute
        record.limits = [own, law]
        let system = SystemDefinition(
            id: "s", name: "系统", platform: "p", zone: "internet", standards: [], codes: [:], structures: [:], parameters: [:],
            records: [record], position: spot)
        let catalogue = Catalogue(systems: [system], sharedCodes: [:], sharedStructures: [:], sharedParameters: [:], roles: [], digest: "")
        #expect(ParameterBounds(catalogue: catalogue).bounds(of: "days", in: "s", on: .first).map(\.most) == [15])
        #expect(ParameterBounds(catalogue: catalogue).bounds(of: "other", in: "s", on: .first).isEmpty)
    }
}
