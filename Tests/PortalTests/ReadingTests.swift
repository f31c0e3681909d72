import TestBrowser
import Casework
import Expressions
import Site
import Testing

@testable import Portal

extension Node {
    @discardableResult func notice(_ title: String, _ values: [String: Value] = [:], state: String = "published") throws -> String {
        var all: [String: Value] = [
            "title": .string(title), "column": .string("notice"), "issuer": .string("450000"), "formed_on": .string("2026-02-02"),
            "body": .string("第一段。\n第二段。"), "area_code": .string("450000"), "published_at": .string("2026-02-10T09:00"),
        ]
        all.merge(values) { $1 }
        return try kernel.insertGiven(type: "notices-disclosure/notice", state: state, values: all, at: now).id
    }
}

@Suite struct `Reading` {
    @Test func `notices by column and title, drafts never`() async throws {
        let node = try Node()
        try node.notice("热线服务时间公告")
        try node.notice("办事指南规定", ["column": .string("guide_rules")])
        try node.notice("还没有发布的", state: "draft")
        try await node.visit { browser in
            let all = try await browser.get("/notices").body
            #expect(all.contains("热线服务时间公告") && all.contains("办事指南规定"))
            #expect(!all.contains("还没有发布的"))
            let some = try await browser.get("/notices?kind=guide_rules").body
            #expect(!some.contains("热线服务时间公告") && some.contains("办事指南规定"))
            #expect(try await browser.get("/notices?q=fuwushijian").body.contains("热线服务时间公告"))
            #expect(try await browser.get("/notices?q=没有这样的").body.contains("没有找到"))
        }
    }

    @Test func `an official document with its head, and a repealed one with a warning above it`() async throws {
        let node = try Node()
        let id = try node.notice(
            "旧办法",
            [
                "column": .string("rules"), "doc_no": .string("桂司规〔2019〕3号"), "effect": .string("repealed"),
                "effective_on": .string("2019-05-01"),
                "repeal_on": .string("2024-12-31"),
            ])
        try await node.visit { browser in
            let page = try await browser.get("/notices/\(id)").body
            #expect(page.contains("class=\"paper\""))
            #expect(page.contains("桂司规〔2019〕3号"))
            let warning = try #require(page.range(of: "已经废止")), paper = try #require(page.range(of: "class=\"paper\""))
            #expect(warning.lowerBound < paper.lowerBound)
        }
    }

    @Test func `a draft or withdrawn notice is not found by its address`() async throws {
        let node = try Node()
        let id = try node.notice("草稿", state: "draft")
        try await node.visit { browser in
            let page = try await browser.get("/notices/\(id)")
            #expect(page.status == 404)
        }
    }

    @Test func `items to learn from, and a quiz with its score`() async throws {
        let node = try Node()
        let id = try node.kernel.insertGiven(
            type: "law-pop-portal/lawpop_item", state: "online",
            values: [
                "src_id": .string("Q1"), "type": .string("quiz"), "title": .string("打工维权小测验"), "summary": .string("两道题"),
                "theme": .string("labor"),
                "audience": .list([.string("general")]), "author_org": .string("450000"), "copyright": .string("自编"),
                "published_on": .string("2026-02-01"),
                "source_changed_at": .string("2026-02-01T09:00"), "hash": .string(String(repeating: "a", count: 64)),
                "questions": .list([
                    .map([
                        .string("no"): .int(1), .string("text"): .string("仲裁收费吗"),
                        .string("options"): .list([.string("收"), .string("不收")]),
                    ]),
                    .map([
                        .string("no"): .int(2), .string("text"): .string("工资给什么"),
                        .string("options"): .list([.string("货币"), .string("实物")]),
                    ]),
                ]),
                "quiz_key": .list([
                    .map([.string("no"): .int(1), .string("answer"): .string("不收")]),
                    .map([.string("no"): .int(2), .string("answer"): .string("货币")]),
                ]),
            ], at: node.now
        ).id
        try await node.visit { browser in
            #expect(try await browser.get("/learn?kind=labor&form=quiz").body.contains("打工维权小测验"))
            let missing = try await browser.fill("/learn/\(id)", [("q1", "不收")])
            #expect(missing.status == 422)
            #expect(missing.body.contains("第2题还没有选"))
            let marked = try await browser.fill("/learn/\(id)", [("q1", "不收"), ("q2", "实物")])
            #expect(marked.body.contains("50分"))
        }
    }
}

@Suite struct `Asking for information` {
    @Test func `needs the phone, gives a number, and shows the answer of the desk`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            #expect(try await browser.get("/disclosure").body.contains("20个工作日"))
            let turned = try await browser.get("/disclosure/new")
            #expect(turned.location?.hasPrefix("/enter/phone?back=") == true)
            try await browser.signIn("19000000001", messages, back: "/disclosure/new")
            let empty = try await browser.fill("/disclosure/new", [("organ", "450000"), ("form", "electronic")])
            #expect(empty.status == 422)
            let sent = try await browser.fill(
                "/disclosure/new", [("wanted", "法律援助质量报告"), ("organ", "450000"), ("form", "electronic"), ("name", "申请人甲")])
            let address = try #require(sent.location)
            let receipt = try await browser.get(address).body
            #expect(receipt.contains("450000XG2026"))
            #expect(receipt.contains("等机关与您确认收到"))
            let id = try #require(address.firstMatch(of: /disclosure\/([^?]+)/).map { String($0.1) })
            let clerk = Actor(id: "c1", name: "经办人", grants: [Grant(role: "disclosure_clerk", org: "450000")], org: "450000")
            let head = Actor(id: "h1", name: "负责人", grants: [Grant(role: "line_leader", org: "450000")], org: "450000")
            for person in [clerk, head] {
                try node.kernel.ensurePerson(id: person.id, name: person.name, org: person.org, grants: person.grants, at: node.now)
            }
            func act(_ action: String, _ actor: Actor, _ values: [String: Value] = [:]) async throws {
                _ = try await node.kernel.perform(
                    ActionRequest(type: "notices-disclosure/disclosure_request", action: action, record: id, actor: actor, values: values),
                    at: node.now)
            }
            try await act("confirm_receipt", clerk)
            try await act("start_handling", clerk)
            let due = try await browser.get("/disclosure/\(id)").body
            // Twenty working days from Monday 2026-03-02.
            #expect(due.contains("2026年3月30日"))
            try await act("draft_answer", clerk, ["answer_kind": .string("already"), "answer_text": .string("已在公开栏目公布。")])
            try await act("answer", head)
            let answered = try await browser.get("/disclosure/\(id)").body
            #expect(answered.contains("已在公开栏目公布"))
            #expect(answered.contains("行政复议"))
            let stranger = Browser(client: browser.client)
            node.advance(minutes: 2)
            try await stranger.signIn("19000000002", messages)
            #expect(try await stranger.get("/disclosure/\(id)").status == 404)
        }
    }
}
