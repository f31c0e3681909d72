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
    let words: PageWords

    init(visit: Visit, index: DirectoryIndex) {
        self.visit = visit
        self.index = index
        words = visit.words(for: FindText.listed)
    }

    private func say(_ text: FindText) -> String { words(text) }
    private static let most = 100

    func answer() throws -> Response { try words.speaking { try drawn() } }

    private func drawn() throws -> Response {
        guard let entry = index.entry(visit.parameter("id")) else {
            throw Refusal(.notfound, action: "find", "没有这个机构或人员，或者已不在执业。请从“找机构”重新查找")
        }
        let view = try visit.kernel.view(entry.sort.rawValue, id: entry.id, as: .anyone, at: visit.now)
        let back: HTML = "<a class='back' href='/find'>\(icon(.chevronLeft))\(say(.title))</a>"
        let body =
            switch entry.sort {
            case .institution: institution(view, entry)
            case .person: person(view, entry)
            case .place: place(view, entry)
            }
        let correct = linkButton(say(.wrong), to: "/find/\(entry.id)/correct", .quiet, icon: .edit)
        return try visit.page(
            entry.name, shell: .portal, in: words,
            body: "\(back)\(head(entry))\(body)<div class='buttons'>\(correct)</div>")
    }

    private func head(_ entry: DirectoryEntry) -> HTML {
        guard !words.isChinese else { return pageHead(entry.name, note: entry.kindLabel) }
        let kind = words.label(of: entry.kind, in: entry.sort.kinds) ?? entry.kindLabel
        return """
            <header class="page-head"><div class="page-title"><h1 lang="zh-CN">\(entry.name)</h1><span class="page-note">\(kind)</span></div></header>
            """
    }

    // MARK: What all have

    private func contact(_ entry: DirectoryEntry) -> [(String, HTML)] {
        var rows: [(String, HTML)] = []
        if let phone = entry.phone { rows.append((say(.phone), "<a href='\(url: "tel:\(phone)")'>\(phone)</a>")) }
        if !entry.address.isEmpty {
            rows.append((say(.address), words.chinese(entry.address)))
        }
        let hours = entry.hours.map { "\($0.text(words))" as HTML } ?? entry.hoursText.map { words.chinese($0) }
        if let hours {
            let openness = FindPage.openness(entry, at: visit.now, calendar: visit.site.state.calendar, words)
            rows.append((say(.hours), "\(hours) \(openness)"))
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
            guard !words.isChinese else { return (field.definition.label, "\(view.day(name)?.chineseDate ?? field.text)") }
            return (Self.labels[name].map { words($0) } ?? field.definition.label, value(name, view, field.text))
        }
    }

    private static let labels = Dictionary(uniqueKeysWithValues: FindText.allCases.map { ("\($0)", $0) })
    /// Lists of the fields that hold codes, by type and field.
    private static let lists: [String: String] = [
        "legal-directory/dir_org.org_form": "legal-directory/org_form",
        "legal-directory/dir_org.business_tags": "legal-directory/business_tag",
        "legal-directory/dir_org.languages": "shared/lang", "legal-directory/dir_org.barrier_free": "legal-directory/org_barrier_free",
        "legal-directory/dir_org.service_modes": "legal-directory/service_mode", "legal-directory/dir_person.fields": "shared/law_field",
        "legal-directory/dir_person.languages": "shared/lang", "legal-directory/dir_person.lawyer_kind": "legal-directory/lawyer_kind",
        "legal-directory/service_place.facilities": "legal-directory/place_facility",
    ]

    /// A field's value in another language: codes and days by that language, everything else as it is.
    private func value(_ name: String, _ view: RecordView, _ text: String) -> HTML {
        if let list = Self.lists["\(view.type).\(name)"] {
            let codes = view.text(name).map { [$0] } ?? view.texts(name)
            let labels = codes.map { words.label(of: $0, in: list) ?? $0 }
            return "\(labels.joined(separator: words(FindText.listMark)))"
        }
        if let day = view.day(name) { return "\(words.day(day))" }
        if let number = view.int(name) { return "\(number)" }
        return words.chinese(text)
    }

    private func freshness(_ view: RecordView) -> HTML {
        guard let synced = view.moment("synced_at"), visit.now.milliseconds - synced.milliseconds > 7 * 86_400_000 else { return .empty }
        return notice(words(FindText.updated, words.day(synced.day)), .soon, body: "<p>\(say(.callFirst))</p>")
    }

    private func punishments(_ view: RecordView) -> HTML {
        guard case .list(let rows) = view["punish_public"], !rows.isEmpty else { return .empty }
        return card(say(.punished), "<p>\(words.chinese(view.words("punish_public")))</p>")
    }

    private func status(_ view: RecordView, _ list: String) -> String {
        words.isChinese ? view.words("status") : view.text("status").flatMap { words.label(of: $0, in: list) } ?? view.words("status")
    }

    // MARK: Each sort

    private func institution(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        let standing: HTML =
            view.bool("term_expired")
            ? notice(say(.termExpired), .soon)
            : view.text("status") == "normal"
                ? "<p>\(badge(say(.normal), .done))</p>" : notice(status(view, "legal-directory/org_status"), .danger)
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
                words(FindText.people, "\(people.count)"),
                "<ul class='people'>\(people.prefix(Self.most).html { "<li><a href='\(url: "/find/\($0.id)")'>\(words.chinese($0.name))</a> <span>\(words.isChinese ? $0.kindLabel : words.label(of: $0.kind, in: $0.sort.kinds) ?? $0.kindLabel)</span></li>" })</ul>\(HTML.when(people.count > Self.most, "<p>\(words.markup(FindText.morePeople, "\(Self.most)", "<a href='/find?kind=person'>\(say(.byName))</a>"))</p>"))"
            )
        return """
            \(freshness(view))\(standing)\(facts(contact(entry)))\(card(say(.what), facts(service)))\(card(say(.licence), facts(licence)))\(punishments(view))\(names)
            """
    }

    private func person(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        var rows: [(String, HTML)] = []
        if let org = entry.org, let name = entry.orgName {
            rows.append((say(.organisation), "<a href='\(url: "/find/\(org)")'>\(words.chinese(name))</a>"))
        }
        rows += fields(
            view, ["licence_no", "lawyer_kind", "years", "first_licensed_on", "fields", "languages", "education_public", "assess"])
        if let average = view.field("rating_avg"), !average.text.isEmpty {
            rows.append((say(.rating), "\(words(FindText.points, average.text))"))
        }
        let state: HTML =
            view.text("status") == "normal"
            ? "<p>\(badge(status(view, "legal-directory/person_status"), .done))</p>"
            : notice(status(view, "legal-directory/person_status"), .danger)
        return "\(freshness(view))\(state)\(facts(rows))\(card(say(.reach), facts(contact(entry))))\(punishments(view))"
    }

    private func place(_ view: RecordView, _ entry: DirectoryEntry) -> HTML {
        let isOpen = view.text("status") == "open"
        let state: HTML =
            isOpen
            ? .empty
            : notice(
                status(view, "legal-directory/place_status"), .danger,
                body: view.text("moved_to").map { "<p>\(words.markup(FindText.movedTo, words.chinese($0)))</p>" } ?? .empty)
        let said: HTML = view.text("notice").map { notice($0, .soon) } ?? .empty
        var windows: [(String, HTML)] = []
        if case .list(let rows) = view["windows"] {
            for row in rows {
                guard case .map(let map) = row, case .string(let name)? = map[.string("name")] else { continue }
                let isBarrierFree = map[.string("barrier_free")] == .bool(true)
                windows.append((name, "\(say(isBarrierFree ? .accessibleWindow : .plainWindow))"))
            }
        }
        return """
            \(state)\(said)\(facts(contact(entry)))\(HTML.when(!windows.isEmpty, card(say(.windows), facts(windows))))\(card(say(.facilities), facts(fields(view, ["facilities", "org"]))))
            """
    }
}
