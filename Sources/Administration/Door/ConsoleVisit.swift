import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// A request inside a console: the visitor holds its role, or there is no such value.
struct ConsoleVisit: Sendable {
    let visit: Visit
    let console: Console
    let administration: Administration

    /// - Throws: `Refusal` `forbidden`; the refusal goes to the access log.
    init(_ visit: Visit, _ console: Console, _ administration: Administration) throws {
        guard visit.actor.grants.contains(where: { $0.role == console.role }) else {
            throw Refusal(
                .forbidden, action: "administration.\(console.rawValue)",
                "\(console.title)只供\(console.holder)使用。三员互不兼任，其他管理员和业务人员不能进入；本次访问已记入日志",
                source: "GB/T 22239-2019 8.1.5")
        }
        self.visit = visit
        self.console = console
        self.administration = administration
    }

    var site: Site { visit.site }
    var state: EngineState { visit.site.state }
    var now: Moment { visit.now }
    var organisation: String { visit.site.state.tree.organisation(visit.actor.org)?.name ?? visit.actor.org }

    /// What concerns the whole node is for the administrators of the organisation that runs it: an upper or lower level has its own node.
    /// - Throws: `Refusal` `forbidden`.
    func requireNode() throws {
        guard let node = administration.nodeOrganisation, visit.actor.org == node else {
            let name = administration.nodeOrganisation.flatMap { state.tree.organisation($0)?.name } ?? "本节点主管单位"
            throw Refusal(.forbidden, action: "administration.node", "这项管理涉及整个节点，由\(name)的\(console.holder)办理；您可以管理本单位的账号和授权")
        }
    }

    var holdsNode: Bool { administration.nodeOrganisation.map { visit.actor.org == $0 } ?? false }

    /// A page of the console, with its own tabs.
    func page(_ title: String, note: String? = nil, actions: HTML = .empty, status: HTTPResponse.Status = .ok, _ body: HTML) throws
        -> Response
    {
        let links = console.pages.map { (entry: $0, link: console.link($0)) }
        let current = links.map(\.link).filter { visit.path == $0 || visit.path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
        let bar = tabs(links.map { Tab($0.entry.label, to: $0.link, isCurrent: $0.link == current) }, label: console.title)
        return try visit.page(title, status: status, body: "\(pageHead(title, note: note ?? organisation, actions: actions))\(bar)\(body)")
    }

    /// Writes what an administrator did into the sealed journal, in the write that does it.
    func note(_ subject: String, _ action: String, _ what: [String: String], in connection: any Connection) throws {
        try AdministrativeActs(connection: connection).note(
            subject, id: RandomToken.make(bytes: 12), action: action, what: what, as: visit.actor, role: console.role, source: visit.source,
            at: now)
    }

    func redirect(_ path: String, saying words: String) -> Response { visit.redirect(to: "\(console.address)/\(path)", saying: words) }
}

/// Routes of a console: nobody comes in without its role.
struct ConsoleRoutes {
    let routes: SiteRoutes
    let console: Console
    let administration: Administration

    func get(_ path: String, _ handler: @escaping @Sendable (ConsoleVisit) async throws -> Response) {
        routes.get(address(path)) { [console, administration] visit in try await handler(ConsoleVisit(visit, console, administration)) }
    }

    func post(
        _ path: String, limit: Int = SiteRoutes.formLimit,
        _ handler: @escaping @Sendable (ConsoleVisit, SubmittedForm) async throws -> Response
    ) {
        routes.post(address(path), limit: limit) { [console, administration] visit, form in
            try await handler(ConsoleVisit(visit, console, administration), form)
        }
    }

    private func address(_ path: String) -> RouterPath { RouterPath("admin/\(console.rawValue)\(path.isEmpty ? "" : "/")\(path)") }
}
