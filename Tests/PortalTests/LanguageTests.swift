import TestBrowser
import Casework
import Expressions
import Foundation
import Hummingbird
import HummingbirdTesting
import Site
import Storage
import Testing

@testable import Portal

/// Pages in another language: complete, or not offered.
@Suite struct `Other languages` {
    private static let pages = ["/", "/legal-help", "/ask", "/ask/message", "/find", "/progress", "/enter/phone", "/privacy"]

    private func folder(_ texts: [String: String], language: String) throws -> String {
        let folder = NSTemporaryDirectory() + "bagui-languages-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let data = try JSONSerialization.data(withJSONObject: ["language": language, "texts": texts])
        try data.write(to: URL(fileURLWithPath: folder + "/a.json"))
        return folder
    }

    private static func english() throws -> [String: String] {
        struct File: Decodable { var texts: [String: String] }
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: Product.house + "/Languages/en.json"))).texts
    }

    @Test func `English is complete on every page that can have it, and holds nothing else`() async throws {
        let node = try Node()
        try await node.visit { _ in
            for page in Portal.translated {
                #expect(node.site.settings.languages.missing(from: .english, of: page, on: node.site) == [], "\(page.name)")
                #expect(node.site.settings.languages.offered(page, on: node.site) == [.chinese, .english])
            }
            #expect(node.site.settings.languages.unknown(in: .english, for: Portal.translated, on: node.site) == [])
        }
    }

    @Test func `is chosen by the switch, kept in a cookie, and marked where something is Chinese all the same`() async throws {
        try await Node().visit { browser in
            for path in Self.pages {
                let page = try await browser.get(path)
                #expect(page.body.contains("<html lang=\"zh-CN\""), "\(path)")
                #expect(page.body.contains("value='en'"), "\(path) offers no English")
                #expect(!page.body.contains("value='za'"), "\(path) offers what nobody has written")
            }
            let home = try await browser.get("/")
            let chosen = try await browser.post("/preferences", [("_csrf", home.csrf), ("language", "en"), ("back", "/")])
            #expect(chosen.status == 303 && browser.cookie("language") == "en")
            for path in Self.pages {
                let page = try await browser.get(path)
                #expect(page.body.contains("<html lang=\"en\""), "\(path)")
                #expect(Self.unmarked(page.body) == [], "\(path)")
            }
            // Where there is no English the page is Chinese and says so.
            #expect(try await browser.get("/matters").body.contains("<html lang=\"zh-CN\""))
            #expect(try await !browser.get("/matters").body.contains("value='en'"))
        }
    }

    /// Chinese that a reader sees, without what is marked as Chinese or is the language's own name.
    static func unmarked(_ body: String) -> [String] {
        let shown = body.replacing(/<(\w+)[^>]* lang=['"]zh-CN['"][^>]*>.*?<\/\1>/, with: "").replacing(/<[^>]*>/, with: " ")
        return shown.matches(of: /[\u{4E00}-\u{9FFF}]+/).map { String($0.0) }
    }

    @Test(arguments: ["legal-aid", "lawyer", "mediation"])
    func `what number and code find is told in English: steps, who has it, until when, by what rule`(slug: String) async throws {
        let node = try `Starting a matter`.node()
        try await node.visit { browser in
            _ = try await `Starting a matter`.applicant(slug, browser).fill()
            try await `Starting a matter`.signIn(browser)
            let filed = try await browser.fill("/matters/\(slug)/start/check", [])
            let address = try #require(filed.location)
            let receipt = try await browser.get(address)
            let code = try #require(receipt.body.firstMatch(of: /查询码<\/dt><dd><code>([0-9A-Z]{6})<\/code><\/dd>/)?.1)
            try await node.visit { stranger in
                stranger.set(cookie: "language", "en")
                let number = String(address.dropFirst("/receipts/".count))
                let found = try await stranger.fill("/progress", [("number", number), ("code", String(code))])
                #expect(found.location == "/progress/now")
                let page = try await stranger.get("/progress/now")
                #expect(page.body.contains("<html lang=\"en\"") && page.body.contains("Where it stands") && page.body.contains(number))
                #expect(Self.unmarked(page.body) == [], "\(slug)")
                #expect(page.body.contains("March 2026"))
                #expect(!page.body.contains("申请人甲") && !page.body.contains("13900000001"))
                if slug == "legal-aid" {
                    #expect(page.body.contains("<b>Submitted</b>") && page.body.contains("First check") && page.body.contains("1 day left"))
                }
                stranger.set(cookie: "language", "zh-CN")
                #expect(try await stranger.get("/progress/now").body.contains("办理进度"))
            }
        }
    }

    @Test func `a state that nobody has translated takes what is found out of the offer`() throws {
        var texts = try Self.english()
        texts["state.work-order/work_order.replied"] = nil
        texts["limit.online-handling/service_application.a1"] = nil
        let languages = try PageLanguages(folders: [folder(texts, language: "en")])
        let node = try Node(languages: languages)
        let found = try #require(Portal.translated.first { $0.name == "progress-found" })
        #expect(
            Set(languages.missing(from: .english, of: found, on: node.site))
                == ["state.work-order/work_order.replied", "limit.online-handling/service_application.a1"])
        let looked = try #require(Portal.translated.first { $0.name == "progress" })
        #expect(languages.offered(looked, on: node.site) == [.chinese, .english])
    }

    @Test func `signing in says every step and every mistake in English, and what was done on the page that comes after`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            browser.set(cookie: "language", "en")
            func good(_ page: Browser.Page, _ words: String, at place: String) {
                #expect(page.body.contains("<html lang=\"en\"") && page.body.contains(words), "\(place)")
                #expect(Self.unmarked(page.body) == [], "\(place)")
            }
            good(try await browser.get("/enter/phone?back=/ask"), "Send me a code", at: "phone")
            good(try await browser.fill("/enter/phone", [("phone", "12")]), "has 11 digits", at: "wrong phone")
            good(try await browser.fill("/enter/phone", [("phone", "19000000001")]), "tick", at: "not agreed")
            let sent = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true"), ("back", "/ask")])
            #expect(sent.location == "/enter/phone/code")
            good(try await browser.get("/enter/phone/code"), "We sent a code to", at: "code")
            good(try await browser.fill("/enter/phone/code", [("code", "")]), "Enter the code from the text message", at: "no code")
            good(try await browser.fill("/enter/phone/code", [("code", "000000")]), "more times", at: "wrong code")
            let soon = try await browser.fill("/enter/phone", [("phone", "19000000001"), ("agreed", "true")])
            good(soon, "Too many codes were asked for", at: "too soon")
            let entered = try await browser.fill("/enter/phone/code", [("code", messages.code)])
            good(try await browser.get(try #require(entered.location)), "You are signed in", at: "after")
        }
        try await Node(isDemonstration: false).visit { browser in
            browser.set(cookie: "language", "en")
            let page = try await browser.get("/enter/phone")
            #expect(page.status == 503 && page.body.contains("cannot send text messages") && Self.unmarked(page.body) == [])
        }
    }

    @Test func `an error of an entry is reported in English; whoever mends it reads Chinese`() async throws {
        let node = try Node()
        let id = try node.institution("A", "广西金湖律师事务所")
        try await node.visit { browser in
            browser.set(cookie: "language", "en")
            let form = try await browser.get("/find/\(id)/correct")
            #expect(form.body.contains("<html lang=\"en\"") && form.body.contains("What should it be") && Self.unmarked(form.body) == [])
            for (typed, words) in [
                ([("proposed", "x")], "Choose what is wrong"), ([("field", "hours"), ("proposed", "")], "Write what it should be"),
                ([("field", "hours"), ("proposed", "9:00–17:00"), ("phone", "12")], "Check the phone number"),
            ] {
                let page = try await browser.fill("/find/\(id)/correct", typed)
                #expect(page.status == 422 && page.body.contains(words) && Self.unmarked(page.body) == [], "\(words)")
            }
            let sent = try await browser.fill("/find/\(id)/correct", [("field", "hours"), ("proposed", "9:00–17:00"), ("_key", "k")])
            #expect(sent.body.contains("We have received it") && sent.body.contains("March 2026") && Self.unmarked(sent.body) == [])
        }
        let kept = try #require(
            try node.kernel.list(ListQuery(type: "legal-directory/correction_request", limit: 1), as: .system, at: node.now).items.first)
        #expect(kept["field"] == .string("服务时间"))
    }

    @Test func `what goes wrong is said in English, with what to do; Chinese of the program stands beneath, marked`() async throws {
        let errors: [(String, any Error & Sendable, Int, String)] = [
            ("400", HTTPError(.badRequest), 400, "Go back to the page before"), ("403", HTTPError(.forbidden), 403, "not open to you"),
            ("404", HTTPError(.notFound), 404, "start again from the home page"),
            ("409", Refusal(.state, action: "x", "已经办结，不能再补正"), 409, "moved on to another step"),
            ("stale", Refusal(.stale, action: "x", "内容已被别人更改"), 409, "go back, check it and send it again"),
            ("413", HTTPError(.contentTooLarge), 413, "fewer or smaller files"),
            ("429", HTTPError(.tooManyRequests, message: "查看得太频繁了"), 429, "Wait a few minutes"),
            ("500", CancellationError(), 500, "technical staff will look at it"),
            ("503", DatabaseError(.busy, "busy"), 503, "Try again in a minute"),
            ("unknown", DatabaseError(.outcomeUnknown, "lost"), 503, "it will not be done twice"),
        ]
        let node = try Node()
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: node.site))
        let routes = SiteRoutes(router, node.site)
        for (name, error, _, _) in errors { routes.get(RouterPath("wrong/\(name)"), for: .anyone) { _ in throw error } }
        routes.post("wrong/form", for: .anyone) { visit, _ in visit.redirect(to: "/") }
        _ = try Portal(site: node.site, library: node.library)
        try await Application(router: router).test(.router) { client in
            let browser = Browser(client: client)
            for (name, _, status, words) in errors {
                let chinese = try await browser.get("/wrong/\(name)")
                #expect(Int(chinese.status) == status && chinese.body.contains("<html lang=\"zh-CN\""), "\(name)")
                browser.set(cookie: "language", "en")
                let english = try await browser.get("/wrong/\(name)")
                #expect(Int(english.status) == status && english.body.contains("<html lang=\"en\""), "\(name)")
                #expect(english.body.contains(words) && Self.unmarked(english.body) == [], "\(name)")
                browser.set(cookie: "language", "zh-CN")
            }
            browser.set(cookie: "language", "en")
            let said = try await browser.get("/wrong/409")
            #expect(said.body.contains("<span lang='zh-CN'>已经办结，不能再补正</span>"))
            // A form without its token comes back with what was typed.
            let kept = try await browser.post("/wrong/form", [("_csrf", "x"), ("text", "wages")])
            #expect(kept.status == 403 && kept.body.contains("<html lang=\"en\"") && kept.body.contains("wages"))
            #expect(kept.body.contains("It is right – send") && Self.unmarked(kept.body) == [])
        }
    }

    @Test func `one missing text takes the page out of the offer, and only that page`() async throws {
        var texts = try Self.english()
        texts["ask.handOver"] = nil
        texts["find.page"] = "Page %1"
        let languages = try PageLanguages(folders: [folder(texts, language: "en")])
        let node = try Node(languages: languages)
        try await node.visit { browser in
            browser.set(cookie: "language", "en")
            let ask = try await browser.get("/ask")
            #expect(ask.body.contains("<html lang=\"zh-CN\""))
            // A text that loses a value is no translation.
            let find = try await browser.get("/find")
            #expect(find.body.contains("<html lang=\"zh-CN\""))
            let progress = try await browser.get("/progress")
            #expect(progress.body.contains("<html lang=\"en\""))
            let missing = languages.missing(from: .english, of: Portal.translated[2], on: node.site)
            #expect(missing == ["ask.handOver"])
        }
    }

    @Test func `Zhuang is offered as soon as somebody's catalogue is complete`() async throws {
        // Not Zhuang: signs that stand for it.
        var texts = try Self.english().mapValues { "z " + $0 }
        let part = try PageLanguages(folders: [folder(texts, language: "za")])
        let bare = try Node(languages: part)
        try await bare.visit { browser in
            browser.set(cookie: "language", "za")
            // What components say is missing yet.
            let page = try await browser.get("/progress")
            #expect(page.body.contains("<html lang=\"zh-CN\""))
            let missing = part.missing(from: .zhuang, of: Portal.translated[0], on: bare.site)
            #expect(!missing.isEmpty && missing.allSatisfy { $0.hasPrefix("component.") })
        }
        for key in part.missing(from: .zhuang, of: Portal.translated[0], on: bare.site) { texts[key] = "z %" }
        let all = try PageLanguages(folders: [Product.house + "/Languages", folder(texts, language: "za")])
        let whole = try Node(languages: all)
        try await whole.visit { browser in
            browser.set(cookie: "language", "za")
            let page = try await browser.get("/progress")
            #expect(page.body.contains("<html lang=\"za\"") && page.body.contains("z Check progress"))
            #expect(page.body.contains("value='za'") && page.body.contains("Vahcuengh"))
        }
    }

    @Test(arguments: [
        "{", "[]", "{\"language\": \"en\"}", "{\"language\": \"xx\", \"texts\": {}}", "{\"language\": \"zh-CN\", \"texts\": {}}",
        "{\"language\": \"en\", \"texts\": {\"a\": 1}}",
    ]) func `a file that cannot be read is named`(text: String) throws {
        let folder = try folder([:], language: "en")
        try text.write(toFile: folder + "/b.json", atomically: true, encoding: .utf8)
        do {
            _ = try PageLanguages(folders: [folder])
            Issue.record("accepted")
        } catch { #expect(error.description.contains("b.json")) }
    }

    @Test func `a question in English reaches a person who speaks it, from a page in English`() async throws {
        let node = try Node()
        try await node.visit { browser in
            browser.set(cookie: "language", "en")
            let page = try await Asking.ask(browser, "My employer has not paid me for two months, what can I do?")
            #expect(page.body.contains("We are connecting you to a person"))
            let session = try #require(try Asking.sessions(node).first)
            #expect(session.state == "queued" && session["lang"] == .string("en"))
        }
    }

    @Test func `with one click, after an answer in Chinese, and as a message at night`() async throws {
        let node = try Node()
        try await node.visit { browser in
            browser.set(cookie: "language", "en")
            let page = try await Asking.ask(browser, "公司拖欠工资怎么办")
            #expect(page.body.contains("<div class=\"turn-body\" lang=\"zh-CN\">") && page.body.contains("Talk to a person"))
            _ = try await browser.post("/ask/hand-over", [("_csrf", page.csrf), ("_key", "h")])
            #expect(try Asking.sessions(node).first?["lang"] == .string("en"))
        }
        let night = try Node()
        night.advance(minutes: 11 * 60)
        try await night.visit { browser in
            browser.set(cookie: "language", "en")
            let form = try await browser.get("/ask/message")
            #expect(form.body.contains("Nobody is at the desk now"))
            let short = try await browser.post("/ask/message", [("_csrf", form.csrf), ("content", "Help"), ("phone", "12")])
            #expect(short.status == 422 && short.body.contains("at least five characters"))
            let sent = try await browser.post(
                "/ask/message", [("_csrf", form.csrf), ("_key", "k"), ("content", "I want to ask about my wages"), ("phone", "")])
            let receipt = try await browser.get(sent.location ?? "/")
            #expect(receipt.body.contains("We have received your message") && receipt.body.contains("3 March 2026, 20:00"))
            let order = try #require(
                try night.kernel.list(ListQuery(type: "work-order/work_order"), as: .system, at: night.now).items.first)
            #expect(order["lang_need"] == .string("en"))
        }
    }

    @Test func `is kept with the account`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        try await node.visit { browser in
            try await browser.signIn("13900000021", messages)
            let page = try await browser.get("/")
            _ = try await browser.post("/preferences", [("_csrf", page.csrf), ("language", "en"), ("back", "/")])
            let account = try #require(
                try node.kernel.list(ListQuery(type: "citizen-account/account", limit: 1), as: .system, at: node.now).items.first)
            #expect(account["lang_pref"] == .string("en"))
            let other = Browser(client: browser.client)
            node.advance(minutes: 5)
            try await other.signIn("13900000021", messages)
            #expect(other.cookie("language") == "en")
        }
    }
}
