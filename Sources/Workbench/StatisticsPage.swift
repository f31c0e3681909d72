import Casework
import Definitions
import HTML
import Hummingbird
import Indicators
import Site
import WorkCalendar

/// Choose a business and a period: all its indicators with the earlier time beside them, or one of them split.
struct StatisticsPage {
    let visit: Visit
    private let asked: StatisticsQuery

    init(visit: Visit) {
        self.visit = visit
        asked = StatisticsQuery(visit: visit)
    }

    func answer() throws -> Response {
        guard !asked.records.isEmpty else { throw Refusal(.notfound, action: "stats", "没有您可以统计的业务") }
        let body: HTML
        var scripts: [String] = []
        if let record = asked.record, let indicator = asked.indicator {
            body = try split(record, indicator)
            scripts = ["/vendor/echarts/echarts.min.js", "/js/chart.js"]
        } else if let record = asked.record {
            body = try overview(record)
        } else {
            body = emptyState("请选择业务", text: "选择业务和期间后，列出它的全部指标。每个数字都可以点开，看到它背后的记录。")
        }
        let reports = linkButton("已存报表", to: "/w/stats/reports", .quiet, icon: .document)
        return try visit.page(
            "统计", scripts: scripts, body: "\(pageHead("统计", note: asked.record?.name, actions: reports))\(controls)\(body)")
    }

    // MARK: What is asked

    private var controls: HTML {
        let catalogue = visit.catalogue
        let choices = asked.records.map { record in
            Choice(record.type, "\(catalogue.system(record.system)?.name ?? record.system) · \(record.name)")
        }
        var fields = [
            FormField("record", "业务", .choice(choices), value: asked.record?.type, isRequired: true),
            FormField("from", "自", .date(), value: asked.from?.description),
            FormField("to", "至", .date(), value: asked.through?.description),
            FormField("org", "单位", .picker(Picker(.organisation, address: "/look-up?kind=org")), value: visit.query["org"]),
            FormField("compare", "对比", .choice([Choice("before", "上期"), Choice("year", "去年同期")]), value: visit.query["compare"]),
        ]
        if let record = asked.record {
            fields.append(
                FormField("indicator", "指标", .choice(record.indicators.map { Choice($0.id, $0.label) }), value: asked.indicator?.id))
            if let indicator = asked.indicator {
                let splits = asked.splits(indicator, record)
                fields.append(FormField("by", "分组", .choice(splits), value: shownSplits(indicator).first))
                fields.append(FormField("by", "再分", .choice(splits), value: shownSplits(indicator).dropFirst().first))
            }
        }
        return FilterBar(address: "/w/stats", controls: fields, verb: "计算").html
    }

    /// Nothing said: by organisation and month.
    private func shownSplits(_ indicator: IndicatorDefinition) -> [String] {
        let wanted = asked.by.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return visit.query.all("by").isEmpty ? ["organisation", "month"] : wanted
    }

    // MARK: All indicators

    private func overview(_ record: RecordDefinition) throws -> HTML {
        let compares = asked.earlier(asked.figures("")) != nil
        var columns = [TableColumn("指标", .identity), TableColumn("数值", .number)]
        if compares { columns += [TableColumn(visit.query["compare"] == "year" ? "去年同期" : "上期", .number), TableColumn("增减", .number)] }
        columns += [TableColumn("记录数", .number), TableColumn("依据")]
        var rows: [TableRow] = []
        for indicator in record.indicators {
            let query = asked.figures(indicator.id)
            let address = visit.query.without("after", "said", "by").with("indicator", indicator.id).address("/w/stats")
            let table: FigureTable
            // One figure that is not the visitor's to see does not hide the others.
            do { table = try visit.kernel.figures(query, as: visit.actor, at: visit.now) } catch let refusal as Refusal
                where refusal.reason == .forbidden
            {
                rows.append(
                    TableRow(id: indicator.id, link: nil, ["\(indicator.label)", "无权查看"] + Array(repeating: "", count: columns.count - 2)))
                continue
            }
            var cells: [HTML] = ["\(indicator.label)", shown(table.total, table, record)]
            if let earlier = asked.earlier(query) {
                let before = try visit.kernel.figures(earlier, as: visit.actor, at: visit.now)
                cells += [shown(before.total, before, record), "\(change(table.total, before.total, table))"]
            }
            cells += ["\(FigureText.grouped(table.total.rows))", "\(indicator.source ?? "")"]
            rows.append(TableRow(id: indicator.id, link: address, cells))
        }
        let save = saveForm(record, record.indicators.map(\.id), by: [])
        return "\(DataTable("\(record.name)的指标", columns: columns, rows: rows, stacksWhenNarrow: true))\(save)"
    }

    private func shown(_ figure: Figure, _ table: FigureTable, _ record: RecordDefinition) -> HTML {
        let text = FigureText.text(figure, of: table)
        let title = ([table.label] + figure.labels).joined(separator: " · ")
        guard figure.rows > 0 else { return "\(text)" }
        return "<a href='\(url: StatisticsQuery.link(figure.list, title: title))'>\(text)</a>"
    }

    /// Of rates the difference in points, of everything else in per cent.
    private func change(_ now: Figure, _ before: Figure, _ table: FigureTable) -> String {
        guard let one = now.value, let other = before.value else { return "—" }
        func signed(_ number: Double, _ unit: String) -> String { (number > 0 ? "+" : "") + FigureText.decimal(number, places: 1) + unit }
        if table.kind == .ratio { return signed((one - other) * 100, "个百分点") }
        return other == 0 ? "—" : signed((one - other) / abs(other) * 100, "%")
    }

    // MARK: One indicator, split

    private func split(_ record: RecordDefinition, _ indicator: IndicatorDefinition) throws -> HTML {
        let by = shownSplits(indicator)
        let table = try visit.kernel.figures(asked.figures(indicator.id, by: by), as: visit.actor, at: visit.now)
        guard !table.figures.isEmpty else {
            return emptyState("这个期间没有\(indicator.label)的记录", text: "请放宽期间或单位。")
        }
        let grid = by.count == 2 ? matrix(table, record) : list(table, record)
        let total: HTML =
            "<p>合计：<b>\(shown(table.total, table, record))</b>，\(FigureText.grouped(table.total.rows))条记录。\(HTML.when(table.source != nil, "依据：\(table.source ?? "")。"))</p>"
        return """
            <div class="chart" data-chart="figures" role="img" aria-label="\(indicator.label)的图，数字见下表"></div>\(grid)\(total)\(definition(indicator))\(saveForm(record, [indicator.id], by: by))
            """
    }

    private func list(_ table: FigureTable, _ record: RecordDefinition) -> HTML {
        let columns =
            table.columns.enumerated().map { TableColumn($0.element, $0.offset == 0 ? .identity : .text) } + [
                TableColumn(table.label, .number), TableColumn("记录数", .number),
            ]
        let rows = table.figures.enumerated().map { index, figure in
            TableRow(
                id: "\(index)", link: nil,
                figure.labels.map { "\($0)" as HTML } + [number(figure, table, record), "\(FigureText.grouped(figure.rows))"])
        }
        return DataTable(table.label, columns: columns, rows: rows, id: "figures").html
    }

    /// The first split down, the second across.
    private func matrix(_ table: FigureTable, _ record: RecordDefinition) -> HTML {
        var downs: [(key: String?, label: String)] = []
        var acrosses: [(key: String?, label: String)] = []
        var cells: [String: Figure] = [:]
        func name(_ down: String?, _ across: String?) -> String { "\(down ?? "\u{0}")\u{1F}\(across ?? "\u{0}")" }
        for figure in table.figures where figure.keys.count == 2 {
            if !downs.contains(where: { $0.key == figure.keys[0] }) { downs.append((figure.keys[0], figure.labels[0])) }
            if !acrosses.contains(where: { $0.key == figure.keys[1] }) { acrosses.append((figure.keys[1], figure.labels[1])) }
            cells[name(figure.keys[0], figure.keys[1])] = figure
        }
        acrosses.sort { ($0.key ?? "\u{10FFFF}") < ($1.key ?? "\u{10FFFF}") }
        let columns = [TableColumn(table.columns.first ?? "", .identity)] + acrosses.map { TableColumn($0.label, .number) }
        let rows = downs.map { down in
            TableRow(
                id: down.key ?? "", link: nil,
                ["\(down.label)"]
                    + acrosses.map { across in
                        cells[name(down.key, across.key)].map { number($0, table, record) } ?? "<span data-value=''>—</span>"
                    })
        }
        return DataTable(table.label, columns: columns, rows: rows, id: "figures").html
    }

    /// With the bare value beside it, for the chart.
    private func number(_ figure: Figure, _ table: FigureTable, _ record: RecordDefinition) -> HTML {
        let value = figure.value.map { table.kind == .ratio ? FigureText.decimal($0 * 100, places: 1) : "\($0)" } ?? ""
        return "<span data-value='\(value)'>\(shown(figure, table, record))</span>"
    }

    /// What the figure means, in the words of its definition.
    private func definition(_ indicator: IndicatorDefinition) -> HTML {
        let meaning: [(String, String)] =
            switch indicator.measure {
            case .count(let counted): [("计数", counted.text)]
            case .ratio(let part, let whole): [("分子", part.text), ("分母", whole.text)]
            case .mean(let value): [("平均", value.text)]
            case .sum(let value): [("合计", value.text)]
            }
        let lines = meaning + (indicator.condition.map { [("范围", $0.text)] } ?? []) + [("按此时间归期", indicator.at)]
        return """
            <details><summary>这个数字怎么算</summary><dl>\(lines.html { "<dt>\($0.0)</dt><dd><code>\($0.1)</code></dd>" })</dl></details>
            """
    }

    private func saveForm(_ record: RecordDefinition, _ indicators: [String], by: [String]) -> HTML {
        let kept =
            [
                ("record", record.type), ("from", asked.from?.description ?? ""), ("to", asked.through?.description ?? ""),
                ("org", asked.org ?? ""),
            ]
            + indicators.map { ("indicator", $0) } + by.map { ("by", $0) }
        let period = "\(asked.from?.description ?? "") 至 \(asked.through?.description ?? "")"
        return card(
            "存为报表",
            "<form class='save-report' method='post' action='/w/stats/reports'>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(kept.html { hiddenInput($0.0, $0.1) })\(FormField("name", "名称", .text(.plain, maxLength: 80), value: "\(record.name) \(period)", isRequired: true).compact.html)\(button("存为报表", icon: .document))</form><p>存下的报表连同名单和摘要一起保存，以后逐字节不变，可以复核。</p>"
        )
    }
}
