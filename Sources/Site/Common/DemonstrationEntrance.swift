import Casework
import Definitions
import HTML
import Hummingbird
import WorkCalendar

/// In the demonstration, and only there: one enters as somebody of a role at an organisation, made on demand.
public struct DemonstrationEntrance: Sendable {
    /// A kind of user that the start page offers.
    public struct Card: Sendable {
        public var role: String
        public var org: String
        public var does: String
    }

    public static let groups: [(title: String, cards: [Card])] = [
        (
            "群众", [Card(role: "citizen", org: "", does: "提交诉求、查进度、评价")]
        ),
        (
            "受理与派单",
            [
                Card(role: "front_desk", org: "450000", does: "受理全区网上诉求，直接答复、指派、转团队"),
                Card(role: "front_desk", org: "450100", does: "市级前台：签收上级派单，指派所属县区"),
                Card(role: "front_desk", org: "450103", does: "县级前台：窗口登记、签收、答复"),
                Card(role: "office_staff", org: "450103-S01", does: "司法所：就近接待、登记"),
                Card(role: "seat_agent", org: "450000", does: "12348 热线座席：接听、登记、转办"),
            ]
        ),
        (
            "法律服务团队",
            [
                Card(role: "legal_staff", org: "450000", does: "签收团队工单，引法条答复"), Card(role: "legal_lead", org: "450000", does: "团队内分派、审核答复"),
                Card(role: "info_clerk", org: "450000", does: "网站与热线信息处理"), Card(role: "qc", org: "450000", does: "抽检通话与答复质量"),
            ]
        ),
        (
            "督办与管理",
            [
                Card(role: "supervisor", org: "450000", does: "催办、督办、审核退回"), Card(role: "line_officer", org: "450000", does: "业务处室经办"),
                Card(role: "line_leader", org: "450000", does: "批准延期、审核答复"), Card(role: "leader", org: "450000", does: "重大事项、统计与督办总览"),
                Card(role: "programme_manager", org: "450000", does: "建设任务与进度"),
                Card(role: "pls_admin", org: "450000", does: "机构人员目录、平台配置"),
            ]
        ),
        (
            "三员",
            [
                Card(role: "sys_admin", org: "450000", does: "系统管理：账号、机构、参数"),
                Card(role: "security_admin", org: "450000", does: "安全管理：授权、密级、策略"),
                Card(role: "audit_admin", org: "450000", does: "审计：日志、越权、异常"),
            ]
        ),
    ]

    let site: Site

    /// Whether this site knows the role: a smaller set of definitions has fewer.
    func cards() -> [(title: String, cards: [Card])] {
        Self.groups.map { group in
            (
                group.title,
                group.cards.filter { card in
                    site.catalogue.role(card.role) != nil && (card.org.isEmpty || site.state.tree.organisation(card.org) != nil)
                }
            )
        }.filter { !$0.cards.isEmpty }
    }

    /// The person of a role at an organisation: made when there is none. Ids are as in scenarios and the API, `role@org`.
    /// - Throws: `Refusal` when there is no such role or organisation.
    public static func person(role: String, at org: String, kernel: Kernel, now: Moment) throws -> String {
        let state = kernel.state
        guard let definition = state.catalogue.role(role), definition.kind != "machine" else {
            throw Refusal(.invalid, action: "enter", "没有名为“\(role.prefix(40))”的角色")
        }
        var code = ""
        if definition.kind != "citizen" {
            guard let organisation = state.tree.resolve(org) else {
                throw Refusal(.invalid, action: "enter", "没有代码或名称为“\(org.prefix(40))”的单位")
            }
            code = organisation.code
        }
        let id = code.isEmpty ? role : "\(role)@\(code)"
        if try kernel.actor(id, at: now)?.grants.contains(Grant(role: role, org: code)) != true {
            try kernel.ensurePerson(id: id, name: name(for: id), org: code, grants: [Grant(role: role, org: code)], at: now)
        }
        return id
    }

    /// A made-up name, the same for the same id, of surnames that are common in Guangxi.
    static func name(for id: String) -> String {
        let surnames = ["韦", "黄", "覃", "梁", "陆", "农", "蒙", "莫", "李", "陈", "周", "卢", "罗", "何", "廖", "蓝"]
        let given = ["春梅", "建国", "晓燕", "志强", "丽娟", "文斌", "海燕", "永福", "秀英", "家豪", "雪莲", "国华", "小芳", "立新", "桂花", "德明"]
        let sum = id.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return surnames[Int(sum % 16)] + given[Int((sum >> 8) % 16)]
    }

    func page(_ visit: Visit, back: String?) throws -> Response {
        let state = site.state
        let groups = cards().html { group in
            let cards = group.cards.html { card -> HTML in
                let role = Site.short(state.catalogue.role(card.role)?.name ?? card.role)
                let org = state.tree.organisation(card.org)?.name ?? "个人"
                return """
                    <li><form method='post' action='/enter'>\(hiddenInput("_csrf", visit.csrf))\(hiddenInput("role", card.role))\(hiddenInput("at", card.org))\(back.map { hiddenInput("back", $0) })<button type='submit' class='start-card'>\(icon(card.role == "citizen" ? .person : card.org.contains("-") ? .home : .organisation))<span><b>\(role)</b><span>\(org)</span><span>\(card.does)</span></span></button></form></li>
                    """
            }
            return "<section><h2>\(group.title)</h2><ul class='card-grid'>\(cards)</ul></section>"
        }
        let roles = state.catalogue.roles.filter { $0.kind == "business" || $0.kind == "administrator" || $0.kind == "citizen" }.map {
            Choice($0.id, Site.short($0.name))
        }
        // Villages and firms are found by their code or name as well.
        let orgs = state.tree.all.filter { ["region", "bureau", "city", "county"].contains($0.level) }.map { Choice($0.code, $0.name) }
        let any = Form(
            to: "/enter", csrf: visit.csrf,
            fields: [
                FormField("role", "角色", .choice(roles, .typed), isRequired: true),
                FormField("at", "单位", .choice(orgs, .typed), help: "群众不填"),
            ],
            note: back.map { hiddenInput("back", $0) } ?? .empty, buttons: button("进入"))
        return try visit.page(
            "八桂演示", shell: .plain,
            body: """
                <div class='entrance'>\(pageHead("选择身份进入演示", note: "\(state.catalogue.systems.count)个业务系统 · \(state.tree.count)个单位"))<p>演示环境不需要密码，数据均为虚构。选一个身份，看看他每天的工作台。</p>\(groups)<section><h2>其他角色和单位</h2>\(any)</section></div>
                """)
    }
}
