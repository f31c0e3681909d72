import Casework
import Expressions
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// One institution, person or place: what it does, when it is open, its licence and standing, who works there.
struct EntryPage {
    let visit: Visit
    let index: DirectoryIndex

    private static let most = 100

    func answer() throws -> Response {
        guard let entry = index.entry(visit.parameter("id")) else {
            throw Refusal(.notfound, action: "find", "没有这个机构或人员，或者已不在执业。请从“找机构”重新查找")
        }
        let view = try visit.kernel.view(entry.sort.rawValue, id: entry.id, as: .anyone, at: visit.now)
        let back: HTML = "<a class='back' href='/find'>\(icon(.chevronLeft))找机构</a>"
        let body =
            switch entry.sort {
            case .institution: institution(view, entry)
            case .person: person(view, entry)
            case .place: place(view, entry)
            }
        let correct = linkButton("信息有误？告诉我们", to: "/find/\(entry.id)/correct", .quiet, icon: .edit)
        return try visit.page(
            entry.name, shell: .portal,
            body: "\(back)\(pageHead(entry.name, note: entry.kindLabel))\(body)<div class='buttons'>\(correct)</div>")
    }

    // MARK: What all have

    private func contact(_ entry: DirectoryEntry) -> [(String, HTML)] {
        var rows: [(String, HTML)] = []
        if let phone = entry.phone { rows.append(("电话", "<a href='\(url: "tel:\(phone)")'>\(phone)</a>")) }
        if !entry.address.isEmpty {
            rows.append(("地址", "\(entry.address)"))
        }
        let hours = entry.hours.map { $0.lines.joined(separator: "；") } ?? entry.hoursText
        if let hours {
            let openness = FindPage.openness(entry, at: visit.now, calendar: visit.site.state.calendar)
            rows.append(("服务时间", "\(hours) \(openness)"))
        }
        return rows
    }

    private func facts(_ rows: [(String, HTML)]) -> HTML {
        "<dl class='fact-list'>\(rows.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>"
    }

    /// Fields by their own labels, those that are filled in.
    private func fields(_ view: RecordView, _ names: [String]) -> [(String, HTML)] {
        names.compactMap { name in
            guard let field = view.field(name), !field.text.isEmpty else { return nil }
            return (field.definition.label, "\(field.text)")
        }
    }

    private func freshness(_ view: RecordView) -> HTML {
        guard let synced = view.moment("synced_at"), visit.now.milliseconds - synced.milliseconds > 7 * 86_400_000 else { return .empty }
        return notice("信息更新于\(synced.day.chinese)", .soon, body: "<p>去之前请先打电话确认。</p>")
    }

    private func punishments(_ view: RecordView) -> HTML {
        guard case .list(let rows) = view["punish_public"], !rows.isEmpty else { return .empty }
        return card("处罚公示", "<p>\(view.words("punish_public"))</p>")
    }

    // MARK: Each sort

    private func institution(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        let standing: HTML =
            view.bool("term_expired")
            ? notice("任期届满，尚未换届", .soon)
            : view.text("status") == "normal" ? "<p>\(badge("状态正常", .done))</p>" : notice(view.words("status"), .danger)
        let licence = fields(
            view,
            ["licence_no", "licence_valid_to", "uscc", "org_form", "head", "established_on", "competent_org", "assess"])
        let service = fields(
            view, ["business_tags", "languages", "service_modes", "barrier_free", "online_items", "fee_note", "fee_source", "intro"])
        let people = index.people(of: entry.id)
        let names: HTML =
            people.isEmpty
            ? .empty
            : card(
                "在这里执业的人员（\(people.count)人）",
                "<ul class='people'>\(people.prefix(Self.most).html { "<li><a href='\(url: "/find/\($0.id)")'>\($0.name)</a> <span>\($0.kindLabel)</span></li>" })</ul>\(HTML.when(people.count > Self.most, "<p>这里列出\(Self.most)人，其余可以<a href='/find?kind=person'>按姓名查找</a>。</p>"))"
            )
        return """
            \(freshness(view))\(standing)\(facts(contact(entry)))\(card("做什么", facts(service)))\(card("执业许可和状态", facts(licence)))\(punishments(view))\(names)
            """
    }

    private func person(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        var rows: [(String, HTML)] = []
        if let org = entry.org, let name = entry.orgName {
            rows.append(("执业机构", "<a href='\(url: "/find/\(org)")'>\(name)</a>"))
        }
        rows += fields(
            view, ["licence_no", "lawyer_kind", "years", "first_licensed_on", "fields", "languages", "education_public", "assess"])
        if let average = view.field("rating_avg"), !average.text.isEmpty { rows.append(("平均评分", "\(average.text)分")) }
        let state: HTML =
            view.text("status") == "normal" ? "<p>\(badge(view.words("status"), .done))</p>" : notice(view.words("status"), .danger)
        return "\(freshness(view))\(state)\(facts(rows))\(card("怎么找到他", facts(contact(entry))))\(punishments(view))"
    }

    private func place(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        let isOpen = view.text("status") == "open"
        let state: HTML =
            isOpen ? .empty : notice(view.words("status"), .danger, body: view.text("moved_to").map { "<p>迁往：\($0)</p>" } ?? .empty)
        let said: HTML = view.text("notice").map { notice($0, .soon) } ?? .empty
        var windows: [(String, HTML)] = []
        if case .list(let rows) = view["windows"] {
            for row in rows {
                guard case .map(let map) = row, case .string(let name)? = map[.string("name")] else { continue }
                let isBarrierFree = map[.string("barrier_free")] == .bool(true)
                windows.append((name, isBarrierFree ? "有无障碍柜台" : "普通窗口"))
            }
        }
        return """
            \(state)\(said)\(facts(contact(entry)))\(HTML.when(!windows.isEmpty, card("窗口", facts(windows))))\(card("设施", facts(fields(view, ["facilities", "org"]))))
            """
    }
}
