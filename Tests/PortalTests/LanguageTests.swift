import TestBrowser
import Casework
import Expressions
import Foundation
import Portal
import Site
import Testing

/// Pages in another language: complete, or not offered.
@Suite struct `Other languages` {
    private static let pages = ["/", "/legal-help", "/ask", "/ask/message", "/find", "/progress"]

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
                // What a reader sees, without what is marked as Chinese or is the language's own name.
                let shown = page.body.replacing(/<(\w+)[^>]* lang=['"]zh-CN['"][^>]*>.*?<\/\1>/, with: "").replacing(/<[^>]*>/, with: " ")
                let left = shown.matches(of: /[\u{4E00}-\u{9FFF}]+/).map { String($0.0) }
                #expect(left == [], "\(path)")
            }
            // Where there is no English the page is Chinese and says so.
            #expect(try await browser.get("/matters").body.contains("<html lang=\"zh-CN\""))
            #expect(try await !browser.get("/matters").body.contains("value='en'"))
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
