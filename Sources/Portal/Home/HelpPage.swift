import HTML
import Hummingbird
import Site

/// How one gets legal help here: the numbers to call, where to go, what is free. Short, and complete in other languages for those who read no Chinese.
enum HelpText: String, PageText {
    static let group = "help"
    case title = "怎样在广西获得法律帮助"
    case dangerTitle = "有危险时"
    case danger = "先打110报警；受伤打120，火灾打119。说不出话也可以拨打，等对方询问；110可以发短信：12110。"
    case callTitle = "打电话问"
    case call = "公共法律服务热线 %1：免费咨询，不用登录，不用先准备材料。拨通后可以说明您讲什么语言。"
    case callHours = "人工服务时间每天%1，其他时间可以留言。"
    case writeTitle = "在网上问"
    case write = "在“问法律”里写下您的事。机器人用中文回答，附法律依据；用其他语言写的问题交给会这种语言的工作人员。"
    case writeButton = "去提问"
    case messageButton = "给12348留言"
    case goTitle = "当面问"
    case go = "每个市、县（市、区）有公共法律服务中心，乡镇、街道有司法所，当面咨询不收费。去之前请先打电话。"
    case goButton = "找机构"
    case aidTitle = "请不起律师"
    case aid = "经济困难的人可以申请法律援助，律师费由国家承担。讨要工资和工伤赔偿的进城务工人员免予核查经济困难状况。遭受家庭暴力的不受经济困难限制。外国人和无国籍人的法律援助，按我国法律和有关国际条约办理；不清楚的请打12348。"
    case aidBasis = "《法律援助法》第三十一条、第三十二条、第四十二条、第六十九条"
    case interpreterTitle = "语言"
    case interpreter = "不通晓当地通用语言文字的，有权用本民族语言进行诉讼，法院应当提供翻译。外国人参加诉讼，要求提供翻译的，法院可以提供，费用由本人承担。"
    case interpreterBasis = "《民事诉讼法》第十一条、第二百七十三条"
    case followTitle = "看办到哪一步"
    case follow = "提交后您会拿到编号和查询码，不用登录就能查进度。"
    case followButton = "查进度"
    case numbersTitle = "其他电话"
    case numberColumn = "号码"
    case whatForColumn = "什么事"
    case women = "妇女维权、家庭暴力"
    case youth = "青少年"
    case labour = "劳动、社保"
    case consumer = "消费纠纷"
    case courts = "法院诉讼服务"
    case government = "政务服务"
    case immigration = "出入境和外国人停留居留"
    case fraud = "电信网络诈骗"

    static let page = TranslatedPage("help", [HelpText.self])
}

/// `/legal-help`
struct HelpPage {
    static let path = "/legal-help"
    let visit: Visit

    private static let numbers: [(String, HelpText)] = [
        ("12338", .women), ("12355", .youth), ("12333", .labour), ("12315", .consumer), ("12368", .courts), ("12345", .government),
        ("12367", .immigration), ("96110", .fraud),
    ]

    func answer() throws -> Response {
        let words = visit.words(for: HelpText.page)
        func say(_ text: HelpText) -> String { words(text) }
        func part(_ title: HelpText, _ text: HTML, _ more: HTML = .empty) -> HTML {
            "<section><h2>\(say(title))</h2><p>\(text)</p>\(more)</section>"
        }
        func basis(_ text: HelpText) -> HTML { "<p class='basis'>\(words.chinese(HelpText.chinese(text)))</p>" }
        func buttons(_ links: HTML) -> HTML { "<div class='buttons'>\(links)</div>" }
        let hours = DeskHours(visit.kernel, at: visit.now).words
        let rows: HTML = Self.numbers.html {
            "<tr><th scope='row'><a href='\(url: "tel:\($0.0)")'>\($0.0)</a></th><td>\(say($0.1))</td></tr>"
        }
        let hotline: HTML = "<a href='tel:12348'>12348</a>"
        let body: HTML = """
            <article class="reading">\(pageHead(say(.title)))\(part(.dangerTitle, "\(say(.danger))"))\(part(.callTitle, words.markup(HelpText.call, hotline), "<p>\(words(HelpText.callHours, hours))</p>"))\(part(.writeTitle, "\(say(.write))", buttons("\(linkButton(say(.writeButton), to: "/ask", .primary, icon: .chat))\(linkButton(say(.messageButton), to: "/ask/message", icon: .edit))")))\(part(.goTitle, "\(say(.go))", buttons(linkButton(say(.goButton), to: "/find", icon: .location))))\(part(.aidTitle, "\(say(.aid))", basis(.aidBasis)))\(part(.interpreterTitle, "\(say(.interpreter))", basis(.interpreterBasis)))\(part(.followTitle, "\(say(.follow))", buttons(linkButton(say(.followButton), to: "/progress", icon: .clock))))<section><h2>\(say(.numbersTitle))</h2><table class="plain-table"><thead><tr><th scope="col">\(say(.numberColumn))</th><th scope="col">\(say(.whatForColumn))</th></tr></thead><tbody>\(rows)</tbody></table></section></article>
            """
        return try visit.page(say(.title), shell: .portal, in: words, body: body)
    }
}

extension HelpText {
    /// Names of laws stand as they are in the law.
    static func chinese(_ text: HelpText) -> String { text.rawValue }
}
