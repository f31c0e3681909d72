import Casework
import HTML
import Hummingbird
import Site

/// The front desk's queue: what waits for it by stage, the most urgent first.
struct DeskBoard {
    let visit: Visit

    func answer() throws -> Response {
        guard let definition = visit.site.state.definition(WorkOrders.type),
            visit.actor.grants.contains(where: { WorkOrders.deskRoles.contains($0.role) })
        else {
            throw Refusal(.forbidden, action: "desk", "前台队列供前台、座席和督办员使用")
        }
        let mine = "owner_org == \(celText(visit.actor.org))"
        let columns = try [
            BoardQuery(id: "submitted", title: "待受理", filter: "state == 'submitted' && \(mine)"),
            BoardQuery(id: "accepted", title: "待派单或答复", filter: "state == 'accepted' && \(mine)"),
            BoardQuery(id: "assigned", title: "待签收", filter: "state == 'assigned' && \(mine)"),
            BoardQuery(id: "returned", title: "退回待重派", filter: "state == 'returned' && \(mine)"),
            BoardQuery(id: "progress", title: "办理中", filter: "state in ['in_progress', 'suspended', 'reviewing'] && \(mine)", limit: 20),
        ].map { try $0.column(visit) }
        let board = Board("前台队列", columns: columns).html
        if visit.isFragment { return visit.fragment(board) }
        let new: HTML =
            ActionPages.creating(definition, visit.actor).map { _ in
                linkButton("登记诉求", to: "/w/\(WorkOrders.type)/new", .primary, icon: .plus, shortcut: "n")
            } ?? .empty
        let org = visit.site.state.tree.organisation(visit.actor.org)?.name ?? ""
        return try visit.page(
            "前台队列",
            body: "\(pageHead("前台队列", note: org, actions: new))<div data-live='todos' data-live-from='/w/boards/desk'>\(board)</div>")
    }
}
