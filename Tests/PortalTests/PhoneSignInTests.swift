import TestBrowser
import Casework
import Foundation
import Portal
import Site
import Synchronization
import Testing
import WorkCalendar

/// A gateway that keeps what it was given.
final class TestMessages: MessageGateway {
    private let kept = Mutex<[(text: String, phone: String)]>([])
    func send(_ text: String, to phone: String, reference: String, at now: Moment) async throws {
        kept.withLock { $0.append((text, phone)) }
    }
    var count: Int { kept.withLock { $0.count } }
    /// The six digits of the newest text.
    var code: String {
        let text = kept.withLock { $0.last?.text } ?? ""
        return text.firstMatch(of: /验证码 ([0-9]{6})/).map { String($0.1) } ?? ""
    }
}

extension Browser {
    /// Signs in by phone; an account is made where there is none.
    @discardableResult func signIn(_ phone: String, _ messages: TestMessages, back: String = "/me") async throws -> Page {
        _ = try await fill("/enter/phone?back=\(back)", to: "/enter/phone", [("phone", phone), ("agreed", "true"), ("back", back)])
        return try await fill("/enter/phone/code", [("code", messages.code)])
    }
}

@Suite struct `Signing in by phone` {
    @Test func `makes an account the first time, finds it the second, and goes back where one came from`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            let first = try await browser.signIn("19000000001", messages, back: "/find")
            #expect(first.status == 303)
            #expect(first.location?.hasPrefix("/find") == true)
            let other = Browser(client: browser.client)
            node.advance(minutes: 2)
            let second = try await other.signIn("１９０ 0000 0001", messages)
            #expect(second.location?.hasPrefix("/me") == true)
        }
        #expect(try node.rows("SELECT real_level FROM \(identifier: "citizen_account__account")").map { $0.text(0) } == ["R1"])
        #expect(try node.rows("SELECT 1 FROM \(identifier: "citizen_account__login_log")").count == 2)
        #expect(try node.rows("SELECT 1 FROM person WHERE id LIKE 'c-%'").count == 1)
        let journal = try node.rows("SELECT changes FROM journal").compactMap { $0.text(0) }
        #expect(!journal.contains { $0.contains(messages.code) || $0.contains("19000000001") })
    }

    @Test func `wants the rules read and a mobile number`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            let unread = try await browser.fill("/enter/phone", [("phone", "19000000001")])
            #expect(unread.status == 422)
            #expect(unread.body.contains("请先阅读个人信息处理规则"))
            let wrong = try await browser.fill("/enter/phone", [("phone", "0771-5853000"), ("agreed", "true")])
            #expect(wrong.status == 422)
            #expect(wrong.body.contains("手机号应为11位数字"))
            #expect(messages.count == 0)
        }
    }

    @Test func `sends one code a minute and says so`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            _ = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            let again = try await Browser(client: browser.client).fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            #expect(again.status == 422)
            #expect(again.body.contains("一分钟内只能发送一次"))
            #expect(messages.count == 1)
        }
    }

    @Test func `locks a code after five wrong tries, and the right one comes too late`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            _ = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            let wrong = messages.code == "000000" ? "111111" : "000000"
            let first = try await browser.fill("/enter/phone/code", [("code", wrong)])
            #expect(first.body.contains("还可以试4次"))
            for _ in 0..<4 { _ = try await browser.fill("/enter/phone/code", [("code", wrong)]) }
            let late = try await browser.fill("/enter/phone/code", [("code", messages.code)])
            #expect(late.status == 422)
            #expect(late.body.contains("已作废"))
        }
    }

    @Test func `knows no difference between a known and an unknown phone before the code`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            try await browser.signIn("19000000001", messages)
            node.advance(minutes: 2)
            func asked(_ phone: String) async throws -> String {
                let other = Browser(client: browser.client)
                _ = try await other.fill("/enter/phone", [("phone", phone), ("agreed", "true")])
                let page = try await other.get("/enter/phone/code").body
                return page.replacing(/value='[^']*'|content='[^']*'|190[*•]+000[0-9]/, with: "")
            }
            #expect(try await asked("19000000001") == asked("19000000002"))
        }
    }

    @Test func `takes no cookie that it did not make`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            _ = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            let other = Browser(client: browser.client)
            let page = try await other.get("/enter/phone/code")
            #expect(page.status == 303)
            #expect(page.location?.hasPrefix("/enter/phone") == true)
        }
    }

    @Test func `says plainly where texts cannot be sent, and shows them in the demonstration only`() async throws {
        try await Node(isDemonstration: false).visit { browser in
            let page = try await browser.get("/enter/phone")
            #expect(page.status == 503)
            #expect(page.body.contains("没有接通短信"))
            #expect(page.body.contains("12348"))
        }
        try await Node().visit { browser in
            _ = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            let page = try await browser.get("/enter/phone/code")
            let code = page.body.firstMatch(of: /data-demonstration-message>[^<]*验证码 ([0-9]{6})/).map { String($0.1) }
            let entered = try await browser.fill("/enter/phone/code", [("code", try #require(code))])
            #expect(entered.status == 303)
        }
    }

    @Test func `sends a stranger at a citizen's page to the phone and back`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            let turned = try await browser.get("/me")
            #expect(turned.location == "/enter/phone?back=%2Fme")
        }
    }

    @Test func `lays texts into the spool, a file each, for its owner only`() async throws {
        let folder = NSTemporaryDirectory() + "bagui-spool-\(UUID().uuidString)"
        let spool = try MessageSpool(folder: folder)
        try await spool.send("验证码 123456", to: "19000000001", reference: "a-1", at: Moment.first)
        let file = "\(folder)/a-1.json"
        let data = try #require(FileManager.default.contents(atPath: file))
        let message = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(message["to"] as? String == "19000000001")
        #expect(message["text"] as? String == "验证码 123456")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        await #expect(throws: MessageFailure.self) { try await spool.send("x", to: "1", reference: "../x", at: Moment.first) }
        try FileManager.default.removeItem(atPath: folder)
    }
}
