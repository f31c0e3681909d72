import Casework
import Definitions
import Expressions
import Site
import WorkCalendar

/// What the wall is made of, read as the visitor may see it and put back to the end of a day.
///
/// Read: the plan's tasks and phases (some tens), the shares of the tasks at units (the visitor's own: a county some tens, the department up to some
/// 2,500), each in pages of 500 by its own index; the transitions of those shares from the journal, by an index of transitions; milestones only of
/// tasks that have several; the quarterly reports of that year, notices, points. What the wall costs grows with its cells, not with the
/// evidence, reports and journal that gather over the years.
struct WallFacts {
    static let type = "programme/task_org"

    let visit: Visit
    let query: WallQuery
    let programmes: [RecordView]
    let programme: RecordView?
    let phases: [RecordView]
    /// In the order of their rows.
    let tasks: [RecordView]
    let shares: [WallShare]
    /// Of the plan's year, filed or not.
    let reports: [RecordView]
    /// Issued by the end of the day, newest first.
    let bulletins: [RecordView]
    /// Published by the end of the day.
    let scores: [RecordView]

    /// The first moment after the day.
    static func end(of day: Day) -> Moment { (try? day.adding(days: 1)).map { Moment.startOfDay($0) } ?? .last }

    init(_ visit: Visit, _ query: WallQuery) throws {
        self.visit = visit
        self.query = query
        let end = Self.end(of: query.day)
        func existed(_ views: [RecordView]) -> [RecordView] { views.filter { $0.createdAt < end } }
        let programmes = try Self.all("programme/programme", visit)
        self.programmes = programmes
        let known = programmes.filter { ($0.day("published_at") ?? query.day) <= query.day && $0.createdAt < end }
        let latest = (known.isEmpty ? programmes : known).max {
            ($0.number("year") ?? 0, $0.createdAt) < ($1.number("year") ?? 0, $1.createdAt)
        }
        let programme = query.programme.flatMap { id in programmes.first { $0.id == id } } ?? latest
        self.programme = programme
        guard let programme else {
            (phases, tasks, shares, reports, bulletins, scores) = ([], [], [], [], [], [])
            return
        }
        let own = "programme.id == \(celText(programme.id))"
        let phases = try Self.all("programme/phase", visit, filter: own).sorted { ($0.number("number") ?? 0) < ($1.number("number") ?? 0) }
        self.phases = phases
        let phase = query.phase.flatMap { number in phases.first { $0.number("number") == number }?.id }
        let tasks = try Self.all("programme/task", visit, filter: own).filter { task in
            (query.scope == nil || task.plain("scope") == query.scope) && (query.phase == nil || task.plain("phase") == phase)
        }.sorted { Self.order($0.plain("row_id")) < Self.order($1.plain("row_id")) }
        self.tasks = tasks
        let reports = try Self.all("programme/quarter_report", visit, filter: "year == \(programme.number("year") ?? 0)")
        self.reports = reports
        bulletins = try Self.all("programme/bulletin", visit, filter: "issued_at != null").filter {
            ($0.day("issued_at") ?? .last) <= query.day
        }
        .sorted { ($0.day("issued_at") ?? .first) > ($1.day("issued_at") ?? .first) }
        scores = try Self.all("programme/assess_score", visit, filter: "published_at != null").filter {
            ($0.day("published_at") ?? .last) <= query.day
        }
        let views = existed(try Self.shares(of: tasks.map(\.id), query, visit))
        shares = try Self.stand(views, tasks: tasks, reports: reports, query, visit, end: end)
    }

    /// The department's tasks, the cities' and counties', those outside the table.
    private static func order(_ row: String) -> (Int, String) {
        (row.hasPrefix("R") ? 0 : row.hasPrefix("L") ? 1 : 2, row)
    }

    private static func all(_ type: String, _ visit: Visit, filter: String? = nil) throws -> [RecordView] {
        guard visit.site.state.definition(type) != nil else { return [] }
        var query = ListQuery(type: type, filter: filter, limit: 500)
        var found: [RecordView] = []
        while true {
            let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
            found += page.items
            guard let next = page.next else { return found }
            query.after = next
        }
    }

    private static func shares(of tasks: [String], _ query: WallQuery, _ visit: Visit) throws -> [RecordView] {
        guard !tasks.isEmpty else { return [] }
        let tree = visit.site.state.tree
        var filter = "task.id in [\(tasks.map(celText).joined(separator: ", "))]"
        // The sixteen reporters are an index: a city is read alone.
        if let unit = query.unit, let organisation = tree.organisation(unit), organisation.level == "city" {
            filter += " && reporter == \(celText(unit))"
        }
        return try all(Self.type, visit, filter: filter).filter { view in
            guard let unit = query.unit else { return true }
            return tree.isAtOrBelow(view.plain("org"), unit) || view.plain("reporter") == unit
        }
    }

    private static func stand(
        _ views: [RecordView], tasks: [RecordView], reports: [RecordView], _ query: WallQuery, _ visit: Visit, end: Moment
    ) throws -> [WallShare] {
        let past = try visit.kernel.states(of: views, at: (try? end.adding(milliseconds: -1)) ?? end)
        let byTask = Dictionary(tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let several = Set(
            tasks.filter { task in if case .list(let items) = task["milestones"] { items.count > 1 } else { false } }.map(\.id))
        let milestones = try Self.milestones(of: views.filter { several.contains($0.plain("task")) }.map(\.id), visit, before: end)
        let reported = Self.reported(reports, before: end)
        return views.map { view in
            let task = view.plain("task")
            let row = byTask[task]?.plain("row_id") ?? ""
            var (standing, reasons) = WallShare.standing(
                view, past: past[view.id], milestones: milestones[view.id] ?? [], on: query.day, end: end)
            var measured: Double? = standing.isDone ? 100 : query.isToday ? view.decimal("progress") : nil
            if let report = reported["\(row)|\(view.plain("org"))"], !standing.isDone {
                measured = measured ?? report.measured
                reasons.append("\(report.title)\(report.measured.map { "实测\(Self.percent($0))" } ?? "列入")")
            }
            return WallShare(
                view: view, task: task, org: view.plain("org"), reporter: view.plain("reporter"), due: view.day("due_date"),
                standing: standing,
                reasons: reasons, measured: measured, weight: Double(byTask[task]?.number("weight") ?? 1))
        }
    }

    private static func milestones(of shares: [String], _ visit: Visit, before end: Moment) throws -> [String: [WallMilestone]] {
        var found: [String: [WallMilestone]] = [:]
        for start in stride(from: 0, to: shares.count, by: 200) {
            let part = shares[start..<min(start + 200, shares.count)]
            for view in try all("programme/milestone_org", visit, filter: "task_org.id in [\(part.map(celText).joined(separator: ", "))]")
            where view.createdAt < end {
                found[view.plain("task_org"), default: []].append(
                    WallMilestone(id: view.id, content: view.plain("content"), due: view.day("due_date"), met: view.day("met_at")))
            }
        }
        return found
    }

    /// What the newest report filed by then says of a task at a unit, by row and unit.
    private static func reported(_ reports: [RecordView], before end: Moment) -> [String: (title: String, measured: Double?)] {
        var found: [String: (title: String, measured: Double?)] = [:]
        let filed = reports.filter { ($0.moment("filed_at") ?? .last) < end }
        for report in filed.sorted(by: { ($0.number("quarter") ?? 0) < ($1.number("quarter") ?? 0) }) {
            guard case .list(let rows) = report["task_rows"] else { continue }
            let title = "第\(report.number("quarter") ?? 0)季度报告"
            for case .map(let row) in rows {
                guard case .string(let task)? = row[.string("task")], case .string(let org)? = row[.string("org")] else { continue }
                var measured: Double?
                if case .double(let number)? = row[.string("measured")] { measured = number }
                found["\(task)|\(org)"] = (title, measured)
            }
        }
        return found
    }

    static func percent(_ number: Double) -> String {
        let tenths = (number * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))%" : "\(tenths)%"
    }
}
