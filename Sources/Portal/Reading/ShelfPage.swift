import HTML
import Hummingbird
import Site
import WorkCalendar

/// A list of things to read: columns above, a search by title, twenty a page.
struct ShelfPage {
    let visit: Visit
    let title: String
    /// `/notices`
    let path: String
    let index: PublishedIndex
    let kindLabel: String
    var formLabel = ""
    var searchHelp = "标题里的两个字以上，可以写拼音"
    /// Beside the heading.
    var actions: HTML = .empty
    /// Between the heading and the list.
    var head: HTML = .empty
    var emptyText = "发布以后会显示在这里。"

    static let perPage = 20

    func answer() throws -> Response {
        let text = String((visit.query["q"] ?? "").prefix(60))
        let kind = visit.query["kind"] ?? ""
        let form = visit.query["form"] ?? ""
        let found = index.search(text, kind: kind, form: form)
        let pages = max(1, (found.count + Self.perPage - 1) / Self.perPage)
        let page = min(max(0, (visit.query["page"].flatMap { Int($0) } ?? 1) - 1), pages - 1)
        let shown = found.dropFirst(page * Self.perPage).prefix(Self.perPage)
        func address(_ number: Int) -> String { visit.query.with("page", String(number + 1)).address(path) }
        let turning =
            pages > 1
            ? pager(
                previous: page > 0 ? address(page - 1) : nil, next: page + 1 < pages ? address(page + 1) : nil,
                note: "第\(page + 1)页，共\(pages)页", labels: ("上一页", "下一页"))
            : .empty
        let list: HTML =
            found.isEmpty
            ? emptyState(
                text.isEmpty && kind.isEmpty && form.isEmpty ? "还没有内容" : "没有找到",
                text: text.isEmpty && kind.isEmpty && form.isEmpty ? emptyText : "换一个说法，或者去掉条件再找。", icon: .document,
                action: text.isEmpty && kind.isEmpty && form.isEmpty ? .empty : linkButton("看全部", to: path))
            : "<ul class='shelf'>\(shown.html(row))</ul>\(turning)"
        return try visit.page(
            title, shell: .portal,
            body:
                "\(pageHead(title, note: found.isEmpty ? nil : "\(found.count)条", actions: actions))\(head)\(controls(text, kind, form))\(list)"
        )
    }

    private func controls(_ text: String, _ kind: String, _ form: String) -> HTML {
        let kinds = index.kinds.map { Choice($0.code, "\($0.label)（\($0.count)）") }
        let forms = index.forms.map { Choice($0.code, "\($0.label)（\($0.count)）") }
        let formField: HTML =
            formLabel.isEmpty || forms.isEmpty
            ? .empty : FormField("form", formLabel, .choice([Choice("", "全部")] + forms), value: form).compact.html
        return """
            <form class='find-form' method='get' action='\(url: path)' role='search'><div class='find-fields'>\(FormField("q", "查找", .text(.search, maxLength: 60), value: text, help: searchHelp).compact.html)\(FormField("kind", kindLabel, .choice([Choice("", "全部")] + kinds), value: kind).compact.html)\(formField)</div><div class='buttons'>\(button("查找", .secondary, icon: .search))</div></form>
            """
    }

    private func row(_ item: Published) -> HTML {
        let facts = [item.kindLabel, item.formLabel, item.issuer].filter { !$0.isEmpty }.joined(separator: " · ")
        let day: HTML? = item.day.map { "\(facts.isEmpty ? "" : " · ")<time datetime='\($0.description)'>\($0.chineseDate)</time>" }
        return """
            <li><p class='shelf-title'><a href='\(url: "\(path)/\(item.id)")'>\(item.title)</a>\(item.isOnTop ? badge("置顶", .active) : .empty)\(item.mark.map { badge($0.label, $0.tone) } ?? .empty)</p>\(item.summary.flatMap { $0.isEmpty ? nil : "<p>\($0)</p>" as HTML })<p class='shelf-facts'>\(facts)\(day)</p></li>
            """
    }
}

/// A text of paragraphs, a line each.
func prose(_ text: String) -> HTML {
    text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }.html {
        "<p>\(String($0))</p>" as HTML
    }
}
