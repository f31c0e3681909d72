import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import Testing

@testable import Portal

@Suite struct `A guide` {
    /// Of mediation, with two questions and a place of its own in one county.
    private static func guide(_ node: Node) throws {
        let item = try node.given(
            "service-guide/service_item", "published",
            [
                "item_code": .string("GX-mediation-001"), "name": .string("人民调解申请"), "item_type": .string("public"),
                "service_line": .string("mediation"), "line_org": .string("450000"), "level": .list([.string("county")]),
                "accept_org": .string("纠纷发生地的调解委员会"), "decide_org": .string("调解委员会"), "sla_rule": .list([.string("m1")]),
            ])
        func map(_ pairs: [String: Value]) -> Value { .map(Dictionary(pairs.map { (Value.string($0.key), $0.value) }) { one, _ in one }) }
        let limit = map(["n": .int(30), "unit": .string("days"), "start": .string("受理"), "basis": .string("人民调解工作若干规定第33条")])
        let version = try node.given(
            "service-guide/guide_version", "published",
            [
                "service_item": .string(item), "version_no": .int(1), "conditions": .string("双方自愿"), "refuse_cases": .string("已经起诉的"),
                "basis": .list([map(["law": .string("人民调解法"), "article": .string("第四条")])]),
                "materials": .list([
                    map([
                        "name": .string("身份证"), "form": .string("copy"), "copies": .int(1), "source": .string("applicant"),
                        "required": .string("must"),
                    ]),
                    map([
                        "name": .string("借条"), "form": .string("copy"), "copies": .int(1), "source": .string("applicant"),
                        "required": .string("if"), "condition": .string("借款纠纷"),
                    ]),
                ]),
                "situations": .list([
                    map([
                        "question": .string("是什么纠纷？"),
                        "options": .list([
                            map(["text": .string("借款"), "add": .list([.string("借条")]), "note": .string("写明借了多少、什么时候还")]),
                            map(["text": .string("邻里")]),
                        ]),
                    ])
                ]),
                "flow": .list([map(["step": .string("征询对方"), "who": .string("调解员"), "limit": .string("三个工作日")])]),
                "legal_limit": limit, "promise_limit": limit, "result": map(["name": .string("调解协议书")]),
                "windows": .list([map(["place": .string("自治区公共法律服务中心"), "hours": .string("周一至周五"), "phone": .string("0771-5550000")])]),
                "valid_from": .string("2026-01-01"),
            ])
        _ = try node.kernel.performBlocking(
            ActionRequest(
                type: "service-guide/service_item", action: "take_version", record: item, actor: .system,
                values: ["guide": .string(version)]),
            at: node.now)
        try node.given(
            "service-guide/local_guide", "published",
            [
                "item": .string(item), "org": .string("450103"),
                "windows": .list([map(["place": .string("青秀区公共法律服务中心二楼"), "hours": .string("周一至周六"), "phone": .string("0771-5550012")])]),
                "promise_limit": map(["n": .int(20), "unit": .string("days")]),
            ])
    }

    @Test func `says answer by answer what follows for one's own case`() async throws {
        let node = try Node()
        try Self.guide(node)
        try await node.visit { browser in
            let loan = try await browser.get("/matters/mediation?s0=0").body.text
            #expect(loan.contains("要交：借条"))
            #expect(loan.contains("写明借了多少"))
            let neighbour = try await browser.get("/matters/mediation?s0=1").body.text
            #expect(neighbour.contains("材料和收费不因此变化"))
            #expect(!neighbour.contains("借款纠纷"))
            // Nothing is claimed of an answer that was not given, or that there is not.
            for path in ["/matters/mediation", "/matters/mediation?s0=9", "/matters/mediation?s0=x"] {
                let page = try await browser.get(path)
                #expect(page.status == 200)
                #expect(!page.body.contains("要交：借条"))
            }
        }
    }

    @Test func `shows what the citizen's own county says, where he chose or lives there`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try Self.guide(node)
        try await node.visit { browser in
            let all = try await browser.get("/matters/mediation").body.text
            #expect(all.contains("自治区公共法律服务中心"))
            #expect(!all.contains("青秀区公共法律服务中心二楼"))
            let own = try await browser.get("/matters/mediation?place=450103").body.text
            #expect(own.contains("青秀区公共法律服务中心二楼"))
            #expect(own.contains("20日"))
            for place in ["450202", "all", "'", "45"] {
                let other = try await browser.get("/matters/mediation?place=\(QueryValues.encode(place))").body.text
                #expect(!other.contains("青秀区公共法律服务中心二楼"), "\(place)")
            }
            try await browser.signIn("19000000001", messages)
            let account = try node.account(of: "19000000001")
            let person = Actor(id: try #require(account.text("user")), name: "甲", grants: [Grant(role: "citizen", org: "")], org: "")
            _ = try await node.kernel.perform(
                ActionRequest(
                    type: account.type, action: "set_preferences", record: account.id, actor: person,
                    values: ["area_code": .string("450103")]),
                at: node.now)
            #expect(try await browser.get("/matters/mediation").body.text.contains("青秀区公共法律服务中心二楼"))
            #expect(try await !browser.get("/matters/mediation?place=all").body.text.contains("青秀区公共法律服务中心二楼"))
        }
    }
}
