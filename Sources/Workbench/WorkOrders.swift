import Expressions
import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// What the boards know of work orders (domain specification public-legal-service.md §1).
enum WorkOrders {
    static let type = "work-order/work_order"
    static let deskRoles: Set<String> = ["front_desk", "seat_agent", "office_staff", "supervisor"]
    static let supervisingRoles: Set<String> = ["supervisor", "leader", "line_leader", "deputy_leader", "seat_lead"]
    static let open = "closed == false"
}

/// A column of a board: records by a filter, the most urgent first.
struct BoardQuery {
    var id: String
    var title: String
    var filter: String
    var note: String?
    var sort = "due"
    var limit = 30

    func column(_ visit: Visit) throws -> BoardColumn {
        let query = ListQuery(type: WorkOrders.type, filter: filter, sort: sort, limit: limit)
        let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
        let count =
            page.next == nil
            ? page.items.count
            : try visit.kernel.count(ListQuery(type: WorkOrders.type, filter: filter), as: visit.actor, at: visit.now, upTo: 1000)
        return BoardColumn(
            id: id, title: title, note: note, count: count,
            cards: page.items.map { Self.card($0, visit, oneState: filter.contains("state == ")) })
    }

    static func card(_ view: RecordView, _ visit: Visit, oneState: Bool = false) -> BoardCard {
        let due: HTML? = view.due.map { dueChip(visit.dues.words($0)) }
        // The column says the state where it holds one.
        let state: HTML? = oneState ? nil : view.stateLabel.map { badge($0, Columns.tone(view)) }
        let urgency = view.field("urgency").flatMap {
            $0.text.isEmpty || $0.text == "普通" || $0.text == "一般" ? nil : badge($0.text, $0.value == .string("critical") ? .danger : .soon)
        }
        // One's own name need not be said.
        let org = view.org == visit.actor.org ? nil : visit.site.state.tree.organisation(view.org)?.name ?? view.org
        return BoardCard(
            id: view.id, title: view.field("title")?.text ?? view.title, link: Place.link(view.type, view.id),
            marks: "\(due)\(urgency)\(state)",
            note: [view.field("order_no")?.text, org].compactMap { $0 }.joined(separator: " · "))
    }
}
