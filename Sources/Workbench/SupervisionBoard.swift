import Definitions
import Casework
import HTML
import Hummingbird
import Site
import WorkCalendar

/// What must be chased: due in four hours, overdue, returned twice, rated low – with one form to urge several at once.
struct SupervisionBoard {
    let visit: Visit

    func answer() throws -> Response {
        guard let definition = visit.site.state.definition(WorkOrders.type),
            visit.actor.grants.contains(where: { WorkOrders.supervisingRoles.contains($0.role) })
        else {
            throw Refusal(.forbidden, action: "supervision", "督办台供督办员和负责人使用")
        }
        let kinds: [(id: String, title: String, filter: String, rule: String)] = [
            ("overdue", "已超期", "closed == false && overdue == true", "未办结，且有时限已过"),
            ("soon", "4小时内到期", "closed == false && answer_due_at >= now && answer_due_at <= now + duration('4h')", "答复期限在4小时以内"),
            ("returned", "两次退回", "closed == false && return_count >= 2", "退回达到两次"),
            ("low", "差评", "satisfaction in ['1', '2'] && closed_at >= now - duration('720h')", "近30天不满意、非常不满意"),
        ]
        let wanted = try DeskBoards.choice("kind", "清单", among: kinds.map(\.id), visit)
        let chosen = kinds.first { $0.id == wanted } ?? kinds[0]
        let figures = try kinds.map { kind -> FigureTile in
            let count = try count(kind.filter)
            return FigureTile(
                kind.title, count >= 1000 ? "至少1,000件" : "\(count)件", link: "/w/boards/supervision?kind=\(kind.id)",
                tone: kind.id == "overdue" && count > 0 ? .danger : nil, definition: kind.rule)
        }
        let query = ListQuery(type: WorkOrders.type, filter: chosen.filter, sort: "due", after: visit.query["after"], limit: 50)
        let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
        let place = try Columns(place: Place(visit, definition))
        let ids = ["order_no", "title", "state", "owner_org", "owner_user", "due"]
        let batch = BatchPages.actions(definition, visit.actor)
        let rows = page.items.map { view in
            TableRow(
                id: view.id, link: Place.link(view.type, view.id), tone: view.isOverdue ? .danger : nil, ids.map { place.cell($0, view) })
        }
        let table = DataTable(
            chosen.title,
            columns: ids.enumerated().map { TableColumn(place.label($0.element), place.kind($0.element, isFirst: $0.offset == 0)) },
            rows: rows,
            batch: batch.isEmpty || rows.isEmpty
                ? nil : BatchBar(address: "/w/\(WorkOrders.type)/batch", csrf: visit.csrf, actions: batch.map { ($0.id, $0.label) }),
            empty: emptyState("没有\(chosen.title)的工单", text: chosen.rule, icon: .check), stacksWhenNarrow: true)
        let next = page.next.map { visit.query.without("said").with("after", $0).address("/w/boards/supervision") }
        return try visit.page(
            "督办台",
            body: """
                \(pageHead("督办台", note: visit.site.state.tree.organisation(visit.actor.org)?.name))\(figureRow(figures))<h2>\(chosen.title)</h2>\(table)\(pager(previous: nil, next: next))
                """)
    }

    private func count(_ filter: String) throws -> Int {
        try visit.kernel.count(ListQuery(type: WorkOrders.type, filter: filter), as: visit.actor, at: visit.now, upTo: 1000)
    }
}
