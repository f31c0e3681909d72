import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The auditor's first page.
struct AuditOverview {
    let console: ConsoleVisit

    func answer() throws -> Response {
        var tiles: [FigureTile] = []
        if console.holdsNode {
            let day = console.now.milliseconds - 86_400_000
            let (entries, today, seals, own) = try console.visit.kernel.database.read { connection -> (Int64, Int64, Int64, Int64) in
                let entries = try connection.first("SELECT MAX(seq) FROM journal")?.int(0) ?? 0
                // The newest entries are at the end: the last hundred thousand hold more than a day of any node.
                let today =
                    try connection.first("SELECT COUNT(*) FROM journal WHERE seq > \(entries - 100_000) AND at >= \(day)")?.int(0) ?? 0
                let own =
                    try connection.first(
                        "SELECT COUNT(*) FROM journal WHERE seq > \(entries - 100_000) AND at >= \(day) AND actor_role IN ('sys_admin', 'security_admin')"
                    )?.int(0) ?? 0
                return (entries, today, try connection.first("SELECT COUNT(*) FROM journal_seal")?.int(0) ?? 0, own)
            }
            let alerts = try Alerts(console: console).found(since: day, of: .everybody)
            tiles = [
                FigureTile("24小时报警", "\(alerts.count)条", link: "/admin/audit/alerts", tone: alerts.isEmpty ? .done : .danger),
                FigureTile("24小时操作", "\(counted(Int(today)))条", link: "/admin/audit/journal"),
                FigureTile("其中管理员", "\(counted(Int(own)))条", link: "/admin/audit/administrators"),
                FigureTile("日志总数", "\(counted(Int(entries)))条", link: "/admin/audit/journal"),
                FigureTile("封存", "\(counted(Int(seals)))次", link: "/admin/audit/verification"),
            ]
        }
        let cards = cardGrid(
            console.console.pages.dropFirst().map {
                StartCard($0.label, text: Self.explanation($0.path), to: console.console.link($0), icon: $0.icon)
            })
        return try console.page("审计管理", "\(figureRow(tiles))\(cards)")
    }

    private static func explanation(_ path: String) -> String {
        switch path {
        case "journal": "谁、何时、对哪条记录做了什么；不显示业务内容"
        case "administrators": "系统管理员和安全管理员做了什么，改了什么"
        case "verification": "逐条核对散列链和封存，查出篡改、删除、调换"
        case "alerts": "越权访问和登录失败的报警"
        case "export": "连同散列链导出，可离线核验"
        default: ""
        }
    }
}
