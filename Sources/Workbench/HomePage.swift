import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// What is to be done, in the order in which it falls due; beside it messages and places.
struct HomePage {
    let visit: Visit
    static let shown = 200

    func answer() throws -> Response {
        let items = try visit.kernel.todos(of: visit.actor, at: visit.now, limit: Self.shown + 1)
        let total = items.count > Self.shown ? try visit.kernel.todoCount(of: visit.actor) : items.count
        let groups = grouped(Array(items.prefix(Self.shown)))
        let todo: HTML =
            groups.isEmpty
            ? emptyState("没有待办", text: "派给您或本单位岗位的工作会按到期先后显示在这里。") : groups.map(\.html).joined()
        let head = pageHead("待办", note: total == 0 ? nil : total > Self.shown ? "至少\(total)件，先显示最急的\(Self.shown)件" : "\(total)件")
        if visit.isFragment { return visit.fragment(todo) }
        let main: HTML = "\(head)<div data-live='todos' data-live-from='/w'>\(todo)</div>"
        return try visit.page("待办", body: twoColumns(main: main, aside: "\(boards)\(try notices)\(try start)", asideLabel: "看板、消息和常用"))
    }

    private func grouped(_ items: [TodoItem]) -> [TodoGroup] {
        let dues = visit.dues
        let known = visibleTitles(items)
        var rows: [DueStanding: [TodoRow]] = [:]
        for item in items {
            let due = item.due.map { dues.words($0, explanation: item.reason.isEmpty ? nil : item.reason) }
            let standing: DueStanding =
                switch due?.standing {
                case .overdue?, .missed?: .overdue
                case .today?: .today
                case .soon?: .soon
                default: .later
                }
            rows[standing, default: []].append(row(item, due, title: known[item.record]))
        }
        let titles: [(DueStanding, String, Tone)] = [
            (.overdue, "逾期", .danger), (.today, "今天", .soon), (.soon, "三天内", .active), (.later, "以后", .neutral),
        ]
        return titles.compactMap { standing, title, tone in
            rows[standing].map { TodoGroup(title, tone, count: $0.count, rows: $0) }
        }
    }

    /// To-dos and messages keep no personal words: titles are read with the visitor's own eyes, a query a record type.
    private func visibleTitles(_ items: [TodoItem]) -> [String: String] {
        var titles: [String: String] = [:]
        for (type, own) in Dictionary(grouping: items, by: \.type) {
            let ids = Set(own.map(\.record)).sorted()
            let query = ListQuery(
                type: type, filter: "id in [\(ids.map(celText).joined(separator: ", "))]", limit: max(1, min(500, ids.count)))
            guard let page = try? visit.kernel.list(query, as: visit.actor, at: visit.now) else { continue }
            for view in page.items { titles[view.id] = view.title }
        }
        return titles
    }

    private func row(_ item: TodoItem, _ due: DueWords?, title: String?) -> TodoRow {
        let state = visit.site.state
        let definition = state.definition(item.type)
        let system = visit.catalogue.system(definition?.system ?? "")?.name ?? ""
        let why: String
        if item.person != nil {
            why = "由您承办"
        } else {
            let role = item.role.flatMap { state.catalogue.role($0)?.name }.map(Site.short) ?? ""
            why = "\(item.org.flatMap { state.tree.organisation($0)?.name } ?? "")\(role)"
        }
        // The action that the task names, where one does; else the record.
        let action = definition?.lifecycle?.actions.first { $0.label == item.task && !$0.isHidden }
        let link = Place.link(item.type, item.record)
        let button = action.map { linkButton(item.task, to: "\(link)/do/\($0.id)", opensDialog: true) } ?? linkButton(item.task, to: link)
        let label = definition?.state(item.state)?.label ?? item.state
        return TodoRow(title ?? item.title, to: link, note: system, reason: why, due: due, state: badge(label, .active), action: button)
    }

    /// Where one works for hours: the boards that are for this visitor.
    private var boards: HTML {
        let entries = visit.site.navigation.staff(for: visit.actor, visit.site.state).filter { $0.link.hasPrefix("/w/boards/") }
        guard !entries.isEmpty else { return .empty }
        return card(
            "我的看板",
            "<ul class='plain-list boards'>\(entries.html { "<li>\(linkButton($0.label, to: $0.link, .quiet, icon: $0.icon))</li>" })</ul>")
    }

    private var notices: HTML {
        get throws {
            let items = try visit.kernel.notices(of: visit.actor, limit: 8)
            let body: HTML = items.isEmpty ? "<p class='quiet'>没有消息</p>" : NoticesPage.list(items, visit)
            return card("消息", actions: linkButton("全部", to: "/w/notices", .quiet), body)
        }
    }

    private var start: HTML {
        get throws {
            let state = visit.site.state
            // First what the visitor's roles do most with.
            let roles = Set(visit.actor.grants.map(\.role))
            let creatable = state.catalogue.records.filter { $0.parent == nil && ActionPages.creating($0, visit.actor) != nil }.map {
                record in
                (record, record.lifecycle?.actions.count { action in action.by.contains { roles.contains($0.role) } } ?? 0)
            }.sorted { $0.1 > $1.1 }.map(\.0)
            guard !creatable.isEmpty else { return .empty }
            let links = creatable.prefix(12).map { record -> HTML in
                let label = ActionPages.creating(record, visit.actor).map { ActionPages.creationLabel($0, record) } ?? "新建\(record.name)"
                return
                    "<li>\(linkButton("\(label.contains(record.name) ? label : "新建\(record.name)")", to: "/w/\(record.system)/\(record.id)/new", .quiet, icon: .plus))</li>"
            }
            return card("新建", "<ul class='start-list'>\(links)</ul>")
        }
    }
}

/// How pages of this room are used.
struct HelpPage {
    let visit: Visit

    func answer() throws -> Response {
        let keys = plainTable(
            "键盘", heads: ["按键", "作用"],
            rows: [["Ctrl K 或 ⌘ K", "搜索"], ["j、k", "下一行、上一行"], ["Enter", "打开"], ["x", "选择这一行"], ["Esc", "关闭对话框"]])
        return try visit.page(
            "帮助",
            body: """
                \(pageHead("帮助"))\(card("待办从哪里来", "<p>工作按状态、岗位和单位自动派到待办，按到期先后排列；到期日旁可以看到怎样算出、依据哪条规定。办结或转出后自动消失。</p>"))\(card("留痕", "<p>所有办理、查看隐去的内容、批量操作和导出都有记录，在记录页右侧“办理记录”中可查。</p>"))\(card("快捷键", keys))
                """)
    }
}
