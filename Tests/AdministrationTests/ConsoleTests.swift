import TestBrowser
import Testing

/// The role matrix of `account-governance`: three consoles, each for one role.
@Suite struct `Consoles` {
    static let pages = [
        "system": [
            "", "/accounts", "/organisations", "/organisations/450103", "/definitions", "/definitions/work-order",
            "/definitions/work-order/work_order", "/definitions/work-order/source", "/calendar",
            "/calendar?from=2026-03-02&count=7&unit=workdays", "/health", "/announcements",
        ],
        "security": [
            "", "/roles", "/roles/front_desk", "/roles/records/work-order/work_order", "/grants", "/parameters",
            "/parameters/account-governance/lock_minutes", "/access", "/sessions", "/policy",
        ],
        "audit": ["", "/journal", "/administrators", "/verification", "/alerts", "/export"],
    ]
    static let roles = ["system": "sys_admin", "security": "security_admin", "audit": "audit_admin"]

    @Test(arguments: ["system", "security", "audit"]) func `open for their own role, every page of them`(console: String) async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter(Self.roles[console] ?? "", "450000")
            for page in Self.pages[console] ?? [] {
                let answer = try await browser.get("/admin/\(console)\(page)")
                #expect(answer.status == 200, "\(console)\(page)")
            }
            #expect(try await browser.get("/admin").location == "/admin/\(console)")
        }
    }

    @Test(arguments: ["system", "security", "audit"]) func `refuse the other two and everybody else, and note it`(console: String)
        async throws
    {
        let node = try Node()
        try await node.visit { browser in
            for (other, role) in Self.roles.sorted(by: { $0.key < $1.key }) where other != console {
                try await browser.enter(role, "450000")
                let pages = Self.pages[console] ?? []
                for page in pages {
                    let answer = try await browser.get("/admin/\(console)\(page)")
                    #expect(answer.status == 403, "\(role) at \(console)\(page)")
                }
                let noted = try await node.accessLog(of: "\(role)@450000", atLeast: pages.count)
                #expect(noted.count == pages.count)
                #expect(noted.allSatisfy { $0.text(0) == "denied" })
            }
            for role in ["front_desk", "leader", "pls_admin"] {
                try await browser.enter(role, "450000")
                #expect(try await browser.get("/admin/\(console)").status == 403)
                #expect(try await browser.get("/admin").status == 403)
            }
        }
    }

    @Test func `send away who has not signed in`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let answer = try await browser.get("/admin/system")
            #expect(answer.status == 303)
            #expect(answer.location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func `keep what concerns the whole node to the organisation that runs it`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("audit_admin", "450103")
            #expect(try await browser.get("/admin/audit/journal").status == 403)
            try await browser.enter("security_admin", "450103")
            #expect(try await browser.get("/admin/security/sessions").status == 403)
            #expect(try await browser.get("/admin/security/grants").status == 200)
            try await browser.enter("sys_admin", "450103")
            #expect(try await browser.get("/admin/system/health").status == 403)
            #expect(try await browser.get("/admin/system/accounts").status == 200)
        }
    }
}
