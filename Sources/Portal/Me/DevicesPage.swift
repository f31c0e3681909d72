import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Where one is signed in, and every time somebody did.
struct DevicesPage {
    let visit: Visit

    func answer() throws -> Response {
        let sessions = try visit.site.sessions.all(of: visit.actor.id, at: visit.now)
        let open = sessions.html { session -> HTML in
            let isThis = session.digest == visit.session?.digest
            return """
                <li><p class='shelf-title'>\(isThis ? "这台设备" : "另一台设备")\(isThis ? badge("正在使用", .active) : .empty)</p><p class='shelf-facts'>\(session.createdAt.chinese)登录，最近使用\(session.seenAt.chinese)</p></li>
                """
        }
        var log: HTML = .empty
        if let account = try OwnAccount(visit).account {
            let rows = try visit.kernel.list(
                ListQuery(type: "citizen-account/login_log", limit: 50, parent: account.id), as: visit.actor, at: visit.now
            )
            .items
            log = card(
                "登录记录",
                "<ul class='shelf'>\(rows.html { "<li><p class='shelf-title'>\($0.words("device")) \($0.words("result"))</p><p class='shelf-facts'>\($0.moment("at")?.chinese ?? "")</p></li>" as HTML })</ul><p class='help'>最近50次。登录记录至少保存六个月（网络安全法第二十三条）。</p>"
            )
        }
        let others: HTML =
            sessions.count > 1
            ? actionButton("退出其他设备", action: "/me/devices", .danger, csrf: visit.csrf) : "<p class='help'>只在这台设备上登录着。</p>"
        return try visit.page(
            "设备和登录记录", shell: .portal,
            body: "\(meHead("设备和登录记录"))\(card("登录着的设备", "<ul class='shelf'>\(open)</ul>\(others)"))\(log)")
    }

    func endOthers() async throws -> Response {
        if let session = visit.session { try await visit.site.sessions.endOthers(than: session) }
        return visit.redirect(to: "/me/devices", saying: "已退出其他设备")
    }
}
