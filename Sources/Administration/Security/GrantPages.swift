import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Grants: given and withdrawn by the actions of `account-governance/grant`, which hold the rules that three administrators are three people.
struct GrantPages {
    static let type = "account-governance/grant"
    let console: ConsoleVisit

    private var visit: Visit { console.visit }

    func list() throws -> Response {
        guard let definition = console.state.definition(Self.type) else { throw Refusal(.notfound, action: "grants", "本节点没有装载授权的业务定义") }
        let states = definition.lifecycle?.states ?? []
        let state = visit.query["state"].flatMap { id in states.first { $0.id == id } }
        let role = visit.query["role"].flatMap { console.state.catalogue.role($0) }
        let conditions = [state.map { "state == '\($0.id)'" }, role.map { "role == \(celText($0.id))" }].compactMap { $0 }
        let page = try visit.kernel.list(
            ListQuery(
                type: Self.type, filter: conditions.isEmpty ? nil : conditions.joined(separator: " && "), after: visit.query["after"],
                limit: 50), as: visit.actor, at: console.now)
        let rows = page.items.map { view -> TableRow in
            let withdraw: HTML =
                view.actions.contains { $0.id == "withdraw" }
                ? linkButton("收回", to: "/w/\(Self.type)/\(view.id)/do/withdraw", .danger, opensDialog: true) : .empty
            return TableRow(
                id: view.id, link: "/w/\(Self.type)/\(view.id)",
                [
                    "\(account(view))",
                    "\(view.field("role").flatMap { console.state.catalogue.role($0.text)?.name } ?? view.field("role")?.text)",
                    "\(view.field("scope")?.text)",
                    badge(view.stateLabel ?? "", view.state == "active" ? .done : view.state == "suspended" ? .soon : .neutral),
                    "\(view.field("from")?.text)", "\(view.field("to")?.text)",
                    "\(view.field("reviewed_at")?.text)", withdraw,
                ])
        }
        let table = DataTable(
            "授权",
            columns: [
                TableColumn("账号", .identity), TableColumn("角色"), TableColumn("数据范围"), TableColumn("状态", .state), TableColumn("起", .date),
                TableColumn("止", .date), TableColumn("复核", .date),
                TableColumn("办理", .actions),
            ], rows: rows, empty: emptyState("没有这样的授权", text: "授权依据已批准的账号申请", icon: .lock), stacksWhenNarrow: true)
        let bar = FilterBar(
            address: "/admin/security/grants",
            controls: [
                FormField("state", "状态", .choice([Choice("", "全部")] + states.map { Choice($0.id, $0.label) }), value: state?.id),
                FormField(
                    "role", "角色", .choice([Choice("", "全部")] + console.state.catalogue.roles.map { Choice($0.id, $0.name) }),
                    value: role?.id),
            ])
        let give: HTML =
            definition.action("grant")?.by.contains { $0.role == console.console.role } == true
            ? linkButton("授权", to: "/w/\(Self.type)/new", .primary, icon: .plus) : .empty
        let next = page.next.map { visit.query.without("said").with("after", $0).address("/admin/security/grants") }
        return try console.page("授权", actions: give, "\(try waiting())\(bar)\(table)\(pager(previous: nil, next: next))")
    }

    /// Accounts that were made and may nothing yet.
    private func waiting() throws -> HTML {
        guard console.state.definition(AccountPages.type) != nil else { return .empty }
        let made = try visit.kernel.list(
            ListQuery(type: AccountPages.type, filter: "state == 'created'", limit: 20), as: visit.actor, at: console.now)
        guard !made.items.isEmpty else { return .empty }
        let list: HTML = made.items.html {
            "<li><a href='/w/\(AccountPages.type)/\($0.id)'>\($0.title)</a> <small>\($0.field("unit")?.text)</small></li>"
        }
        return card("已建账号、待授权", "<ul class='plain-list'>\(list)</ul>")
    }

    private func account(_ view: RecordView) -> String {
        guard case .string(let id) = view["account"],
            let account = try? visit.kernel.view(AccountPages.type, id: id, as: visit.actor, at: console.now)
        else { return view.field("account")?.text ?? "" }
        return account.title
    }
}
