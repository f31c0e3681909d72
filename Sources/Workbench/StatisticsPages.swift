import Casework
import Definitions
import HTML
import Hummingbird
import Indicators
import Site
import WorkCalendar

/// Figures of what the visitor may see. Every figure is a link to exactly the records behind it.
///
///     /w/stats                  choose a business and a period; all its indicators, or one by organisation, month, field
///     /w/stats/behind           the records behind a figure, with their digest
///     /w/stats/reports          saved reports; /{id} one of them with its proof; POST saves
public struct StatisticsPages: Sendable {
    let site: Site

    public init(site: Site) { self.site = site }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(
            staff: .init(label: "统计", link: "/w/stats", icon: .chart, rank: 60) { actor, engine in
                !actor.isCitizen && !StatisticsQuery.records(for: actor, engine).isEmpty
            })
        routes.get("w/stats") { try StatisticsPage(visit: $0).answer() }
        routes.get("w/stats/behind") { try StatisticsBehindPage(visit: $0).answer() }
        routes.get("w/stats/reports") { try StatisticsReports(visit: $0).list() }
        routes.post("w/stats/reports") { visit, form in try StatisticsReports(visit: visit).save(form) }
        routes.get("w/stats/reports/:id") { try StatisticsReports(visit: $0).show() }
    }
}

/// What the address of a statistics page asks for.
struct StatisticsQuery {
    let visit: Visit
    let records: [RecordDefinition]

    init(visit: Visit) {
        self.visit = visit
        records = Self.records(for: visit.actor, visit.site.state)
    }

    /// Records with indicators that the actor may list, or whose parent he may list.
    static func records(for actor: Actor, _ state: EngineState) -> [RecordDefinition] {
        state.catalogue.records.filter { record in
            guard !record.indicators.isEmpty else { return false }
            if Navigation.mayList(record, actor) { return true }
            guard let parent = record.parent.flatMap({ state.definition("\(record.system)/\($0)") }) else { return false }
            return record.access.isEmpty && Navigation.mayList(parent, actor)
        }
    }

    var record: RecordDefinition? { visit.query["record"].flatMap { type in records.first { $0.type == type } } }
    var indicator: IndicatorDefinition? { visit.query["indicator"].flatMap { id in record?.indicators.first { $0.id == id } } }
    var from: Day? { visit.query["from"].map { Day($0) } ?? Day(year: visit.now.day.year, month: 1, day: 1) }
    var through: Day? { visit.query["to"].map { Day($0) } ?? visit.now.day }
    /// Code of the organisation; nil: all that may be seen.
    var org: String? {
        guard let text = visit.query["org"], let picked = PickedText(text) else { return nil }
        switch picked {
        case .value(let value), .words(let value): return value
        }
    }
    var by: [String] { visit.query.all("by").filter { !$0.isEmpty } }

    func figures(_ indicator: String, by: [String] = []) -> FigureQuery {
        FigureQuery(type: record?.type ?? "", indicator: indicator, from: from, through: through, org: org, by: by)
    }

    /// The same question about an earlier time.
    func earlier(_ query: FigureQuery) -> FigureQuery? {
        guard let from = query.from, let through = query.through else { return nil }
        var copy = query
        switch visit.query["compare"] {
        case "year":
            copy.from = try? from.adding(years: -1)
            copy.through = try? through.adding(years: -1)
        case "before":
            copy.through = try? from.adding(days: -1)
            copy.from = try? from.adding(days: from - through - 1)
        default: return nil
        }
        return copy.from == nil || copy.through == nil ? nil : copy
    }

    /// Ways of splitting the record that the indicator names, and time.
    func splits(_ indicator: IndicatorDefinition, _ record: RecordDefinition) -> [Choice] {
        let usual = ["organisation": "单位", "day": "日", "month": "月", "quarter": "季度", "year": "年"]
        var names = ["organisation", "month"] + indicator.by + ["quarter", "year", "day"]
        if record.lifecycle != nil { names.append("state") }
        return names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { name in
            Choice(name, usual[name] ?? (name == "state" ? "状态" : record.columns.first { $0.id == name }?.label ?? name))
        }
    }

    /// The page of the records behind a figure.
    static func link(_ list: ListQuery, title: String) -> String {
        QueryValues([("record", list.type), ("filter", list.filter ?? ""), ("under", list.under ?? ""), ("title", title)]).address(
            "/w/stats/behind")
    }
}
