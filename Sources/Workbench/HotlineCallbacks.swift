import Casework
import HTML
import Site
import WorkCalendar

/// Who must be called back, what falls due first.
struct HotlineCallbacks {
    let visit: Visit
    let reading: HotlineReading

    init(_ visit: Visit, _ reading: HotlineReading) {
        self.visit = visit
        self.reading = reading
    }

    func content() throws -> HTML {
        let (items, hasMore) = try reading.callbacks()
        let back = QueryValues.encode(HotlineDesk.path)
        let rows = items.html { task -> HTML in
            let due: HTML = task.moment("due_at").map { dueChip(visit.dues.words($0)) } ?? .empty
            let tries = task.number("tries") ?? 0
            let link = Place.link(HotlineDesk.callback, task.id)
            let buttons: HTML = HTML.when(
                reading.isAgent,
                """
                <div class="buttons">\(actionButton("拨打", action: "\(HotlineDesk.path)/dial", icon: .phone, csrf: visit.csrf, key: visit.freshKey(), fields: [("task", task.id)]))\(linkButton("登记结果", to: "\(link)/do/callback?back=\(back)", opensDialog: true))</div>
                """)
            return """
                <li><p class="callback-who"><a href="\(url: link)">\(task.words("number"))</a> \(due)</p><p class="quiet">\(task.words("reason"))\(task.text("skill") == "zh" ? "" : " · \(task.words("skill"))")\(tries > 0 ? " · 已拨\(tries)次" : "")</p>\(buttons)</li>
                """
        }
        let body: HTML = items.isEmpty ? "<p class='quiet'>没有待回拨的来电</p>" : "<ul class='plain-list callbacks'>\(rows)</ul>"
        let callbacks = card(
            "待回拨", actions: hasMore ? linkButton("全部", to: "/w/\(HotlineDesk.callback)?f.state=waiting", .quiet) : .empty, body)
        return "\(callbacks)\(try voicemails(back))"
    }

    private func voicemails(_ back: String) throws -> HTML {
        let left = try reading.voicemails()
        guard !left.isEmpty else { return .empty }
        let rows = left.html { message -> HTML in
            let due: HTML = message.moment("due_at").map { dueChip(visit.dues.words($0)) } ?? .empty
            let link = Place.link(HotlineDesk.voicemail, message.id)
            return """
                <li><p class="callback-who"><a href="\(url: link)">\(message.words("caller_no"))</a> \(due)</p><p class="quiet">\(String(message.words("transcript").prefix(60)))</p><div class="buttons">\(linkButton("回复", to: "\(link)/do/answer?back=\(back)", opensDialog: true))</div></li>
                """
        }
        return card("语音留言", "<ul class='plain-list callbacks'>\(rows)</ul>")
    }
}
