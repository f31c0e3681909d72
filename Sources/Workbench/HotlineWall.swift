import Casework
import HTML
import Site
import WorkCalendar

/// The group leader's wall: what waits, every seat with its state, calls that may be joined, what must be reported.
struct HotlineWall {
    let visit: Visit
    let reading: HotlineReading

    init(_ visit: Visit, _ reading: HotlineReading) {
        self.visit = visit
        self.reading = reading
    }

    func content(_ seats: [RecordView]) throws -> HTML {
        let queue = reading.isAgent ? [] : try reading.queue()
        let standing = try reading.standing()
        let talking = try reading.talking()
        let naming = Naming(visit)
        let back = QueryValues.encode(HotlineDesk.path)
        let rows = seats.map { seat -> TableRow in
            let now = standing[seat.id]
            let call = talking.first { $0.text("seat") == seat.id }
            var buttons: HTML = .empty
            if let call {
                buttons += linkButton("强插", to: "\(Place.link(HotlineDesk.call, call.id))/do/barge?back=\(back)", opensDialog: true)
            } else if seat.state != "off" {
                buttons += linkButton("强制状态", to: "\(Place.link(HotlineDesk.seat, seat.id))/do/force_state?back=\(back)", opensDialog: true)
            }
            let since: HTML = now.map { HotlineClock.since($0.since, now: visit.now) } ?? "—"
            return TableRow(
                id: seat.id, link: Place.link(HotlineDesk.seat, seat.id),
                [
                    "\(seat.text("ext") ?? "")", "\(seat.text("user").map { naming.person($0) } ?? "")",
                    badge(seat.stateLabel ?? "", HotlineSeatBar.tone(seat.state)), "\(since)\(now?.note.map { " \($0)" } ?? "")",
                    "\((seat.texts("langs").map { reading.label($0, "shared/lang") } + seat.texts("skills").map { reading.label($0, "shared/service_line") }).joined(separator: "、"))",
                    buttons,
                ])
        }
        let table = DataTable(
            "座席状态",
            columns: [
                TableColumn("座席", .identity), TableColumn("人员"), TableColumn("状态", .state), TableColumn("已持续", .number), TableColumn("技能"),
                TableColumn("班长", .actions),
            ], rows: rows, empty: emptyState("本单位还没有登记座席", text: "在“座席”中登记分机后，座席员即可签入", icon: .phone), stacksWhenNarrow: true, id: "seats")
        return """
            \(try alarms(seats, queue))<h2>座席</h2>\(try figures(seats, queue))\(table)\(reported(try reading.escalated(), back))
            """
    }

    private func figures(_ seats: [RecordView], _ queue: [RecordView]) throws -> HTML {
        let (answered, asked, inTime) = try reading.connected()
        let share = asked == 0 ? nil : answered * 1000 / asked
        let list = "/w/\(HotlineDesk.call)"
        return figureRow([
            FigureTile(
                "等待接听", "\(queue.count)通", link: "\(list)?view=waiting", tone: queue.isEmpty ? nil : .soon, definition: "近24小时内进线、还没有接听的"),
            FigureTile(
                "空闲座席", "\(seats.count { $0.state == "idle" })个", link: "/w/\(HotlineDesk.seat)?f.state=idle",
                comparison: "已签入\(seats.count { $0.state != "off" })个", definition: "已签入并置闲的座席"),
            FigureTile(
                "24小时接通率", HotlineDay.share(answered, of: asked), link: list, comparison: "人工请求\(asked)通，接通\(answered)通",
                tone: share.map { $0 < 950 } == true ? .danger : nil, definition: "任意连续24小时不低于95%（GB/T 33358—2016）"),
            FigureTile(
                "15秒接听率", HotlineDay.share(inTime, of: answered), link: list, comparison: "近24小时接通\(answered)通",
                definition: "从进入队列到接听不超过15秒的，占接通的比例（GB/T 33358—2016）"),
        ])
    }

    /// An unstaffed queue and a connect rate under the standard do not wait to be found.
    private func alarms(_ seats: [RecordView], _ queue: [RecordView]) throws -> HTML {
        let waited = queue.filter { visit.now - ($0.moment("ring_at") ?? $0.createdAt) > 60_000 }
        guard !waited.isEmpty, !seats.contains(where: { $0.state == "idle" }) else { return .empty }
        return notice(
            "\(waited.count)通来电等待超过60秒，没有空闲座席", .danger, body: "<p>请让小休、离席的座席返岗，或请法律服务团队在班人员签入；语种座席不空的约定回拨。</p>")
    }

    private func reported(_ calls: [RecordView], _ back: String) -> HTML {
        guard !calls.isEmpty else { return .empty }
        let rows = calls.map { call -> TableRow in
            let due: HTML = call.due.map { dueChip(visit.dues.words($0)) } ?? .empty
            return TableRow(
                id: call.id, link: Place.link(HotlineDesk.call, call.id), tone: call.isOverdue ? .danger : nil,
                [
                    "\(call.text("call_no") ?? call.title)", "\(call.words("escalate_kind"))", "\(call.words("escalate_reason"))", due,
                    linkButton(
                        "报告负责人", to: "\(Place.link(HotlineDesk.call, call.id))/do/report_leader?back=\(back)", .primary, opensDialog: true),
                ])
        }
        return """
            <h2>重大来电，待报告负责人</h2>\(DataTable("重大来电", columns: [TableColumn("通话", .identity), TableColumn("情形"), TableColumn("原因"), TableColumn("期限", .state), TableColumn("办理", .actions)], rows: rows, stacksWhenNarrow: true, id: "escalated"))
            """
    }
}
