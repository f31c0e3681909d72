import Casework
import HTML
import Site
import WorkCalendar

/// The seat along the top: what state it is in and since when, and what it can go over to.
struct HotlineSeatBar {
    let visit: Visit
    let reading: HotlineReading
    let draft: HotlineDraft?

    init(_ visit: Visit, _ reading: HotlineReading, _ draft: HotlineDraft?) {
        self.visit = visit
        self.reading = reading
        self.draft = draft
    }

    static func tone(_ state: String?) -> Tone {
        switch state {
        case "idle": .done
        case "ringing", "talking": .active
        case "wrap": .soon
        case "rest", "away": .paused
        default: .neutral
        }
    }

    private let address = "\(HotlineDesk.path)/seat"

    func content(_ seats: [RecordView]) throws -> HTML {
        var refused: HTML = .empty
        if draft?.place == .seat, let refusal = draft?.refusal { refused = notice(refusal.message, .danger) }
        guard let seat = reading.mine(among: seats) else { return "\(refused)\(signedOut(seats))" }
        let standing = try reading.standing()[seat.id]
        let since: HTML = standing.map { HotlineClock.since($0.since, now: visit.now) } ?? .empty
        let why: HTML = standing?.note.map { "<span class='seat-note'>\($0)</span>" } ?? .empty
        let skills =
            (seat.texts("skills").map { reading.label($0, "shared/service_line") }
            + seat.texts("langs").map { reading.label($0, "shared/lang") })
            .joined(separator: "、")
        return """
            \(refused)<section class="seat-bar" aria-label="我的座席"><p class="seat-name"><b>座席 \(seat.text("ext") ?? "")</b><span>\(skills)</span></p><p class="seat-state">\(badge(seat.stateLabel ?? "", Self.tone(seat.state))) \(since)\(why)</p><div class="buttons">\(buttons(seat))</div></section>
            """
    }

    private func buttons(_ seat: RecordView) -> HTML {
        func act(_ action: String, _ label: String, _ rank: ButtonRank = .secondary) -> HTML {
            actionButton(
                label, action: address, rank, csrf: visit.csrf, key: visit.freshKey(), version: Int(seat.version),
                fields: [("do", action), ("seat", seat.id)])
        }
        var all: [HTML] = []
        // From here by hand: who talks cannot pause, a call sets its seat by itself.
        if ["ringing", "wrap", "rest", "away"].contains(seat.state) { all.append(act("ready", "置闲", .primary)) }
        if ["idle", "wrap"].contains(seat.state) { all.append(pause(seat)) }
        if ["idle", "wrap", "rest", "away"].contains(seat.state) { all.append(act("sign_out", "签出", .quiet)) }
        return all.joined()
    }

    private func pause(_ seat: RecordView) -> HTML {
        let reason = FormField("reason", "原因", .text(.plain, maxLength: 60), help: "如：用餐、培训、处理工单")
        return moreMenu(
            "小休或离席",
            """
            <form class="pause" method="post" action="\(url: address)">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey(), version: Int(seat.version)))\(hiddenInput("seat", seat.id))\(reason)<button type="submit" name="do" value="rest">小休</button><button type="submit" name="do" value="away">离席</button></form>
            """)
    }

    private func signedOut(_ seats: [RecordView]) -> HTML {
        let free = seats.filter { $0.state == "off" }
        let form: HTML
        if seats.isEmpty {
            form = "<p class='quiet'>本单位还没有登记座席：可以直接接听。座席由平台管理员或班长在“座席”中登记。</p>"
        } else if free.isEmpty {
            form = "<p class='quiet'>本单位的座席都已有人签入，请联系班长。</p>"
        } else {
            let choices = free.map { seat in
                Choice(
                    seat.id,
                    "\(seat.text("ext") ?? "") · \(seat.texts("langs").map { reading.label($0, "shared/lang") }.joined(separator: "、"))")
            }
            let field = FormField("seat", "座席", .choice(choices, .select), values: [choices[0].value]).compact
            form = """
                <form class="sign-seat" method="post" action="\(url: address)">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(hiddenInput("do", "sign_in"))\(field)\(button("签入", .primary, icon: .phone))</form>
                """
        }
        return
            "<section class='seat-bar' aria-label='我的座席'><p class='seat-state'>\(badge("未签入", .neutral))</p>\(form)</section>"
    }
}
