import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Indicators
import Site
import WorkCalendar

/// Saved reports: listed, saved, shown as they were with the proof that nothing was altered.
struct StatisticsReports {
    let visit: Visit

    private var reports: Reports { get throws { try Reports(kernel: visit.kernel) } }

    func list() throws -> Response {
        let saved = try reports.list(as: visit.actor)
        let rows = saved.map { report in
            TableRow(
                id: report.id, link: "/w/stats/reports/\(QueryValues.encode(report.id))",
                [
                    "\(report.name)", "\(Columns.short(report.madeAt))",
                    "<code>\(String(report.digest.prefix(16)))</code>",
                ])
        }
        return try visit.page(
            "已存报表",
            body: """
                \(pageHead("已存报表", note: "\(saved.count)份", breadcrumb: breadcrumb([NavItem("统计", to: "/w/stats"), NavItem("已存报表", to: "/w/stats/reports")])))\(DataTable("已存报表", columns: [TableColumn("名称", .identity), TableColumn("做于", .date), TableColumn("摘要")], rows: rows, empty: emptyState("还没有存下报表", text: "在统计页底部可以把所见的数字存为报表。"), stacksWhenNarrow: true))
                """)
    }

    func save(_ form: SubmittedForm) throws -> Response {
        let type = form["record"] ?? ""
        guard StatisticsQuery.records(for: visit.actor, visit.site.state).contains(where: { $0.type == type }) else {
            throw Refusal(.notfound, action: "stats.save", "没有这项业务，或您无权统计")
        }
        let name = String((form["name"] ?? "").prefix(80))
        let indicators = form.all("indicator").filter { !$0.isEmpty }
        guard !name.isEmpty, !indicators.isEmpty, indicators.count <= 50 else {
            return visit.redirect(to: "/w/stats", saying: "请先选择指标并写明报表名称")
        }
        let queries = indicators.map { indicator in
            FigureQuery(
                type: type, indicator: indicator, from: form["from"].flatMap { Day($0) }, through: form["to"].flatMap { Day($0) },
                org: form["org"],
                by: form.all("by").filter { !$0.isEmpty })
        }
        let report = try reports.save(queries, name: name, as: visit.actor, at: visit.now)
        return visit.redirect(to: "/w/stats/reports/\(report.id)", saying: "已存为报表")
    }

    func show() throws -> Response {
        guard let report = try reports.snapshot(visit.parameter("id"), as: visit.actor) else {
            throw Refusal(.notfound, action: "stats.report", "没有这份报表，或您无权查看")
        }
        let proof = try reports.prove(report)
        let state =
            proof.findings.isEmpty
            ? notice("未被更改", .done, body: "<p>报表内容、每个数字背后的名单与存下时的摘要一致，名单中每条记录的版本都在日志中。其后有变动的记录\(proof.changedSince)条，不影响这份报表。</p>")
            : notice("与摘要不符", .danger, body: "<ul>\(proof.findings.html { "<li>\($0)</li>" })</ul>")
        var body: HTML = .empty
        if case .map(let map)? = try? PlainJSON.read(report.body), case .list(let tables)? = map[.string("tables")] {
            for table in tables { body = body + self.table(table) }
        }
        return try visit.page(
            report.name,
            body: """
                \(pageHead(report.name, note: "做于\(Columns.short(report.madeAt))", breadcrumb: breadcrumb([NavItem("已存报表", to: "/w/stats/reports"), NavItem(report.name, to: visit.path)])))\(state)\(body)<p>摘要（SHA-256）：<code>\(report.digest)</code></p>
                """)
    }

    private func table(_ value: Value) -> HTML {
        guard case .map(let map) = value, case .list(let figures)? = map[.string("figures")] else { return .empty }
        let label = Self.text(map[.string("label")])
        let isRatio = map[.string("kind")] == .string("ratio")
        let unit = Self.text(map[.string("unit")])
        var heads: [TableColumn] = []
        if case .list(let columns)? = map[.string("columns")] {
            heads = columns.enumerated().map { TableColumn(Self.text($0.element), $0.offset == 0 ? .identity : .text) }
        }
        func row(_ figure: Value, _ index: Int, labels: [HTML]) -> TableRow {
            guard case .map(let entry) = figure else { return TableRow(id: "\(index)", link: nil, labels) }
            let number = Self.number(entry[.string("value")])
            let shown =
                number.map {
                    isRatio
                        ? FigureText.decimal($0 * 100, places: 1) + "%"
                        : (Int64(exactly: $0).map { FigureText.grouped($0) } ?? FigureText.decimal($0, places: 2)) + unit
                } ?? "—"
            return TableRow(
                id: "\(index)", link: nil,
                labels + [
                    "\(shown)", "\(Self.text(entry[.string("rows")]))",
                    "<code>\(String(Self.text(entry[.string("digest")]).prefix(16)))</code>",
                ])
        }
        var rows = figures.enumerated().map { index, figure -> TableRow in
            var labels: [HTML] = []
            if case .map(let entry) = figure, case .list(let names)? = entry[.string("labels")] {
                labels = names.map { "\(Self.text($0))" }
            }
            return row(figure, index, labels: labels)
        }
        if let total = map[.string("total")] {
            rows.append(row(total, rows.count, labels: heads.isEmpty ? ["合计"] : ["合计"] + Array(repeating: .empty, count: heads.count - 1)))
        }
        if heads.isEmpty { heads = [TableColumn("", .identity)] }
        return card(
            label,
            DataTable(label, columns: heads + [TableColumn(label, .number), TableColumn("记录数", .number), TableColumn("名单摘要")], rows: rows)
                .html)
    }

    private static func text(_ value: Value?) -> String {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        default: ""
        }
    }

    private static func number(_ value: Value?) -> Double? {
        switch value {
        case .int(let number)?: Double(number)
        case .double(let number)?: number
        default: nil
        }
    }
}
