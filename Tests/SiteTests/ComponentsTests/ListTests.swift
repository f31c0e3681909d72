import HTML
import Testing

#if canImport(SiteComponents)
    @testable import SiteComponents
#else
    @testable import Site
#endif

@Suite struct `Data tables` {
    func table(_ count: Int, batch: Bool = false) -> DataTable {
        DataTable(
            "工单", columns: [TableColumn("编号", .identity, sortAddress: "?sort=no", order: .ascending), TableColumn("金额", .number)],
            rows: (0..<count).map { TableRow(id: "r\($0)", link: "/wo/\($0)", tone: $0 == 0 ? .danger : nil, ["\($0)", "1.00"]) },
            batch: batch ? BatchBar(address: "/batch", csrf: "t", actions: [("urge", "催办")]) : nil, empty: emptyState("没有工单"))
    }

    @Test func `open the record by the first column, which heads the row`() {
        let html = table(2).html
        #expect(Markup(html).faults.isEmpty)
        #expect(
            html.description.contains(
                "<tr data-id='r1'><th scope='row' class='c-identity'><a href='/wo/1'>1</a></th><td class='c-number'>1.00</td></tr>"))
        #expect(html.description.contains("<tr data-id='r0' class='row-danger'>"))
    }

    @Test func `say how they are sorted`() throws {
        let head = try #require(Markup(table(1).html).all("th").first)
        #expect(head.attributes["aria-sort"] == "ascending")
        #expect(head.attributes["scope"] == "col")
    }

    @Test func `can be scrolled by keyboard and have a name`() {
        let markup = Markup(table(1).html)
        let region = markup.elements.first { $0.attributes["role"] == "region" }
        #expect(region?.attributes["tabindex"] == "0")
        #expect(region?.attributes["aria-label"] == "工单")
        #expect(markup.all("caption").count == 1)
    }

    @Test func `select rows by named boxes`() {
        let markup = Markup(table(2, batch: true).html)
        #expect(markup.faults.isEmpty)
        let boxes = markup.all("input").filter { $0.attributes["name"] == "selected" }
        #expect(boxes.map { $0.attributes["value"] } == ["r0", "r1"])
        #expect(boxes.allSatisfy { $0.attributes["aria-label"]?.isEmpty == false })
    }

    @Test func `without rows say what would be here`() { #expect(table(0).html.description.contains("没有工单")) }

    @Test func `keep to the shorter of columns and cells`() {
        let row = TableRow(id: "a", link: nil, ["1", "2", "3"])
        #expect(Markup(DataTable("a", columns: [TableColumn("一")], rows: [row]).html).all("td").isEmpty)
    }
}

@Suite struct `Due dates` {
    @Test func `are told by word and shape, with the reason in the title`() {
        let due = DueWords(
            .today, words: "今天17:30前", date: "2026年3月6日（周五）17:30", moment: "2026-03-06T17:30+08:00", explanation: "4个服务小时内受理")
        #expect(
            dueChip(due).description
                == "<time class='due due-today' datetime='2026-03-06T17:30+08:00' title='2026年3月6日（周五）17:30，4个服务小时内受理'>今天17:30前</time>")
    }

    @Test func `explain themselves step by step, when there is something to explain`() {
        let due = DueWords(.later, words: "还有9个工作日", date: "2026年3月19日", moment: "2026-03-19")
        #expect(Markup(dueExplained(due, label: "办结")).all("details").isEmpty)
        let markup = Markup(dueExplained(due, label: "办结", steps: ["3月6日受理", "10个工作日"]))
        #expect(markup.faults.isEmpty)
        #expect(markup.all("details").count == 1)
        #expect(markup.all("li").count == 2)
    }
}

@Suite struct `States` {
    @Test func `are told by word and tone`() {
        #expect(badge("已受理", .active).description == "<span class='badge tone-active'>已受理</span>")
    }

    @Test func `step by step mark the present one`() {
        let markup = Markup(stateStepper([StateStep("已提交", .past), StateStep("办理中", .current), StateStep("已答复", .possible)]))
        #expect(markup.faults.isEmpty)
        #expect(markup.all("li").map { $0.attributes["aria-current"] } == [nil, "step", nil])
    }
}

@Suite struct `Counts` {
    @Test func `above 99 keep the whole number in the title`() {
        #expect(countBadge(128).description == "<span class='count' title=\"128\">99+</span>")
    }
    @Test func `of zero are not shown, but wait for live news`() {
        #expect(countBadge(0).isEmpty)
        #expect(
            countBadge(0, live: "notices", from: "/n").description
                == "<span class='count' hidden data-live=\"notices\" data-live-from=\"/n\">0</span>")
    }
}

@Suite struct `Pagers` {
    @Test func `have no link where there is no page`() {
        let markup = Markup(pager(previous: nil, next: "?after=x"))
        #expect(markup.all("a").map { $0.attributes["rel"] } == ["next"])
        #expect(markup.elements.contains { $0.attributes["aria-disabled"] == "true" })
    }
    @Test func `of a single page are nothing`() { #expect(pager(previous: nil, next: nil).isEmpty) }
}

@Suite struct `Bars` {
    func widths(_ values: [Double]) -> [String?] {
        Markup(BarChart("a", labelHead: "b", valueHead: "c", bars: values.map { Bar("x", $0, shown: "\($0)") }).html).all("rect").map {
            $0.attributes["width"]
        }
    }
    @Test func `are as long as their share of the greatest`() {
        #expect(widths([50, 25, 0, 33.3]) == ["100.0%", "50.0%", "0.0%", "66.6%"])
    }
    @Test func `of strange numbers have no length`() { #expect(widths([-1, .nan, .infinity, 0]) == ["0.0%", "0.0%", "0.0%", "0.0%"]) }
}

@Suite struct `Icons` {
    @Test func `are hidden beside words and named when alone`() {
        #expect(icon(.search).description.contains("aria-hidden='true'"))
        #expect(icon(.search, label: "搜索").description.contains("role='img' aria-label=\"搜索\""))
    }
    @Test(arguments: Icon.allCases) func `draw something`(symbol: Icon) {
        #expect(symbol.strokes.description.hasPrefix("M"))
        #expect(Markup(icon(symbol)).faults.isEmpty)
    }
}
