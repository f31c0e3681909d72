import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import Testing

@testable import Portal

extension Node {
    /// Somebody of a role at an organisation.
    func officer(_ role: String, _ org: String) throws -> Actor {
        let actor = Actor(id: "\(role)@\(org)", name: "经办人乙", grants: [Grant(role: role, org: org)], org: org)
        try kernel.ensurePerson(id: actor.id, name: actor.name, org: org, grants: actor.grants, at: now)
        return actor
    }

    func account(of phone: String) throws -> RecordView {
        let found = try kernel.list(ListQuery(type: OwnAccount.type, limit: 1, equals: ["phone": phone]), as: .system, at: now).items
        return try #require(found.first)
    }
}

@Suite struct `One's own pages` {
    private func signedIn(_ body: @Sendable @escaping (Node, Browser, RecordView, TestMessages) async throws -> Void) async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            try await browser.signIn("19000000001", messages)
            try await body(node, browser, node.account(of: "19000000001"), messages)
        }
    }

    @Test func `lead everywhere, and each of them answers`() async throws {
        try await signedIn { _, browser, _, _ in
            for path in [
                "/me", "/me/messages", "/me/data", "/me/looked", "/me/consents", "/me/requests", "/me/documents", "/me/family",
                "/me/identity",
                "/me/devices", "/me/phone",
            ] {
                let page = try await browser.get(path)
                #expect(page.status == 200, "\(path): \(page.status)")
            }
        }
    }

    @Test func `are for citizens who have signed in`() async throws {
        try await Node().visit { browser in
            for path in ["/me", "/me/data", "/me/data/download?format=zip", "/me/looked", "/me/consents", "/me/devices"] {
                let page = try await browser.get(path)
                #expect(page.location?.hasPrefix("/enter/phone?back=") == true, "\(path)")
            }
        }
    }

    @Test func `say who looked and why`() async throws {
        try await signedIn { node, browser, account, _ in
            let before = try await browser.get("/me/looked").body
            #expect(before.contains("没有人看过"))
            let desk = try node.officer("pls_admin", "450000")
            _ = try await node.kernel.perform(
                ActionRequest(
                    type: account.type, action: "unmask", record: account.id, actor: desk,
                    values: ["what": .string("phone"), "purpose": .string("核对预约人电话")]), at: node.now)
            let after = try await browser.get("/me/looked").body
            #expect(after.contains("核对预约人电话"))
            #expect(after.contains("经办人乙"))
            #expect(after.contains("广西壮族自治区司法厅"))
        }
    }

    @Test func `take a consent back after asking once more`() async throws {
        try await signedIn { node, browser, account, _ in
            let alone = try await browser.fill("/me/consents/new", [("purpose", "training")])
            #expect(alone.status == 422)
            _ = try await browser.fill("/me/consents/new", [("purpose", "training"), ("separately", "true")])
            let given = try await browser.get("/me/consents").body
            #expect(given.contains("用于模型训练"))
            #expect(given.contains("/me/consents/training"))
            let asked = try await browser.get("/me/consents/training")
            #expect(asked.body.contains("撤回前的处理不受影响"))
            let done = try await browser.post("/me/consents/training", [("_csrf", asked.csrf)])
            #expect(done.status == 303)
            #expect(try await browser.get("/me/consents").body.contains("已撤回"))
            let again = try await browser.get("/me/consents/training")
            #expect(again.status == 404)
        }
    }

    @Test func `give everything away as JSON and as an archive that holds the same, and nothing of others`() async throws {
        try await signedIn { node, browser, account, messages in
            let json = try await browser.get("/me/data/download?format=json")
            #expect(json.status == 200)
            let read = try #require(try JSONSerialization.jsonObject(with: Data(json.body.utf8)) as? [String: Any])
            let records = try #require(read["records"] as? [String: Any])
            #expect((records["citizen-account/account"] as? [Any])?.count == 1)
            #expect(json.body.contains("\"purpose\":\"rules_read\""))
            node.advance(minutes: 2)
            let other = Browser(client: browser.client)
            try await other.signIn("19000000002", messages)
            let theirs = try await other.get("/me/data/download?format=json").body
            #expect(!theirs.contains(account.id))
            #expect(try await other.get("/me/data/citizen-account/account/\(account.id)").status == 404)
        }
    }

    @Test func `ask for a correction of one's data, to be answered in fifteen working days`() async throws {
        try await signedIn { node, browser, _, _ in
            let empty = try await browser.fill("/me/do/citizen-account/pi_request/new/submit", [("kind", "correct")])
            #expect(empty.status == 422)
            let sent = try await browser.fill("/me/do/citizen-account/pi_request/new/submit", [("kind", "correct"), ("detail", "常住地写错了")])
            #expect(sent.status == 303)
            let list = try await browser.get("/me/requests").body
            // Fifteen working days from Monday 2026-03-02.
            #expect(list.contains("更正") && list.contains("2026年3月23日"))
        }
    }

    @Test func `prove the name in the demonstration by a number whose check digit is right`() async throws {
        try await signedIn { node, browser, account, _ in
            let wrong = try await browser.fill("/me/identity", [("name", "申请人甲"), ("id_type", "id_card"), ("id_no", "450103199003070011")])
            #expect(wrong.status == 422)
            let right = try await browser.fill("/me/identity", [("name", "申请人甲"), ("id_type", "id_card"), ("id_no", "450103199003070012")])
            #expect(right.status == 303)
            let view = try node.kernel.view(account.type, id: account.id, as: .system, at: node.now)
            #expect(view.text("real_level") == "R2")
        }
    }

    @Test func `change the phone only after the new one is proven`() async throws {
        try await signedIn { node, browser, account, messages in
            let form = try await browser.fill("/me/phone", [("phone", "19000000009")])
            let sealed = try #require(form.value(after: "name='entering' value='"))
            let wrong = messages.code == "000000" ? "111111" : "000000"
            let refused = try await browser.post("/me/phone/code", [("_csrf", form.csrf), ("entering", sealed), ("code", wrong)])
            #expect(refused.status == 422)
            let done = try await browser.post("/me/phone/code", [("_csrf", form.csrf), ("entering", sealed), ("code", messages.code)])
            #expect(done.status == 303)
            #expect(try node.account(of: "19000000009").id == account.id)
        }
    }

    @Test func `end sessions on other devices`() async throws {
        try await signedIn { node, browser, _, messages in
            node.advance(minutes: 2)
            let other = Browser(client: browser.client)
            try await other.signIn("19000000001", messages)
            let page = try await browser.get("/me/devices")
            #expect(page.body.contains("退出其他设备"))
            _ = try await browser.post("/me/devices", [("_csrf", page.csrf)])
            #expect(try await other.get("/me").status == 303)
            #expect(try await browser.get("/me").status == 200)
        }
    }

    @Test func `close the account after a cooling time in which one may come back`() async throws {
        try await signedIn { node, browser, account, messages in
            let asked = try await browser.fill("/me/do/citizen-account/account/\(account.id)/request_cancel", [])
            #expect(asked.status == 303)
            let home = try await browser.get("/me").body
            #expect(home.contains("账户正在注销"))
            node.advance(minutes: 60 * 24)
            let again = Browser(client: browser.client)
            let back = try await again.signIn("19000000001", messages)
            #expect(back.status == 303)
            let undone = try await again.fill("/me/do/citizen-account/account/\(account.id)/withdraw_cancel", [])
            #expect(undone.status == 303)
            #expect(try node.account(of: "19000000001").state == "active")
        }
    }

    @Test func `freeze and free the account at one's own wish, by the phone`() async throws {
        try await signedIn { node, browser, account, messages in
            let frozen = try await browser.fill("/me/do/citizen-account/account/\(account.id)/freeze", [("freeze_cause", "request")])
            #expect(frozen.status == 303)
            node.advance(minutes: 2)
            let other = Browser(client: browser.client)
            let page = try await other.signIn("19000000001", messages)
            #expect(page.body.contains("解除冻结并登录"))
            let freed = try await other.post("/enter/phone/unfreeze", [("_csrf", page.csrf)])
            #expect(freed.status == 303)
            #expect(try node.account(of: "19000000001").state == "active")
        }
    }

    @Test func `act for a ward only while the guardianship is in force, and say so above every page`() async throws {
        try await signedIn { node, browser, account, _ in
            let user = try #require(account.text("user"))
            try node.kernel.ensureAttachment(hash: "f1", at: node.now)
            let ward = try node.kernel.insertGiven(
                type: "citizen-account/guardianship", state: "valid",
                values: [
                    "guardian": .string(account.id), "guardian_user": .string(user),
                    "ward": .map([.string("name"): .string("被监护人丙"), .string("birth_date"): .string("2016-05-01")]),
                    "relation": .string("parent"), "to": .string("2034-05-01"),
                    "proof": .list([.map([.string("file"): .string("f1")])]),
                ], at: node.now)
            let page = try await browser.get("/me/family")
            let authority = try #require(page.body.firstMatch(of: /name='authority' value='([^']*)'/).map { String($0.1) })
            let chosen = try await browser.post("/me/family/act", [("_csrf", page.csrf), ("authority", authority)])
            #expect(chosen.status == 303)
            #expect(try await browser.get("/find").body.contains("被监护人丙"))
            let forged = try await browser.post("/me/family/act", [("_csrf", page.csrf), ("authority", "citizen-account.agency~none")])
            #expect(forged.status == 404)
            _ = try await node.kernel.perform(
                ActionRequest(
                    type: ward.type, action: "end", record: ward.id, actor: .system, values: ["end_reason": .string("关系终止")]), at: node.now)
            let after = try await browser.get("/find").body
            #expect(!after.contains("被监护人丙"))
        }
    }

    @Test func `offer no action that has a page of its own, and no record of another kind`() async throws {
        try await signedIn { _, browser, account, _ in
            for path in [
                "/me/do/citizen-account/account/new/register", "/me/do/citizen-account/account/\(account.id)/prove",
                "/me/do/work-order/work_order/new/submit", "/me/data/legal-directory/dir_org/x",
                "/me/do/citizen-account/account/none/freeze",
            ] {
                let page = try await browser.get(path)
                #expect(page.status == 404, "\(path)")
            }
        }
    }
}

@Suite struct `An archive` {
    @Test func `has the checksums that every program expects`() throws {
        #expect(Archive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
