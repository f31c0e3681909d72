import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Cases: what happened, how it was handled, which law applied.
struct CasePages: Sendable {
    let site: Site
    let shelves: Shelves

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("cases", for: .anyone) { visit in
            try ShelfPage(
                visit: visit, title: "案例", path: "/cases", index: shelves.cases.current().index, kindLabel: "类别",
                searchHelp: "标题或关键词里的两个字以上", head: readingTabs("/cases")
            ).answer()
        }
        routes.get("cases/:id", for: .anyone) { visit in try show(visit) }
    }

    private func show(_ visit: Visit) throws -> Response {
        let view: RecordView
        do { view = try visit.kernel.view(Shelves.caseType, id: visit.parameter("id"), as: .anyone, at: visit.now) } catch is Refusal {
            throw Refusal(.notfound, action: "case.view", "没有这个案例，或者已经撤下。请从“案例”重新查找")
        }
        let title = view.text("title") ?? view.title
        let parts = ["summary", "process", "issue", "law_analysis", "result", "significance"].compactMap { name -> HTML? in
            guard let text = view.text(name), let label = view.field(name)?.definition.label else { return nil }
            return "<section><h2>\(label)</h2>\(prose(text))</section>"
        }.joined()
        let cited = citations(view)
        let law: HTML = HTML.when(!cited.isEmpty, "<section><h2>适用的法律</h2><ul>\(cited.html { "<li>\($0)</li>" as HTML })</ul></section>")
        let changed: HTML =
            view.bool("law_flag")
            ? notice("适用当时的法律", .soon, body: "<p>\(view.text("law_note") ?? "案例所引的法律后来有变动，不能直接照搬。")</p>") : .empty
        let facts = [view.text("case_no") ?? "", view.words("category"), view.text("occurred_period") ?? "", view.words("writer_org")]
            .filter {
                !$0.isEmpty
            }
        return try visit.page(
            title, shell: .portal,
            body: """
                <a class='back' href='/cases'>\(icon(.chevronLeft))案例</a>\(changed)<article class='reading'><h1>\(title)</h1><p class='help'>\(facts.joined(separator: " · "))</p>\(parts)\(law)<p class='help'>案例已隐去当事人信息，仅供学习参考；您的情况可能不同，<a href='/ask'>可以问一问</a>。</p></article>
                """)
    }
}
