import TestBrowser
import Casework
import Foundation
import Site
import Storage
import Testing
import WorkCalendar

@Suite struct `System console` {
    static let library = """
        system: tea-room
        name: 茶室预约
        platform: public-legal-service
        zone: internet
        records:
          visit:
            name: 预约
            title: "{guest}"
            fields:
              guest: {label: 客人, type: text, max: 40, required: true}
            lifecycle:
              states: {open: 已约, done: {label: 已到, end: true}}
              actions:
                book: {label: 预约, from: none, to: open, by: [front_desk]}
                come: {label: 到场, from: open, to: done, by: [front_desk]}
            access:
              - {role: front_desk, may: [view, list, actions], scope: organisation}

        """

    private func send(_ browser: Browser, _ text: String, _ what: String) async throws -> Browser.Page {
        try await browser.fill("/admin/system/definitions", to: "/admin/system/definitions/check", [("text", text), ("do", what)])
    }

    @Test func `loads a new definition while it runs, keeps it, and takes it away again`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("sys_admin", "450000")
            let checked = try await send(browser, Self.library, "check")
            #expect(checked.status == 200)
            #expect(checked.body.contains("没有错误"))
            #expect(node.kernel.state.definition("tea-room/visit") == nil)
            let loaded = try await send(browser, Self.library, "load")
            #expect(loaded.status == 200)
            #expect(loaded.body.contains("已装载"))
            #expect(node.kernel.state.definition("tea-room/visit")?.name == "预约")
            #expect(try node.rows("SELECT system, yaml FROM definition_layer").map { $0.text(1) } == [Self.library])
            #expect(try await browser.get("/admin/system/definitions/tea-room/visit").body.contains("到场"))
            // It works as any other: a record can be made and the journal holds it.
            let desk = Actor(id: "front_desk@450000", name: "前台", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
            let made = try node.kernel.performBlocking(
                ActionRequest(type: "tea-room/visit", action: "book", actor: desk, values: ["guest": .string("客人甲")]), at: node.now)
            #expect(made.state == "open")
            let entries = try node.rows("SELECT action, actor FROM journal WHERE record_type = 'node/definition'")
            #expect(entries.map { $0.text(0) } == ["load"])
            #expect(entries.first?.text(1) == "sys_admin@450000")
            // Data is there now: taking it away would put them out of sight.
            let removed = try await browser.fill(
                "/admin/system/definitions", to: "/admin/system/definitions/remove", [("system", "tea-room")])
            #expect(removed.status == 409)
            #expect(node.kernel.state.definition("tea-room/visit") != nil)
        }
    }

    @Test func `shows where a wrong definition is wrong and does not load it`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("sys_admin", "450000")
            let before = node.kernel.state.catalogue.digest
            let wrong = Self.library.replacing("to: done, by: [front_desk]", with: "to: gone, by: [nobody_known]")
            let answer = try await send(browser, wrong, "load")
            #expect(answer.status == 422)
            #expect(answer.body.contains("tea-room/system.yaml:15:"))
            #expect(answer.body.contains("没有装载"))
            #expect(node.kernel.state.catalogue.digest == before)
            #expect(try node.rows("SELECT 1 FROM definition_layer").isEmpty)
            #expect(try await send(browser, "name: 没有标识\n", "check").status == 422)
        }
    }

    @Test func `refuses a change that would put data out of reach`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("sys_admin", "450000")
            #expect(try await send(browser, Self.library, "load").status == 200)
            let another = Self.library.replacing("guest", with: "visitor")
            let answer = try await send(browser, another, "load")
            #expect(answer.status == 422)
            #expect(answer.body.contains("字段“客人”（guest）不见了"))
            let wider = Self.library.replacing(
                "max: 40, required: true}", with: "max: 40, required: true}\n      seats: {label: 座位, type: number}")
            let widened = try await send(browser, wider, "load")
            #expect(widened.status == 200)
            #expect(widened.body.contains("新增字段：座位"))
            let typed = wider.replacing("label: 座位, type: number", with: "label: 座位, type: text")
            #expect(try await send(browser, typed, "load").status == 422)
        }
    }

    @Test func `takes the region's own holiday and reckons by it at once`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("sys_admin", "450000")
            let day = try #require(Day("2026-04-20"))
            #expect(node.kernel.state.calendar.isWorkday(day))
            let answer = try await browser.fill(
                "/admin/system/calendar",
                [
                    ("layer", "regional"), ("year", "2026"), ("first", "2026-04-18"), ("last", "2026-04-21"), ("work", "2026-04-25"),
                    ("source", "桂政办电〔2026〕1号"), ("do", "save"),
                ])
            #expect(answer.status == 200)
            #expect(answer.body.contains("已启用"))
            #expect(!node.kernel.state.calendar.isWorkday(day))
            #expect(node.kernel.state.calendar.isWorkday(try #require(Day("2026-04-25"))))
            let wrong = try await browser.fill(
                "/admin/system/calendar",
                [
                    ("layer", "national"), ("year", "2027"), ("csv", "date,kind,name\n2027-02-30,holiday,春节\n"), ("source", "国办发明电"),
                    ("do", "save"),
                ])
            #expect(wrong.status == 422)
        }
    }

    @Test func `announces to an organisation and all below it, once`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("sys_admin", "450100")
            let page = try await browser.get("/admin/system/announcements")
            let form = [("_csrf", page.csrf), ("_key", "once"), ("text", "今晚二十二时停机维护"), ("scope", "below")]
            #expect(try await browser.post("/admin/system/announcements", form).status == 303)
            #expect(try await browser.post("/admin/system/announcements", form).status == 303)
            let told = try node.rows("SELECT org FROM notice WHERE kind = 'announcement' ORDER BY org").map { $0.text(0) }
            #expect(told == ["450100", "450103"])
            let clerk = Actor(id: "x", name: "x", grants: [Grant(role: "front_desk", org: "450103")], org: "450103")
            #expect(try node.kernel.notices(of: clerk).map(\.text) == ["公告：今晚二十二时停机维护"])
        }
    }
}
