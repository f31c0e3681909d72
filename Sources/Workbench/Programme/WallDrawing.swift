import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// The grid, and the same for one unit, which is what a phone shows.
struct WallDrawing {
    let wall: ProgrammeWall
    let facts: WallFacts
    let grid: WallGrid
    private var query: WallQuery { wall.query }
    /// Those that any of the columns has.
    private var tasks: [RecordView] { facts.tasks.filter { grid.has(task: $0.id) } }
    private var tree: OrganisationTree { wall.visit.site.state.tree }

    /// All units side by side.
    var table: HTML {
        let heads = grid.columns.html { column in
            "<th scope='col'><a href='\(url: query.address([("unit", column.code)]))' title='\(column.name)'>\(column.shortName)</a></th>"
        }
        let scopes = tasks.reduce(into: [String]()) { if !$0.contains($1.plain("scope")) { $0.append($1.plain("scope")) } }
        let bodies = scopes.html { scope in
            let tasks = tasks.filter { $0.plain("scope") == scope }
            let title = tasks.first?.field("scope")?.text ?? ""
            return """
                <tbody><tr class="wall-scope"><th colspan="\(grid.columns.count + 1)" scope="rowgroup">\(title)</th></tr>\(tasks.html(row))</tbody>
                """
        }
        return """
            <div class="table-scroll wall-scroll" role="region" aria-label="任务与单位" tabindex="0"><table class="wall-grid"><caption class="visually-hidden">任务按单位的完成情况，截至\(query.day.description)</caption><thead><tr><th scope="col">任务</th>\(heads)</tr></thead>\(bodies)\(foot)</table></div>
            """
    }

    private func row(_ task: RecordView) -> HTML {
        let due = task.day("due_date")?.description ?? task.plain("deadline_text")
        let cells = grid.columns.html { cell(task, $0) }
        return """
            <tr><th scope="row"><a href="\(url: Place.link(task.type, task.id))"><b>\(task.plain("row_id"))</b> \(Self.name(task))</a><span class="wall-due">\(due)</span></th>\(cells)</tr>
            """
    }

    /// 一级任务, with the second level where there is one; tasks that share both are told apart by what is to be built.
    static func name(_ task: RecordView) -> String {
        let second = task.plain("level2")
        let name = second.isEmpty ? task.plain("level1") : second
        let content = task.plain("content")
        return content.isEmpty || content == name ? name : "\(name)：\(content)"
    }

    private func cell(_ task: RecordView, _ column: WallColumn) -> HTML {
        let shares = grid.shares(task: task.id, column: column.code)
        guard let worst = WallGrid.worst(shares) else { return "<td class='none'><span class='visually-hidden'>无此任务</span></td>" }
        let done = shares.count { $0.standing.isDone }
        let same = shares.count { $0.standing == worst }
        let address =
            shares.count == 1
            ? Place.link(WallFacts.type, shares[0].view.id) : query.address([("list", "all"), ("task", task.id), ("column", column.code)])
        let explained = shares.count == 1 ? shares[0].reasons.joined(separator: "；") : "\(shares.count)个单位，完成\(done)个"
        let note: HTML = shares.count == 1 ? measured(shares[0]) : "<small>\(done)/\(shares.count)</small>"
        let words: HTML = shares.count == 1 || same == shares.count ? "\(worst.label)" : "\(worst.label)\(same)"
        return """
            <td class="tone-\(worst.tone.rawValue) is-\(worst.rawValue)"><a href="\(url: address)" title="\(column.name)：\(explained)"><span class="wall-mark">\(words)</span>\(note)</a></td>
            """
    }

    private func measured(_ share: WallShare) -> HTML {
        guard let measured = share.measured, !share.standing.isDone else { return .empty }
        return "<small>\(WallFacts.percent(measured))</small>"
    }

    private var foot: HTML {
        var rows: [HTML] = []
        rows.append(
            footRow("完成") { column in
                let shares = grid.shares(column: column.code)
                return
                    "<a href='\(url: query.address([("list", "reached"), ("column", column.code)]))'>\(shares.count { $0.standing.isDone })/\(shares.count)</a>"
            })
        rows.append(
            footRow("逾期") { column in
                let late = grid.shares(column: column.code).count { $0.standing.isOverdue }
                return late == 0
                    ? "0" : "<a class='late' href='\(url: query.address([("list", "late"), ("column", column.code)]))'>\(late)</a>"
            })
        for quarter in quarters { rows.append(footRow("第\(quarter.number)季度报告") { report(quarter, $0) }) }
        if !facts.bulletins.isEmpty {
            rows.append(
                footRow("通报") { column in
                    let named = WallLists.bulletins(facts, naming: column.code, tree)
                    return named.isEmpty
                        ? "" : "<a href='\(url: query.address([("list", "bulletins"), ("column", column.code)]))'>\(named.count)</a>"
                })
        }
        if !facts.scores.isEmpty {
            rows.append(
                footRow("考核得分") { column in
                    let own = facts.scores.filter { $0.plain("score_org") == column.code }
                    guard !own.isEmpty else { return "" }
                    let sum = own.reduce(0) { $0 + ($1.decimal("final") ?? $1.decimal("score") ?? 0) }
                    return
                        "<a href='\(url: QueryValues([("f.score_org", column.code)]).address("/w/programme/assess_score"))'>\(Self.points(sum))</a>"
                })
        }
        return "<tfoot>\(rows.joined())</tfoot>"
    }

    static func points(_ number: Double) -> String {
        let tenths = (number * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    private func footRow(_ title: String, _ cell: (WallColumn) -> HTML) -> HTML {
        "<tr><th scope='row'>\(title)</th>\(grid.columns.map { "<td>\(cell($0))</td>" as HTML }.joined())</tr>"
    }

    // MARK: Reports

    private struct Quarter {
        var number: Int
        /// The last working day of the quarter.
        var due: Day
    }

    /// Quarters of the plan's year that had begun by then.
    private var quarters: [Quarter] {
        guard let year = facts.programme?.number("year") else { return [] }
        return (1...4).compactMap { number in
            guard let first = Day(year: year, month: number * 3 - 2, day: 1), first <= query.day,
                let due = try? wall.visit.site.state.calendar.lastWorkday(ofQuarter: number, year: year)
            else { return nil }
            // A quarter before the plan was there asks nobody for a report.
            guard facts.programme.map({ $0.createdAt.day <= due }) ?? false else { return nil }
            return Quarter(number: number, due: due)
        }
    }

    private func report(_ quarter: Quarter, _ column: WallColumn) -> HTML {
        guard ["prison_bureau", "drug_bureau", "city_bureau"].contains(tree.organisation(column.code)?.kind ?? "") else { return "" }
        let (words, tone, link) = Self.report(
            facts.reports.first { $0.plain("reporter") == column.code && $0.number("quarter") == quarter.number }, due: quarter.due,
            on: query.day)
        let shown: HTML = "<span class='wall-report tone-\(tone.rawValue)'>\(words)</span>"
        return link.map { "<a href='\(url: $0)'>\(shown)</a>" } ?? shown
    }

    /// A quarter's report on a day.
    static func report(_ report: RecordView?, due: Day, on day: Day) -> (words: String, tone: Tone, link: String?) {
        let link = report.map { Place.link($0.type, $0.id) }
        if let filed = report?.day("filed_at"), filed <= day {
            let late = filed - due
            return late > 0 ? ("迟\(late)天", .soon, link) : ("按时", .done, link)
        }
        let isBegun = report.map { $0.createdAt.day <= day } ?? false
        return due < day ? ("未报", .danger, isBegun ? link : nil) : (isBegun ? "在报" : "待报", .neutral, isBegun ? link : nil)
    }

    // MARK: One unit

    /// What a phone shows: one unit at a time, chosen above.
    var oneUnit: HTML {
        let chosen = grid.columns.first { $0.code == query.unit } ?? grid.columns.first
        guard let chosen else { return .empty }
        let options = grid.columns.html { column in
            "<option value='\(column.code)'\(attribute: "selected", column.code == chosen.code)>\(column.name)</option>"
        }
        let kept = query.values.without("unit", "said", "page").pairs.filter { !$0.value.isEmpty }
        let form: HTML = """
            <form class="wall-choose" action="\(url: WallQuery.address)">\(kept.html { hiddenInput($0.name, $0.value) })<label for="wall-unit">单位</label><select id="wall-unit" name="unit">\(options)</select>\(button("查看"))</form>
            """
        let items = tasks.html { task -> HTML in
            let shares = grid.shares(task: task.id, column: chosen.code)
            guard let worst = WallGrid.worst(shares) else { return .empty }
            let done = shares.count { $0.standing.isDone }
            let address =
                shares.count == 1
                ? Place.link(WallFacts.type, shares[0].view.id)
                : query.address([("list", "all"), ("task", task.id), ("column", chosen.code)])
            let why = shares.count == 1 ? shares[0].reasons.joined(separator: "；") : "\(shares.count)个单位，完成\(done)个"
            return """
                <li><a href="\(url: address)"><b>\(task.plain("row_id"))</b> \(Self.name(task))</a><p>\(badge(worst.label, worst.tone)) <span>\(task.day("due_date")?.description ?? task.plain("deadline_text"))</span></p>\(HTML.when(!why.isEmpty, "<p class='quiet'>\(why)</p>"))</li>
                """
        }
        let reports = quarters.html { quarter -> HTML in
            let shown = report(quarter, chosen)
            return shown.isEmpty ? .empty : "<li>第\(quarter.number)季度报告 \(shown)</li>"
        }
        return """
            <section class="wall-one" aria-labelledby="wall-one-title"><h2 id="wall-one-title">\(chosen.name)</h2>\(form)<ul class="wall-list">\(items)\(reports)</ul></section>
            """
    }
}
