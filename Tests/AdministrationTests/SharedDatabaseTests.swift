import TestBrowser
import Casework
import Cryptography
import Foundation
import Site
import Storage
import Testing
import WorkCalendar

/// Two servers of one node on one database.
@Suite struct `Servers on one database` {
    private func pair(_ body: (Node, Node) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "bagui-shared-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let master = MasterKey.fresh()
        let one = try Node("sqlite:\(folder)/node.sqlite", master: master)
        let other = try Node("sqlite:\(folder)/node.sqlite", master: master)
        try await body(one, other)
    }

    @Test func `judge by the same definitions, calendar and parameters a moment later`() async throws {
        try await pair { one, other in
            try other.administration.catchUp()
            try await one.visit { browser in
                try await browser.enter("sys_admin", "450000")
                let loaded = try await browser.fill(
                    "/admin/system/definitions", to: "/admin/system/definitions/check",
                    [("text", `System console`.library), ("do", "load")])
                #expect(loaded.status == 200 && loaded.body.contains("已装载"))
                let saved = try await browser.fill(
                    "/admin/system/calendar",
                    [
                        ("layer", "regional"), ("year", "2026"), ("first", "2026-04-18"), ("last", "2026-04-21"), ("work", ""),
                        ("source", "桂政办电〔2026〕1号"), ("do", "save"),
                    ])
                #expect(saved.status == 200)
                try await browser.enter("security_admin", "450000")
                let set = try await browser.fill(
                    "/admin/security/parameters/work-order/reopen_times", [("value", "3"), ("from", "2026-03-02"), ("source", "厅务会纪要")])
                #expect(set.status == 303, "\(set.body.prefix(600))")
            }
            let day = try #require(Day("2026-04-20"))
            #expect(other.kernel.state.definition("tea-room/visit") == nil && other.kernel.state.calendar.isWorkday(day))
            try other.administration.catchUp()
            #expect(other.kernel.state.definition("tea-room/visit")?.name == "预约")
            #expect(!other.kernel.state.calendar.isWorkday(day))
            #expect(
                other.kernel.services.parameterOverride(system: "work-order", id: "reopen_times", day: other.now.day, lineage: [])
                    == .number(3))
            // Both act by it, into one table.
            for (node, guest) in [(one, "客人甲"), (other, "客人乙")] {
                let desk = Actor(id: "front_desk@450000", name: "前台", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
                try node.kernel.performBlocking(
                    ActionRequest(type: "tea-room/visit", action: "book", actor: desk, values: ["guest": .string(guest)]), at: node.now)
            }
            #expect(try other.rows("SELECT guest FROM tea_room__visit").count == 2)
            // A third that starts now has it from the start, as has a command that opens the node.
            let digest = one.kernel.state.catalogue.digest
            #expect(other.kernel.state.catalogue.digest == digest)
        }
    }

    @Test func `lose what is taken away again, and say what does not fit`() async throws {
        try await pair { one, other in
            try await one.visit { browser in
                try await browser.enter("sys_admin", "450000")
                _ = try await browser.fill(
                    "/admin/system/definitions", to: "/admin/system/definitions/check",
                    [("text", `System console`.library), ("do", "load")])
                try other.administration.catchUp()
                #expect(other.kernel.state.definition("tea-room/visit") != nil)
            }
            // Taken away by hand in the database, as an older program would find it: a broken text is told and leaves what is judged by.
            try one.kernel.database.writeBlocking { connection in
                try connection.enqueue(
                    """
                    INSERT INTO definition_layer (number, system, platform, yaml, documents, at, by_person)
                    VALUES (2, \("tea-room"), \("public-legal-service"), \("system: tea-room\nname: 坏的\n"), \("{}"), 0, \("x"))
                    """)
                try SharedVersions(connection: connection).raise(.definitions)
            }
            try other.administration.catchUp()
            #expect(other.kernel.state.definition("tea-room/visit")?.name == "预约")
            try await other.visit { browser in
                try await browser.enter("sys_admin", "450000")
                #expect(try await browser.get("/admin/system/definitions").body.contains("本节点自有的业务定义没有装载"))
            }
        }
    }

    @Test func `follow organisations and withdrawn grants`() async throws {
        try await pair { one, other in
            try other.administration.catchUp()
            try one.kernel.replaceOrganisations([
                Organisation(code: "450105", name: "江南区司法局", kind: "county_bureau", level: "county", parent: "450100", division: "450105")
            ])
            #expect(other.kernel.state.tree.organisation("450105") == nil)
            try other.administration.catchUp()
            #expect(other.kernel.state.tree.organisation("450105")?.name == "江南区司法局")
        }
    }
}
