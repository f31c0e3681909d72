import TestBrowser
import Casework
import Expressions
import Foundation
import Knowledge
import Site
import Testing

/// The conversation with the robot, through the whole router.
@Suite struct `Asking` {
    /// Puts a question as the page's form does.
    static func ask(_ browser: Browser, _ text: String, from: String? = nil) async throws -> Browser.Page {
        let form = try await browser.get("/ask")
        var values = [("_csrf", form.csrf), ("_key", UUID().uuidString), ("text", text)]
        if let from { values.append(("from", from)) }
        let answer = try await browser.post("/ask", values)
        guard answer.status == 303 else { return answer }
        return try await browser.get("/ask")
    }

    static func sessions(_ node: Node) throws -> [RecordView] {
        try node.kernel.list(ListQuery(type: "smart-qa/robot_session", limit: 100), as: .system, at: node.now).items
    }

    @Test func `needs no account, says that it is a robot, and answers with the law`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let first = try await browser.get("/ask")
            for words in ["智能机器人", "不是律师", "转人工", "12348", "保存6个月", "可以随时删除"] { #expect(first.body.contains(words)) }
            let page = try await Self.ask(browser, "公司两个月没发工资怎么办")
            #expect(page.body.contains("劳动保障监察"))
            #expect(page.body.contains("《劳动合同法》第三十条"))
            #expect(page.body.contains("AI生成，仅供参考"))
            #expect(page.body.contains("转人工"))
            #expect(page.body.contains("/law/"))
            let session = try #require(try Self.sessions(node).first)
            #expect(session["user_turns"] == .int(1))
            #expect(session["law_field"] == .string("wage"))
        }
    }

    @Test func `is found again by the cookie and by nobody else`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Self.ask(browser, "公司拖欠工资怎么办")
            #expect(try await browser.get("/ask").body.contains("公司拖欠工资怎么办"))
            let other = Browser(client: browser.client)
            #expect(try await !other.get("/ask").body.contains("turn-asker"))
            // The cookie itself lies nowhere.
            let digests = try node.rows("SELECT digest FROM ask_conversation").compactMap { $0.text(0) }
            #expect(digests.count == 1)
            #expect(browser.cookie("ask") != nil && !digests.contains(browser.cookie("ask") ?? ""))
        }
    }

    @Test func `asks once when the button is pressed twice`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let form = try await browser.get("/ask")
            let values = [("_csrf", form.csrf), ("_key", "pressed-twice"), ("text", "公司拖欠工资怎么办")]
            _ = try await browser.post("/ask", values)
            _ = try await browser.post("/ask", values)
            #expect(try Self.sessions(node).map { $0["user_turns"] } == [.int(1)])
            // Back, and another question under the same key: it is another question.
            _ = try await browser.post("/ask", [("_csrf", form.csrf), ("_key", "pressed-twice"), ("text", "离婚需要什么手续")])
            #expect(try Self.sessions(node).map { $0["user_turns"] } == [.int(2)])
        }
    }

    @Test func `keeps no number that identifies anybody`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Self.ask(browser, "我叫张三丰，身份证110101199003078515，电话13812345678，卡号6222021234567890123，老板不发工资怎么办")
            _ = try await Self.ask(browser, "我的密码是abc12345，车牌桂A12345，邮箱a.b@example.com")
            let form = try await browser.get("/ask/message")
            _ = try await browser.post(
                "/ask/message",
                [("_csrf", form.csrf), ("_key", "m"), ("content", "身份证110101199003078515，请打13812345678，公司不发工资"), ("phone", "13900000001")])
            var all = ""
            for table in try node.rows("SELECT name FROM sqlite_master WHERE type = 'table'").compactMap({ $0.text(0) }) {
                for row in try node.rows("SELECT * FROM \(identifier: table)") { all += "\(row)\n" }
            }
            #expect(all.contains("不发工资"))
            for secret in [
                "110101199003078515", "13812345678", "6222021234567890123", "abc12345", "桂A12345", "a.b@example.com", "张三丰", "13900000001",
            ] {
                #expect(!all.contains(secret), "\(secret)")
            }
        }
    }

    @Test func `escapes what is typed`() async throws {
        try await Node().visit { browser in
            let page = try await Self.ask(browser, "<script>alert(1)</script><img src=x onerror=y> 工资")
            #expect(!page.body.contains("<script>alert"))
            #expect(!page.body.contains("<img src=x"))
            #expect(page.body.contains("&lt;script&gt;"))
        }
    }

    @Test(arguments: ["", "   ", "\u{0}\u{1}"]) func `says what to do when nothing is asked`(text: String) async throws {
        try await Node().visit { browser in
            let page = try await Self.ask(browser, text)
            #expect(page.status == 422)
            #expect(page.body.contains("请先用一两句话说说"))
        }
    }

    @Test func `takes ten thousand characters without keeping them`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Self.ask(browser, String(repeating: "公司拖欠工资不给，", count: 1200))
            #expect(page.status == 200)
            #expect(page.body.contains("请先用不超过1000字"))
            let turn = try #require(
                try node.kernel.list(ListQuery(type: "smart-qa/robot_turn", filter: "role == 'user'"), as: .system, at: node.now).items
                    .first)
            guard case .string(let text) = turn["text"] else { throw Missing() }
            #expect(text.count < 2000 && text.contains("后面没有保存"))
        }
    }
    struct Missing: Error {}

    @Test func `slows down whoever asks too fast, but never one in danger`() async throws {
        try await Node().visit { browser in
            var last = try await Self.ask(browser, "公司拖欠工资怎么办")
            for number in 0..<14 { last = try await Self.ask(browser, "公司拖欠工资怎么办\(number)") }
            #expect(last.status == 429)
            #expect(last.body.contains("提问太快了"))
            let danger = try await Self.ask(browser, "有人拿刀要杀我")
            #expect(danger.status == 200)
            #expect(danger.body.contains("tel:110"))
        }
    }

    @Test func `asks back at most twice, then offers a person`() async throws {
        let node = try Node()
        try await node.visit { browser in
            var clarifications = 0
            for text in ["劳动法", "仲裁", "工资", "合同", "房子"] {
                let page = try await Self.ask(browser, text)
                if page.body.contains("您想问的是下面哪一个") { clarifications += 1 }
                #expect(page.status == 200)
            }
            let turns = try node.kernel.list(ListQuery(type: "smart-qa/robot_turn", filter: "role == 'robot'"), as: .system, at: node.now)
                .items
            let asked = turns.count { if case .string(let text) = $0["text"] { text.contains("您想问的是下面哪一个") } else { false } }
            #expect(asked <= 2 && clarifications > 0)
        }
    }

    @Test func `calls a person within the desk's hours with one click`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Self.ask(browser, "公司拖欠工资怎么办")
            #expect(page.body.contains("action='/ask/hand-over'") || page.body.contains("action=\"/ask/hand-over\""))
            let answer = try await browser.post("/ask/hand-over", [("_csrf", page.csrf), ("_key", "h")])
            #expect(answer.status == 303)
            let queued = try await browser.get("/ask")
            #expect(queued.body.contains("正在为您接通人工"))
            let session = try #require(try Self.sessions(node).first)
            #expect(session.state == "queued")
            #expect(session["trigger"] == .string("user_ask"))
            // What is added meanwhile is kept for the person; the robot keeps silent.
            _ = try await Self.ask(browser, "一共是三个月")
            let turns = try node.kernel.list(ListQuery(type: "smart-qa/robot_turn"), as: .system, at: node.now).items
            #expect(turns.count == 3)
        }
    }

    @Test func `obeys the word for a person`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Self.ask(browser, "公司拖欠工资怎么办")
            let page = try await Self.ask(browser, "转人工")
            #expect(page.body.contains("正在为您接通人工"))
            #expect(try Self.sessions(node).first?.state == "queued")
        }
    }

    @Test func `outside the desk's hours takes a message that the person confirms`() async throws {
        let node = try Node()
        node.advance(minutes: 11 * 60)
        try await node.visit { browser in
            let page = try await Self.ask(browser, "公司拖欠工资怎么办")
            #expect(page.body.contains("/ask/message"))
            #expect(try await browser.post("/ask/hand-over", [("_csrf", page.csrf)]).location == "/ask/message")
            let form = try await browser.get("/ask/message")
            #expect(form.body.contains("公司拖欠工资怎么办"))
            let short = try await browser.post("/ask/message", [("_csrf", form.csrf), ("content", "无"), ("phone", "12")])
            #expect(short.status == 422)
            #expect(short.body.contains("至少用五个字") && short.body.contains("电话号码不对"))
            let sent = try await browser.post(
                "/ask/message", [("_csrf", form.csrf), ("_key", "k"), ("content", "公司拖欠两个月工资怎么办"), ("phone", "13900000001")])
            #expect(sent.status == 303)
            let receipt = try await browser.get(sent.location ?? "/")
            #expect(receipt.body.contains("450000ZX2026030200001"))
            #expect(receipt.body.contains("查询码"))
            #expect(receipt.body.contains("2026年3月3日（周二）20:00"))
            let order = try #require(try node.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: node.now).items.first)
            #expect(order.state == "submitted")
            #expect(order["channel"] == .string("robot"))
            // Sent twice, done once.
            _ = try await browser.post(
                "/ask/message", [("_csrf", form.csrf), ("_key", "k"), ("content", "公司拖欠两个月工资怎么办"), ("phone", "13900000001")])
            #expect(try node.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: node.now).items.count == 1)
            let other = Browser(client: browser.client)
            #expect(try await other.get(sent.location ?? "/").status == 303)
        }
    }

    @Test func `shows what people answered, in the conversation and from the order`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Self.ask(browser, "公司拖欠工资怎么办")
            _ = try await browser.post("/ask/hand-over", [("_csrf", page.csrf), ("_key", "h")])
            let session = try #require(try Self.sessions(node).first)
            let desk = Actor(id: "前台甲", name: "前台甲", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
            try node.kernel.ensurePerson(id: desk.id, name: desk.name, org: desk.org, grants: desk.grants, at: node.now)
            func act(_ type: String, _ action: String, _ id: String, _ values: [String: Value] = [:]) async throws -> ActionOutcome {
                try await node.kernel.perform(
                    ActionRequest(type: type, action: action, record: id, actor: desk, values: values), at: node.now)
            }
            _ = try await act("smart-qa/robot_session", "pick_up", session.id)
            #expect(try await browser.get("/ask").body.contains("工作人员已经接入"))
            _ = try await act("smart-qa/robot_session", "respond", session.id, ["reply": .string("您好，请问公司在哪个城区")])
            #expect(try await browser.get("/ask").body.contains("您好，请问公司在哪个城区"))
            _ = try await Self.ask(browser, "在青秀区")
            _ = try await act(
                "smart-qa/robot_session", "form_order", session.id,
                ["service_line": .string("general"), "summary": .string("公司拖欠工资两个月，在青秀区")])
            _ = try await act("smart-qa/robot_session", "finish", session.id, ["how": .string("order")])
            let order = try #require(try node.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: node.now).items.first)
            _ = try await act(
                "work-order/work_order", "direct_answer", order.id,
                ["nature": .string("affair"), "reply_public": .string("请到青秀区劳动监察大队投诉。")])
            let answered = try await browser.get("/ask")
            #expect(answered.body.contains("请到青秀区劳动监察大队投诉。"))
            #expect(answered.body.contains("450000ZX2026030200001"))
        }
    }

    @Test func `a child in danger comes first: numbers, a person at once, a discreet page`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Self.ask(browser, "我12岁，爸爸经常打我")
            #expect(page.body.contains("tel:110") && page.body.contains("tel:12355"))
            #expect(page.body.contains("/ask/exit"))
            #expect(page.body.contains("<title>便民查询"))
            #expect(!page.body.contains("<title>问法律"))
            let session = try #require(try Self.sessions(node).first)
            #expect(session.state == "queued")
            #expect(session["emergency"] == .bool(true) && session["minor"] == .bool(true) && session["trigger"] == .string("minor"))
            // What follows is never without the numbers, and the queue cannot be left by a slip.
            _ = try await browser.post("/ask/leave-queue", [("_csrf", page.csrf)])
            #expect(try Self.sessions(node).first?.state == "queued")
            let exit = try await browser.get("/ask/exit")
            #expect(exit.location == "/calendar")
            let calendar = try await browser.get("/calendar")
            #expect(calendar.body.contains("2026年3月") && !calendar.body.contains("法律"))
            #expect(try await !browser.get("/ask").body.contains("爸爸"))
        }
    }

    @Test func `is deleted when the person wants it`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Self.ask(browser, "公司拖欠工资怎么办")
            let confirm = try await browser.get("/ask/delete")
            #expect(confirm.body.contains("立即删除，不能恢复"))
            _ = try await browser.post("/ask/delete", [("_csrf", confirm.csrf)])
            #expect(try await !browser.get("/ask").body.contains("公司拖欠工资怎么办"))
            let turns = try node.kernel.list(ListQuery(type: "smart-qa/robot_turn"), as: .system, at: node.now).items
            #expect(turns.count == 2)
            #expect(turns.allSatisfy { $0["text"] == .string("（本人已删除）") && $0["shown"] == .null })
            #expect(try node.rows("SELECT 1 FROM ask_conversation").isEmpty)
        }
    }

    @Test func `two thumbs down bring a person`() async throws {
        let node = try Node()
        try await node.visit { browser in
            var page = try await Self.ask(browser, "公司拖欠工资怎么办")
            for turn in ["2", "4"] {
                _ = try await browser.post("/ask/feedback", [("_csrf", page.csrf), ("turn", turn), ("verdict", "down")])
                // The same once more counts once.
                _ = try await browser.post("/ask/feedback", [("_csrf", page.csrf), ("turn", turn), ("verdict", "down")])
                if turn == "2" { page = try await Self.ask(browser, "离婚要什么手续") }
            }
            #expect(try await browser.get("/ask").body.contains("没有帮到您"))
            let handed = try await Self.ask(browser, "交通事故怎么赔")
            #expect(handed.body.contains("正在为您接通人工"))
            #expect(try Self.sessions(node).first?["trigger"] == .string("twice_down"))
        }
    }

    @Test func `begins anew after half an hour without a word`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Self.ask(browser, "公司拖欠工资怎么办")
            node.advance(minutes: 45)
            _ = try Scheduler(kernel: node.kernel).run(at: node.now)
            #expect(try await browser.get("/ask").body.contains("这段对话已经结束"))
            _ = try await Self.ask(browser, "离婚要什么手续")
            #expect(try Self.sessions(node).count == 2)
        }
    }

    @Test func `an account's conversation is shown to that account only`() async throws {
        let node = try Node()
        try await node.visit { browser in
            try await browser.enter("citizen", "")
            _ = try await Self.ask(browser, "公司拖欠工资怎么办")
            #expect(try Self.sessions(node).first?["account"] != .null)
            #expect(try await browser.get("/ask").body.contains("公司拖欠工资怎么办"))
            browser.forget("bagui")
            #expect(try await !browser.get("/ask").body.contains("公司拖欠工资怎么办"))
        }
    }

    @Test func `a complaint is taken by people and gets its number`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Self.ask(browser, "我要投诉你们窗口的工作人员态度恶劣")
            #expect(page.body.contains("/complaint"))
            let form = try await browser.get("/complaint")
            let empty = try await browser.post("/complaint", [("_csrf", form.csrf), ("target_name", "某窗口"), ("phone", "12")])
            #expect(empty.status == 422)
            #expect(empty.body.contains("请填写“经过”") && empty.body.contains("电话号码不对") && empty.body.contains("某窗口"))
            let values = [
                ("_csrf", form.csrf), ("_key", "c"), ("target_kind", "staff"), ("target_name", "某窗口"), ("matter", "attitude"),
                ("occurred_on", "2026-03-01"), ("facts", "说话很凶，身份证110101199003078515"), ("name", "申请人甲"), ("phone", "13900000001"),
            ]
            let done = try await browser.post("/complaint", values)
            #expect(done.body.contains("450000TS2026030200001"))
            _ = try await browser.post("/complaint", values)
            let complaints = try node.kernel.list(ListQuery(type: "interaction/complaint"), as: .system, at: node.now).items
            #expect(complaints.count == 1)
            guard case .string(let facts)? = complaints.first?["facts"] else { throw Missing() }
            #expect(!facts.contains("110101199003078515"))
        }
    }

    @Test func `refuses a form without its token`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await browser.get("/ask")
            #expect(try await browser.post("/ask", [("text", "公司拖欠工资怎么办")]).status == 403)
            #expect(try Self.sessions(node).isEmpty)
        }
    }

    @Test func `notes what it could not answer, alike questions together`() async throws {
        let node = try Node()
        try await node.visit { browser in
            for text in ["我的量子计算机专利池怎么做反向许可抵押", "量子计算机专利池反向许可抵押如何做呢"] {
                let page = try await Self.ask(browser, text)
                #expect(page.status == 200)
            }
            let open = try node.kernel.list(ListQuery(type: "smart-qa/unanswered"), as: .system, at: node.now).items
            #expect(open.count == 1)
            #expect(open.first?["count"] == .int(2))
        }
    }
}
