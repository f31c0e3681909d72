import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The working calendar: which years are entered, entering one, the region's own holiday, and what a limit comes to by it.
struct CalendarPages {
    let console: ConsoleVisit

    private var visit: Visit { console.visit }
    private var calendar: WorkCalendar { console.state.calendar }

    func years() throws -> Response { try console.page("工作日历", note: "", try body()) }

    private func body(result: HTML = .empty, typed: SubmittedForm? = nil) throws -> HTML {
        let this = console.now.day.year
        let years = Set((this - 2)...(this + 1)).union(calendar.announcedYears).union(calendar.regionallyAnnouncedYears).sorted().reversed()
        let rows = years.map { year -> TableRow in
            let entries = calendar.exceptions.entries.filter { CalendarShelf.year(of: $0.day) == year }
            let rest = entries.count { $0.kind == .holiday && !$0.day.isWeekend }
            return TableRow(
                id: String(year), link: "/admin/system/calendar?year=\(year)",
                [
                    "\(year)年", calendar.isAnnounced(year: year) ? badge("已录入", .done) : badge("未公布", .soon),
                    calendar.regionallyAnnouncedYears.contains(year) ? badge("已录入", .done) : badge("未公布", .soon), "\(rest)",
                    "\(entries.count { $0.kind == .workday })",
                ])
        }
        let table = DataTable(
            "各年安排",
            columns: [
                TableColumn("年份", .identity), TableColumn("国务院安排", .state), TableColumn("三月三", .state), TableColumn("工作日改休", .number),
                TableColumn("调休上班", .number),
            ], rows: Array(rows), stacksWhenNarrow: true)
        let history = try console.administration.calendars.kept()
        let entered: HTML =
            history.isEmpty
            ? .empty
            : card(
                "录入记录",
                plainTable(
                    "录入记录", heads: ["时间", "层", "年份", "天数", "依据", "录入人"],
                    rows: history.prefix(50).map {
                        [
                            "\(momentText($0.at))", "\($0.layer.label)", "\($0.year)", "\($0.entries.entries.count)", "\($0.source)",
                            "\($0.by)",
                        ]
                    }))
        return "\(result)\(try chosenYear())\(table)\(preview)\(entry(typed))\(entered)"
    }

    private func chosenYear() throws -> HTML {
        guard let year = visit.query["year"].flatMap({ Int($0) }) else { return .empty }
        let entries = calendar.exceptions.entries.filter { CalendarShelf.year(of: $0.day) == year }
        guard !entries.isEmpty else { return notice("\(year)年的安排还没有录入", .soon, body: "<p>按周一至周五上班推算，据此算出的期限都注明“未公布”。</p>") }
        return card(
            "\(year)年",
            plainTable(
                "\(year)年", heads: ["日期", "星期", "安排", "名称"],
                rows: entries.map { ["\($0.day)", "\($0.day.chineseWeekday)", "\($0.kind == .holiday ? "放假" : "上班")", "\($0.name)"] }))
    }

    // MARK: What a limit comes to

    private var preview: HTML {
        let query = visit.query
        var answer: HTML = .empty
        if let from = query["from"], let count = query["count"], let unit = query["unit"] {
            do {
                let due = try CalendarCommand.due([from, count, unit], calendar: calendar)
                answer = notice("到期：\(due.effectiveText)", .active, body: "<p>\(due.explained())</p>")
            } catch { answer = notice("不能试算", .soon, body: "<p>\("\(error)")</p>") }
        }
        let units = LimitUnit.allCases.map { Choice($0.rawValue, $0.chineseName) }
        let bar = FilterBar(
            address: "/admin/system/calendar",
            controls: [
                FormField("from", "自", .text(maxLength: 16), value: query["from"] ?? console.now.day.description),
                FormField("count", "多少", .number(min: "0"), value: query["count"] ?? "7"),
                FormField("unit", "单位", .choice(units), value: query["unit"] ?? LimitUnit.workdays.rawValue),
            ], verb: "试算")
        return card("期限试算", "\(bar)\(answer)")
    }

    // MARK: Entering

    private func entry(_ typed: SubmittedForm?) -> HTML {
        guard console.holdsNode else { return .empty }
        let year = typed?["year"] ?? String(console.now.day.year + 1)
        let national = Form(
            to: "/admin/system/calendar", csrf: visit.csrf, keepAs: "calendar-national", hasFiles: true,
            fields: [
                FormField("year", "年份", .number(min: "2018", max: "2100"), value: year, isRequired: true),
                FormField("file", "安排（CSV）", .file(FileRules(accepted: [".csv"], acceptedWords: "CSV"))),
                FormField(
                    "csv", "或贴上内容", .longText(rows: 8), value: typed?["csv"],
                    help: "首行是列名，三列依次为日期、类别、名称；类别写 holiday（放假）或 workday（调休上班）"),
                FormField("source", "依据文号", .text(maxLength: 200), value: typed?["source"], isRequired: true),
            ],
            note: consequence("只影响以后起算的期限；已在计算的期限保持原到期日，列出数目供复核。"),
            buttons:
                "\(hiddenInput("layer", "national"))\(button("试看影响", .secondary, name: "do", value: "preview"))\(button("启用国务院安排", .primary, name: "do", value: "save"))"
        )
        let regional = Form(
            to: "/admin/system/calendar", csrf: visit.csrf, keepAs: "calendar-regional",
            fields: [
                FormField("year", "年份", .number(min: "2018", max: "2100"), value: year, isRequired: true),
                FormField("first", "放假第一天", .date(), value: typed?["first"], isRequired: true),
                FormField("last", "放假最后一天", .date(), value: typed?["last"], isRequired: true),
                FormField("work", "调休上班日", .text(maxLength: 200), value: typed?["work"], help: "没有则不填；几天用逗号分开，如 2027-04-11,2027-04-17"),
                FormField(
                    "source", "依据文号", .text(maxLength: 200), value: typed?["source"], help: "每年由自治区人民政府办公厅另行通知，收到通知后录入，不得推测",
                    isRequired: true),
            ],
            buttons: "\(hiddenInput("layer", "regional"))\(button("启用三月三安排", .primary, name: "do", value: "save"))")
        return "\(card("录入国务院放假安排", national.html))\(card("录入壮族三月三放假安排", regional.html))"
    }

    func save(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        let kept: CalendarShelf.Kept
        do { kept = try read(form) } catch let fault as FieldFault {
            return try console.page(
                "工作日历", note: "", status: .unprocessableContent, try body(result: errorSummary([fault.error]), typed: form))
        }
        let shelf = console.administration.calendars
        let after = try shelf.calendar(with: kept)
        let affected = try running(in: kept.year)
        let changed = Set((after.exceptions.entries + calendar.exceptions.entries).map(\.day)).filter {
            after.isWorkday($0) != calendar.isWorkday($0)
        }.sorted()
        let days = changed.prefix(40).map { "\($0)（\(after.isWorkday($0) ? "上班" : "休息")）" }.joined(separator: "、")
        let words: HTML = """
            <p>与现行安排不同的日子：\(days.isEmpty ? "没有" : days)\(changed.count > 40 ? " 等\(changed.count)天" : "")</p><p>正在计算、到期在这一年的期限有<b>\(affected)</b>个，到期日不自动改动。逐件复核的清单在“数据统计”中按到期日筛选，需要时由承办人办理延期或重新起算。</p>
            """
        guard form["do"] == "save" else {
            return try console.page("工作日历", note: "", try body(result: notice("启用后将这样变", .soon, body: words), typed: form))
        }
        let id = RandomToken.make(bytes: 12)
        try await visit.kernel.database.write { [console] connection in
            try connection.enqueue(
                """
                INSERT INTO calendar_layer (id, layer, year, csv, source, at, by_person)
                VALUES (\(id), \(kept.layer.rawValue), \(kept.year), \(kept.entries.csv), \(kept.source), \(kept.at), \(kept.by))
                """)
            try SharedVersions(connection: connection).raise(.calendar)
            try console.note(
                "calendar", "replace",
                ["layer": kept.layer.label, "year": String(kept.year), "days": String(kept.entries.entries.count), "source": kept.source],
                in: connection)
        }
        visit.kernel.replace(calendar: after)
        return try console.page(
            "工作日历", note: "",
            try CalendarPages(console: console).body(result: notice("\(kept.year)年\(kept.layer.label)已启用", .done, body: words)))
    }

    private func read(_ form: SubmittedForm) throws -> CalendarShelf.Kept {
        guard let year = form["year"].flatMap({ Int($0) }), (2018...2100).contains(year) else {
            throw FieldFault("year", "年份应在2018至2100之间")
        }
        guard let source = form["source"], source.count >= 2, source.count <= 200 else { throw FieldFault("source", "请写明依据的通知文号") }
        let layer = CalendarShelf.Layer(rawValue: form["layer"] ?? "") ?? .national
        let entries: HolidayArrangement
        do {
            entries = layer == .regional ? try thirdOfMarch(form) : try HolidayArrangement(csv: csv(form))
        } catch let error as CalendarError { throw FieldFault(layer == .regional ? "first" : "csv", "\(error)") }
        guard !entries.entries.isEmpty else { throw FieldFault("csv", "没有一天的安排") }
        if let stray = entries.entries.first(where: { CalendarShelf.year(of: $0.day) != year && $0.day.year != year }) {
            throw FieldFault(layer == .regional ? "first" : "csv", "\(stray.day) 不属于\(year)年的安排，请核对年份")
        }
        return CalendarShelf.Kept(
            layer: layer, year: year, entries: entries, source: source, at: console.now.milliseconds, by: visit.actor.id)
    }

    private func csv(_ form: SubmittedForm) throws -> String {
        guard let file = form.files.first(where: { $0.field == "file" && !$0.bytes.isEmpty }) else { return form["csv"] ?? "" }
        guard let text = String(validating: file.bytes, as: UTF8.self) else { throw FieldFault("file", "文件不是 UTF-8 编码，请另存为 UTF-8 的 CSV") }
        return text
    }

    private func thirdOfMarch(_ form: SubmittedForm) throws -> HolidayArrangement {
        let name = "壮族三月三"
        guard let first = form["first"].flatMap({ Day($0) }) else { throw FieldFault("first", "请填写放假第一天") }
        guard let last = form["last"].flatMap({ Day($0) }), last >= first, last - first < 15 else {
            throw FieldFault("last", "放假最后一天应不早于第一天，且不超过15天")
        }
        var entries: [HolidayArrangement.Entry] = []
        var day = first
        while day <= last {
            entries.append(.init(day: day, kind: .holiday, name: name))
            day = try day.adding(days: 1)
        }
        for text in (form["work"] ?? "").split(whereSeparator: { ",，、 ".contains($0) }) {
            guard let work = Day(String(text)) else { throw FieldFault("work", "“\(text)”不是日期，写作 2027-04-11") }
            entries.append(.init(day: work, kind: .workday, name: name))
        }
        return try HolidayArrangement(entries: entries)
    }

    /// Limits now running whose due date lies in a year.
    private func running(in year: Int) throws -> Int {
        guard let first = Day(year: year, month: 1, day: 1), let next = Day(year: year + 1, month: 1, day: 1) else { return 0 }
        let (start, end) = (Moment.startOfDay(first).milliseconds, Moment.startOfDay(next).milliseconds)
        return try visit.kernel.database.read { connection in
            Int(
                try connection.first(
                    "SELECT COUNT(*) FROM deadline WHERE state = 'running' AND kind = 'limit' AND due >= \(start) AND due < \(end)")?.int(0)
                    ?? 0)
        }
    }
}
