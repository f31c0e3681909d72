import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// The programme wall: tasks down, units across, each cell as it stood at the end of a chosen day, each number open to its records.
struct ProgrammeWall {
    let visit: Visit
    let query: WallQuery
    private var tree: OrganisationTree { visit.site.state.tree }
    static let listed = 100

    init(_ visit: Visit) {
        self.visit = visit
        query = WallQuery(visit.query, actor: visit.actor, tree: visit.site.state.tree, today: visit.now.day)
    }

    /// Whether the visitor sees tasks at units at all.
    static func isFor(_ actor: Actor, _ engine: EngineState) -> Bool {
        engine.definition(WallFacts.type).map { Navigation.mayList($0, actor) } ?? false
    }

    func answer() throws -> Response {
        guard Self.isFor(visit.actor, visit.site.state) else {
            throw Refusal(.notfound, action: "programme.wall", "没有这个页面，或您无权查看建设任务")
        }
        let facts = try WallFacts(visit, query)
        let grid = WallGrid(facts, tree)
        if query.list == "bulletins" { return try WallLists(wall: self, facts: facts, grid: grid).bulletins() }
        if query.list != nil { return try WallLists(wall: self, facts: facts, grid: grid).shares() }
        let body: HTML
        if facts.programme == nil {
            body = emptyState("还没有建设计划", text: "信息化部门登记并发布建设计划、分解任务之后，这里显示各单位的完成情况。")
        } else if facts.tasks.isEmpty {
            body = "\(filters(facts))\(emptyState("没有符合条件的任务", text: "请放宽阶段或范围。"))"
        } else if grid.shares.isEmpty {
            body =
                "\(filters(facts))\(emptyState(query.unit == nil ? "这一天还没有分解到单位的任务" : "这个单位这一天没有任务", text: "任务分解之后才有进展。请换一个日期、层级或单位。"))"
        } else {
            let drawing = WallDrawing(wall: self, facts: facts, grid: grid)
            body = """
                \(filters(facts))\(totals(facts, grid))\(phases(facts))\(drawing.table)\(drawing.oneUnit)\(explanation(facts, grid))
                """
        }
        let problem: HTML? = query.problem.map { notice($0, .soon) }
        return try visit.page(
            "建设任务墙", scripts: ["/js/print.js"], body: "<div class='programme-wall'>\(head(facts))\(problem)\(body)</div>")
    }

    func head(_ facts: WallFacts) -> HTML {
        let name = facts.programme.map { "\($0.number("year") ?? 0)年 · \($0.plain("title"))" }
        let isChosen = (try? visit.site.favourites.links(of: visit.actor.id, at: visit.now).contains(WallQuery.address)) ?? false
        return pageHead(
            "建设任务墙", note: [name, "截至\(query.day.chineseDate)"].compactMap { $0 }.joined(separator: " · "),
            actions:
                "<button type='button' class='button quiet' data-print hidden>\(icon(.print))打印</button>\(FavouritesPage.button(WallQuery.address, isChosen: isChosen, visit))"
        )
    }

    // MARK: What is shown

    private func filters(_ facts: WallFacts) -> HTML {
        let unit = query.unit.flatMap { tree.organisation($0) }
        var fields = [
            FormField("on", "截至日期", .date(), value: query.day.description),
            FormField(
                "level", "层级", .choice(WallQuery.Level.allCases.map { Choice($0.rawValue, $0.label) }, .select), value: query.level.rawValue
            ),
            FormField(
                "unit", "单位",
                .picker(Picker(.organisation, likely: likelyUnits, address: "/look-up?kind=org")),
                value: unit.map { PickedText.text(for: Choice($0.code, $0.name)) }),
            FormField(
                "phase", "阶段",
                .choice(facts.phases.map { Choice(String($0.number("number") ?? 0), $0.plain("title")) }, .select),
                value: query.phase.map(String.init)),
            FormField(
                "scope", "范围",
                .choice(
                    visit.catalogue.codeList("programme/task_scope")?.entries.map { Choice($0.code, $0.label) } ?? [
                        Choice("region_line", "厅、监狱、戒毒系统"), Choice("local", "市县司法局"),
                    ], .select), value: query.scope),
        ]
        if facts.programmes.count > 1 {
            fields.append(
                FormField(
                    "programme", "计划", .choice(facts.programmes.map { Choice($0.id, $0.title) }, .select), value: facts.programme?.id))
        }
        var chips: [FilterChip] = []
        if let unit { chips.append(FilterChip("单位", unit.name, removal: query.address([("unit", nil)]))) }
        if let phase = query.phase {
            let title = facts.phases.first { $0.number("number") == phase }?.plain("title") ?? String(phase)
            chips.append(FilterChip("阶段", title, removal: query.address([("phase", nil)])))
        }
        if let scope = query.scope {
            chips.append(FilterChip("范围", scope == "local" ? "市县司法局" : "厅、监狱、戒毒系统", removal: query.address([("scope", nil)])))
        }
        if !query.isToday { chips.append(FilterChip("截至", query.day.description, removal: query.address([("on", nil)]))) }
        let bar = FilterBar(
            address: WallQuery.address, chips: chips, controls: fields, clearAddress: chips.count > 1 ? WallQuery.address : nil)
        return "\(bar)\(milestoneDays(facts))"
    }

    private var likelyUnits: [Choice] {
        let all = tree.ofKind("prison_bureau") + tree.ofKind("drug_bureau") + tree.ofKind("city_bureau")
        return all.map { Choice($0.code, $0.name) }
    }

    /// The days on which tasks fall due: each leads to the wall as it stood on it.
    private func milestoneDays(_ facts: WallFacts) -> HTML {
        let days = Set(facts.tasks.compactMap { $0.day("due_date") }).sorted()
        guard !days.isEmpty else { return .empty }
        let links = (days.map { ($0.description, $0 as Day?) } + [("今天", nil)]).html { label, day in
            let isCurrent = day == query.day || day == nil && query.isToday
            return
                "<li><a href='\(url: query.address([("on", day?.description)]))'\(attribute: "aria-current", isCurrent ? "date" : nil)>\(label)</a></li>"
        }
        return "<nav class='wall-days' aria-label='计划节点'><span>计划节点</span><ul>\(links)</ul></nav>"
    }

    private func totals(_ facts: WallFacts, _ grid: WallGrid) -> HTML {
        let counts = WallGrid.counts(grid.shares)
        func count(_ standings: Standing...) -> Int { standings.reduce(0) { $0 + (counts[$1] ?? 0) } }
        func link(_ standing: String) -> String { query.address([("list", standing)]) }
        var tiles = [
            FigureTile(
                "任务分解", "\(grid.shares.count)项", link: link("all"),
                definition: "\(facts.tasks.count)项任务分解到\(grid.columns.count)个\(query.level == .reporter ? "报告单位" : "单位")")
        ]
        let progress = WallGrid.progress(grid.shares)
        tiles.append(
            FigureTile(
                "完成", "\(count(.done, .lateDone))项", link: link("reached"),
                comparison: progress.map { "总进度\(WallFacts.percent($0.percent))" },
                tone: .done,
                definition:
                    "证据达标或已验收，含逾期完成\(count(.lateDone))项。总进度是按权重平均的实测进度，不用自报数：完成的按100%\(query.isToday ? "" : "，未完成的取截至当日最近一次季度报告的实测值")，已知的\(progress?.known ?? 0)项"
            ))
        tiles.append(
            FigureTile(
                "逾期", "\(count(.overdue, .milestone))项", link: link("late"), tone: count(.overdue, .milestone) > 0 ? .danger : nil,
                definition: "到期日已过仍未达标\(count(.overdue))项；任务未到期而里程碑已过期\(count(.milestone))项"))
        for standing in [Standing.due, .doing, .notBegun] {
            tiles.append(FigureTile(standing.label, "\(count(standing))项", link: link(standing.rawValue), definition: standing.rule))
        }
        return figureRow(tiles)
    }

    private func phases(_ facts: WallFacts) -> HTML {
        guard !facts.phases.isEmpty else { return .empty }
        let items = facts.phases.html { phase -> HTML in
            let number = phase.number("number") ?? 0
            let tasks = Set(facts.tasks.filter { $0.plain("phase") == phase.id }.map(\.id))
            let shares = facts.shares.filter { tasks.contains($0.task) }
            let done = shares.count { $0.standing.isDone }
            let isNow = Self.covers(phase, query.day)
            let progress: HTML =
                shares.isEmpty
                ? "<span class='quiet'>没有列入任务表的任务</span>"
                : "<a href='\(url: query.address([("phase", String(number))]))'>\(tasks.count)项任务，完成 \(done)/\(shares.count)</a>"
            return """
                <li\(attribute: "class", isNow ? "now" : nil)><p><b>\(phase.plain("title"))</b> <span>\(phase.plain("starts"))—\(phase.plain("ends"))</span>\(HTML.when(isNow, badge("本阶段", .active)))</p><p>\(progress)</p><details><summary>建设内容</summary><p>\(phase.plain("content"))</p></details></li>
                """
        }
        return "<ol class='wall-phases' aria-label='建设阶段'>\(items)</ol>"
    }

    /// By the years that are printed: the plan says 2017年年底 and 2019年年初, no days.
    static func covers(_ phase: RecordView, _ day: Day) -> Bool {
        func year(_ field: String) -> Int? { Int(phase.plain(field).prefix(4)) }
        guard let first = year("starts"), let last = year("ends") else { return false }
        // 年初 is the beginning of that year, not the year.
        let end = phase.plain("ends").contains("初") ? last - 1 : last
        return (first...max(first, end)).contains(day.year)
    }

    private func explanation(_ facts: WallFacts, _ grid: WallGrid) -> HTML {
        let rules = Standing.allCases.html { "<dt>\(badge($0.label, $0.tone))</dt><dd>\($0.rule)</dd>" }
        let outside = facts.shares.count - grid.shares.count
        return """
            <details class="wall-rules"><summary>口径</summary><p>按所选日期当日24时还原：状态取办理记录中当时的状态，日期取记录中的到期、达标、验收、达成、上报和签发日期；之后发生的不计。计划写明的日期遇休息日不顺延。单元格含多个单位时，写最急的一种和完成数。</p><dl>\(rules)</dl>\(HTML.when(outside > 0, "<p>另有\(outside)项在本层级之外，请换层级查看。</p>"))</details>
            """
    }
}
