import Casework
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Messages: reminders, escalations, what others did that concerns me.
struct NoticesPage {
    let visit: Visit

    static func list(_ items: [NoticeItem], _ visit: Visit) -> HTML {
        let rows = items.html { item -> HTML in
            let text: HTML
            if let type = item.type, let record = item.record {
                text = "<a href='\(url: Place.link(type, record))'>\(item.text)</a>"
            } else {
                text = "\(item.text)"
            }
            let (label, tone): (String, Tone) =
                switch item.kind {
                case "overdue": ("超期", .danger)
                case "escalation": ("督办", .danger)
                case "reminder": ("催办", .soon)
                case "copy": ("抄送", .neutral)
                default: ("通知", .neutral)
                }
            return
                "<li class='notice-row\(raw: item.readAt == nil ? " unread" : "")'>\(badge(label, tone))<div>\(text)</div><time datetime='\(item.at)'>\(when(item.at, visit.now))</time></li>"
        }
        return "<ul class='notice-list plain-list'>\(rows)</ul>"
    }

    /// Today by the clock, this year by the day, before that with the year.
    private static func when(_ moment: Moment, _ now: Moment) -> String {
        if moment.day == now.day { return String(moment.clockTime.prefix(5)) }
        return moment.day.year == now.day.year ? moment.day.chineseMonthDay : moment.day.chineseDate
    }

    func answer() throws -> Response {
        let items = try visit.kernel.notices(of: visit.actor, limit: 200)
        let unread = items.count { $0.readAt == nil }
        let body: HTML = items.isEmpty ? emptyState("没有消息", text: "催办、督办、抄送和与您有关的办理会出现在这里。", icon: .bell) : Self.list(items, visit)
        let read: HTML = unread == 0 ? .empty : actionButton("全部标为已读", action: "/w/notices", csrf: visit.csrf)
        return try visit.page("消息", body: "\(pageHead("消息", note: unread == 0 ? nil : "\(unread)条未读", actions: read))\(body)")
    }

    func count() throws -> Response {
        let unread = try visit.kernel.notices(of: visit.actor, limit: 100).count { $0.readAt == nil }
        return visit.fragment("\(unread > 99 ? "99+" : String(unread))")
    }

    func readAll() async throws -> Response {
        try await visit.kernel.markNoticesRead(of: visit.actor, at: visit.now)
        return visit.redirect(to: "/w/notices")
    }
}
