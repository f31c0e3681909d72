import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// The window's day, or one visit.
struct ReceptionBoard {
    let visit: Visit
    var draft: ReceptionDraft?

    init(_ visit: Visit, draft: ReceptionDraft? = nil) {
        self.visit = visit
        self.draft = draft
    }

    private var org: String { visit.actor.org }

    func answer() throws -> Response {
        guard visit.site.state.definition(ReceptionDesk.visit) != nil else { throw HTTPError(.notFound) }
        try DeskBoards.require(ReceptionDesk.roles, visit, "来访接待")
        if let part = visit.query["part"] {
            guard part == "today" else {
                throw Refusal(.notfound, action: "reception", "来访接待页没有名为“\(part.prefix(20))”的部分")
            }
            return try visit.fragment(today())
        }
        return try page()
    }

    func page() throws -> Response {
        var id = visit.query["visit"]
        if case .visit(let own)? = draft?.place { id = own }
        if let id { return try one(id) }
        let name = visit.site.state.tree.organisation(org)?.name
        let status: HTTPResponse.Status = draft?.refusal.map(ActionPages.status) ?? .ok
        let aside: HTML = "<div data-live='\(ReceptionDesk.topic)' data-live-from='\(ReceptionDesk.path)?part=today'>\(try today())</div>"
        return try visit.page(
            "来访接待", status: status, scripts: ["/js/hotline.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                \(pageHead("来访接待", note: name))<div class="window-desk" data-now="\(visit.now.milliseconds)">\(twoColumns(main: try ReceptionForm(visit, draft).html, aside: aside, asideLabel: "今天"))</div>
                """)
    }

    private func one(_ id: String) throws -> Response {
        let view = try visit.kernel.view(ReceptionDesk.visit, id: id, as: visit.actor, at: visit.now)
        let shown = try ReceptionVisit(visit, view, draft)
        return try visit.page(
            view.text("rec_no") ?? view.title, status: draft?.refusal.map(ActionPages.status) ?? .ok,
            scripts: ["/js/hotline.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                \(pageHead("来访接待", note: view.text("rec_no"), breadcrumb: breadcrumb([NavItem("来访接待", to: ReceptionDesk.path), NavItem(view.text("rec_no") ?? view.title, to: "")])))<div class="window-desk" data-now="\(visit.now.milliseconds)">\(twoColumns(main: try shown.main, aside: shown.aside, asideLabel: "来访人"))</div>
                """)
    }

    // MARK: Today

    private func list(_ query: ListQuery) throws -> Casework.RecordPage { try visit.kernel.list(query, as: visit.actor, at: visit.now) }

    private func today() throws -> HTML {
        let here = "org == \(celText(org))"
        let start = Moment.startOfDay(visit.now.day)
        // One's own that was left open, also of days before, and the colleagues' of today.
        var receiving = try list(
            // Who sits here now is spoken to by name.
            ListQuery(type: ReceptionDesk.visit, filter: "\(here) && state == 'receiving'", limit: 50, since: start, showsPersonal: true)
        ).items
        for item in try visit.kernel.todos(of: visit.actor, at: visit.now, type: ReceptionDesk.visit, limit: 50)
        where item.person == visit.actor.id && !receiving.contains(where: { $0.id == item.record }) {
            if let view = try? visit.kernel.view(ReceptionDesk.visit, id: item.record, as: visit.actor, at: visit.now) {
                receiving.append(view)
            }
        }
        let finished = try list(ListQuery(type: ReceptionDesk.visit, filter: "\(here) && state == 'finished'", limit: 10, since: start))
        let count =
            finished.next == nil
            ? finished.items.count
            : try visit.kernel.count(
                ListQuery(type: ReceptionDesk.visit, filter: "\(here) && state == 'finished'", since: start), as: visit.actor,
                at: visit.now,
                upTo: 1000)
        let all = QueryValues([("f.visit_at.from", visit.now.day.description)]).address("/w/\(ReceptionDesk.visit)")
        return """
            \(card("接待中（\(receiving.count)）", visits(receiving, empty: "没有正在接待的来访")))\(try appointments())\(card("今天已接待（\(count)）", actions: linkButton("全部", to: all, .quiet), visits(finished.items, empty: "今天还没有办结的接待")))
            """
    }

    private func visits(_ views: [RecordView], empty: String) -> HTML {
        guard !views.isEmpty else { return "<p class='quiet'>\(empty)</p>" }
        return "<ul class='plain-list'>\(views.html(row))</ul>"
    }

    private func row(_ view: RecordView) -> HTML {
        let name = view.part("visitor")?.text("name") ?? "未登记姓名"
        let isOpen = view.state == "receiving"
        let note = [
            view.words("service_line"), (view.number("group_size") ?? 1) > 1 ? "\(view.number("group_size") ?? 1)人" : nil,
            isOpen ? view.text("staff").map { Naming(visit).person($0) } : view.words("handled"),
        ].compactMap { $0 }.joined(separator: " · ")
        let clock: HTML = isOpen ? HotlineClock.since(view.moment("visit_at") ?? view.createdAt, now: visit.now) : .empty
        return """
            <li class="waiting"><a href="\(url: ReceptionDesk.place(of: view.id))">\(name)</a> <span class="quiet">\(note)</span> \(clock)</li>
            """
    }

    // MARK: Appointments

    /// Of this organisation and of the institutions that stand directly under it: who sits in the same house.
    private var houses: [String] {
        [org]
            + visit.site.state.tree.children(of: org).filter { ["institution", "service_centre"].contains($0.kind) && $0.isActive }.map(
                \.code)
    }

    private func appointments() throws -> HTML {
        guard visit.site.state.definition(ReceptionDesk.appointment) != nil else { return .empty }
        let filter =
            "appt_org in [\(houses.map(celText).joined(separator: ", "))] && starts_at >= today && starts_at < today + duration('24h') && state in ['booked', 'confirmed', 'checked_in', 'serving']"
        let page = try list(ListQuery(type: ReceptionDesk.appointment, filter: filter, sort: "starts_at", limit: 30, showsPersonal: true))
        var refused: HTML = .empty
        if draft?.place == .appointments, let refusal = draft?.refusal { refused = notice(refusal.message, .danger) }
        let rows = page.items.html { view -> HTML in
            let time = view.moment("starts_at").map { String($0.clockTime.prefix(5)) } ?? ""
            let name = view.part("person")?.text("name") ?? ""
            var buttons: HTML = .empty
            if view.state == "confirmed" {
                buttons = actionButton(
                    "到场签到", action: "\(ReceptionDesk.path)/check-in", csrf: visit.csrf, key: visit.freshKey(),
                    fields: [("appointment", view.id)])
            }
            return """
                <li><p class="callback-who"><b class="number">\(time)</b> <a href="\(url: Place.link(view.type, view.id))">\(name)</a> \(view.stateLabel.map { badge($0, view.state == "booked" ? .soon : .active) })</p><p class="quiet">\(view.words("appt_org")) · \(view.words("subject"))</p>\(buttons)</li>
                """
        }
        let body: HTML = page.items.isEmpty ? "<p class='quiet'>今天没有还未办完的预约</p>" : "<ul class='plain-list callbacks'>\(rows)</ul>"
        return card(
            "今天的预约", actions: page.next == nil ? .empty : linkButton("全部", to: "/w/\(ReceptionDesk.appointment)?view=today", .quiet),
            "\(refused)\(body)")
    }
}
