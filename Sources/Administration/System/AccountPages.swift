import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Accounts: created, enabled, locked, restored, disabled by the actions of `account-governance/account`, so that who may and when is said in one place. What these
/// pages add is the overview, and a one-time credential that no administrator can know beforehand or read afterwards.
struct AccountPages {
    static let type = "account-governance/account"
    static let requestType = "account-governance/account_request"
    let console: ConsoleVisit

    private var visit: Visit { console.visit }

    func list() throws -> Response {
        guard let definition = console.state.definition(Self.type) else { throw Refusal(.notfound, action: "accounts", "本节点没有装载账号管理的业务定义") }
        let states = definition.lifecycle?.states ?? []
        let chosen = visit.query["state"].flatMap { id in states.first { $0.id == id } }
        let text = visit.query["q"] ?? ""
        var conditions: [String] = []
        if let chosen { conditions.append("state == '\(chosen.id)'") }
        if !text.isEmpty {
            let quoted = celText(text)
            conditions.append("(login.contains(\(quoted)) || person_name.contains(\(quoted)))")
        }
        let filter = conditions.isEmpty ? nil : conditions.joined(separator: " && ")
        let page = try visit.kernel.list(
            ListQuery(type: Self.type, filter: filter, after: visit.query["after"], limit: 50), as: visit.actor, at: console.now)
        let rows = page.items.map { view in
            TableRow(
                id: view.id, link: "/admin/system/accounts/\(QueryValues.encode(view.id))", tone: view.state == "locked" ? .danger : nil,
                [
                    "\(view.field("login")?.text)", "\(view.field("person_name")?.text)",
                    badge(view.stateLabel ?? "", Self.tone(view.state)), "\(view.field("account_kind")?.text)",
                    "\(view.field("unit")?.text)", "\(view.field("last_login")?.text)", "\(view.field("expires_at")?.text)",
                ])
        }
        let table = DataTable(
            "账号",
            columns: [
                TableColumn("登录名", .identity), TableColumn("姓名"), TableColumn("状态", .state), TableColumn("类别"), TableColumn("所属单位"),
                TableColumn("最近登录", .date), TableColumn("有效期", .date),
            ], rows: rows, empty: emptyState("没有这样的账号", text: "账号凭已批准的开通申请创建", icon: .person), stacksWhenNarrow: true)
        let bar = FilterBar(
            address: "/admin/system/accounts",
            controls: [
                FormField("q", "登录名或姓名", .text(.search, maxLength: 40), value: text),
                FormField("state", "状态", .choice([Choice("", "全部")] + states.map { Choice($0.id, $0.label) }), value: chosen?.id),
            ])
        let next = page.next.map { visit.query.without("said").with("after", $0).address("/admin/system/accounts") }
        return try console.page(
            "账号", actions: creating(definition), "\(try requests())\(bar)\(table)\(pager(previous: nil, next: next))\(try people())")
    }

    private func creating(_ definition: RecordDefinition) -> HTML {
        definition.action("create")?.by.contains { $0.role == console.console.role } == true
            ? linkButton("创建账号", to: "/w/\(Self.type)/new", .primary, icon: .plus) : .empty
    }

    /// Requests that are approved and wait for him.
    private func requests() throws -> HTML {
        guard console.state.definition(Self.requestType) != nil else { return .empty }
        let waiting = try visit.kernel.list(
            ListQuery(type: Self.requestType, filter: "state == 'approved' && action != 'change'", limit: 20), as: visit.actor,
            at: console.now)
        guard !waiting.items.isEmpty else { return .empty }
        let list: HTML = waiting.items.html { view in
            "<li><a href='/w/\(Self.requestType)/\(view.id)'>\(view.title)</a> <small>\(view.field("unit")?.text) · 批准于 \(view.field("approved_at")?.text)</small></li>"
        }
        return card("已批准、待办理的申请", "<ul class='plain-list'>\(list)</ul>")
    }

    /// Whoever can sign in, with an account record or without: nobody is out of sight.
    private func people() throws -> HTML {
        let own = console.state.tree.below(visit.actor.org).map(\.code) + [visit.actor.org]
        let count = try visit.kernel.database.read { connection -> (all: Int64, active: Int64) in
            // An organisation's tree is small beside its people: the index by organisation answers each.
            var (all, active) = (Int64(0), Int64(0))
            for start in stride(from: 0, to: own.count, by: 500) {
                let part = Array(own[start..<min(start + 500, own.count)])
                let row = try connection.first(
                    "SELECT COUNT(*), SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END) FROM person WHERE org IN (\(part))")
                all += row?.int(0) ?? 0
                active += row?.int(1) ?? 0
            }
            return (all, active)
        }
        return "<p class='help'>登录目录：本单位及下级共\(counted(Int(count.all)))人，其中可登录\(counted(Int(count.active)))人（含演示数据和系统间同步的人员）。</p>"
    }

    func account() throws -> Response {
        let view = try visit.kernel.view(Self.type, id: visit.parameter("id"), as: visit.actor, at: console.now)
        let login = view.field("login")?.text ?? ""
        let record = "/w/\(Self.type)/\(QueryValues.encode(view.id))"
        let buttons = view.actions.filter { $0.id != "reset_credential" && $0.id != "edit" }.map { action in
            linkButton(
                action.label, to: "\(record)/do/\(action.id)", action.id == "disable" || action.id == "cancel" ? .danger : .secondary,
                opensDialog: true)
        }
        let entries = view.fields.filter { $0.definition.id != "person" }.map { FieldEntry($0.definition.label, text: $0.text) }
        let grants = try visit.kernel.database.read { connection in
            try connection.query(
                "SELECT role, org FROM role_grant WHERE person = \(login) AND from_at <= \(console.now.milliseconds) AND (to_at IS NULL OR to_at > \(console.now.milliseconds)) ORDER BY role, org"
            ).map { ($0.text(0) ?? "", $0.text(1) ?? "") }
        }
        let held: HTML =
            grants.isEmpty
            ? "<p>没有生效的角色。授权由安全管理员办理。</p>"
            : plainTable(
                "生效的角色", heads: ["角色", "单位"],
                rows: grants.map {
                    ["\(console.state.catalogue.role($0.0)?.name ?? $0.0)", "\(console.state.tree.organisation($0.1)?.name ?? $0.1)"]
                })
        let reset: HTML =
            view.actions.contains { $0.id == "reset_credential" }
            ? card(
                "重置凭据",
                "\(consequence("生成一次性口令，只显示这一次；本人登录后必须立即修改，其全部会话随即结束。管理员看不到原口令。"))\(actionButton("生成一次性口令", action: "/admin/system/accounts/\(QueryValues.encode(view.id))/credential", .danger, icon: .lock, csrf: visit.csrf, version: Int(view.version)))"
            ) : .empty
        let main: HTML = "\(FieldGroup("账号", entries))\(held)"
        let aside: HTML = "\(reset)\(card("经过", linkButton("查看办理经过", to: record, icon: .clock)))"
        return try console.page(
            view.title, actions: HTML.joined(buttons),
            "<p>\(badge(view.stateLabel ?? "", Self.tone(view.state)))</p>\(twoColumns(main: main, aside: aside, asideLabel: "办理"))")
    }

    /// The business action first – it says whether this may be –, then the password, good for one sign-in: it counts as out of date at once.
    func resetCredential(_ form: SubmittedForm) async throws -> Response {
        let id = visit.parameter("id")
        let before = try visit.kernel.view(Self.type, id: id, as: visit.actor, at: console.now)
        guard let login = before.field("login")?.text, !login.isEmpty else {
            throw Refusal(.notfound, action: "reset_credential", record: id, "账号没有登录名")
        }
        try await visit.perform(Self.type, "reset_credential", on: id, version: form.version, key: form.key)
        let secret = Self.oneTimePassword()
        if let fault = try await visit.site.signIn.setPassword(secret, of: login, at: console.now) {
            throw Refusal(.policy, action: "reset_credential", record: id, fault)
        }
        try await visit.kernel.database.write { [console] connection in
            try connection.enqueue("UPDATE person SET password_at = \(0) WHERE id = \(login)")
            try console.note("credential", "issue", ["login": login], in: connection)
        }
        return try console.page(
            "一次性口令",
            """
            \(notice("请当面或经可靠渠道交给本人", .soon, body: "<p>登录名 <b>\(login)</b></p><p class='one-time'>一次性口令 <b><code>\(secret)</code></b></p><p>离开本页后不能再次查看。本人登录后须立即设置新口令，并绑定动态口令。</p>", actions: linkButton("已抄录，返回", to: "/admin/system/accounts/\(QueryValues.encode(id))", .primary)))
            """)
    }

    /// Sixteen random letters in groups, none that can be mistaken for another, of three classes.
    static func oneTimePassword() -> String {
        let groups = [
            "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789",
        ]
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String(groups.compactMap { $0.randomElement(using: &generator) }.shuffled(using: &generator)) }.joined(
            separator: "-")
    }

    static func tone(_ state: String?) -> Tone {
        switch state {
        case "active": .done
        case "locked": .danger
        case "dormant": .soon
        case "created", "granted": .active
        default: .neutral
        }
    }
}
