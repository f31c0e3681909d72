import Casework
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// Guides, and starting a matter.
///
///     /matters             by life situation and by kind
///     /matters/:item       a guide: by the matter's name (`legal-aid`) or the item's code (`GX-legal_aid-001`)
struct MatterPages: Sendable {
    let site: Site
    let guides: Guides

    init(site: Site) {
        self.site = site
        guides = Guides(site: site)
    }

    func addRoutes(_ routes: SiteRoutes) {
        site.navigation.add(portal: .init(label: "办事", link: "/matters", icon: .document, rank: 30) { _, _ in true })
        routes.get("/matters", for: .anyone) { visit in try index(visit) }
        StartPages(site: site, guides: guides).addRoutes(routes)
        routes.get("/matters/:item", for: .anyone) { visit in try guide(visit) }
        routes.get("/matters/:item/forms/:hash", for: .anyone) { visit in try form(visit) }
        ReceiptPages(site: site).addRoutes(routes)
    }

    /// Matters whose business this node runs.
    private var served: [Matter] { Matter.all.filter { site.state.definition($0.type) != nil } }

    // MARK: What there is

    private func index(_ visit: Visit) throws -> Response {
        if let situation = visit.query["for"].flatMap(LifeSituation.named) { return try this(situation, visit) }
        let all = try guides.all(at: visit.now)
        let situations = LifeSituation.all.map { StartCard($0.name, text: $0.text, to: $0.address, icon: $0.icon) }
        let matters = served.map { StartCard($0.name, text: $0.summary, to: "/matters/\($0.slug)", icon: $0.icon) }
        let others = Dictionary(
            grouping: all.filter { guide in
                guide.matter.map { $0.line != guide.line || all.count { $0.matter?.slug == guide.matter?.slug } > 1 } ?? true
            }, by: \.lineLabel)
        let more: HTML = HTML.when(
            !others.isEmpty,
            """
            <section><h2>全部办事指南</h2>\(others.keys.sorted().html { line in
                "<h3>\(line)</h3><ul class='link-list'>\((others[line] ?? []).html { guide in "<li><a href='\(url: "/matters/\(guide.address)")'>\(guide.name)</a>\(HTML.when(guide.isSuspended, badge("暂停办理", .soon)))</li>" })</ul>"
            })</section>
            """)
        return try visit.matterPage(
            "办事",
            body: """
                \(pageHead("办事"))<section><h2>您遇到了什么事？</h2>\(cardGrid(situations))</section><section><h2>直接找要办的事</h2>\(cardGrid(matters))</section>\(more)<p class="help">上次没填完？<a href="/matters/resume">用取件码继续</a>。已经提交？<a href="/progress">查进度</a>。</p>
                """)
    }

    private func this(_ situation: LifeSituation, _ visit: Visit) throws -> Response {
        let own = situation.matters.compactMap(Matter.named).filter { site.state.definition($0.type) != nil }
        let danger: HTML = HTML.when(
            situation.id == "violence",
            notice("正在发生危险，先拨打 110", .danger, body: "<p>受伤拨打 120。可以向法院申请人身安全保护令；申请法律援助不看经济条件。</p>"))
        return try visit.matterPage(
            situation.name,
            body: """
                \(breadcrumb([NavItem("办事", to: "/matters"), NavItem(situation.name, to: "")]))\(pageHead(situation.name))\(danger)\(cardGrid(own.map { StartCard($0.name, text: $0.summary, to: "/matters/\($0.slug)", icon: $0.icon) }))<p>先问问法律怎么说：<a href="\(url: QueryValues([("q", situation.question)]).address("/ask"))">\(situation.question)</a></p>
                """)
    }

    /// A blank form or sample of a published guide: needs no account, gives nothing else.
    private func form(_ visit: Visit) throws -> Response {
        let hash = visit.parameter("hash")
        guard let guide = try guides.find(visit.parameter("item"), at: visit.now), (guide.forms + guide.samples).contains(hash),
            let entry = try site.attachments.entry(hash), let bytes = site.attachments.content(entry)
        else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [
                .contentType: entry.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(QueryValues.encode(entry.name))",
                .cacheControl: "public, max-age=3600",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: A guide

    private func guide(_ visit: Visit) throws -> Response {
        let name = visit.parameter("item")
        let matter = Matter.named(name).flatMap { site.state.definition($0.type) == nil ? nil : $0 }
        let guide = try matter.map { try guides.guide(for: $0, item: nil, at: visit.now) } ?? guides.find(name, at: visit.now)
        guard let shown = matter ?? guide?.matter ?? nil else {
            guard let guide else { throw HTTPError(.notFound) }
            return try visit.matterPage(
                guide.name, body: try view(guide, nil, [], visit).html)
        }
        guard let guide else {
            // No guide has been published for it yet: what the law and the definition say stands all the same.
            let steps: HTML =
                "<ol class='plain-steps'>\(shown.next(Answered(judged: ActionExamination(), typed: QueryValues())).html(CheckPage.step))</ol>"
            return try visit.matterPage(
                shown.name,
                body: """
                    \(breadcrumb([NavItem("办事", to: "/matters"), NavItem(shown.name, to: "")]))\(pageHead(shown.name))<p>\(shown.summary)</p>\(linkButton("开始办理", to: StartPages.start(shown), .primary))<section><h2>怎么办</h2>\(steps)</section>\(notice("办事指南正在编制", body: "<p>材料、费用等请拨打 12348 询问，或者到公共法律服务中心。</p>"))
                    """)
        }
        let chosen = guide.situations.indices.map { index in visit.query["s\(index)"].flatMap { Int($0) } }
        return try visit.matterPage(
            guide.name, body: try view(guide, shown, chosen, visit).html)
    }

    /// With what the citizen's own place says: the one chosen on the page, else where he lives.
    private func view(_ guide: Guide, _ matter: Matter?, _ chosen: [Int?], _ visit: Visit) throws -> GuideView {
        let locals = try guides.locals(of: guide, at: visit.now)
        var place = visit.query["place"]
        if place == nil, !locals.isEmpty, visit.visitor?.isCitizen == true { place = try OwnAccount(visit).account?.text("area_code") }
        return GuideView(guide: guide, matter: matter, chosen: chosen, query: visit.query, locals: locals, place: place)
    }
}
