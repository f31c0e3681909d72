import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// Those who wait, the longest first, each with a button that takes the call.
struct HotlineQueue {
    let visit: Visit
    let reading: HotlineReading
    let draft: HotlineDraft?
    let isBeside: Bool

    init(_ visit: Visit, _ reading: HotlineReading, _ draft: HotlineDraft?, isBeside: Bool = false) {
        self.visit = visit
        self.reading = reading
        self.draft = draft
        self.isBeside = isBeside
    }

    func content(_ seats: [RecordView]) throws -> HTML {
        let waiting = try reading.queue()
        let limit = reading.number("pick_up_seconds") ?? 15
        let mine = reading.mine(among: seats)
        let mayTake = seats.isEmpty || mine.map { ["idle", "ringing", "wrap"].contains($0.state) } ?? false
        var refused: HTML = .empty
        if draft?.place == .queue, let refusal = draft?.refusal { refused = notice(refusal.message, .danger) }
        let joined = try handedOn()
        if isBeside { return joined + beside(waiting, limit, refused) }
        let rows = waiting.enumerated().map { place, call -> TableRow in
            TableRow(
                id: call.id, link: nil,
                tone: call.createdAt < Moment(clamping: visit.now.milliseconds - Int64(limit) * 1_000) ? .danger : nil,
                [
                    "\(number(call))", "\(call.words("queue"))", "\(call.words("skill"))",
                    HotlineClock.since(call.moment("ring_at") ?? call.createdAt, now: visit.now, late: limit),
                    take(call, isFirst: place == 0, mayTake: mayTake),
                ])
        }
        let table = DataTable(
            "等待接听",
            columns: [
                TableColumn("来电", .identity), TableColumn("队列"), TableColumn("语种"), TableColumn("已等", .number), TableColumn("接听", .actions),
            ], rows: rows, empty: emptyState("没有等待的来电", text: "来电进线后出现在这里，15秒内接听", icon: .phone), stacksWhenNarrow: true, id: "queue")
        let why: HTML = HTML.when(
            !waiting.isEmpty && !mayTake, "<p class='quiet'>\(mine == nil ? "先在上方签入座席，再接听。" : "结束在手的通话并置闲后，再接听。")</p>")
        return "<h2>等待接听\(waiting.isEmpty ? "" : "（\(waiting.count)）")</h2>\(refused)\(why)\(table)\(joined)"
    }

    /// Who is asked to join a call: the seat that has it stays on the line until then.
    private func handedOn() throws -> HTML {
        guard reading.isAgent else { return .empty }
        let calls = try reading.handedOn()
        guard !calls.isEmpty else { return .empty }
        let naming = Naming(visit)
        let rows = calls.html { call -> HTML in
            let from = call.text("agent").map { naming.person($0) } ?? ""
            return """
                <li class="waiting"><span>\(from)转\(call.words("transfer_to"))</span> <span class="quiet">\(call.words("service_line"))</span> \(linkButton("接入", to: "\(Place.link(HotlineDesk.call, call.id))/do/take_over?back=\(QueryValues.encode(HotlineDesk.place(of: call.id)))", .primary, icon: .phone, opensDialog: true))</li>
                """
        }
        return card("转来的通话", "<ul class='plain-list'>\(rows)</ul>")
    }

    /// Beside a call in hand: who waits and how long, nothing to press.
    private func beside(_ waiting: [RecordView], _ limit: Int, _ refused: HTML) -> HTML {
        let rows = waiting.html { call -> HTML in
            let clock = HotlineClock.since(call.moment("ring_at") ?? call.createdAt, now: visit.now, late: limit)
            return
                "<li class='waiting'><span class='number'>\(number(call))</span> <span class='quiet'>\(call.words("queue")) · \(call.words("skill"))</span> \(clock)</li>"
        }
        let list: HTML = waiting.isEmpty ? "<p class='quiet'>没有等待的来电</p>" : "<ul class='plain-list'>\(rows)</ul>"
        return card("等待接听", "\(refused)\(list)")
    }

    private func number(_ call: RecordView) -> String {
        if let shown = call.field("caller_no"), !shown.text.isEmpty { return shown.text }
        return call.flag("caller_hidden") ? "隐藏号码" : call.text("call_no") ?? call.title
    }

    private func take(_ call: RecordView, isFirst: Bool, mayTake: Bool) -> HTML {
        guard reading.isAgent else { return .empty }
        var later: HTML = .empty
        // A seat for a dialect, Zhuang or signs that does not come free is not waited for (rule 2).
        if call.text("skill") != "zh",
            visit.now - (call.moment("ring_at") ?? call.createdAt) > Int64(reading.number("special_seat_wait") ?? 60) * 1_000
        {
            later = linkButton(
                "约定回拨", to: "\(Place.link(HotlineDesk.call, call.id))/do/book_callback?back=\(QueryValues.encode(HotlineDesk.path))",
                opensDialog: true)
        }
        let shortcut: HTML = HTML.when(isFirst && mayTake, " data-key='KeyA' aria-keyshortcuts='Alt+A'")
        return """
            <form class="inline" method="post" action="\(HotlineDesk.path)/answer">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(hiddenInput("call", call.id))<button type="submit" class="button primary"\(attribute: "disabled", !mayTake)\(shortcut)>\(icon(.phone))接听</button></form>\(later)
            """
    }
}

/// A call that no exchange announced: taken down by hand and answered at once.
struct HotlineRing {
    let visit: Visit
    let reading: HotlineReading
    let draft: HotlineDraft?

    init(_ visit: Visit, _ reading: HotlineReading, _ draft: HotlineDraft?) {
        self.visit = visit
        self.reading = reading
        self.draft = draft
    }

    static let fields = ["caller_no", "caller_hidden", "queue", "skill", "emergency"]

    var html: HTML {
        get throws {
            guard let definition = visit.site.state.definition(HotlineDesk.call), let ring = definition.action("ring") else {
                return .empty
            }
            var form = RecordForm(definition: definition, action: ring, state: visit.site.state, actor: visit.actor)
            var refusal: Refusal?
            if draft?.place == .ring {
                form.submitted = draft?.form
                form.problems = draft?.refusal?.problems ?? []
                refusal = draft?.refusal
            }
            let picked = FieldPicker([form])
            let errors = picked.errors(refusal, shown: Self.fields)
            return """
                <details class="card ring"\(attribute: "open", refusal != nil)><summary><h2>没有自动弹屏？手工登记来电</h2></summary><form class="form card-body" method="post" action="\(HotlineDesk.path)/ring" data-keep="hotline.ring">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(errorSummary(errors))<div class="form-fields">\(picked.fields(Self.fields))</div><div class="buttons form-buttons"><button type="submit" name="_do" value="answer" class="button primary" data-key="KeyR" aria-keyshortcuts="Alt+R">\(icon(.phone))登记并接听</button>\(button("只登记进线", name: "_do", value: "ring"))</div></form></details>
                """
        }
    }
}
