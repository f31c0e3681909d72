import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The three management centres of a node. Each belongs to one role, and the other two are refused: system, security and audit managers work through interfaces of
/// their own and nobody holds two of them (GB/T 22239-2019 8.1.5.1–3; domain specification part 4, `account-governance`). None of them shows business content.
enum Console: String, CaseIterable, Sendable {
    case system, security, audit

    /// The one role that may enter.
    var role: String {
        switch self {
        case .system: "sys_admin"
        case .security: "security_admin"
        case .audit: "audit_admin"
        }
    }

    var title: String {
        switch self {
        case .system: "系统管理"
        case .security: "安全管理"
        case .audit: "审计管理"
        }
    }

    var holder: String { "\(title)员" }

    var address: String { "/admin/\(rawValue)" }

    /// Its pages, in the order of the work.
    var pages: [Entry] {
        switch self {
        case .system:
            [
                Entry("概览", "", .home), Entry("账号", "accounts", .person), Entry("机构", "organisations", .organisation),
                Entry("业务定义", "definitions", .book),
                Entry("工作日历", "calendar", .calendar), Entry("节点运行", "health", .database), Entry("公告", "announcements", .broadcast),
            ]
        case .security:
            [
                Entry("概览", "", .home), Entry("角色与权限", "roles", .people), Entry("授权", "grants", .lock),
                Entry("参数", "parameters", .settings), Entry("访问日志", "access", .eye),
                Entry("在线会话", "sessions", .clock), Entry("口令策略", "policy", .shield),
            ]
        case .audit:
            [
                Entry("概览", "", .home), Entry("操作日志", "journal", .document), Entry("管理员日志", "administrators", .people),
                Entry("完整性核验", "verification", .seal),
                Entry("报警", "alerts", .warning), Entry("日志导出", "export", .download),
            ]
        }
    }

    /// A page of a console.
    struct Entry: Sendable {
        var label: String
        var path: String
        var icon: Icon
        init(_ label: String, _ path: String, _ icon: Icon) {
            self.label = label
            self.path = path
            self.icon = icon
        }
    }

    func link(_ entry: Entry) -> String { entry.path.isEmpty ? address : "\(address)/\(entry.path)" }
}
