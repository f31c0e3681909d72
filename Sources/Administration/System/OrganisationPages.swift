import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The organisations of the node: the tree, each with its state and what became of it. They are made and changed by the actions of `org-division`, which the data
/// administrators hold; here they are looked after, not decided upon.
struct OrganisationPages {
    static let type = "org-division/org"
    let console: ConsoleVisit

    private var tree: OrganisationTree { console.state.tree }

    func overview() throws -> Response {
        let text = console.visit.query["q"] ?? ""
        let bar = FilterBar(
            address: "/admin/system/organisations", controls: [FormField("q", "名称或编码", .text(.search, maxLength: 60), value: text)])
        let body: HTML
        if text.isEmpty {
            let start = console.visit.query["at"].flatMap { tree.organisation($0) } ?? tree.organisation(console.visit.actor.org)
            body = start.map(below) ?? emptyState("没有机构", icon: .organisation)
        } else {
            let found = tree.all.filter { $0.name.contains(text) || $0.code.hasPrefix(text) }
            let rows = found.prefix(100).map { organisation in
                TableRow(
                    id: organisation.code, link: link(organisation.code),
                    ["\(organisation.name)", "<code>\(organisation.code)</code>", "\(path(of: organisation))", state(organisation)])
            }
            body =
                DataTable(
                    "查到的机构", columns: [TableColumn("名称", .identity), TableColumn("编码"), TableColumn("隶属"), TableColumn("状态", .state)],
                    rows: Array(rows),
                    empty: emptyState("没有名称或编码含“\(text)”的机构", icon: .search), stacksWhenNarrow: true
                ).html + HTML.when(found.count > 100, "<p>共\(counted(found.count))个，列出前100个，请写得更具体。</p>")
        }
        return try console.page("机构", note: "\(counted(tree.count))个，其中有效\(counted(tree.all.count(where: \.isActive)))个", "\(bar)\(body)")
    }

    /// One organisation's direct subordinates, each with the way further down: a province of two thousand offices stays a page.
    private func below(_ organisation: Organisation) -> HTML {
        let way = tree.lineage(of: organisation.code).reversed().map { code in
            NavItem(tree.organisation(code)?.name ?? code, to: "/admin/system/organisations?at=\(QueryValues.encode(code))")
        }
        let rows = ([organisation] + tree.children(of: organisation.code)).map { one -> TableRow in
            let count = one.code == organisation.code ? 0 : tree.children(of: one.code).count
            let further: HTML =
                count == 0 ? "" : "<a href='\(url: "/admin/system/organisations?at=\(QueryValues.encode(one.code))")'>\(count)个</a>"
            return TableRow(
                id: one.code, link: link(one.code),
                ["\(one.name)", "<code>\(one.code)</code>", "\(kind(one))", "\(level(one))", further, state(one)])
        }
        let table = DataTable(
            "\(organisation.name)及其下级",
            columns: [
                TableColumn("名称", .identity), TableColumn("编码"), TableColumn("类别"), TableColumn("层级"), TableColumn("下级", .number),
                TableColumn("状态", .state),
            ], rows: rows, stacksWhenNarrow: true)
        return "\(breadcrumb(way))\(table)"
    }

    /// Kinds and levels of the tree that the register's code lists do not have.
    private static let others = [
        "institution": "法律服务机构", "village": "村（社区）", "brigade": "大队", "ward": "监区", "external": "外部单位", "moj": "司法部",
    ]

    private func kind(_ organisation: Organisation) -> String {
        console.state.catalogue.codeList("shared/org_kind")?.label(of: organisation.kind) ?? Self.others[organisation.kind]
            ?? organisation.kind
    }

    private func level(_ organisation: Organisation) -> String {
        console.state.catalogue.codeList("shared/org_level")?.label(of: organisation.level) ?? Self.others[organisation.level]
            ?? organisation.level
    }

    func organisation() throws -> Response {
        let code = console.visit.parameter("code")
        guard let organisation = tree.organisation(code) else { throw HTTPError(.notFound) }
        let visit = console.visit
        let people = try visit.kernel.database.read { try $0.first("SELECT COUNT(*) FROM person WHERE org = \(code)")?.int(0) ?? 0 }
        let children = tree.children(of: code)
        let facts = FieldGroup(
            "机构",
            [
                FieldEntry("编码", "<code>\(organisation.code)</code>"), FieldEntry("类别", text: kind(organisation)),
                FieldEntry("层级", text: level(organisation)),
                FieldEntry("行政区划", text: organisation.division), FieldEntry("隶属", "\(path(of: organisation))"),
                FieldEntry("登录人员", "\(counted(Int(people)))人"),
                FieldEntry("状态", state(organisation)),
            ])
        let below: HTML =
            children.isEmpty
            ? .empty
            : card(
                "下级机构",
                plainTable(
                    "下级机构", heads: ["名称", "编码", "类别"],
                    rows: children.map { ["<a href='\(url: link($0.code))'>\($0.name)</a>", "<code>\($0.code)</code>", "\(kind($0))"] }))
        return try console.page(
            organisation.name, note: organisation.code, twoColumns(main: "\(facts)\(below)", aside: try record(code), asideLabel: "登记与历史"))
    }

    /// What the register of organisations holds of it, and how it came to be so.
    private func record(_ code: String) throws -> HTML {
        let visit = console.visit
        guard console.state.definition(Self.type) != nil,
            let view = try visit.kernel.list(
                ListQuery(type: Self.type, filter: "org_code == \(celText(code))", limit: 1), as: visit.actor, at: console.now
            ).items.first
        else {
            return card("登记", "<p>机构名录里还没有它的登记，或不归您查看。新设、更名、合并、撤销由数据管理员在“机构变更”办理，生效后机构树随即更新。</p>")
        }
        let steps = try visit.kernel.timeline(Self.type, id: view.id, as: visit.actor, at: console.now, limit: 20)
        let list: HTML = steps.html { entry in
            "<li><time>\(momentText(entry.at.milliseconds))</time> <b>\(entry.label)</b> \(entry.actorName)\(entry.changes.prefix(6).html { "<br><small>\($0.label)：\($0.from.isEmpty ? "（空）" : $0.from) → \($0.to)</small>" })</li>"
        }
        let actions: HTML = view.actions.html { linkButton($0.label, to: "/w/\(Self.type)/\(view.id)/do/\($0.id)", opensDialog: true) }
        return card(
            "登记与历史", actions: linkButton("打开登记", to: "/w/\(Self.type)/\(view.id)", .quiet),
            "\(badge(view.stateLabel ?? ""))\(HTML.when(!view.actions.isEmpty, "<div class='buttons'>\(actions)</div>"))<ol class='plain-list'>\(list)</ol>"
        )
    }

    private func link(_ code: String) -> String { "/admin/system/organisations/\(QueryValues.encode(code))" }
    private func state(_ organisation: Organisation) -> HTML { organisation.isActive ? badge("有效", .done) : badge("已撤销", .neutral) }
    private func path(of organisation: Organisation) -> String {
        tree.lineage(of: organisation.code).dropFirst().reversed().map { tree.organisation($0)?.name ?? $0 }.joined(separator: " › ")
    }
}
