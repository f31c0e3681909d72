import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// The call in hand: its clock, what to do first when there is danger, the record that is written while talking, and how it ends.
struct HotlineConsole {
    let visit: Visit
    let reading: HotlineReading
    let call: RecordView
    let draft: HotlineDraft?

    init(_ visit: Visit, _ reading: HotlineReading, _ call: RecordView, _ draft: HotlineDraft?) {
        self.visit = visit
        self.reading = reading
        self.call = call
        if case .call(let id)? = draft?.place, id == call.id { self.draft = draft } else { self.draft = nil }
    }

    /// What one asks and notes, in the order of the talk.
    static let matterFields = ["summary", "category", "service_line", "law_field", "city_code", "area_code", "group_size"]
    static let matterFlags = ["emergency", "needs_order", "harass"]
    static let callerFields = ["caller_name", "gender", "skill", "person_groups"]
    static let callerFlags = ["name_refused", "keep_secret"]
    static let answerFields = ["answer_summary", "law_refs"]
    /// What only an order needs.
    static let orderFields = ["order_title", "order_kind", "urgency", "target_kind", "target_name", "matter"]
    static let noted = ["caller_no"] + matterFields + matterFlags + callerFields + callerFlags + answerFields
    /// What only this form writes: other actions of a call (a transfer, a report) change the rest while one types.
    private static let typed = noted.filter { !["emergency", "group_size", "city_code", "service_line", "skill"].contains($0) }
    /// Done by the form itself, or not by a seat.
    private static let byForm: Set<String> = ["identify", "hang_up", "save", "make_order", "answer_law", "hold", "unhold"]

    private var isTalking: Bool { call.state == "talking" }
    private func may(_ action: String) -> Bool { call.actions.contains { $0.id == action } }

    var html: HTML {
        get throws {
            "<section class='call' aria-labelledby='call-title'>\(head)\(conduct)\(try outcome)\(try form)</section>"
        }
    }

    // MARK: Head

    private var head: HTML {
        let clock: HTML
        if isTalking {
            clock = HotlineClock.since(call.moment("answer_at") ?? call.createdAt, now: visit.now)
        } else if let limit = call.deadlines.first(where: { $0.limit == "call_summary" && $0.state == "running" }), let due = limit.due {
            clock = "<span class='quiet'>小结还剩</span> \(HotlineClock.until(due, now: visit.now))"
        } else {
            clock = .empty
        }
        let held: HTML = HTML.when(call.flag("held"), badge("保持中", .paused))
        let facts = [
            call.text("call_no"), reading.label(call.text("queue"), "shared/service_line"),
            reading.label(call.text("skill"), "shared/lang"),
            call.moment("ring_at").map { "\($0.clockTime.prefix(5))来电" },
            call.text("direction") == "in" ? "等待\(call.number("wait_sec") ?? 0)秒" : call.words("direction"),
        ].compactMap { $0 }.filter { !$0.isEmpty }
        return """
            <header class="call-head"><div><h2 id="call-title">\(badge(call.stateLabel ?? "", HotlineSeatBar.tone(call.state))) \(clock)\(held)</h2><p class="quiet">\(facts.joined(separator: " · "))</p></div><div class="buttons">\(actions)</div></header>
            """
    }

    /// What needs a form of its own opens in place and comes back here.
    private var actions: HTML {
        let back = QueryValues.encode(HotlineDesk.place(of: call.id))
        let all = call.actions.filter { !Self.byForm.contains($0.id) && !$0.by.allSatisfy { $0.role == "citizen" } }
        func link(_ action: ActionDefinition, _ rank: ButtonRank) -> HTML {
            linkButton(action.label, to: "\(Place.link(HotlineDesk.call, call.id))/do/\(action.id)?back=\(back)", rank, opensDialog: true)
        }
        let first: Set<String> = ["warm_transfer", "three_way", "escalate", "book_callback"]
        var shown = all.filter { first.contains($0.id) }.map { link($0, .secondary) }
        let rest = all.filter { !first.contains($0.id) }
        if !rest.isEmpty { shown.append(moreMenu("更多", rest.map { link($0, $0.id == "end_abuse" ? .danger : .quiet) }.joined())) }
        return shown.joined()
    }

    // MARK: Danger

    private var conduct: HTML {
        var marks: [(EmergencyConduct.Sign, String)] = []
        if call.flag("emergency") { marks.append((.danger, "已登记危及人身安全")) }
        if call.text("law_field") == "dv" { marks.append((.domesticViolence, "法律类别为家庭暴力")) }
        if call.text("law_field") == "minor" || call.texts("person_groups").contains("minor") { marks.append((.minor, "涉及未成年人")) }
        if let size = call.number("group_size"), size >= reading.number("group_size") ?? 5 { marks.append((.crowd, "涉及\(size)人")) }
        if call.rows("earlier_calls").contains(where: { $0.flag("emergency") }) { marks.append((.danger, "同号码此前来电曾危及人身安全")) }
        if call.rows("earlier_orders").contains(where: { $0.flag("danger") && $0.flag("open") }) { marks.append((.danger, "同号码有险情工单未办结")) }
        let typed = draft.map { [$0.form["summary"], $0.form["answer_summary"]] } ?? []
        let conduct = EmergencyConduct(texts: [call.text("summary")] + typed, marks: marks, words: reading.words)
        let link = Place.link(HotlineDesk.call, call.id)
        let back = QueryValues.encode(HotlineDesk.place(of: call.id))
        return conduct.panels { sign in
            var buttons: [HTML] = []
            if may("three_way") {
                buttons = sign.lines.map { line in
                    linkButton(
                        line.label, to: "\(link)/do/three_way?transfer_to=\(line.target)&back=\(back)", .danger, icon: .phone,
                        opensDialog: true)
                }
            }
            if sign == .crowd, may("escalate") {
                buttons.append(
                    linkButton("疑难上报", to: "\(link)/do/escalate?escalate_kind=group&back=\(back)", .danger, icon: .flag, opensDialog: true))
            }
            return buttons.joined()
        }
    }

    // MARK: What came of it

    private var outcome: HTML {
        get throws {
            guard let id = call.text("order") else {
                let made = [("complaint", "投诉"), ("suggestion", "建议")].first { call.text($0.0) != nil }
                return made.map { notice("已形成\($0.1)，由受理单位办理", .done) } ?? .empty
            }
            guard let order = try? visit.kernel.view(WorkOrders.type, id: id, as: visit.actor, at: visit.now) else {
                return notice("已形成工单", .done)
            }
            let back = QueryValues.encode(HotlineDesk.place(of: call.id))
            let link = Place.link(WorkOrders.type, id)
            var buttons = linkButton("打开工单", to: link)
            if order.mayReveal {
                buttons += linkButton("告知查询码（留痕）", to: "\(link)/reveal/query_code?back=\(back)", icon: .eye, opensDialog: true)
            }
            var police: HTML = .empty
            if order.text("urgency") == "critical", order.text("police_called") == nil,
                order.actions.contains(where: { $0.id == "record_police" })
            {
                police = notice(
                    "特急工单须登记是否已报警或已告知报警", .danger,
                    actions: linkButton("登记报警情况", to: "\(link)/do/record_police?back=\(back)", .danger, opensDialog: true))
            }
            return
                "\(notice("已形成工单 \(order.text("order_no") ?? order.title)（\(order.stateLabel ?? "")）", .done, actions: buttons))\(police)"
        }
    }

    // MARK: The record

    private var form: HTML {
        get throws {
            guard let definition = visit.site.state.definition(HotlineDesk.call) else { return .empty }
            func form(_ action: String) -> RecordForm? {
                definition.action(action).map { action in
                    RecordForm(
                        definition: definition, action: action, record: call, submitted: draft?.form,
                        problems: draft?.refusal?.problems ?? [],
                        state: visit.site.state, actor: visit.actor)
                }
            }
            let hasOrder = ["order", "complaint", "suggestion"].contains { call.text($0) != nil }
            let picked = FieldPicker(["identify", "make_order"].compactMap(form))
            let shown = Self.noted + Self.orderFields
            let caller = (call.text("caller_no") == nil ? ["caller_no"] : []) + Self.callerFields
            let wantsOrder =
                call.flag("needs_order") || draft?.form["_do"] == "make_order"
                || ["complaint", "suggest"].contains(call.text("category") ?? "")
            let order: HTML = HTML.when(
                may("make_order") && !hasOrder,
                """
                <details class="call-part order-part"\(attribute: "open", wantsOrder)><summary>工单：标题、类型、投诉对象（可不填）</summary><div class="form-fields">\(picked.fields(Self.orderFields))</div></details>
                """)
            return """
                <form class="form call-form" method="post" action="\(HotlineDesk.path)/call" data-keep="\("hotline.\(call.id).\(call.state ?? "").\(picked.digest(Self.typed))")" data-listens>\(defaultButton)\(hiddenFields(csrf: visit.csrf, key: visit.freshKey(), version: Int(call.version)))\(hiddenInput("call", call.id))\(errorSummary(picked.errors(draft?.refusal, shown: shown)))\(part("诉求", picked.lists(Self.matterFields), picked.flags(Self.matterFlags)))\(part("来电人", picked.lists(caller), picked.flags(Self.callerFlags)))\(part("答复", picked.fields(Self.answerFields)))\(order)<div class="buttons form-buttons call-buttons">\(buttons(hasOrder: hasOrder))</div></form>
                """
        }
    }

    /// Enter in a field notes; it never ends a call.
    private var defaultButton: HTML {
        "<button type='submit' class='default-submit' name='_do' value='identify' tabindex='-1' aria-hidden='true' formnovalidate></button>"
    }

    private func part(_ title: String, _ fields: [FormField], _ flags: HTML = .empty) -> HTML {
        "<fieldset class='call-part'><legend>\(title)</legend><div class='form-fields'>\(fields)</div>\(flags)</fieldset>"
    }

    private func buttons(hasOrder: Bool) -> HTML {
        func submit(_ label: String, _ action: String, _ rank: ButtonRank, key: String? = nil) -> HTML {
            let shortcut: HTML = key.map { " data-key='Key\($0)' aria-keyshortcuts='Alt+\($0)' title='Alt+\($0)'" } ?? .empty
            return
                "<button type='submit' class='button \(rank.rawValue)' name='_do' value='\(action)' formnovalidate\(shortcut)>\(label)</button>"
        }
        var all: [HTML] = []
        if may("hang_up") { all.append(submit("挂断", "hang_up", .primary, key: "H")) }
        if may("save") { all.append(submit("归档", "save", .primary, key: "G")) }
        if may("identify") { all.append(submit("登记", "identify", .secondary, key: "S")) }
        if may("make_order"), !hasOrder { all.append(submit("形成工单", "make_order", .secondary, key: "O")) }
        if may("answer_law") { all.append(submit("记录解答", "answer_law", .secondary, key: "J")) }
        if may("hold"), !call.flag("held") { all.append(submit("保持", "hold", .quiet, key: "B")) }
        if may("unhold"), call.flag("held") { all.append(submit("取回", "unhold", .quiet, key: "B")) }
        return all.joined()
    }
}
