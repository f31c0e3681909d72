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
    }

    private func page(_ visit: Visit) throws -> Response {
        let entrance: HTML = HTML.when(
            site.settings.isDemonstration,
            notice("演示系统", .soon, body: "<p>其中人物均为虚构。</p>", actions: linkButton("选择身份进入", to: "/sign-in")))
        let body: HTML = """
            \(try box(visit))<h2>办事</h2>\(cardGrid(HomeSituation.all.map { StartCard($0.label, text: $0.text, to: $0.address, icon: $0.icon) }))<div class="home-pair">\(progress(visit))\(find)</div>\(news(visit))\(entrance)
            """
        return try visit.page("首页", shell: .portal, body: body)
    }

    private func box(_ visit: Visit) throws -> HTML {
        let week = try asked.week(at: visit.now)
        let title: String
        switch week.asked {
        case AskedMatters.most...: title = "本周大家问得最多"
        case 0: title = "常见问题"
        default: title = "本周大家问得最多的\(week.asked)个，其余为常见问题"
        }
        return AskBox(
            question: "您遇到了什么法律问题？", address: "/ask", hint: "用自己的话说，例如：公司两个月没发工资怎么办", buttonLabel: "提问", examplesTitle: title,
            examples: week.matters.map { NavItem($0.question, to: "/ask/about/\($0.entry)") },
            note: "智能机器人回答，附法律依据，不代替律师意见；随时可以转人工。也可以输入机构名称或办件编号。提问即表示同意对话页上的告知。",
            csrf: visit.csrf, key: visit.freshKey(), more: hiddenInput("from", "home")
        ).html
    }

    private func progress(_ visit: Visit) -> HTML {
        card(
            "查进度",
            """
            <form class="form" method="post" action="/progress">\(hiddenFields(csrf: visit.csrf))<div class="form-fields">\(FormField("number", "办件编号", .text(.code, maxLength: 40), isRequired: true))\(FormField("code", "查询码", .text(.code, maxLength: 6), help: "提交时给您的六位码", isRequired: true))</div><div class="buttons">\(button("查进度", icon: .clock))</div></form>
            """)
    }

    private var find: HTML {
        card(
            "找机构",
            """
            <form class="form" role="search" action="/find"><div class="form-fields">\(FormField("q", "机构、人员名称或地名", .text(.search, maxLength: 60), help: "律师、公证、法律援助、调解、鉴定、司法所"))</div><div class="buttons">\(button("找机构", icon: .location))</div></form>
            """)
    }

    private func news(_ visit: Visit) -> HTML {
        let lines = notices.lines(at: visit.now)
        let list: HTML =
            lines.isEmpty
            ? "<p class='quiet'>还没有公告。发布后在这里显示最新的五条。</p>"
            : "<ul class='link-list'>\(lines.html { "<li><a href='/notices/\(component: $0.id)'>\($0.title)</a><time datetime='\($0.day.description)'>\($0.day.chineseDate)</time></li>" })</ul>"
        return card("公告", actions: "\(linkButton("更多公告", to: "/notices", .quiet))\(linkButton("典型案例", to: "/cases", .quiet))", list)
    }
}
