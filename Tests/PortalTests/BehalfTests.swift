import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import Testing

@testable import Portal

@Suite struct `Filing for somebody else` {
    /// Signed in by phone; acts for a ward or a principal by an authority that is in force.
    private func acting(
        _ make: @Sendable @escaping (Node, RecordView, String) throws -> RecordReference,
        _ body: @Sendable @escaping (Node, Browser, RecordReference) async throws -> Void
    ) async throws {
        let messages = TestMessages()
        let node = try `Starting a matter`.node(messages: messages)
        try await node.visit { browser in
            try await browser.signIn("19000000001", messages)
            let account = try node.account(of: "19000000001")
            try node.kernel.ensureAttachment(hash: "f1", at: node.now)
            let authority = try make(node, account, try #require(account.text("user")))
            let page = try await browser.get("/me/family")
            let chosen = try #require(page.body.firstMatch(of: /name='authority' value='([^']*)'/).map { String($0.1) })
            _ = try await browser.post("/me/family/act", [("_csrf", page.csrf), ("authority", chosen)])
            try await body(node, browser, authority)
        }
    }

    private static func ward(_ node: Node, _ account: RecordView, _ user: String) throws -> RecordReference {
        let id = try node.given(
            "citizen-account/guardianship", "valid",
            [
                "guardian": .string(account.id), "guardian_user": .string(user), "agent_user": .string(user),
                "ward": .map([.string("name"): .string("被监护人丙"), .string("birth_date"): .string("2019-05-01")]),
                "relation": .string("parent"), "to": .string("2037-05-01"), "proof": .list([.map([.string("file"): .string("f1")])]),
            ])
        return RecordReference(type: "citizen-account/guardianship", id: id)
    }

    /// A power for mediation alone.
    private static func power(_ node: Node, _ account: RecordView, _ user: String) throws -> RecordReference {
        try node.kernel.ensurePerson(id: "委托人丁", name: "委托人丁", org: "", grants: [Grant(role: "citizen", org: "")], at: node.now)
        let item = try node.given(
            "service-guide/service_item", "published",
            [
                "name": .string("人民调解申请"), "item_type": .string("public"), "service_line": .string("mediation"),
                "line_org": .string("450000"),
            ])
        let id = try node.given(
            "citizen-account/agency", "valid",
            [
                "principal": .map([.string("name"): .string("委托人丁")]), "principal_user": .string("委托人丁"),
                "agent": .map([.string("name"): .string("受托人甲")]), "agent_user": .string(user), "agent_kind": .string("relative"),
                "scope": .list([.string("service-guide/service_item:\(item)")]), "to": .string("2026-12-31"), "file": .string("f1"),
            ])
        return RecordReference(type: "citizen-account/agency", id: id)
    }

    private func applicant(_ slug: String, _ browser: Browser, _ name: String, _ more: [String: [String]] = [:]) -> Applicant {
        var applicant = `Starting a matter`.applicant(slug, browser)
        for field in ["applicant.name", "person.name", "principal.name", "applicants[0].name"] { applicant.answers[field] = [name] }
        applicant.answers.merge(more) { $1 }
        return applicant
    }

    @Test func `a guardian files for the ward: said on every page, kept with the record, told on the way`() async throws {
        try await acting(Self.ward) { node, browser, authority in
            #expect(try await browser.get("/matters/legal-aid/start").body.contains("被监护人丙"))
            let asked = try await applicant("legal-aid", browser, "被监护人丙").fill()
            for page in asked {
                #expect(try await browser.get("/matters/legal-aid/start/\(page)").body.contains("为<b>被监护人丙</b>办理，您是监护人"), "\(page)")
            }
            let check = try await browser.get("/matters/legal-aid/start/check")
            #expect(check.body.contains("为被监护人丙办理"))
            let filed = try await browser.fill("/matters/legal-aid/start/check", [])
            #expect(filed.status == 303, "\(filed.body.text.prefix(600))")
            let receipt = try #require(filed.location)
            #expect(try await browser.get(receipt + "/content").body.contains("为谁办理：被监护人丙（由监护人代为办理）"))
            let found = try node.kernel.list(ListQuery(type: "apply-legal-aid/legal_aid_application", limit: 1), as: .system, at: node.now)
            let record = try #require(found.items.first)
            let view = try node.kernel.view(record.type, id: record.id, as: .system, at: node.now)
            #expect(view.text("agent_relation") == "statutory")
            #expect(MatterFile.reference(view["authority"]) == authority)
            #expect(view["minor"] == .bool(true))
            let shown = try await browser.get(receipt).body
            let address = try #require(shown.firstMatch(of: /\/progress\/application\/[0-9a-z]+/).map { String($0.0) })
            #expect(try await browser.get(address).body.contains("为<b>被监护人丙</b>办理"))
        }
    }

    @Test func `another's name is refused at its question, until the matter is made one's own`() async throws {
        try await acting(Self.ward) { node, browser, _ in
            await #expect(throws: Applicant.Stuck.self) { try await applicant("mediation", browser, "别人").fill() }
            let page = try await browser.get("/matters/mediation/start/applicants")
            #expect(page.body.contains("您是为被监护人丙办理"))
            let own = try await browser.post("/matters/mediation/own", [("_csrf", page.csrf)])
            #expect(own.status == 303)
            #expect(try await !browser.get("/matters/mediation/start/applicants").body.contains("您是监护人"))
        }
    }

    @Test func `what the law wants of the person himself is refused with the law, before anything more is asked`() async throws {
        try await acting(Self.ward) { node, browser, _ in
            let qualification = try await browser.get("/matters/qualification/start")
            #expect(qualification.body.contains("须本人申请"))
            #expect(!qualification.body.contains("开始填写"))
            // Nor by leaving the page out.
            let begun = try await browser.post("/matters/qualification/start", [("_csrf", qualification.csrf)])
            #expect(begun.location == "/matters/qualification/start")
            await #expect(throws: Applicant.Stuck.self) { try await applicant("notary", browser, "被监护人丙").fill() }
            let matter = try await browser.get("/matters/notary/start/matter")
            #expect(matter.body.contains("应当由本人办理"))
            #expect(matter.body.contains("《公证法》第二十六条"))
        }
    }

    @Test func `an agent files what the power covers and nothing else; the principal sees it, and the agent no more once it is revoked`()
        async throws
    {
        try await acting(Self.power) { node, browser, authority in
            let lawyer = try await browser.get("/matters/lawyer/start")
            #expect(lawyer.body.contains("授权不包括“约律师咨询”"))
            _ = try await applicant("mediation", browser, "委托人丁").fill()
            let filed = try await browser.fill("/matters/mediation/start/check", [])
            #expect(filed.status == 303, "\(filed.body.text.prefix(600))")
            let receipt = try #require(filed.location)
            let number = String(receipt.dropFirst("/receipts/".count))
            let shown = try await browser.get(receipt).body
            let address = try #require(shown.firstMatch(of: /\/progress\/application\/[0-9a-z]+/).map { String($0.0) })
            let principal = Browser(client: browser.client)
            try await principal.enter(as: "委托人丁", on: node)
            #expect(try await principal.get("/me/matters").body.contains(number))
            let seen = try await principal.get(address)
            #expect(seen.body.contains("为<b>委托人丁</b>办理"))
            #expect(try node.rows("SELECT 1 FROM notice WHERE person = '委托人丁'").count >= 1)
            #expect(try await browser.get(address).status == 200)
            _ = try await node.kernel.perform(
                ActionRequest(
                    type: authority.type, action: "revoke", record: authority.id,
                    actor: Actor(id: "委托人丁", name: "委托人丁", grants: [Grant(role: "citizen", org: "")], org: "")), at: node.now)
            #expect(try await browser.get(address).status == 404)
            #expect(try await !browser.get("/me/matters").body.contains(number))
            #expect(try await principal.get(address).status == 200)
        }
    }

    @Test func `a power that ends while the form is filled in sends nothing off`() async throws {
        try await acting(Self.power) { node, browser, authority in
            _ = try await applicant("mediation", browser, "委托人丁").fill()
            _ = try await node.kernel.perform(
                ActionRequest(
                    type: authority.type, action: "revoke", record: authority.id,
                    actor: Actor(id: "委托人丁", name: "委托人丁", grants: [Grant(role: "citizen", org: "")], org: "")), at: node.now)
            let refused = try await browser.fill("/matters/mediation/start/check", [])
            #expect(refused.status == 422)
            #expect(refused.body.contains("授权已经失效"))
            #expect(try node.rows("SELECT 1 FROM apply_mediation__mediation_request").isEmpty)
        }
    }

    @Test func `a power is given for matters that stand there to be ticked`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        let item = try node.given(
            "service-guide/service_item", "published",
            [
                "name": .string("人民调解申请"), "item_type": .string("public"), "service_line": .string("mediation"),
                "line_org": .string("450000"),
            ])
        try await node.visit { browser in
            try await browser.signIn("19000000001", messages)
            let form = try await browser.get("/me/do/citizen-account/agency/new/grant")
            #expect(
                form.body.contains("value='[service-guide/service_item:\(item)]'")
                    || form.body.contains("value=\"[service-guide/service_item:\(item)]\""))
            #expect(form.body.contains("人民调解申请"))
        }
    }
}
