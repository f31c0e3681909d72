import Casework
import Definitions
import HTML
import Hummingbird
import Site

/// The lists of one system that the visitor may open.
struct SystemPage {
    let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    func answer() throws -> Response {
        let id = visit.parameter("system")
        guard let system = visit.catalogue.system(id) else { throw HTTPError(.notFound) }
        let records = system.records.filter { $0.parent == nil && Navigation.mayList($0, visit.actor) }
        guard !records.isEmpty else { throw Refusal(.notfound, action: "\(id).list", "没有这个页面，或您无权查看") }
        let cards = records.map { record in
            StartCard(
                record.name, text: record.fields.prefix(4).map(\.label).joined(separator: "、"), to: "/w/\(record.type)", icon: .document)
        }
        return try visit.page(system.name, body: "\(pageHead(system.name))\(cardGrid(cards))")
    }
}
