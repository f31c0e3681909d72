import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The security administrator's first page: grants that wait, alerts, parameters that nobody confirmed.
struct SecurityOverview {
    let console: ConsoleVisit

    func answer() throws -> Response {
        let (visit, kernel) = (console.visit, console.visit.kernel)
        func count(_ type: String, _ filter: String) throws -> Int {
            guard console.state.definition(type) != nil else { return 0 }
            return try kernel.count(ListQuery(type: type, filter: filter), as: visit.actor, at: console.now, upTo: 1000)
        }
        let unconfirmed =
            console.state.catalogue.systems.reduce(0) { $0 + $1.parameters.values.count(where: \.unconfirmed) }
            + console.state.catalogue.sharedParameters.values.count(where: \.unconfirmed)
        var figures = [
            FigureTile("待授权账号", "\(try count(AccountPages.type, "state == 'created'"))个", link: "/admin/security/grants"),
            FigureTile("有效授权", "\(try count(GrantPages.type, "state == 'active'"))项", link: "/admin/security/grants?state=active"),
            FigureTile("逾期未复核", "\(try count(GrantPages.type, "state == 'suspended'"))项", link: "/admin/security/grants?state=suspended"),
            FigureTile("角色", "\(console.state.catalogue.roles.count)个", link: "/admin/security/roles"),
            FigureTile("待核实参数", "\(unconfirmed)项", link: "/admin/security/parameters?kind=unconfirmed", definition: "规范没有核实到原文，不得作为法律依据引用"),
        ]
        if console.holdsNode {
            let alerts = try Alerts(console: console).found(since: console.now.milliseconds - 86_400_000, of: .business)
            figures.insert(
                FigureTile("24小时报警", "\(alerts.count)条", link: "/admin/security/access", tone: alerts.isEmpty ? .done : .danger), at: 0)
        }
        let cards = cardGrid(
            console.console.pages.dropFirst().map {
                StartCard($0.label, text: Self.explanation($0.path), to: console.console.link($0), icon: $0.icon)
            })
        return try console.page("安全管理", "\(figureRow(figures))\(cards)")
    }

    private static func explanation(_ path: String) -> String {
        switch path {
        case "roles": "选一个角色，看他对每种记录能做什么、看到多大范围、看不到哪些字段"
        case "grants": "凭已批准的申请授权，收回，半年复核"
        case "parameters": "法律和政策定的数，自某日起设新值"
        case "access": "业务人员被拒绝的访问和登录失败"
        case "sessions": "谁在线，必要时结束"
        case "policy": "口令、锁定、超时的现行规则"
        default: ""
        }
    }
}
