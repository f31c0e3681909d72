import TestBrowser
import Foundation
import Testing

@testable import Portal

@Suite struct `Looking up a matter` {
    @Test func `answers a wrong number and a wrong code word for word alike`() async throws {
        let node = try `Starting a matter`.node()
        try await node.visit { browser in
            _ = try await `Starting a matter`.applicant("mediation", browser).fill()
            try await `Starting a matter`.signIn(browser)
            let filed = try await browser.fill("/matters/mediation/start/check", [])
            let number = try #require(filed.location).dropFirst("/receipts/".count)
            let stranger = Browser(client: browser.client)
            func answer(_ number: String) async throws -> String {
                let page = try await stranger.fill("/progress", [("number", number), ("code", "ZZZZ99")])
                #expect(page.status == 422)
                #expect(page.location == nil)
                // All but the number that was typed and the token.
                return page.body.text.replacing(number, with: "").replacing(page.csrf, with: "")
            }
            let wrongCode = try await answer(String(number))
            let noSuchNumber = try await answer("450103BL2026030299999")
            #expect(wrongCode == noSuchNumber)
            #expect(wrongCode.contains("没有查到"))
        }
    }

    @Test func `locks a source after five wrong codes, then asks a sum, and does not lock others`() async throws {
        let node = try Node()
        try await node.visit { browser in
            for _ in 0..<5 {
                let page = try await browser.fill("/progress", [("number", "450103BL2026030200001"), ("code", "ZZZZ99")])
                #expect(page.status == 422)
            }
            let locked = try await browser.fill("/progress", [("number", "450103BL2026030200001"), ("code", "ZZZZ99")])
            #expect(locked.status == 429)
            #expect(locked.body.contains("一小时"))
            node.advance(minutes: 61)
            let asks = try await browser.fill("/progress", [("number", "450103BL2026030200001"), ("code", "ZZZZ99")])
            #expect(asks.body.contains("等于几"))
            let sealed = try #require(asks.value(after: "name='_sum' value='"))
            let wrong = try await browser.post(
                "/progress",
                [("_csrf", asks.csrf), ("number", "450103BL2026030200001"), ("code", "ZZZZ99"), ("sum", "99"), ("_sum", sealed)])
            #expect(wrong.body.contains("答错了"))
            let digits = ["二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9]
            let match = try #require(asks.body.firstMatch(of: /(.)加(.)等于几/))
            let sum = (digits[String(match.1)] ?? 0) + (digits[String(match.2)] ?? 0)
            let right = try await browser.post(
                "/progress",
                [("_csrf", asks.csrf), ("number", "450103BL2026030200001"), ("code", "ZZZZ99"), ("sum", "\(sum)"), ("_sum", sealed)])
            #expect(right.status == 422)
            #expect(right.body.contains("没有查到"))
        }
    }

    @Test func `is not fooled by a cookie of one's own making`() async throws {
        try await Node().visit { browser in
            let without = try await browser.get("/progress/now")
            #expect(without.location == "/progress")
            browser.set(cookie: "looked", "b25saW5lLWhhbmRsaW5nL3NlcnZpY2VfYXBwbGljYXRpb246MQ")
            let forged = try await browser.get("/progress/now")
            #expect(forged.location == "/progress")
        }
    }

    @Test func `shows its owner who has it, until when and why, and lets him withdraw once asked again`() async throws {
        let node = try `Starting a matter`.node()
        try await node.visit { browser in
            _ = try await `Starting a matter`.applicant("legal-aid", browser).fill()
            try await `Starting a matter`.signIn(browser)
            let filed = try await browser.fill("/matters/legal-aid/start/check", [])
            let receipt = try await browser.get(try #require(filed.location))
            let address = try #require(receipt.body.firstMatch(of: /\/progress\/application\/[^"']+/)?.0)
            let page = try await browser.get(String(address))
            #expect(page.body.contains("青秀区司法局"))
            #expect(page.body.contains("法律援助法第43条"))
            #expect(page.body.contains("aria-current=\"step\"") || page.body.contains("aria-current='step'"))
            let stranger = Browser(client: browser.client)
            try node.kernel.ensurePerson(id: "申请人乙", name: "申请人乙", org: "", grants: [.init(role: "citizen", org: "")], at: node.now)
            try await stranger.enter(as: "申请人乙", on: node)
            let notHis = try await stranger.get(String(address))
            #expect(notHis.status == 404, "\(notHis.location ?? "") \(notHis.body.text.prefix(300))")

            // Eight days on nobody has decided: said plainly, with what one can do.
            node.advance(minutes: 9 * 24 * 60)
            try await `Starting a matter`.signIn(browser)
            let late = try await browser.get(String(address))
            #expect(late.body.contains("已经超过期限"))
            let form = try await browser.get("\(address)/do/business/withdraw")
            #expect(form.body.contains("确定撤回吗"))
            let done = try await browser.post(
                "\(address)/do/business/withdraw", [("_csrf", form.csrf), ("_version", form.value(after: "name='_version' value='") ?? "")])
            #expect(done.status == 303, "\(done.body.text.prefix(400))")
            let after = try await browser.get(String(address))
            #expect(after.body.contains("撤回"))
        }
    }
}
