import Casework
import Definitions
import HTML
import Hummingbird

/// A citizen's own matters, where no portal is served: what waits for him, and where each of his records stands.
struct CitizenHome {
    let visit: Visit

    func answer() throws -> Response {
        let todos = try visit.kernel.todos(of: visit.actor, at: visit.now, limit: 50)
        let waiting: HTML = HTML.when(
            !todos.isEmpty, card("需要您办的", plainTable("需要您办的", heads: ["事项", "要做什么"], rows: todos.map { ["\($0.title)", "\($0.task)"] })))
        let own = try visit.catalogue.records.filter { $0.parent == nil && Navigation.mayList($0, visit.actor) }.map { definition -> HTML in
            let page = try visit.kernel.list(ListQuery(type: definition.type, limit: 20), as: visit.actor, at: visit.now)
            // Public directories are for looking up, not one's own.
            let mine = page.items.filter { $0.createdBy == visit.actor.id }
            guard !mine.isEmpty else { return .empty }
            return card(
                definition.name,
                plainTable(
                    definition.name, heads: ["事项", "状态"], rows: mine.map { ["\($0.title)", $0.stateLabel.map { badge($0) } ?? .empty] }))
        }.joined()
        let body: HTML = todos.isEmpty && own.isEmpty ? emptyState("还没有办理的事项", text: "您提交的诉求和申请会显示在这里。") : "\(waiting)\(own)"
        let leave = actionButton("退出登录", action: "/sign-out", csrf: visit.csrf)
        return try visit.page("我的事项", shell: .portal, body: "\(pageHead("我的事项", note: visit.actor.name, actions: leave))\(body)")
    }
}
