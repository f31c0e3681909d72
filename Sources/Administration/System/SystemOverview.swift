import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The system administrator's first page: what waits for him and how the node is doing.
struct SystemOverview {
    let console: ConsoleVisit

    func answer() throws -> Response {
        let (visit, kernel) = (console.visit, console.visit.kernel)
        func accounts(_ filter: String) throws -> Int {
            guard console.state.definition(AccountPages.type) != nil else { return 0 }
            return try kernel.count(ListQuery(type: AccountPages.type, filter: filter), as: visit.actor, at: console.now, upTo: 1000)
        }
        var figures = [
            FigureTile(
                "待启用账号", "\(try accounts("state == 'granted'"))个", link: "/admin/system/accounts?state=granted", definition: "已授权，等系统管理员启用"),
            FigureTile("锁定账号", "\(try accounts("state == 'locked'"))个", link: "/admin/system/accounts?state=locked"),
            FigureTile(
                "休眠账号", "\(try accounts("state == 'dormant'"))个", link: "/admin/system/accounts?state=dormant", definition: "连续九十日未使用"),
            FigureTile("机构", "\(counted(console.state.tree.count))个", link: "/admin/system/organisations"),
            FigureTile("业务系统", "\(console.state.catalogue.systems.count)个", link: "/admin/system/definitions"),
        ]
        var problems: HTML = .empty
        if console.holdsNode {
            let health = kernel.database.health
            figures.append(
                FigureTile(
                    "节点", health.problem == nil ? "正常" : "故障", link: "/admin/system/health", tone: health.problem == nil ? .done : .danger))
            if let fault = console.administration.shelf?.fault {
                problems = notice(
                    "本节点自有的业务定义没有装载", .danger, body: "<p>\(fault)</p><p>正按随产品发布的定义运行。请更正或移除。</p>",
                    actions: linkButton("查看", to: "/admin/system/definitions"))
            }
        }
        let cards = cardGrid(
            console.console.pages.dropFirst().map { entry in
                StartCard(entry.label, text: Self.explanation(entry.path), to: console.console.link(entry), icon: entry.icon)
            })
        return try console.page("系统管理", "\(problems)\(figureRow(figures))\(cards)")
    }

    private static func explanation(_ path: String) -> String {
        switch path {
        case "accounts": "凭已批准的申请单创建、启用、停用、恢复账号；重置凭据（看不到原凭据）"
        case "organisations": "机构树、历史和状态"
        case "definitions": "查看、校验、装载业务定义，不必停机"
        case "calendar": "放假安排、三月三、期限试算"
        case "health": "数据库、调度、封存、会话、内存"
        case "announcements": "向本单位和下级单位发公告"
        default: ""
        }
    }
}
