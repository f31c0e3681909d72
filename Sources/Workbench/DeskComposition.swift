import Casework
import HTML
import Hummingbird
import ServiceDesk
import Site

/// 组建看板: for each kind of team a matrix, its rule along the top and what there is below; a cell that fails is red and says who is missing.
struct CompositionPage {
    let visit: Visit

    private static let kinds = [("legal", "法律服务团队"), ("ops", "运行维护团队"), ("tech", "技术保障团队")]
    private static let levels = [("region", "自治区"), ("city", "市"), ("county", "县")]

    func answer() throws -> Response {
        try DeskBoards.require(DeskBoards.composers, visit, "组建看板")
        let query = visit.query
        let wanted = try DeskBoards.choice("kind", "团队类别", among: Self.kinds.map(\.0), visit)
        let kind = Self.kinds.first { $0.0 == wanted } ?? Self.kinds[0]
        let wantedLevel = try DeskBoards.choice("level", "层级", among: Self.levels.map(\.0), visit)
        let level = Self.levels.first { $0.0 == wantedLevel }
        let failing = try DeskBoards.choice("failing", "范围", among: ["true"], visit) == "true"
        let page = try CompositionBoard(kernel: visit.kernel).page(
            kind: kind.0, level: level?.0, failing: failing, after: query["after"], as: visit.actor, at: visit.now)
        let path = "/w/boards/composition"
        let bar = tabs(Self.kinds.map { Tab($0.1, to: "\(path)?kind=\($0.0)", isCurrent: $0.0 == kind.0) }, label: "团队类别")
        let filters = FilterBar(
            address: path,
            controls: [
                FormField("level", "层级", .choice([Choice("", "全部")] + Self.levels.map { Choice($0.0, $0.1) }), value: level?.0),
                FormField("failing", "范围", .choice([Choice("", "全部团队"), Choice("true", "只看不达标和豁免")]), value: query["failing"]),
            ], kept: [("kind", kind.0)])
        let figures = figureRow(
            [(CompositionCheck.Verdict.ok, "达标", Tone.done), (.exempt, "达标（豁免）", .soon), (.fail, "不达标", .danger)].map {
                verdict, label, tone in
                let count = page.checks.count { $0.verdict == verdict }
                let code = verdict == .ok ? "ok" : verdict == .exempt ? "exempt" : "fail"
                let list = QueryValues([("f.kind", kind.0), ("f.composition_ok", code), ("f.level", level?.0 ?? "")]).address(
                    "/w/team-roster/team")
                return FigureTile(label, "\(count)个", link: list, tone: count > 0 ? tone : nil, definition: "本页所列团队，按2018年建设方案附件4的数字核对")
            })
        // Teams of one rule stand in one matrix: their demands are the same.
        let rules = page.checks.map(\.rule.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let matrices: HTML = rules.html { rule in matrix(rule, page.checks.filter { $0.rule.id == rule }) }
        let faults = page.checks.filter { !$0.licenceFaults.isEmpty }
        let licences: HTML = HTML.when(
            !faults.isEmpty,
            notice(
                "执业状态异常，须暂停上岗并补派", .danger,
                body: "<ul>\(faults.html { "<li>\($0.team.name)：\($0.licenceFaults.joined(separator: "、"))</li>" })</ul>"))
        let body: HTML = page.checks.isEmpty ? emptyState("没有这样的团队", text: "团队由公共法律服务管理员组建", icon: .people) : matrices
        let next = page.next.map { query.without("said").with("after", $0).address(path) }
        return try visit.page(
            "组建看板",
            body:
                "\(pageHead("组建看板", note: visit.site.state.tree.organisation(visit.actor.org)?.name))\(bar)\(filters)\(figures)\(licences)\(body)\(pager(previous: nil, next: next))"
        )
    }

    /// What the rules of the programme's attachment 4 are about; their numbers stand behind, for who looks them up.
    private static func title(_ rule: String) -> String {
        let about = [
            "TC-R1": "自治区法律服务团队", "TC-C1": "市法律服务团队", "TC-R2": "自治区运行维护团队", "TC-C2": "市运行维护团队", "TC-K": "县运行维护团队",
            "TC-T": "自治区技术保障团队",
        ]
        return about[rule].map { "\($0)的组建规则（\(rule)）" } ?? "规则 \(rule)"
    }

    private func matrix(_ rule: String, _ checks: [CompositionCheck]) -> HTML {
        // Two teams of a rule may differ in whether they may be at all: demands are matched by what they are.
        let demands = checks.flatMap { $0.lines.map(\.demand) }.reduce(into: [CompositionRule.Demand]()) { list, demand in
            if !list.contains(where: { $0.subject == demand.subject }) { list.append(demand) }
        }
        return CompositionMatrix(
            Self.title(rule), rules: demands.map(\.label),
            teams: checks.map { check in
                (
                    name: check.team.name, link: Place.link("team-roster/team", check.team.id),
                    cells: demands.map { demand in
                        guard let line = check.lines.first(where: { $0.demand.subject == demand.subject }) else {
                            return CompositionCell(rule: "—", fact: "—")
                        }
                        return CompositionCell(rule: line.demand.count.words, fact: line.fact, fault: line.fault, exemption: line.exemption)
                    }
                )
            }
        ).html
    }
}
