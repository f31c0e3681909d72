import Casework
import Definitions
import HTML
import Hummingbird
import Indicators
import Site
import WorkCalendar

/// The records behind a figure: exactly those its condition finds, within what the visitor may see.
struct StatisticsBehindPage {
    let visit: Visit

    func answer() throws -> Response {
        let asked = StatisticsQuery(visit: visit)
        guard let record = asked.record else { throw Refusal(.notfound, action: "stats.behind", "没有这个列表，或您无权查看") }
        let title = visit.query["title"] ?? record.name
        var query = ListQuery(type: record.type, filter: visit.query["filter"], after: visit.query["after"], under: visit.query["under"])
        let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
        query.after = nil
        let count = try visit.kernel.count(query, as: visit.actor, at: visit.now, upTo: 100_000)
        let columns = [
            TableColumn(record.name, .identity), TableColumn("状态", .state), TableColumn("所属机构"), TableColumn("建立时间", .date),
            TableColumn("版本", .number),
        ]
        let rows = page.items.map { view in
            TableRow(
                id: view.id, link: Place.link(view.type, view.id), tone: view.isOverdue && !view.isClosed ? .danger : nil,
                [
                    "\(view.title)", view.stateLabel.map { badge($0) } ?? .empty,
                    "\(visit.site.state.tree.organisation(view.org)?.name ?? view.org)",
                    "\(Columns.short(view.createdAt))", "\(view.version)",
                ])
        }
        let next = page.next.map { visit.query.without("said").with("after", $0).address("/w/stats/behind") }
        let first = visit.query["after"] == nil ? nil : visit.query.without("after", "said").address("/w/stats/behind")
        let condition: HTML = """
            <details><summary>名单的条件</summary><p>以 \(Columns.short(visit.now)) 的记录、在您的权限范围内，条件：<code>\(visit.query["filter"] ?? "全部")</code>\(HTML.when(visit.query["under"] != nil, "；单位：\(visit.query["under"].map { visit.site.state.tree.organisation($0)?.name ?? $0 } ?? "")及下级"))。</p></details>
            """
        return try visit.page(
            title,
            body: """
                \(pageHead(title, note: "\(FigureText.grouped(Int64(count)))条记录", breadcrumb: breadcrumb([NavItem("统计", to: "/w/stats?record=\(QueryValues.encode(record.type))"), NavItem(title, to: visit.address)])))\(condition)\(DataTable(title, columns: columns, rows: rows, empty: emptyState("没有记录", text: "这些记录可能已有变动，请回到统计页重新计算。"), stacksWhenNarrow: true))\(pager(previous: first, next: next, note: nil))
                """)
    }
}
