import Cryptography
import TestBrowser
import Casework
import Expressions
import Foundation
import HTTPTypes
import Knowledge
import NIOCore
import Site
import Synchronization
import Testing

/// What the node's own rules, other languages and danger at night do to a conversation.
@Suite struct `A conversation's conduct` {
    private static let editor = Actor(id: "管理甲", name: "管理甲", grants: [Grant(role: "pls_admin", org: "450000")], org: "450000")
    private static let other = Actor(id: "管理乙", name: "管理乙", grants: [Grant(role: "pls_admin", org: "450000")], org: "450000")

    @discardableResult
    private func act(
        _ node: Node, _ action: String, on record: String? = nil, _ values: [String: String] = [:], as actor: Actor = editor,
        type: String = "smart-qa/guard_rule"
    ) async throws -> ActionOutcome {
        try node.kernel.ensurePerson(id: actor.id, name: actor.name, org: actor.org, grants: actor.grants, at: node.now)
        return try await node.kernel.perform(
            ActionRequest(type: type, action: action, record: record, actor: actor, values: values.mapValues { .string($0) }), at: node.now)
    }

    private func rule(_ node: Node, _ detect: String, _ action: String, _ text: String, code: String = "G-01") async throws -> String {
        let made = try await act(
            node, "create",
            ["code": code, "topic": "测试", "detect": detect, "guard_action": action, "show_text": text, "show_text_za": "（待译）"])
        try await act(node, "activate", on: made.id, as: Self.other)
        return made.id
    }

    private func robot(_ node: Node) throws -> RecordView? {
        try node.kernel.list(ListQuery(type: "smart-qa/robot_turn", filter: "role == 'robot'", sort: "-seq"), as: .system, at: node.now)
            .items
            .first
    }

    @Test func `an administrator's rule holds for the next question, word for word, and no longer when it is taken out`() async throws {
        let node = try Node()
        try await node.visit { browser in
            let before = try await Asking.ask(browser, "公司两个月没发工资怎么办")
            #expect(before.body.contains("《劳动合同法》第三十条"))
            let id = try await rule(node, "没发工资、拖欠工资", "refuse", "欠薪请直接到劳动保障监察窗口。\n\n电话12333。")
            let page = try await Asking.ask(browser, "公司三个月没发工资怎么办")
            #expect(page.body.contains("欠薪请直接到劳动保障监察窗口。"))
            let turn = try #require(try robot(node))
            #expect(turn["text"] == .string("欠薪请直接到劳动保障监察窗口。\n\n电话12333。"))
            #expect(turn["guard_hit"] == .string(id) && turn["rule"] == .string("G-01"))
            #expect(try Asking.sessions(node).first?["outcome"] == .string("refused"))
            try await act(node, "deactivate", on: id, ["off_reason": "改由条目答复"])
            let after = try await Asking.ask(browser, "公司四个月没发工资怎么办")
            #expect(after.body.components(separatedBy: "《劳动合同法》第三十条").count > before.body.components(separatedBy: "《劳动合同法》第三十条").count)
        }
    }

    @Test func `an alarm of an administrator puts the numbers first and calls a person`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await rule(node, "决堤、溃坝", "alert", "请马上往高处走，拨打110。")
            let page = try await Asking.ask(browser, "村里的水库决堤了")
            #expect(page.body.contains("tel:110") && page.body.contains("请马上往高处走"))
            let session = try #require(try Asking.sessions(node).first)
            #expect(session.state == "queued" && session["emergency"] == .bool(true))
        }
    }

    @Test func `what is shipped for danger stands above an administrator's rule, and a person can always be had`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await rule(node, "老公打我、打我、人工", "refuse", "这里不回答家务事。")
            let page = try await Asking.ask(browser, "老公打我，我该怎么办")
            #expect(page.body.contains("12338") && !page.body.contains("这里不回答家务事"))
            let asking = Browser(client: browser.client)
            _ = try await Asking.ask(asking, "离婚要什么手续")
            #expect(try await Asking.ask(asking, "转人工").body.contains("正在为您接通人工"))
        }
    }

    @Test(arguments: ["的", "工资、的", "！工资", "工资\n！离婚"]) func `a rule that would hit everything is refused where it is written`(detect: String)
        async throws
    {
        let node = try Node()
        await #expect(throws: Refusal.self) {
            try await act(
                node, "create", ["code": "G-09", "topic": "测试", "detect": detect, "guard_action": "refuse", "show_text": "不答"])
        }
    }

    @Test func `a rule on one server is heard of on another`() async throws {
        let file = NSTemporaryDirectory() + "bagui-guard-\(UUID().uuidString).sqlite"
        let master = MasterKey.fresh()
        let (one, two) = (try Node("sqlite:\(file)", master: master), try Node("sqlite:\(file)", master: master))
        try await two.visit { browser in
            _ = try await Asking.ask(browser, "离婚要什么手续")
            _ = try await rule(one, "遛狗、养狗", "redirect", "养犬管理请问城管热线。")
            try await Task.sleep(for: .milliseconds(700))
            #expect(try await Asking.ask(browser, "邻居遛狗不牵绳").body.contains("养犬管理请问城管热线。"))
        }
    }

    // MARK: Languages

    @Test(arguments: [
        ("Gou mbouj rox baenzlawz guh, gyoengqde mbouj hawj gou ngaenz", "za"), ("有没有会讲壮话的工作人员", "za"), ("我只会讲白话，想问下离婚", "yue"),
        ("Tôi muốn hỏi về hợp đồng lao động", "vi"), ("How do I get my deposit back from the landlord?", "en"),
    ]) func `a question in another language waits for a person who speaks it`(text: String, code: String) async throws {
        let node = try Node()
        try await node.visit { browser in
            let page = try await Asking.ask(browser, text)
            #expect(page.body.contains("正在为您接通人工"))
            let session = try #require(try Asking.sessions(node).first)
            #expect(session.state == "queued" && session["lang"] == .string(code))
            let desk = Actor(id: "前台甲", name: "前台甲", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
            try await act(node, "pick_up", on: session.id, as: desk, type: "smart-qa/robot_session")
            try await act(
                node, "form_order", on: session.id, ["service_line": "general", "summary": "当事人咨询"], as: desk,
                type: "smart-qa/robot_session")
            let order = try #require(try node.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: node.now).items.first)
            #expect(order["lang_need"] == .string(code))
        }
        let night = try Node()
        night.advance(minutes: 11 * 60)
        try await night.visit { browser in
            _ = try await Asking.ask(browser, text)
            let order = try #require(
                try night.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: night.now).items.first)
            #expect(order["lang_need"] == .string(code))
        }
    }

    // MARK: Danger at night

    @Test func `in danger at night without a number one is told so, with whom to call first, and may leave a safe one`() async throws {
        let node = try Node()
        node.advance(minutes: 11 * 60)
        try await node.visit { browser in
            let page = try await Asking.ask(browser, "老公正在打我")
            let body = page.body
            #expect(body.contains("没有人能打给您"))
            let places = try ["tel:110'", "没有留电话", "tel:12348'", "tel:12338'"].map { mark in
                try #require(
                    body.range(of: mark, range: (body.range(of: "<main")?.lowerBound ?? body.startIndex)..<body.endIndex)?.lowerBound,
                    "\(mark)")
            }
            let said = try #require(body.range(of: "老公正在打我")?.lowerBound)
            #expect(places.allSatisfy { $0 < said }, "numbers stand above what was said")
            let order = try #require(try node.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: node.now).items.first)
            #expect(order["urgency"] == .string("critical") && order["is_anonymous"] == .bool(true))
            guard case .string(let title) = order["title"] else { throw Missing() }
            #expect(title.hasPrefix("【险情】"))
            // A wrong number says what is wrong; a right one reaches the order, with how it is safe.
            #expect(try await browser.post("/ask/contact", [("_csrf", page.csrf), ("_key", "a"), ("phone", "12")]).status == 422)
            let left = try await browser.post(
                "/ask/contact", [("_csrf", page.csrf), ("_key", "b"), ("phone", "13900000031"), ("how", "只在上午打")])
            #expect(left.status == 303)
            let later = try await browser.get("/ask").body
            #expect(!later.contains("没有人能打给您") && later.contains("已作为特急工单转给值班人员"))
            let reached = try node.kernel.view("work-order/work_order", id: order.id, as: .system, at: node.now)
            #expect(reached["is_anonymous"] == .bool(false))
            let phone = try await node.kernel.reveal(
                "work-order/work_order", id: order.id, field: "contact_no", purpose: "核对", as: .system, at: node.now)
            #expect(phone == .string("13900000031"))
            let message = try #require(
                try node.kernel.list(ListQuery(type: "work-order/order_message", parent: order.id), as: .system, at: node.now).items.first)
            guard case .string(let text) = message["text"] else { throw Missing() }
            #expect(text.contains("只在上午打") && !text.contains("13900000031"))
        }
    }
    struct Missing: Error {}

    @Test func `danger stands first on the desk's lists`() async throws {
        let node = try Node()
        try await node.visit { browser in
            _ = try await Asking.ask(Browser(client: browser.client), "老公正在打我")
            node.advance(minutes: 1)
            let quiet = Browser(client: browser.client)
            _ = try await Asking.ask(quiet, "离婚要什么手续")
            _ = try await Asking.ask(quiet, "转人工")
            let desk = Actor(id: "前台甲", name: "前台甲", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
            try node.kernel.ensurePerson(id: desk.id, name: desk.name, org: desk.org, grants: desk.grants, at: node.now)
            let list = try node.kernel.list(ListQuery(type: "smart-qa/robot_session"), as: desk, at: node.now).items
            #expect(list.map { $0["emergency"] } == [.bool(true), .bool(false)])
        }
        let night = try Node()
        night.advance(minutes: 11 * 60)
        try await night.visit { browser in
            let quiet = Browser(client: browser.client)
            let form = try await quiet.get("/ask/message")
            _ = try await quiet.post("/ask/message", [("_csrf", form.csrf), ("_key", "q"), ("content", "离婚要什么手续"), ("phone", "")])
            night.advance(minutes: 1)
            _ = try await Asking.ask(Browser(client: browser.client), "老公正在打我")
            let desk = Actor(id: "前台甲", name: "前台甲", grants: [Grant(role: "front_desk", org: "450000")], org: "450000")
            try night.kernel.ensurePerson(id: desk.id, name: desk.name, org: desk.org, grants: desk.grants, at: night.now)
            let orders = try night.kernel.list(ListQuery(type: "work-order/work_order"), as: desk, at: night.now).items
            #expect(orders.map { $0["urgency"] } == [.string("critical"), .string("normal")])
        }
    }

    // MARK: Addresses

    @Test func `visitors behind a trusted proxy are counted each by himself`() async throws {
        func limited(_ proxies: TrustedProxies) async throws -> Bool {
            let node = try Node(proxies: proxies)
            let answers = Answers()
            try await node.serve { client in
                func send(_ path: String, _ method: HTTPRequest.Method, from address: String, cookie: String, _ body: String) async throws
                    -> (Int, [String], String)
                {
                    var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .cookie: cookie]
                    if let name = HTTPField.Name("X-Forwarded-For") { headers[name] = address }
                    let answer = try await client.executeRequest(
                        uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
                    return (answer.status.code, answer.headers[values: .setCookie], String(buffer: answer.body))
                }
                // Hand-overs and messages: thirty an hour from an address.
                for number in 0..<32 {
                    let address = "203.0.113.\(number + 1)"
                    let (_, cookies, page) = try await send("/ask/message", .get, from: address, cookie: "x=1", "")
                    let cookie = cookies.compactMap { $0.split(separator: ";").first.map(String.init) }.joined(separator: "; ")
                    let csrf = page.firstMatch(of: /name='_csrf' value='([^']*)'/).map { String($0.1) } ?? ""
                    let (status, _, _) = try await send(
                        "/ask/message", .post, from: address, cookie: cookie,
                        "_csrf=\(QueryValues.encode(csrf))&_key=k\(number)&content=\(QueryValues.encode("想问一件离婚的事情"))&phone=")
                    answers.note(status)
                }
            }
            return answers.last != 303
        }
        #expect(try await limited(.none), "without a proxy what a visitor says of his address counts for nothing")
        #expect(try await !limited(TrustedProxies("127.0.0.1, ::1")))
    }

    private final class Answers: Sendable {
        private let status = Mutex(0)
        var last: Int { status.withLock { $0 } }
        func note(_ code: Int) { status.withLock { $0 = code } }
    }
}
