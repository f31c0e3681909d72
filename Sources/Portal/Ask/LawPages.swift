import Casework
import HTML
import HTTPTypes
import Hummingbird
import Knowledge
import Site
import WorkCalendar

/// The law itself: an article as in force on a day, with every wording at hand.
struct LawPages: Sendable {
    let site: Site
    let library: Library

    /// `/law/民法典/1079?on=2020-05-01`
    func article(_ visit: Visit) throws -> Response {
        let today = CivilDay(visit.now.day.description) ?? .today
        let asked = visit.query["on"]
        guard let day = asked.map({ CivilDay($0) }) ?? today else { throw QueryProblem("on", "日期写作 2026-03-02 的样子") }
        guard let reference = library.reference(law: visit.parameter("law"), article: visit.parameter("article")) else {
            throw HTTPError(.notFound, message: "没有这样的条号。条号写作 1079，或者 120-1（第一百二十条之一）。")
        }
        let versions = library.versions(of: reference.law, article: reference.article)
        guard !versions.isEmpty else {
            let body: HTML = """
                \(pageHead(reference.label))\(notice("本机的法律库中没有这一条", .soon, body: "<p>可能是法律名称或条号有误，也可能尚未收录。请以国家法律法规数据库公布的文本为准，或拨打12348咨询。</p>", actions: linkButton("问法律", to: "/ask", .primary)))
                """
            return try visit.page(reference.label, shell: .portal, status: .notFound, body: body)
        }
        let inForce = versions.first { $0.status.isInForce(on: day) }
        let shown = inForce ?? versions[0]
        let state: HTML =
            inForce != nil
            ? badge(shown.status.label(on: day), .done) : badge(shown.status.label(on: day), .danger)
        let warning: HTML = HTML.when(
            inForce == nil,
            notice(
                "这一条在\(day.chinese)不是现行有效", .danger,
                body: "<p>下面的文字仅供了解，不能作为依据。\(shown.status.replacedBy.map { "现为《\($0)》。" as HTML })</p>"))
        let path: HTML = HTML.when(!shown.passage.path.isEmpty, "<p class='quiet'>\(shown.passage.path.joined(separator: " › "))</p>")
        let text: HTML = shown.passage.text.split(separator: "\n").html { "<p>\($0)</p>" }
        let others: HTML = HTML.when(
            versions.count > 1,
            card(
                "本机收有的文本",
                "<ul class='link-list'>\(versions.html { version in item(version, reference, isShown: version == shown, day) })</ul>"))
        let body: HTML = """
            <div class="law-page"><p><a class="back" href="/ask">\(icon(.chevronLeft))问法律</a></p>\(pageHead("《\(reference.law)》\(shown.passage.article)"))<p>\(state) <span class="quiet">\(shown.passage.title)\(shown.passage.version.map { "，\(CivilDay($0).chinese)文本" as HTML })</span></p>\(warning)\(path)<article class="law-text">\(text)</article>\(dayForm(visit, reference, day))\(others)\(neighbours(shown, reference, asked))\(caution)</div>
            """
        return try visit.page("《\(reference.law)》\(shown.passage.article)", shell: .portal, body: body)
    }

    private func item(_ version: ArticleVersion, _ reference: ArticleReference, isShown: Bool, _ day: CivilDay) -> HTML {
        let label = version.status.label(on: day)
        let name = version.passage.version.map { "\(CivilDay($0).chinese)文本" } ?? "文本"
        guard !isShown, let from = version.status.from else { return "<li>\(name)：\(label)\(HTML.when(isShown, "（本页）"))</li>" }
        return "<li><a href='\(url: LawAddress.of(reference, on: from))'>\(name)</a>：\(label)</li>"
    }

    /// Which day's law.
    private func dayForm(_ visit: Visit, _ reference: ArticleReference, _ day: CivilDay) -> HTML {
        let path = "/law/\(QueryValues.encode(reference.law))/\(QueryValues.encode(reference.article))"
        return """
            <form class="law-day" action="\(url: path)"><label for="law-on">看哪一天的规定</label><input id="law-on" type="date" name="on" value="\(day.description)" required>\(button("查看"))</form>
            """
    }

    private func neighbours(_ version: ArticleVersion, _ reference: ArticleReference, _ asked: String?) -> HTML {
        func link(_ article: String?, _ label: String, _ symbol: Icon) -> HTML {
            guard let article, let other = ArticleReference("\(reference.law)#\(article)") else { return .empty }
            let day = asked.map { "?on=\(QueryValues.encode($0))" } ?? ""
            return linkButton(label, to: "/law/\(QueryValues.encode(other.law))/\(QueryValues.encode(article))\(day)", icon: symbol)
        }
        return "<div class='buttons'>\(link(version.before, "上一条", .chevronLeft))\(link(version.after, "下一条", .chevronRight))</div>"
    }

    private var caution: HTML { "<p class='quiet'>文本供学习了解，以国家法律法规数据库公布的文本为准。</p>" }

    /// A case or guide that an answer showed.
    func text(_ visit: Visit) throws -> Response {
        guard let passage = library.passage(visit.query["id"] ?? "") else { throw HTTPError(.notFound, message: "没有这份案例或者指南。") }
        let title = passage.article.isEmpty ? passage.title : passage.article
        let body: HTML = """
            <div class="law-page"><p><a class="back" href="/ask">\(icon(.chevronLeft))问法律</a></p>\(pageHead(title))<p class="quiet">\(passage.kind.label)\(HTML.when(!passage.title.isEmpty && passage.title != title, " · \(passage.title)"))\(passage.version.map { "，更新于\(CivilDay($0).chinese)" as HTML })</p><article class="law-text">\(passage.text.split(separator: "\n").html { "<p>\($0)</p>" })</article></div>
            """
        return try visit.page(title, shell: .portal, body: body)
    }
}
