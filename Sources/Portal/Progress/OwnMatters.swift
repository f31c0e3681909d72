import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// All of one's own: what waits for one first, then the newest of each kind.
struct OwnMatters {
    let visit: Visit
    private static let page = 20

    func answer() throws -> Response {
        let todos = try visit.kernel.todos(of: visit.actor, at: visit.now, limit: 20)
        var sections: [HTML] = []
        var isEmpty = true
        for (type, title) in [
            (Followed.application, "申请"), (Followed.appointment, "预约"), (Followed.order, "咨询和工单"),
            ("apply-lawyer/lawyer_appointment", "委托意向"),
            ("interaction/complaint", "投诉"), ("notices-disclosure/disclosure_request", "信息公开申请"),
        ] where visit.catalogue.record(type) != nil {
            // Lists mask what is personal; this one is for its owner alone.
            var query = ListQuery(type: type, after: visit.query["after-\(title)"], limit: Self.page, showsPersonal: true)
            if type == "apply-lawyer/lawyer_appointment" { query.filter = "purpose_kind == 'mandate'" }
            let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
            let items = page.items.filter { $0.state != "draft" }
            guard !items.isEmpty else { continue }
            isEmpty = false
            let more: HTML =
                page.next.map { "<p>\(linkButton("更早的\(title)", to: visit.query.with("after-\(title)", $0).address("/me/matters")))</p>" }
                ?? .empty
            sections.append(
                "<section><h2>\(title)</h2><ul class='matter-cards'>\(items.html(row))</ul>\(more)</section>")
        }
        let waiting: HTML = HTML.when(
            !todos.isEmpty,
            notice(
                "需要您办的", .soon,
                body:
                    "<ul>\(todos.html { todo in "<li><a href='\(url: Progress.address(todo.type, todo.record, visit) ?? MePage.address(todo.type, todo.record))'>\(todo.task)</a>：\(todo.title)\(todo.due.map { "，\($0.day.chinese)前" } ?? "")</li>" as HTML })</ul>"
            ))
        let body: HTML =
            isEmpty
            ? emptyState(
                "还没有办件", text: "您提交的申请、预约、咨询会显示在这里。",
                action: "<div class='buttons'>\(linkButton("去办事", to: "/matters", .primary))\(linkButton("凭编号查进度", to: "/progress"))</div>")
            : "\(waiting)\(sections.joined())"
        return try visit.matterPage("我的办件", body: "\(pageHead("我的办件", note: visit.actor.name))\(body)")
    }

    private func row(_ view: RecordView) -> HTML {
        let title = ["item_name", "subject", "title"].lazy.compactMap { view.field($0)?.text.nonEmpty }.first ?? view.title
        let due: HTML = HTML.when(!view.isClosed && view.isOverdue, badge("已超期", .danger))
        return """
            <li><a href="\(url: Progress.address(RecordReference(type: view.type, id: view.id)))"><b>\(title)</b></a><p>\(view.stateLabel.map { badge($0, view.isClosed ? .neutral : .active) } ?? .empty)\(due) <small>\(Followed.number(view) ?? "") · \(view.createdAt.day.chinese)</small></p></li>
            """
    }
}
