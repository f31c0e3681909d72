import TestBrowser
import Casework
import Site
import Storage
import Testing
import WorkCalendar

@Suite struct `Audit console` {
    /// An order of a citizen, so that there is business to keep out of sight.
    private func order(_ node: Node) throws -> ActionOutcome {
        let desk = Actor(id: "front_desk@450103", name: "前台甲", grants: [Grant(role: "front_desk", org: "450103")], org: "450103")
        return try node.kernel.performBlocking(
            ActionRequest(
                type: "work-order/work_order", action: "submit", actor: desk,
                values: [
                    "kind": .string("ZX"), "channel": .string("window"), "title": .string("机密的标题"), "content": .string("机密的内容"),
                    "service_line": .string("legal_aid"),
                    "nature": .string("legal"), "law_field": .string("wage"), "area_code": .string("450103"), "urgency": .string("normal"),
                    "parties": .list([.map([.string("name"): .string("韦小明"), .string("phone"): .string("13877112233")])]),
                ]), at: node.now)
    }

    @Test func `shows who did what and never what a business record holds`() async throws {
        let node = try Node()
        let made = try order(node)
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450000")
            let page = try await browser.get("/admin/audit/journal?record=\(made.id)")
            #expect(page.status == 200)
            #expect(page.body.contains("前台甲"))
            #expect(page.body.contains("标题"))
            for secret in ["机密的标题", "机密的内容", "韦小明", "13877112233"] { #expect(!page.body.contains(secret), "\(secret)") }
            #expect(!(try await browser.get("/admin/audit/journal?actor=nobody")).body.contains(made.id))
            #expect(try await browser.get("/admin/audit/journal?since=2026-03-03").body.contains("没有符合条件的日志"))
        }
    }

    @Test func `finds an entry that was altered`() async throws {
        let node = try Node()
        _ = try order(node)
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450000")
            let sound = try await browser.fill("/admin/audit/verification", [])
            #expect(sound.body.contains("没有发现篡改"))
            try node.kernel.database.writeBlocking { try $0.execute("UPDATE journal SET actor_name = 'X' WHERE seq = 1") }
            let altered = try await browser.fill("/admin/audit/verification", [])
            #expect(altered.body.contains("第1条日志的内容被更改"))
            #expect(try node.rows("SELECT 1 FROM journal WHERE record_type = 'node/journal' AND action = 'verify'").count == 2)
        }
    }

    @Test func `exports the chain without the content, and the export is noted`() async throws {
        let node = try Node()
        let made = try order(node)
        _ = try JournalSeal(database: node.kernel.database).seal(at: node.now)
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450000")
            let file = try await browser.fill(
                "/admin/audit/export", [("since", "2026-03-01"), ("until", "2026-03-02"), ("purpose", "季度归档")])
            #expect(file.status == 200)
            let lines = file.body.split(separator: "\n")
            #expect(lines.contains { $0.contains(made.id) && $0.contains("\"type\":\"entry\"") && $0.contains("\"hash\":\"") })
            #expect(lines.contains { $0.contains("\"type\":\"seal\"") && $0.contains("\"root\":\"") })
            #expect(!file.body.contains("机密的标题"))
            #expect(try node.rows("SELECT 1 FROM journal WHERE record_type = 'node/journal' AND action = 'export'").count == 1)
        }
    }

    @Test func `gives alarm at twenty denials within an hour, and not at nineteen`() async throws {
        let node = try Node()
        func deny(_ actor: String, _ count: Int) throws {
            try node.kernel.database.writeBlocking { connection in
                for number in 0..<count {
                    try connection.enqueue(
                        "INSERT INTO access_log (id, at, actor, kind, what, reason, source, count) VALUES (\("\(actor)\(number)"), \(node.now.milliseconds), \(actor), 'denied', 'x', NULL, NULL, \(1))"
                    )
                }
            }
        }
        try deny("twenty", 20)
        try deny("nineteen", 19)
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450000")
            let page = try await browser.get("/admin/audit/alerts")
            #expect(page.body.contains("账号 twenty 一小时内被拒绝访问20次"))
            #expect(!page.body.contains("账号 nineteen"))
        }
    }

    @Test func `gives alarm at a hundred failed sign-ins within an hour`() async throws {
        let node = try Node()
        try node.kernel.database.writeBlocking { connection in
            for number in 0..<100 {
                try connection.enqueue(
                    "INSERT INTO access_log (id, at, actor, kind, what, reason, source, count) VALUES (\("f\(number)"), \(node.now.milliseconds), '', 'sign_in_failed', 'sign-in', NULL, 'abcdef0123', \(1))"
                )
            }
        }
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450000")
            let page = try await browser.get("/admin/audit/alerts")
            #expect(page.body.contains("全节点一小时内登录失败100次"))
            #expect(page.body.contains("同一来源（abcdef01）一小时内登录失败100次"))
        }
    }

    @Test func `shows what the other two administrators did`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("security_admin", "450000")
            _ = try await browser.fill(
                "/admin/security/parameters/account-governance/lock_minutes",
                [("value", "30"), ("from", "2026-03-10"), ("source", "厅网安办〔2026〕3号")])
            try await browser.enter("audit_admin", "450000")
            let page = try await browser.get("/admin/audit/administrators")
            #expect(page.body.contains("设定参数"))
            #expect(page.body.contains("account-governance/lock_minutes"))
        }
    }
}
