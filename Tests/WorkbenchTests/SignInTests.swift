import TestBrowser
import Casework
import Foundation
import HTTPTypes
import Site
import Storage
import Testing

@Suite struct `Signing in` {
    static let password = "x9!Kw-Trq2#m"

    /// Makes the first administrator by the console's token.
    private func begin(_ desk: Desk, _ browser: Browser) async throws {
        let token = desk.site.signIn.setupToken.issue()
        let wrong = try await browser.fill(
            "/setup", [("token", "guess"), ("login", "weijg"), ("name", "韦建国"), ("org", "450000"), ("password", Self.password)])
        #expect(wrong.status == 422)
        let made = try await browser.fill(
            "/setup", [("token", token), ("login", "weijg"), ("name", "韦建国"), ("org", "450000"), ("password", Self.password)])
        #expect(made.status == 303, "\(made.body)")
        // Good once.
        #expect(try await browser.get("/setup").status == 404)
    }

    private func code(_ page: Browser.Page, at now: Int64) throws -> String {
        let text = try #require(page.body.firstMatch(of: #/>((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</#)).1
        return try #require(OneTimeCode(text: String(text))).code(step: OneTimeCode.step(atSeconds: now / 1000))
    }

    @Test func `begins with the first administrator, a password and an authenticator`() async throws {
        let desk = try Desk(isDemonstration: false)
        try await desk.visit { browser in
            #expect(try await browser.get("/").location == "/setup")
            #expect(try await browser.fill("/setup", []).status == 422)
            try await begin(desk, browser)
            let enrolment = try await browser.fill("/sign-in", [("login", "weijg"), ("password", Self.password)])
            #expect(enrolment.body.contains("绑定身份验证器"))
            #expect(try await browser.get("/w").status == 303, "not in before the second factor")
            let pending = try #require(enrolment.value(after: "name='pending' value='"))
            let entered = try await browser.post(
                "/sign-in/authenticator",
                [("_csrf", enrolment.csrf), ("pending", pending), ("code", try code(enrolment, at: desk.now.milliseconds))])
            #expect(entered.status == 303 && entered.location == "/w", "\(entered.body)")
            #expect(try await browser.get("/w").status == 200)
            // The code has been used: the same one does not open again.
            browser.forgetCookies()
            let again = try await browser.fill(
                "/sign-in", [("login", "weijg"), ("password", Self.password), ("code", try code(enrolment, at: desk.now.milliseconds))])
            #expect(again.status == 422)
            desk.advance(minutes: 2)
            let later = try await browser.fill(
                "/sign-in", [("login", "weijg"), ("password", Self.password), ("code", try code(enrolment, at: desk.now.milliseconds))])
            #expect(later.status == 303)
        }
    }

    @Test func `is locked for a quarter of an hour after five failures, also for the right password`() async throws {
        let desk = try Desk(isDemonstration: false)
        try await desk.visit { browser in
            try await begin(desk, browser)
            for _ in 1...5 {
                #expect(try await browser.fill("/sign-in", [("login", "weijg"), ("password", "Wrong-guess-1")]).status == 422)
            }
            let locked = try await browser.fill("/sign-in", [("login", "weijg"), ("password", Self.password)])
            #expect(locked.status == 422 && locked.body.contains("锁定"))
            desk.advance(minutes: 16)
            #expect(try await browser.fill("/sign-in", [("login", "weijg"), ("password", Self.password)]).body.contains("绑定身份验证器"))
        }
    }

    @Test func `asks for a new password on the ninety-first day, and not for an old one`() async throws {
        let desk = try Desk(isDemonstration: false)
        try await desk.visit { browser in
            try await begin(desk, browser)
            desk.advance(minutes: 91 * 24 * 60)
            let change = try await browser.fill("/sign-in", [("login", "weijg"), ("password", Self.password)])
            #expect(change.body.contains("更换密码"))
            let pending = try #require(change.value(after: "name='pending' value='"))
            func send(_ password: String) async throws -> Browser.Page {
                try await browser.post(
                    "/sign-in/password", [("_csrf", change.csrf), ("pending", pending), ("password", password), ("again", password)])
            }
            #expect(try await send(Self.password).status == 422)
            #expect(try await send("short").status == 422)
            #expect(try await send("m#2qrT-wK!9x").status == 303)
        }
    }

    @Test func `is not to be had without a password outside the demonstration`() async throws {
        let desk = try Desk(isDemonstration: false)
        try await desk.visit { browser in
            let page = try await browser.get("/setup")
            #expect(try await browser.post("/enter", [("_csrf", page.csrf), ("role", "sys_admin"), ("at", "450000")]).status == 404)
        }
    }

    @Test func `ends with signing out, with idling and after half a day`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            _ = try await browser.post("/sign-out", [("_csrf", try await browser.get("/w").csrf)])
            #expect(try await browser.get("/w").status == 303)
            _ = try await browser.enter("front_desk", "450103")
            for _ in 0..<(12 * 6) {
                desk.advance(minutes: 10)
                _ = try await browser.get("/w")
            }
            #expect(try await browser.get("/w").status == 303, "twelve hours, however busy")
        }
    }

    @Test func `follows a withdrawn grant at once`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            #expect(try await browser.get("/w/work-order/work_order/new").status == 200)
            try desk.kernel.database.writeBlocking { try Directory(connection: $0).setStatus("disabled", of: "front_desk@450103") }
            desk.site.sessions.invalidate()
            #expect(try await browser.get("/w").status == 303)
        }
    }
}
