import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import ServiceDesk
import Site
import WorkCalendar

/// 派单看板: the orders that wait for a handler, the people on duty with their load, and for one order everybody it could go to, in order, with the reasons. Whoever
/// assigns sees what will be written down before it is.
struct DispatchBoard {
    let visit: Visit

    func answer() throws -> Response {
        try DeskBoards.require(DeskBoards.dispatchers, visit, "派单看板")
        if let id = visit.query["order"] {
            if let user = visit.query["user"] { return try preview(id, user) }
            return try advice(id)
        }
        let org = visit.actor.org
        let waiting = try visit.kernel.list(
            ListQuery(
                type: WorkOrders.type,
                filter:
                    "owner_org == \(celText(org)) && ((state in ['accepted', 'returned'] && kind == 'ZX' && nature == 'legal') || (state == 'assigned' && with_team == true && owner_user == null))",
                sort: "due", limit: 50), as: visit.actor, at: visit.now)
        let orders = waiting.items.map { view in
            TableRow(
                id: view.id, link: address(order: view.id), tone: view.isOverdue ? .danger : nil,
                [
                    "\(view.field("order_no")?.text)", "\(view.field("title")?.text)",
                    view.stateLabel.map { badge($0, Columns.tone(view)) } ?? .empty, "\(view.field("law_field")?.text)",
                    "\(view.field("lang_need")?.text)", view.due.map { dueChip(visit.dues.words($0)) } ?? .empty,
                ])
        }
        let table = DataTable(
            "等待派单",
            columns: [
                TableColumn("工单", .identity), TableColumn("标题"), TableColumn("状态", .state), TableColumn("法律类别"), TableColumn("语种"),
                TableColumn("到期", .state),
            ], rows: orders, empty: emptyState("没有等待派单的工单", text: "已受理的法律咨询、团队待签收的工单会出现在这里", icon: .check), stacksWhenNarrow: true,
            id: "orders")
        let people = try DispatchDesk(kernel: visit.kernel).candidates(of: org, at: visit.now)
        let board: HTML = "<h2>等待派单</h2>\(table)<h2>法律服务团队</h2>\(team(people))"
        if visit.isFragment { return visit.fragment(board) }
        let name = visit.site.state.tree.organisation(org)?.name
        return try visit.page(
            "派单看板", scripts: ["/js/dispatch.js?v=\(visit.site.settings.assetVersion)"],
            body:
                "\(pageHead("派单看板", note: name))<p class='quiet'>打开工单，按理由选人；有鼠标时也可把工单拖到人员上，核对理由后派出。</p><div data-live='todos' data-live-from='/w/boards/dispatch'>\(board)</div>"
        )
    }

    /// Those on duty first, each with what he has.
    private func team(_ people: [DispatchCandidate]) -> HTML {
        let sorted = people.sorted {
            ($0.onDutyUntil == nil ? 1 : 0, $0.openOrders, $0.name) < ($1.onDutyUntil == nil ? 1 : 0, $1.openOrders, $1.name)
        }
        let rows = sorted.map { one in
            TableRow(
                id: one.user, link: nil,
                [
                    "\(one.name)", "\(one.institution ?? "")",
                    one.onDutyUntil.map { badge("在班至\($0.clockTime.prefix(5))", .done) } ?? badge("不在班", .neutral), "\(one.openOrders)",
                    "\(labels(one.languages, "shared/lang"))", "\(labels(one.fields, "shared/law_field"))",
                    "\(one.lastAssigned.map { "\($0.day) \($0.clockTime.prefix(5))" } ?? "—")",
                ])
        }
        return DataTable(
            "法律服务团队",
            columns: [
                TableColumn("人员", .identity), TableColumn("机构"), TableColumn("在班", .state), TableColumn("在办", .number), TableColumn("语种"),
                TableColumn("擅长"), TableColumn("上次派单", .date),
            ], rows: rows, empty: emptyState("本单位没有在岗的法律服务团队成员", text: "成员在“团队成员”上岗并指定账号后出现在这里", icon: .people), stacksWhenNarrow: true,
            id: "people"
        ).html
    }

    private func labels(_ codes: Set<String>, _ list: String) -> String {
        codes.sorted().map { visit.catalogue.codeList(list)?.label(of: $0) ?? $0 }.joined(separator: "、")
    }

    // MARK: One order

    private func advice(_ id: String) throws -> Response {
        let view = try visit.kernel.view(WorkOrders.type, id: id, as: visit.actor, at: visit.now)
        let advice = try DispatchDesk(kernel: visit.kernel).advice(for: id, as: visit.actor, at: visit.now)
        let mayAssign = action(view) != nil
        let rows = advice.ranked.enumerated().map { place, one -> TableRow in
            let cautions: HTML = HTML.when(!one.cautions.isEmpty, "<br>\(one.cautions.map { badge($0, .soon) }.joined(separator: " "))")
            return TableRow(
                id: one.candidate.user, link: nil,
                [
                    "<b>\(place + 1). \(one.candidate.name)</b><br><small>\(one.candidate.institution ?? "")</small>",
                    "\(one.reasons.joined(separator: "，"))\(cautions)", "\(one.candidate.openOrders)",
                    mayAssign
                        ? linkButton(
                            "派给他", to: "\(address(order: id))&user=\(QueryValues.encode(one.candidate.user))",
                            place == 0 ? .primary : .secondary, opensDialog: true) : .empty,
                ])
        }
        let table = DataTable(
            "可派人员",
            columns: [TableColumn("人员", .identity), TableColumn("理由"), TableColumn("在办", .number), TableColumn("派单", .actions)], rows: rows,
            empty: emptyState("没有可派的人", text: "团队没有在岗成员，或都须回避。可转由督办员处理", icon: .people), stacksWhenNarrow: true)
        let excluded: HTML = HTML.when(
            !advice.excluded.isEmpty,
            card("须回避", "<ul class='plain-list'>\(advice.excluded.html { "<li><b>\($0.candidate.name)</b> \($0.reason)</li>" })</ul>"))
        let rule: HTML = "<p>排序依次看：在班、会当事人要求的语种、擅长该类法律事务、负责该条线、在办最少、最久没有派单。对每个人都一样，只是建议。</p>"
        return try visit.page(
            "派单：\(view.title)",
            body: """
                \(pageHead("派单", note: view.title, breadcrumb: breadcrumb([NavItem("派单看板", to: "/w/boards/dispatch"), NavItem(view.field("order_no")?.text ?? "", to: "")]), actions: linkButton("打开工单", to: Place.link(WorkOrders.type, id))))\(rule)\(table)\(excluded)
                """)
    }

    /// By which action the visitor gives this order to somebody now.
    private func action(_ view: RecordView) -> ActionDefinition? {
        ["assign_team", "distribute"].lazy.compactMap { id in view.actions.first { $0.id == id } }.first
    }

    private func preview(_ id: String, _ user: String, errors: [FormError] = [], note: String = "") throws -> Response {
        let view = try visit.kernel.view(WorkOrders.type, id: id, as: visit.actor, at: visit.now)
        let advice = try DispatchDesk(kernel: visit.kernel).advice(for: id, as: visit.actor, at: visit.now)
        guard let action = action(view) else {
            throw Refusal(.state, action: "\(WorkOrders.type).assign_team", record: id, "这件工单现在不能由您派单，请打开工单查看状态")
        }
        guard let text = advice.record(choosing: user), let chosen = advice.ranked.first(where: { $0.candidate.user == user }) else {
            let reason = advice.excluded.first { $0.candidate.user == user }.map { "\($0.candidate.name)：\($0.reason)" }
            throw Refusal(.policy, action: "\(WorkOrders.type).\(action.id)", record: id, reason ?? "这个人不在本单位的法律服务团队中，请重新选择")
        }
        let form = Form(
            to: "/w/boards/dispatch", csrf: visit.csrf, key: visit.freshKey(), version: Int(view.version), errors: errors,
            fields: [
                FormField(
                    "note", "说明", .text(maxLength: 100), value: note,
                    help: chosen.candidate.user == advice.ranked.first?.candidate.user ? "可不填" : "没有选排第1的人，请写明原因",
                    isRequired: chosen.candidate.user != advice.ranked.first?.candidate.user)
            ],
            note:
                "\(hiddenInput("order", id))\(hiddenInput("user", user))\(notice("将随指派留存的理由", .active, body: "<p>\(text)</p>"))\(consequence(action.consequence ?? "将通知\(chosen.candidate.name)签收，并起算签收时限"))",
            buttons: "\(button("派给\(chosen.candidate.name)", .primary))\(linkButton("返回", to: address(order: id), .quiet))")
        return try visit.page(
            "派给\(chosen.candidate.name)", status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "\(pageHead("派单", note: view.title))\(ActionPanel("派给\(chosen.candidate.name)", form.html))")
    }

    func assign(_ form: SubmittedForm) async throws -> Response {
        try DeskBoards.require(DeskBoards.dispatchers, visit, "派单看板")
        guard let id = form["order"], let user = form["user"] else { throw HTTPError(.badRequest) }
        let view = try visit.kernel.view(WorkOrders.type, id: id, as: visit.actor, at: visit.now)
        guard let action = action(view) else {
            throw Refusal(.state, action: "\(WorkOrders.type).assign_team", record: id, "这件工单现在不能由您派单，请打开工单查看状态")
        }
        // Asked anew: between looking and pressing somebody may have taken a case against the same party.
        let advice = try DispatchDesk(kernel: visit.kernel).advice(for: id, as: visit.actor, at: visit.now)
        let note = form["note"].map { String($0.prefix(100)) }
        guard let text = advice.record(choosing: user, note: note) else {
            let reason = advice.excluded.first { $0.candidate.user == user }.map { "\($0.candidate.name)：\($0.reason)" }
            throw Refusal(.policy, action: "\(WorkOrders.type).\(action.id)", record: id, reason ?? "这个人不在本单位的法律服务团队中，请重新选择")
        }
        if user != advice.ranked.first?.candidate.user, (note ?? "").count < 2 {
            return try preview(id, user, errors: [FormError(field: "note", "没有选排第1的人，请写明原因")], note: note ?? "")
        }
        try await visit.perform(
            WorkOrders.type, action.id, on: id, values: FormValues(["to_user": .string(user), "reason": .string(text)]),
            version: form.version, key: form.key)
        let name = advice.ranked.first { $0.candidate.user == user }?.candidate.name ?? user
        return visit.redirect(to: "/w/boards/dispatch", saying: "已派给\(name)，理由已随指派留存")
    }

    private func address(order: String) -> String { "/w/boards/dispatch?order=\(QueryValues.encode(order))" }
}
