import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Who can see what: for a role, every type of record with what it may do, how far it sees and what it never sees; for a type of record, all roles. Read from the table
/// that judges requests.
struct RolePages {
    let console: ConsoleVisit

    private var catalogue: Catalogue { console.state.catalogue }

    func list() throws -> Response {
        let text = console.visit.query["q"] ?? ""
        let explorer = AccessExplorer(console.state)
        let found = catalogue.roles.filter { text.isEmpty || $0.name.contains(text) || $0.id.contains(text) }
        let rows = found.map { role in
            TableRow(
                id: role.id, link: "/admin/security/roles/\(role.id)",
                [
                    "\(role.name)", "<code>\(role.id)</code>", "\(Self.kind(role.kind))", "\(role.level)",
                    "\(role.defaultScopes.map(\.label).joined(separator: "、"))", "\(explorer.reach(of: role.id))",
                ])
        }
        let table = DataTable(
            "角色",
            columns: [
                TableColumn("角色", .identity), TableColumn("标识"), TableColumn("类别"), TableColumn("设在"), TableColumn("通常范围"),
                TableColumn("可见记录种类", .number),
            ], rows: rows,
            empty: emptyState("没有这样的角色", icon: .people), stacksWhenNarrow: true)
        let bar = FilterBar(address: "/admin/security/roles", controls: [FormField("q", "角色", .text(.search, maxLength: 40), value: text)])
        return try console.page("角色与权限", note: "\(found.count)个角色", "\(bar)\(table)")
    }

    func role() throws -> Response {
        guard let role = catalogue.role(console.visit.parameter("role")) else { throw HTTPError(.notFound) }
        let explorer = AccessExplorer(console.state)
        let system = console.visit.query["system"].flatMap { catalogue.system($0) }
        let lines = explorer.lines(of: role.id, in: system?.id)
        let bar = FilterBar(
            address: "/admin/security/roles/\(role.id)",
            controls: [
                FormField("system", "系统", .choice([Choice("", "全部")] + catalogue.systems.map { Choice($0.id, $0.name) }), value: system?.id)
            ])
        let facts = FieldGroup(
            "角色",
            [
                FieldEntry("标识", "<code>\(role.id)</code>"), FieldEntry("类别", text: Self.kind(role.kind)),
                FieldEntry("设在", text: role.level),
                FieldEntry("通常范围", text: role.defaultScopes.map(\.label).joined(separator: "、")),
                FieldEntry("现有人数", text: try holders(role.id)),
            ])
        let table = DataTable(
            "能看什么、做什么",
            columns: [
                TableColumn("记录", .identity), TableColumn("可以", .long), TableColumn("范围"), TableColumn("看不到", .long), TableColumn("遮蔽"),
                TableColumn("条件"),
            ],
            rows: lines.enumerated().map {
                row(
                    $0.element, id: "\($0.offset)", name: "\($0.element.systemName) · \($0.element.recordName)",
                    link: "/admin/security/roles/records/\($0.element.type)")
            },
            empty: emptyState("这个角色看不到任何记录", icon: .lock), stacksWhenNarrow: true)
        return try console.page(
            role.name, note: "\(lines.count)条权限", actions: linkButton("全部角色", to: "/admin/security/roles"), "\(facts)\(bar)\(table)")
    }

    func record() throws -> Response {
        let type = "\(console.visit.parameter("system"))/\(console.visit.parameter("record"))"
        guard let record = console.state.definition(type) else { throw HTTPError(.notFound) }
        let lines = AccessExplorer(console.state).lines(on: type)
        let table = DataTable(
            "谁能看、能做",
            columns: [
                TableColumn("角色", .identity), TableColumn("可以", .long), TableColumn("范围"), TableColumn("看不到", .long), TableColumn("遮蔽"),
                TableColumn("条件"),
            ],
            rows: lines.enumerated().map {
                row(
                    $0.element, id: "\($0.offset)", name: catalogue.role($0.element.role)?.name ?? $0.element.role,
                    link: "/admin/security/roles/\($0.element.role)")
            },
            empty: emptyState("没有角色能看到", icon: .lock), stacksWhenNarrow: true)
        let secrets = record.fields.filter(\.isSecret).map(\.label)
        let note: HTML = HTML.when(
            !secrets.isEmpty, notice("加密字段：\(secrets.joined(separator: "、"))", .active, body: "<p>对任何角色都遮蔽显示；有“查看原文”权限的须写明事由，逐次留痕。</p>"))
        return try console.page(
            "\(record.name)：谁能看", note: catalogue.system(record.system)?.name, actions: linkButton("全部角色", to: "/admin/security/roles"),
            "\(note)\(table)")
    }

    private func row(_ line: AccessExplorer.Line, id: String, name: String, link: String) -> TableRow {
        let may = (line.sees ? ["查看"] : []) + line.actions
        let hidden = line.only.isEmpty ? line.hides.joined(separator: "、") : "只见：\(line.only.joined(separator: "、"))"
        return TableRow(
            id: id, link: link,
            [
                "\(name)", "\(may.joined(separator: "、"))", "\(line.scopes.map(\.label).joined(separator: "、"))", "\(hidden)",
                "\(line.masks.joined(separator: "、"))",
                line.condition.map { "<code>\($0)</code>" } ?? .empty,
            ])
    }

    private func holders(_ role: String) throws -> String {
        let now = console.now.milliseconds
        let count = try console.visit.kernel.database.read {
            try $0.first(
                "SELECT COUNT(DISTINCT person) FROM role_grant WHERE role = \(role) AND from_at <= \(now) AND (to_at IS NULL OR to_at > \(now))"
            )?.int(0) ?? 0
        }
        return "\(counted(Int(count)))人"
    }

    static func kind(_ kind: String) -> String {
        switch kind {
        case "business": "业务"
        case "citizen": "群众"
        case "administrator": "三员"
        case "machine": "系统间"
        default: kind
        }
    }
}
