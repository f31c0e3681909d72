import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// A paper issued for a record, as it was then; printed from the browser.
struct PaperPage {
    let place: Place
    private var visit: Visit { place.visit }

    init(_ place: Place) { self.place = place }

    func answer() throws -> Response {
        let view = try visit.kernel.view(place.type, id: place.id, as: visit.actor, at: visit.now)
        let wanted = visit.parameter("document")
        guard
            let paper = try visit.kernel.issuedDocuments(of: RecordReference(type: place.type, id: view.id)).first(where: {
                $0.id == wanted
            })
        else {
            throw Refusal(.notfound, action: "\(place.type).document", record: view.id, "没有这份文书")
        }
        let paragraphs = paper.body.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        let issuer = place.state.tree.organisation(view.org)?.name ?? visit.site.settings.portalOwner
        let document = OfficialDocument(
            issuers: [issuer], number: paper.number ?? "", title: paper.name, signedBy: [issuer], date: paper.at.day.chineseDate,
            hasRedHead: false,
            body: paragraphs.html { "<p>\($0)</p>" })
        return try visit.page(
            paper.name,
            body: """
                \(pageHead(paper.name, note: Columns.short(paper.at), breadcrumb: breadcrumb([NavItem(place.definition.name, to: place.list), NavItem(view.title, to: place.record), NavItem(paper.name, to: "")])))\(document)<p class="quiet">内容摘要（SHA-256）：<code>\(paper.digest)</code></p>
                """)
    }
}
