import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Whose traces are looked at: business users' by the security administrator, the other administrators' by the auditor (domain specification part 4).
enum Watched: Sendable {
    case business, administrators, everybody

    /// A condition on a column that holds a person's id.
    func condition(_ column: String) -> SQL {
        let administrators: SQL =
            "\(identifier: column) IN (SELECT person FROM role_grant WHERE role IN ('sys_admin', 'security_admin', 'audit_admin'))"
        return switch self {
        case .business: "NOT (\(administrators))"
        case .administrators: administrators
        case .everybody: "1 = 1"
        }
    }
}

/// Denied reads, failed sign-ins and refused files of business users.
struct AccessLogPage {
    let console: ConsoleVisit

    static let kinds = [("denied", "拒绝访问"), ("sign_in_failed", "登录失败"), ("locked", "锁定期内登录"), ("file_refused", "文件被拒"), ("token", "令牌不符")]

    func answer() throws -> Response {
        try console.requireNode()
        let query = console.visit.query
        let (actor, kind) = (query["actor"], query["kind"].flatMap { kind in Self.kinds.first { $0.0 == kind }?.0 })
        let before = query["before"].flatMap { Int64($0) } ?? Int64.max
        let since = query["since"].flatMap { Day($0) }.map { Moment.startOfDay($0).milliseconds } ?? 0
        let (found, names) = try console.visit.kernel.database.read { connection in
            var conditions: [SQL] = [Watched.business.condition("actor"), "at < \(before)", "at >= \(since)"]
            if let actor { conditions.append("actor = \(actor)") }
            if let kind { conditions.append("kind = \(kind)") }
            let found = try connection.query(
                "SELECT at, actor, kind, what, reason, source FROM access_log WHERE \(conditions.joined(separator: " AND ")) ORDER BY at DESC LIMIT 101"
            )
            return (found, try AccountNames(of: found.compactMap { $0.text(1) }, connection))
        }
        let pages = PageWords(state: console.state)
        let rows = found.prefix(100).enumerated().map { place, row -> TableRow in
            TableRow(
                id: String(place), link: nil,
                [
                    "\(momentText(row.int(0)))", names.cell(row.text(1) ?? ""),
                    badge(Self.label(row.text(2) ?? ""), row.text(2) == "denied" ? .danger : .soon), pages.cell(row.text(3) ?? ""),
                    "\(row.text(4) ?? "")",
                    "<code>\((row.text(5) ?? "").prefix(8))</code>",
                ])
        }
        let table = DataTable(
            "访问日志",
            columns: [
                TableColumn("时间", .identity), TableColumn("账号"), TableColumn("类别", .state), TableColumn("对象"), TableColumn("原因"),
                TableColumn("来源摘要"),
            ], rows: rows,
            empty: emptyState("没有记录", text: "被拒绝的访问、登录失败会出现在这里", icon: .check), stacksWhenNarrow: true)
        let bar = FilterBar(
            address: "/admin/security/access",
            controls: [
                FormField("actor", "账号", .text(.search, maxLength: 80), value: actor),
                FormField("kind", "类别", .choice([Choice("", "全部")] + Self.kinds.map { Choice($0.0, $0.1) }), value: kind),
                FormField("since", "自", .date(), value: query["since"]),
            ])
        let next =
            found.count > 100
            ? found[99].int(0).map { query.without("said").with("before", String($0)).address("/admin/security/access") } : nil
        let alerts = try Alerts(console: console).found(since: console.now.milliseconds - 7 * 86_400_000, of: .business)
        return try console.page(
            "访问日志", note: "业务人员", "\(Alerts.list(alerts, title: "七日内报警"))\(bar)\(table)\(pager(previous: nil, next: next))")
    }

    static func label(_ kind: String) -> String { kinds.first { $0.0 == kind }?.1 ?? kind }
}
