import Foundation
import HTML
import Testing

#if canImport(SiteComponents)
    @testable import SiteComponents
#else
    @testable import Site
#endif

@Suite struct `Pages` {
    static let workbench = Shell.workbench(
        WorkbenchShell(
            product: "八桂", start: [NavItem("待办", to: "/todos", count: 3)],
            groups: [
                NavGroup("公共法律服务", icon: .scales, items: [NavItem("工单", to: "/wo")]),
                NavGroup("政务", icon: .home, items: [NavItem("援助", to: "/la")]),
            ], currentLink: "/wo",
            positions: [HeldPost(id: "1", organisation: "甲", role: "乙"), HeldPost(id: "2", organisation: "丙", role: "丁")],
            currentPosition: "2", userName: "韦国强"))
    static let portal = Shell.portal(
        PortalShell(
            siteName: "12348", owner: "厅", items: [NavItem("首页", to: "/")], currentLink: "/", languages: [.chinese, .english, .zhuang]))

    @Test(arguments: [workbench, portal, Shell.wall, .plain])
    func `of every shell are well formed, with a way past the navigation`(shell: Shell) {
        let page = Page(
            title: "待办", frame: PageFrame(csrf: "t", isDemonstration: true, liveAddress: "/events"), shell: shell, body: "<h1>待办</h1>")
        let markup = Markup(page.html)
        #expect(markup.faults.isEmpty, "\(markup.faults)")
        #expect(markup.all("main").count == 1)
        #expect(markup.all("main").first?.attributes["id"] == "content")
        #expect(markup.all("a").first?.attributes["href"] == "#content")
        #expect(markup.all("h1").count == 1)
        #expect(page.html.description.contains("演示环境"))
    }

    @Test(arguments: [workbench, portal, Shell.wall, .plain])
    func `name only scripts and style sheets that exist`(shell: Shell) throws {
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Public")
        let markup = Markup(Page(title: "a", frame: PageFrame(liveAddress: "/events"), shell: shell, body: .empty).html)
        let addresses = markup.all("script").compactMap { $0.attributes["src"] } + markup.all("link").compactMap { $0.attributes["href"] }
        #expect(addresses.count > 2)
        for address in addresses {
            let path = try #require(address.split(separator: "?").first)
            #expect(FileManager.default.fileExists(atPath: folder.path + path), "\(path)")
        }
    }

    @Test func `show preferences on the root element, and nothing for the usual`() throws {
        let plain = Markup(Page(title: "a", frame: PageFrame(), shell: .plain, body: .empty).html)
        let usual = try #require(plain.all("html").first)
        #expect(usual.attributes == ["lang": "zh-CN", "class": "plain"])
        let preferences = Preferences(theme: "dark", size: "large", language: "za")
        let chosen = Markup(Page(title: "a", frame: PageFrame(preferences: preferences), shell: .plain, body: .empty).html)
        #expect(chosen.all("html").first?.attributes == ["lang": "za", "class": "plain", "data-theme": "dark", "data-size": "large"])
    }

    @Test func `take unknown cookies for none`() {
        #expect(Preferences(theme: "pink", size: nil, language: "<b>") == Preferences())
    }

    @Test func `mark where one is`() {
        let markup = Markup(Page(title: "a", frame: PageFrame(), shell: Self.workbench, body: .empty).html)
        let current = markup.elements.filter { $0.attributes["aria-current"] == "page" }
        #expect(current.map { $0.attributes["href"] } == ["/wo"])
        #expect(
            markup.all("details").filter { $0.attributes["class"] == "nav-group" }.map { $0.attributes["open"] != nil } == [true, false])
    }

    @Test func `of the portal say 12348, the emergency numbers and all their languages`() {
        let html = Page(title: "a", frame: PageFrame(), shell: Self.portal, body: .empty).html.description
        for address in ["tel:12348", "tel:110", "tel:119", "tel:120"] {
            #expect(html.contains("href='\(address)'") || html.contains("href=\"\(address)\""), "\(address)")
        }
        for name in ["中文", "English", "Vahcuengh"] { #expect(html.contains(">\(name)</button>")) }
    }

    @Test func `speak the language they are made in`() {
        let html = ComponentWords.$current.withValue(.english) {
            Page(
                title: "a", frame: PageFrame(preferences: Preferences(language: .english)), shell: Self.portal,
                body: pager(previous: nil, next: "?a")
            ).html.description
        }
        #expect(html.contains("Skip to content"))
        #expect(html.contains("Next"))
        #expect(!html.contains("下一页"))
    }

    @Test func `in English say every word in English`() {
        for (chinese, english) in zip(
            Mirror(reflecting: ComponentWords.chinese).children, Mirror(reflecting: ComponentWords.english).children)
        {
            let name = chinese.label ?? ""
            #expect("\(chinese.value)" != "\(english.value)", "\(name)")
            #expect(!"\(english.value)".unicodeScalars.contains { $0.value > 0x2E7F }, "\(name)")
        }
    }
}
