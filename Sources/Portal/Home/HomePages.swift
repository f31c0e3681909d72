import Casework
import HTML
import Hummingbird
import Knowledge
import Logging
import Site
import WorkCalendar

/// The first page: the question box, what is asked most, what people come for, where a matter stands, what is new.
struct HomePages: Sendable {
    let site: Site
    let library: Library
    let asked: AskedMatters
    let notices: NewestNotices

    init(site: Site, library: Library) {
        self.site = site
        self.library = library
        asked = AskedMatters(site: site, library: library)
        notices = NewestNotices(site: site)
    }

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("/", for: .anyone) { visit in try page(visit) }
        routes.get("legal-help", for: .anyone) { visit in try HelpPage(visit: visit).answer() }
    }

    private func page(_ visit: Visit) throws -> Response {
        let words = visit.words(for: HomeText.page)
        return try words.speaking { try page(visit, words) }
    }

    private func page(_ visit: Visit, _ words: PageWords) throws -> Response {
        func say(_ text: HomeText) -> String { words(text) }
        let entrance: HTML = HTML.when(
            site.settings.isDemonstration,
            notice(
                say(.demonstration), .soon, body: "<p>\(say(.fictitious))</p>", actions: linkButton(say(.enter), to: "/sign-in")))
        let situations = HomeSituation.all.map { StartCard(say($0.label), text: say($0.text), to: $0.address, icon: $0.icon) }
        let help = StartCard(say(.help), text: say(.helpText), to: HelpPage.path, icon: .phone)
        // Who reads no Chinese begins with whom to call.
        let cards = words.isChinese ? situations + [help] : [help] + situations
        let body: HTML = """
            \(try box(visit, words))<h2>\(say(.matters))</h2>\(cardGrid(cards))<div class="home-pair">\(progress(visit, words))\(find(words))</div>\(news(visit, words))\(entrance)
            """
        return try visit.page(say(.title), shell: .portal, in: words, body: body)
    }

    private func box(_ visit: Visit, _ words: PageWords) throws -> HTML {
        let week = try asked.week(at: visit.now)
        let title: String
        switch week.asked {
        case AskedMatters.most...: title = words(HomeText.askedMost)
        case 0: title = words(HomeText.askedNone)
        default: title = words(HomeText.askedSome, "\(week.asked)")
        }
        return AskBox(
            question: words(HomeText.question), address: "/ask", hint: words(HomeText.hint), buttonLabel: words(HomeText.ask),
            examplesTitle: title,
            examples: week.matters.map { NavItem($0.question, to: "/ask/about/\($0.entry)", language: words.isChinese ? nil : "zh-CN") },
            note: words(HomeText.note), csrf: visit.csrf, key: visit.freshKey(), more: hiddenInput("from", "home")
        ).html
    }

    private func progress(_ visit: Visit, _ words: PageWords) -> HTML {
        card(
            words(HomeText.progress),
            """
            <form class="form" method="post" action="/progress">\(hiddenFields(csrf: visit.csrf))<div class="form-fields">\(FormField("number", words(HomeText.number), .text(.code, maxLength: 40), isRequired: true))\(FormField("code", words(HomeText.code), .text(.code, maxLength: 6), help: words(HomeText.codeHelp), isRequired: true))</div><div class="buttons">\(button(words(HomeText.progress), icon: .clock))</div></form>
            """)
    }

    private func find(_ words: PageWords) -> HTML {
        card(
            words(HomeText.find),
            """
            <form class="form" role="search" action="/find"><div class="form-fields">\(FormField("q", words(HomeText.findField), .text(.search, maxLength: 60), help: words(HomeText.findHelp)))</div><div class="buttons">\(button(words(HomeText.find), icon: .location))</div></form>
            """)
    }

    private func news(_ visit: Visit, _ words: PageWords) -> HTML {
        let lines = notices.lines(at: visit.now)
        let list: HTML =
            lines.isEmpty
            ? "<p class='quiet'>\(words(HomeText.noNews))</p>"
            : "<ul class='link-list'>\(lines.html { "<li><a href='/notices/\(component: $0.id)'>\(words.chinese($0.title))</a><time datetime='\($0.day.description)'>\(words.isChinese ? $0.day.chineseDate : words.day($0.day))</time></li>" })</ul>"
        return card(
            words(HomeText.news),
            actions:
                "\(linkButton(words(HomeText.moreNews), to: "/notices", .quiet))\(linkButton(words(HomeText.cases), to: "/cases", .quiet))",
            list)
    }
}
