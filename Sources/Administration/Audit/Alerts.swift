import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// What the access log gives alarm for: too many denials of one person within an hour (ACC-10, parameter `denial_alert_count`), and a hundred failed sign-ins within an
/// hour, on the node or from one place (GB/T 22239-2019 8.1.4.4 f).
struct Alerts {
    /// One alarm.
    struct Alert: Sendable, Hashable {
        enum Kind: Sendable, Hashable { case denials, failedSignIns, failedSignInsFromOnePlace }
        var kind: Kind
        /// Account, or digest of the place.
        var subject: String
        var count: Int
        /// Beginning of the hour, milliseconds.
        var hour: Int64
        /// Of the person, where an account gave the alarm.
        var name: String?
    }

    static let failedSignIns: Int64 = 100
    private static let hour: Int64 = 3_600_000
    /// As a literal: what a query groups by must be the same text as what it selects.
    private static let hourText = "3600000"
    let console: ConsoleVisit

    /// Denials an hour that give alarm.
    var denials: Int64 {
        let lineage = console.state.tree.lineage(of: console.visit.actor.org)
        let own = console.visit.kernel.services.parameterOverride(
            system: "account-governance", id: "denial_alert_count", day: console.now.day, lineage: lineage)
        let shipped = console.state.catalogue.parameter("denial_alert_count", in: "account-governance")?.row(
            on: console.now.day, lineage: lineage)?.value
        if case .number(let number)? = own ?? shipped, number > 0 { return number }
        return 20
    }

    /// Newest first.
    func found(since: Int64, of watched: Watched) throws -> [Alert] {
        let most = denials
        return try console.visit.kernel.database.read { connection in
            let denied = try connection.query(
                """
                SELECT actor, at / \(raw: Self.hourText) AS h, COUNT(*) FROM access_log WHERE kind = 'denied' AND at >= \(since) AND \(watched.condition("actor"))
                GROUP BY actor, at / \(raw: Self.hourText) HAVING COUNT(*) >= \(most)
                """
            ).map { Alert(kind: .denials, subject: $0.text(0) ?? "", count: Int($0.int(2) ?? 0), hour: ($0.int(1) ?? 0) * Self.hour) }
            let failed = try connection.query(
                "SELECT at / \(raw: Self.hourText) AS h, COUNT(*) FROM access_log WHERE kind IN ('sign_in_failed', 'locked') AND at >= \(since) GROUP BY at / \(raw: Self.hourText) HAVING COUNT(*) >= \(Self.failedSignIns)"
            ).map { Alert(kind: .failedSignIns, subject: "", count: Int($0.int(1) ?? 0), hour: ($0.int(0) ?? 0) * Self.hour) }
            let places = try connection.query(
                """
                SELECT source, at / \(raw: Self.hourText) AS h, COUNT(*) FROM access_log WHERE kind IN ('sign_in_failed', 'locked') AND at >= \(since) AND source IS NOT NULL
                GROUP BY source, at / \(raw: Self.hourText) HAVING COUNT(*) >= \(Self.failedSignIns)
                """
            ).map {
                Alert(
                    kind: .failedSignInsFromOnePlace, subject: String(($0.text(0) ?? "").prefix(8)), count: Int($0.int(2) ?? 0),
                    hour: ($0.int(1) ?? 0) * Self.hour)
            }
            let names = try AccountNames(of: denied.map(\.subject), connection)
            let named = denied.map { alert in
                var named = alert
                let name = names.name(alert.subject)
                named.name = name == alert.subject ? nil : name
                return named
            }
            return (named + failed + places).sorted { ($0.hour, $0.count) > ($1.hour, $1.count) }
        }
    }

    static func words(_ alert: Alert) -> String {
        switch alert.kind {
        case .denials: "\(alert.name.map { "\($0)（账号 \(alert.subject)）" } ?? "账号 \(alert.subject) ")一小时内被拒绝访问\(alert.count)次"
        case .failedSignIns: "全节点一小时内登录失败\(alert.count)次"
        case .failedSignInsFromOnePlace: "同一来源（\(alert.subject)）一小时内登录失败\(alert.count)次"
        }
    }

    static func list(_ alerts: [Alert], title: String) -> HTML {
        guard !alerts.isEmpty else { return notice("\(title)：没有", .done) }
        let list: HTML = alerts.prefix(50).html { "<li><time>\(momentText($0.hour))</time> \(words($0))</li>" }
        return notice("\(title)：\(alerts.count)条", .danger, body: "<ul>\(list)</ul>")
    }
}

/// Alarms of the last month, of everybody.
struct AlertPages {
    let console: ConsoleVisit

    func answer() throws -> Response {
        try console.requireNode()
        let alerts = try Alerts(console: console).found(since: console.now.milliseconds - 30 * 86_400_000, of: .everybody)
        let rows = alerts.map { alert in
            TableRow(
                id: "\(alert.hour)-\(alert.subject)",
                link: alert.kind == .denials ? "/admin/audit/journal?actor=\(QueryValues.encode(alert.subject))" : nil, tone: .danger,
                ["\(Alerts.words(alert))", "\(momentText(alert.hour))", "\(alert.count)"])
        }
        let table = DataTable(
            "报警", columns: [TableColumn("报警", .identity), TableColumn("小时起", .date), TableColumn("次数", .number)], rows: rows,
            empty: emptyState("三十日内没有报警", icon: .check), stacksWhenNarrow: true)
        let rule: HTML =
            "<p>同一账号一小时内被拒绝\(Alerts(console: console).denials)次，或全节点、同一来源一小时内登录失败\(Alerts.failedSignIns)次，即报警。访问日志对同一人每分钟至多记20条，防止被灌满。</p>"
        return try console.page("报警", note: "最近三十日", "\(rule)\(table)\(try denied())")
    }

    /// Denials of the administrators themselves: trying another's console is one.
    private func denied() throws -> HTML {
        let (rows, names) = try console.visit.kernel.database.read { connection in
            let rows = try connection.query(
                "SELECT at, actor, kind, what, reason FROM access_log WHERE \(Watched.administrators.condition("actor")) ORDER BY at DESC LIMIT 100"
            )
            return (rows, try AccountNames(of: rows.compactMap { $0.text(1) }, connection))
        }
        let pages = PageWords(state: console.state)
        guard !rows.isEmpty else { return .empty }
        return card(
            "管理员被拒绝的访问",
            plainTable(
                "管理员被拒绝的访问", heads: ["时间", "账号", "类别", "对象", "原因"],
                rows: rows.map {
                    [
                        "\(momentText($0.int(0)))", names.cell($0.text(1) ?? ""), "\(AccessLogPage.label($0.text(2) ?? ""))",
                        pages.cell($0.text(3) ?? ""), "\($0.text(4) ?? "")",
                    ]
                }))
    }
}
