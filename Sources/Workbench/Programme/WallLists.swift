import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// The records behind a number of the wall: exactly those that were counted, as they stood on that day.
struct WallLists {
    let wall: ProgrammeWall
    let facts: WallFacts
    let grid: WallGrid
    private var query: WallQuery { wall.query }
    private var visit: Visit { wall.visit }
    private var tree: OrganisationTree { visit.site.state.tree }

    /// Names of the sets that numbers count.
    private func isCounted(_ share: WallShare) -> Bool {
        switch query.list {
        case "reached": share.standing.isDone
        case "late": share.standing.isOverdue
        case let name?: Standing(rawValue: name).map { $0 == share.standing } ?? true
        case nil: true
        }
    }

    private var title: String {
        switch query.list {
        case "reached": "完成的任务"
        case "late": "逾期的任务"
        case let name?: Standing(rawValue: name).map { "\($0.label)的任务" } ?? "任务分解"
        case nil: "任务分解"
        }
    }

    func shares() throws -> Response {
        let tasks = Dictionary(facts.tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let columns = query.column.map { code in grid.columns.filter { $0.code == code } } ?? grid.columns
        let found = facts.tasks.filter { query.task == nil || $0.id == query.task }.flatMap { task in
            columns.flatMap { grid.shares(task: task.id, column: $0.code) }
        }.filter(isCounted)
        let pages = max(1, (found.count + ProgrammeWall.listed - 1) / ProgrammeWall.listed)
        let page = min(query.page, pages)
        let start = (page - 1) * ProgrammeWall.listed
        let rows = found[start..<min(start + ProgrammeWall.listed, found.count)].map { share -> TableRow in
            let task = tasks[share.task]
            let name = task.map { "\($0.plain("row_id")) \(WallDrawing.name($0))" } ?? share.view.title
            return TableRow(
                id: share.view.id, link: Place.link(share.view.type, share.view.id), name: name,
                tone: share.standing.isOverdue ? .danger : nil,
                [
                    "\(name)", "\(tree.organisation(share.org)?.name ?? share.org)", badge(share.standing.label, share.standing.tone),
                    "\(share.due?.description ?? task?.plain("deadline_text"))", "\(share.reasons.joined(separator: "；"))",
                    "\(share.measured.map(WallFacts.percent))",
                ])
        }
        let table = DataTable(
            title,
            columns: [
                TableColumn("任务", .identity), TableColumn("单位"), TableColumn("当日状态", .state), TableColumn("到期", .date), TableColumn("依据"),
                TableColumn("实测", .number),
            ], rows: rows, empty: emptyState("没有\(title)", text: "在所选的日期和范围内没有这样的任务。"), stacksWhenNarrow: true)
        func address(_ page: Int) -> String {
            query.values.without("said").with("page", page == 1 ? nil : String(page)).address(WallQuery.address)
        }
        let one = columns.count == 1 && query.column != nil ? columns[0].name : nil
        let task = query.task.flatMap { tasks[$0] }.map { "\($0.plain("row_id")) \(WallDrawing.name($0))" }
        return try visit.page(
            title,
            body: """
                \(pageHead(title, note: "\(found.count)项 · 截至\(query.day.chineseDate)", breadcrumb: way))\(HTML.when(one != nil || task != nil, "<p>\([one, task].compactMap { $0 }.joined(separator: " · "))</p>"))\(table)\(pager(previous: page > 1 ? address(page - 1) : nil, next: page < pages ? address(page + 1) : nil, note: pages > 1 ? "第\(page)页，共\(pages)页" : nil))
                """)
    }

    private var way: HTML { breadcrumb([NavItem("建设任务墙", to: query.address([])), NavItem(title, to: visit.address)]) }

    // MARK: Notices

    /// Notices that name a unit, or one that answers for it.
    static func bulletins(_ facts: WallFacts, naming code: String, _ tree: OrganisationTree) -> [RecordView] {
        facts.bulletins.filter { bulletin in
            guard case .list(let scope) = bulletin["scope"] else { return false }
            return scope.contains { if case .string(let org) = $0 { tree.isAtOrBelow(org, code) } else { false } }
        }
    }

    func bulletins() throws -> Response {
        let column = query.column.flatMap { code in grid.columns.first { $0.code == code } }
        let found = column.map { Self.bulletins(facts, naming: $0.code, tree) } ?? facts.bulletins
        let rows = found.map { bulletin in
            TableRow(
                id: bulletin.id, link: Place.link(bulletin.type, bulletin.id), name: bulletin.title,
                [
                    "\(bulletin.plain("no"))", "\(bulletin.field("kind")?.text)", "\(bulletin.plain("period"))",
                    "\(bulletin.day("issued_at")?.description)", replies(bulletin),
                ])
        }
        let table = DataTable(
            "通报",
            columns: [
                TableColumn("文号", .identity), TableColumn("类别"), TableColumn("期间"), TableColumn("签发", .date), TableColumn("反馈", .state),
            ], rows: rows, empty: emptyState("没有通报", text: "截至这一天没有涉及这个单位的通报。"), stacksWhenNarrow: true)
        return try visit.page(
            "通报",
            body: """
                \(pageHead("通报", note: [column?.name, "截至\(query.day.chineseDate)"].compactMap { $0 }.joined(separator: " · "), breadcrumb: breadcrumb([NavItem("建设任务墙", to: query.address([])), NavItem("通报", to: visit.address)])))\(table)
                """)
    }

    /// Replies that had come in by then, of those that were asked for.
    private func replies(_ bulletin: RecordView) -> HTML {
        guard let due = bulletin.day("reply_due") else { return "<span class='quiet'>不要求</span>" }
        guard case .list(let scope) = bulletin["scope"] else { return .empty }
        var came = 0
        if case .list(let items) = bulletin["replies"] {
            came = items.count { item in
                guard case .map(let map) = item, case .timestamp(let at)? = map[.string("at")] else { return false }
                return Moment(clamping: at.milliseconds) < WallFacts.end(of: query.day)
            }
        }
        if came >= scope.count { return badge("全部反馈", .done) }
        return badge("\(came)/\(scope.count)，限\(due)", due < query.day ? .danger : .active)
    }
}
