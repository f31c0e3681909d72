import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// What a visitor takes home: what was said, the number of what was filed, what happens next. The query code is secret: it is shown once it is wanted on the paper, and
/// the record says who showed it.
struct ReceptionReceipt {
    let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    private func view(_ id: String?) throws -> RecordView {
        try DeskBoards.require(ReceptionDesk.roles, visit, "来访回执")
        guard let id else { throw Refusal(.notfound, action: "\(ReceptionDesk.visit).view", "没有指明是哪一次来访，请从来访接待页打开回执") }
        return try visit.kernel.view(ReceptionDesk.visit, id: id, as: visit.actor, at: visit.now)
    }

    func answer() throws -> Response { try page(view(visit.query["visit"]), code: nil) }

    func withCode(_ form: SubmittedForm) async throws -> Response {
        let view = try view(form["visit"])
        guard let order = view.text("order") else { return try page(view, code: nil) }
        let value = try await visit.kernel.reveal(
            WorkOrders.type, id: order, field: "query_code", purpose: "打印来访回执 \(view.text("rec_no") ?? view.id)，交给来访人", as: visit.actor,
            at: visit.now)
        guard case .string(let code) = value else {
            throw Refusal(.notfound, action: "\(WorkOrders.type).reveal", record: order, "这件工单没有查询码，可凭编号拨打12348查询")
        }
        return try page(view, code: code)
    }

    private func page(_ view: RecordView, code: String?) throws -> Response {
        guard view.state != "receiving" else {
            throw Refusal(.state, action: "\(ReceptionDesk.visit).receipt", record: view.id, "这次来访还在接待中，办结后才有回执")
        }
        let order = view.text("order").flatMap { try? visit.kernel.view(WorkOrders.type, id: $0, as: visit.actor, at: visit.now) }
        let application = view.text("application").flatMap {
            try? visit.kernel.view(ReceptionDesk.application, id: $0, as: visit.actor, at: visit.now)
        }
        let org = visit.site.state.tree.organisation(view.org)?.name ?? ""
        var entries: [(label: String, value: String)] = [
            ("接待单位", org), ("接待编号", view.text("rec_no") ?? ""), ("来访时间", view.moment("visit_at").map(\.chinese) ?? ""),
            ("来访人", view.part("visitor")?.text("name") ?? "未登记"), ("来访事由", view.words("service_line")), ("处理方式", view.words("handled")),
        ]
        if let answer = view.text("answer") { entries.append(("答复要点", answer)) }
        if let place = view.text("guided_to") { entries.append(("请到", place)) }
        if let order {
            entries.append(("工单编号", order.text("order_no") ?? ""))
            entries.append(("查询码", code ?? "打印前点“显示查询码”"))
        }
        if let application { entries.append(("代办事项", application.text("item_name") ?? application.title)) }
        var actions: HTML = .empty
        if let order, code == nil, order.mayReveal {
            actions += actionButton(
                "显示查询码（留痕）", action: "\(ReceptionDesk.path)/receipt", .primary, icon: .eye, csrf: visit.csrf, fields: [("visit", view.id)])
        }
        actions +=
            "<button type='button' class='button \(order != nil && code == nil ? "secondary" : "primary")' data-print hidden>\(icon(.print))打印</button>"
        if let application, application.state == "draft" {
            actions += linkButton("补充材料并提交申请", to: Place.link(ReceptionDesk.application, application.id), .secondary, icon: .attachment)
        }
        actions += linkButton("接待下一位", to: ReceptionDesk.path, .secondary, icon: .people)
        return try visit.page(
            "来访接待回执", scripts: ["/js/hotline.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                \(breadcrumb([NavItem("来访接待", to: ReceptionDesk.path), NavItem(view.text("rec_no") ?? view.title, to: ReceptionDesk.place(of: view.id)), NavItem("回执", to: "")]))\(receipt(title: "来访接待回执", entries: entries.filter { !$0.value.isEmpty }, next: next(order, application), actions: actions))
                """)
    }

    private func next(_ order: RecordView?, _ application: RecordView?) -> HTML {
        var lines: [String] = []
        if let order {
            if let due = order.moment("answer_due_at") {
                lines.append("工单由本单位前台受理，预计\(due.day.chinese)前答复。")
            } else {
                lines.append("工单由本单位前台受理，办理进展会通知您。")
            }
            lines.append("查进度：在公共法律服务网“查进度”中填写工单编号和查询码，或拨打12348。查询码请勿告诉他人。")
        }
        if application != nil { lines.append("代办的申请提交后，另给收件凭证；收到申请不等于受理。") }
        lines.append("还有疑问，可再到窗口，或拨打12348公共法律服务热线。")
        return "<ul class='receipt-next'>\(lines.html { "<li>\($0)</li>" })</ul>"
    }
}
