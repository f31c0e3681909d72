import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// Who calls: the number as the access rules show it, what it has had to do with us before, and the marks that change how one talks.
struct HotlineCaller {
    let visit: Visit
    let reading: HotlineReading
    let call: RecordView
    let draft: HotlineDraft?

    init(_ visit: Visit, _ reading: HotlineReading, _ call: RecordView, _ draft: HotlineDraft?) {
        self.visit = visit
        self.reading = reading
        self.call = call
        self.draft = draft
    }

    var html: HTML {
        get throws {
            let number = call.field("caller_no").flatMap { $0.text.isEmpty ? nil : $0.text } ?? "隐藏号码"
            let calls = call.rows("earlier_calls")
            let orders = call.rows("earlier_orders")
            let visits = call.rows("earlier_visits")
            let known = try links(orders.compactMap { $0.text("no") })
            let place = call.text("city_code").map { reading.label($0, "shared/region_code") } ?? ""
            let none: HTML = HTML.when(
                calls.isEmpty && orders.isEmpty && visits.isEmpty,
                "<p class='quiet'>\(call.text("caller_no") == nil ? "没有号码，无从查询既往。问到号码后登记。" : "这个号码此前没有来电、工单和来访。")</p>")
            let body: HTML = """
                <p class="caller-number"><b>\(number)</b> <span class="quiet">\(place)</span></p><p class="marks">\(try marks(calls))</p>\(none)\(orderList(orders, known))\(callList(calls))\(visitList(visits))\(restrict(calls))
                """
            return card("来电人", body)
        }
    }

    // MARK: Marks

    private func marks(_ calls: [RecordRow]) throws -> HTML {
        var found: [HTML] = []
        if call.flag("is_repeat") { found.append(badge("七日内同一事项重复来电", .soon)) }
        if let until = try blocked() { found.append(badge("骚扰限制至\(until.day)", .danger)) }
        if calls.contains(where: { $0.flag("abuse") }) { found.append(badge("曾有骚扰记录", .soon)) }
        if calls.contains(where: { $0.flag("emergency") }) { found.append(badge("曾危及人身安全", .danger)) }
        if call.flag("keep_secret") { found.append(badge("要求保密", .neutral)) }
        if let warned = call.number("warnings"), warned > 0 { found.append(badge("本次已劝告\(warned)次", .soon)) }
        if call.flag("aid_notice") { found.append(badge("应告知法律援助", .active, explanation: "法律援助法第二十三条：告知申请条件和程序")) }
        return found.joined(separator: " ")
    }

    /// Until when the number is restricted here, when it is.
    private func blocked() throws -> Moment? {
        guard let number = call.text("caller_no"), visit.site.state.definition(HotlineDesk.block) != nil else { return nil }
        return try visit.kernel.list(
            ListQuery(type: HotlineDesk.block, filter: "state == 'active' && to >= now", limit: 1, equals: ["number": number]),
            as: visit.actor,
            at: visit.now
        ).items.first?.moment("to")
    }

    // MARK: Before

    private func labelled(_ row: RecordRow, _ part: String, _ list: String) -> String { reading.label(row.text(part), list) }

    private func orderList(_ orders: [RecordRow], _ known: [String: String]) -> HTML {
        let open = orders.filter { $0.flag("open") }
        let definition = visit.site.state.definition(WorkOrders.type)
        let items = (open + orders.filter { !$0.flag("open") }).html { order -> HTML in
            let no = order.text("no") ?? ""
            let name: HTML =
                known[no].map { "<a href='\(url: Place.link(WorkOrders.type, $0))'>\(no)</a>" } ?? "<span class='number'>\(no)</span>"
            let state = order.text("state").flatMap { definition?.state($0)?.label } ?? ""
            let urgency: HTML = HTML.when(order.text("urgency") == "critical", badge("特急", .danger))
            return """
                <li>\(name) \(badge(state, order.flag("open") ? .active : .neutral))\(urgency)<p class="quiet">\(labelled(order, "line", "shared/service_line"))\(order.moment("at").map { " · \($0.day)" } ?? "")</p></li>
                """
        }
        return section("工单", count: "\(orders.count)件，未办结\(open.count)件", items, isOpen: !open.isEmpty, isEmpty: orders.isEmpty)
    }

    private func callList(_ calls: [RecordRow]) -> HTML {
        let items = calls.html { earlier -> HTML in
            let what = [labelled(earlier, "line", "shared/service_line"), labelled(earlier, "law_field", "shared/law_field")].filter {
                !$0.isEmpty
            }
            return """
                <li><span class="number">\(earlier.moment("at").map { Columns.short($0) } ?? "")</span> \(labelled(earlier, "result", "hotline-12348/call_result"))<p class="quiet">\(what.joined(separator: " · "))</p></li>
                """
        }
        // The definition keeps the last twelve.
        return section(
            "此前来电", count: calls.count >= 12 ? "最近12通" : "\(calls.count)通", items, isOpen: calls.count <= 3, isEmpty: calls.isEmpty)
    }

    private func visitList(_ visits: [RecordRow]) -> HTML {
        let items = visits.html { visit -> HTML in
            "<li><span class='number'>\(visit.moment("at").map { Columns.short($0) } ?? "")</span> \(labelled(visit, "handled", "work-order/handled"))<p class='quiet'>\(labelled(visit, "line", "shared/service_line"))</p></li>"
        }
        return section("来访", count: "\(visits.count)次", items, isOpen: false, isEmpty: visits.isEmpty)
    }

    private func section(_ title: String, count: String, _ items: HTML, isOpen: Bool, isEmpty: Bool) -> HTML {
        guard !isEmpty else { return .empty }
        return
            "<details class='caller-part'\(attribute: "open", isOpen)><summary>\(title) <span class='quiet'>\(count)</span></summary><ul class='plain-list'>\(items)</ul></details>"
    }

    /// Orders that the visitor may open, by number.
    private func links(_ numbers: [String]) throws -> [String: String] {
        guard !numbers.isEmpty, visit.site.state.definition(WorkOrders.type) != nil else { return [:] }
        let page = try visit.kernel.list(
            ListQuery(type: WorkOrders.type, filter: "order_no in [\(numbers.map(celText).joined(separator: ", "))]", limit: 50),
            as: visit.actor,
            at: visit.now)
        return Dictionary(
            page.items.compactMap { order in order.text("order_no").map { ($0, order.id) } }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Restriction

    /// First callers are never restricted (domain specification §4): the form is there from the second call on.
    private func restrict(_ calls: [RecordRow]) -> HTML {
        var refusal: Refusal?
        var reason: String?
        if case .block(let id)? = draft?.place, id == call.id {
            refusal = draft?.refusal
            reason = draft?.form["reason"]
        }
        guard call.text("caller_no") != nil, !calls.isEmpty && !call.flag("emergency") || refusal != nil else { return .empty }
        let field = FormField(
            "reason", "原因", .text(.plain, maxLength: 200), value: reason,
            help: "由班长批准后限制，不超过\(reading.number("blacklist_days") ?? 30)日；涉及人身保护、未成年人的不得限制")
        return """
            <details class="caller-part"\(attribute: "open", refusal != nil)><summary>提请限制骚扰号码</summary><form class="form" method="post" action="\(HotlineDesk.path)/block">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(hiddenInput("call", call.id))\(errorSummary(refusal.map { [FormError($0.message)] } ?? []))\(field)<div class="buttons">\(button("提请班长批准", .danger))</div></form></details>
            """
    }
}
