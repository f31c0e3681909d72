import HTML
import Testing

#if canImport(SiteComponents)
    @testable import SiteComponents
#else
    @testable import Site
#endif

/// Every text a component takes is somebody's: a name, a title, what a citizen typed.
@Suite struct `Components escape` {
    static let evil = "<b>\"'&</b><script>alert(1)</script>"
    static let due = DueWords(.overdue, words: evil, date: evil, moment: evil, explanation: evil)
    static let shell = WorkbenchShell(
        product: evil, start: [NavItem(evil, to: evil)], favourites: [NavItem(evil, to: evil)],
        groups: [NavGroup(evil, icon: .home, items: [NavItem(evil, to: evil)])],
        currentLink: evil, searchText: evil, searchHint: evil,
        positions: [HeldPost(id: evil, organisation: evil, role: evil), HeldPost(id: "2", organisation: evil, role: evil)],
        noticeCount: 1, userName: evil, userLinks: [NavItem(evil, to: evil)])
    static let portal = PortalShell(
        siteName: evil, owner: evil, items: [NavItem(evil, to: evil)], currentLink: evil, hotline: evil, hotlineState: evil,
        emergencies: [EmergencyNumber(evil, evil)], userName: evil, footerLinks: [NavItem(evil, to: evil)], footerNotes: [evil])

    static let components: [(String, HTML)] = [
        ("badge", badge(evil, .danger, explanation: evil)), ("tag", tag(evil)), ("dueChip", dueChip(due)),
        ("dueExplained", dueExplained(due, label: evil, steps: [evil])),
        ("button", button(evil, .primary, name: evil, value: evil, form: evil, explanation: evil, dialog: "")),
        ("linkButton", linkButton(evil, to: evil)), ("iconLink", iconLink(.edit, label: evil, to: evil)),
        ("iconButton", iconButton(.edit, label: evil, name: evil, value: evil)),
        ("actionButton", actionButton(evil, action: evil, csrf: evil, key: evil, fields: [(evil, evil)])),
        ("moreMenu", moreMenu(evil, tag(evil))), ("cardGrid", cardGrid([StartCard(evil, text: evil, to: evil, icon: .home, note: evil)])),
        ("card", card(evil, tag(evil))), ("pageHead", pageHead(evil, note: evil)),
        ("breadcrumb", breadcrumb([NavItem(evil, to: evil), NavItem(evil, to: evil)])),
        ("emptyState", emptyState(evil, text: evil)),
        ("tabs", savedViews([Tab(evil, to: evil, count: 1, isCurrent: true, removal: evil)], saveAddress: evil, label: evil)),
        ("stateStepper", stateStepper([StateStep(evil, .current, note: evil)], label: evil)),
        ("progressLine", progressLine([ProgressStep(evil, .past, time: evil)], label: evil)),
        (
            "FieldGroup",
            FieldGroup(evil, note: evil, [FieldEntry(evil, text: evil, editAddress: evil), FieldEntry(evil, text: evil + evil + evil)]).html
        ),
        ("maskedSecret", maskedSecret(evil, revealAt: evil)), ("revealedSecret", revealedSecret(evil, record: evil)),
        (
            "DataTable",
            DataTable(
                evil, columns: [TableColumn(evil, .identity, sortAddress: evil, order: .descending), TableColumn(evil)],
                rows: [TableRow(id: evil, link: evil, ["\(evil)", "\(evil)"])],
                batch: BatchBar(address: evil, csrf: evil, actions: [(evil, evil)]), stacksWhenNarrow: true
            ).html
        ),
        ("plainTable", plainTable(evil, heads: [evil, evil, evil], rows: [["\(evil)", "\(evil)", "\(evil)"]])),
        ("pager", pager(previous: evil, next: evil, note: evil)),
        (
            "FilterBar",
            FilterBar(
                address: evil, chips: [FilterChip(evil, evil, removal: evil)], controls: [FormField("q", evil, .text(), value: evil)],
                kept: [(evil, evil)], clearAddress: evil
            ).html
        ),
        ("errorSummary", errorSummary([FormError(field: evil, evil), FormError(evil)], title: evil)),
        ("lawQuote", lawQuote(evil, evil, link: evil)), ("consequence", consequence(evil)),
        ("notice", notice(evil, .danger)), ("toast", toast(evil)),
        (
            "timeline",
            timeline(
                [
                    TimelineItem(
                        who: evil, post: evil, what: evil, time: evil, moment: evil, changes: [TimelineChange(evil, from: evil, to: evil)])
                ], label: evil)
        ),
        (
            "TodoGroup",
            TodoGroup(evil, .danger, count: 1, rows: [TodoRow(evil, to: evil, note: evil, reason: evil, due: due)], moreAddress: evil).html
        ),
        ("FigureTile", FigureTile(evil, evil, link: evil, comparison: evil, definition: evil).html),
        ("BarChart", BarChart(evil, labelHead: evil, valueHead: evil, bars: [Bar(evil, 1, shown: evil, link: evil)]).html),
        ("progressBar", progressBar(evil, done: 1, of: 2, note: evil, live: evil, from: evil)),
        (
            "RosterCalendar",
            RosterCalendar(
                evil, days: [RosterDay(date: evil, label: evil, note: evil)],
                places: [
                    RosterPlace(
                        id: evil, name: evil,
                        cells: [
                            [RosterShift(id: evil, version: 1, hours: evil, people: [evil], needed: 2, link: evil, fault: evil, moves: "x")]
                        ])
                ], moveAddress: evil
            ).html
        ),
        (
            "Board",
            Board(
                evil,
                columns: [BoardColumn(id: "a", title: evil, note: evil, cards: [BoardCard(id: evil, title: evil, link: evil, note: evil)])],
                moveAddress: evil
            ).html
        ),
        (
            "CompositionMatrix",
            CompositionMatrix(
                evil, rules: [evil],
                teams: [(evil, evil, [CompositionCell(rule: evil, fact: evil, fault: evil, exemption: evil, link: evil)])]
            ).html
        ),
        ("OfficialDocument", document()),
        (
            "RecordHead",
            RecordHead(number: evil, title: evil, state: badge(evil), facts: [(evil, evil)], dues: [dueChip(due)], actions: []).html
        ),
        ("dialogs", ConfirmationDialog(id: "d", title: evil, confirmLabel: evil, body: "\(evil)").html),
        ("sidePanel", sidePanel(evil, id: "s", "\(evil)")),
        (
            "confirmationPage",
            confirmationPage(
                title: evil, body: "\(evil)", action: evil, confirmLabel: evil, csrf: evil, fields: [(evil, evil)], cancelAddress: evil)
        ),
        (
            "AskBox",
            AskBox(
                question: evil, address: evil, hint: evil, buttonLabel: evil, examplesTitle: evil, examples: [NavItem(evil, to: evil)],
                note: evil, text: evil
            ).html
        ),
        ("urgentBand", urgentBand(evil, [EmergencyNumber(evil, evil)], text: evil)),
        (
            "conversation",
            conversation(
                [
                    ConversationTurn(
                        .robot, name: evil, time: evil, body: "\(evil)",
                        sources: [AnswerSource(evil, version: evil, excerpt: evil, link: evil)])
                ], label: evil, sourcesTitle: evil)
        ),
        ("replyBox", replyBox(address: evil, csrf: evil, label: evil, hint: evil, buttonLabel: evil)),
        ("checkAnswers", checkAnswers([GivenAnswer(evil, "\(evil)", changeAddress: evil)], changeLabel: evil)),
        ("receipt", receipt(title: evil, entries: [(evil, evil)], next: .empty, actions: .empty)),
        (
            "placeFinder",
            placeFinder(
                [FoundPlace(evil, to: evil, kind: evil, address: evil, distance: evil, hours: evil, phone: evil, tags: [evil])],
                label: evil, mapLabel: evil, mapAddress: evil)
        ),
        (
            "WallScreen",
            WallScreen(
                evil, figures: [FigureTile(evil, evil, link: evil)],
                left: [WallPanel(evil, note: evil, silentSince: evil, live: evil, fragment: evil, body: "\(evil)")], map: .empty, right: [],
                alarms: [NavItem(evil, to: evil)]
            ).html
        ),
        ("wallIncidents", wallIncidents([WallIncident(evil, to: evil, level: evil, tone: .danger, since: evil, until: evil, note: evil)])),
        ("dutyList", dutyList([(evil, evil, evil)])),
        (
            "workbench page",
            Page(
                title: evil, frame: PageFrame(csrf: evil, path: evil, isDemonstration: true, liveAddress: evil), shell: .workbench(shell),
                styleSheets: [evil], body: .empty
            ).html
        ),
        (
            "portal page",
            Page(title: evil, frame: PageFrame(csrf: evil, path: evil), shell: .portal(portal), scripts: [evil], body: .empty).html
        ),
    ]

    static func document() -> HTML {
        var paper = OfficialDocument(
            issuers: [evil], number: evil, title: evil, recipients: evil, signedBy: [evil], date: evil, body: "\(evil)")
        (paper.signatory, paper.copyNumber, paper.annotation, paper.copies, paper.printedBy, paper.printedOn) = (
            evil, evil, evil, evil, evil, evil
        )
        paper.attachments = [evil, evil]
        return paper.html
    }

    @Test func `all texts, and stay well formed`() {
        for (name, html) in Self.components {
            let markup = Markup(html)
            #expect(markup.faults.isEmpty, "\(name): \(markup.faults)")
            #expect(!html.description.contains("<script>"), "\(name)")
            #expect(!html.description.contains("<b>\""), "\(name)")
        }
    }

    @Test func `addresses that a browser would run`() {
        let html = linkButton("打开", to: "javascript:alert(1)")
        #expect(html.description.contains("href='about:invalid'"))
    }
}
