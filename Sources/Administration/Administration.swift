import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Operations
import Storage
import Synchronization
import WorkCalendar

/// The three management consoles of a node, under `/admin`.
///
///     /admin                   leads to the console of the visitor's role
///     /admin/system/…          系统管理员: accounts, organisations, definitions, calendar, health, announcements
///     /admin/security/…        安全管理员: roles, grants, parameters, access log, sessions, password policy
///     /admin/audit/…           审计管理员: journal, administrators' log, verification, alerts, export
public final class Administration: Sendable {
    let site: Site
    let shelf: DefinitionShelf?
    let calendars: CalendarShelf
    let parameters: NodeServices?
    /// How the node is doing; nil: asked anew for each page.
    let health: HealthWatch?
    private let node: String?
    private let versions: Mutex<[SharedTopic: Int64]>

    /// - Parameters:
    ///   - systems: folder of the product's definitions; nil: definitions are not managed here.
    ///   - calendar: the arrangements that come with the product; nil: what the kernel was opened with.
    ///   - node: organisation that runs the node; nil: the root of the tree.
    ///   - health: what the health page shows.
    /// - Throws: `DatabaseError` when its tables cannot be made.
    public init(
        site: Site, systems: String? = nil, calendar: BaseCalendar? = nil, node: String? = nil, health: HealthWatch? = nil
    ) throws {
        self.site = site
        self.node = node
        self.health = health
        let setting = try NodeSetting(kernel: site.kernel, systems: systems, calendar: calendar, logger: site.logger)
        shelf = setting.shelf
        calendars = setting.calendars
        versions = Mutex(setting.versions)
        parameters = site.kernel.services as? NodeServices
    }

    /// Reads anew what another server on the same database has changed: definitions, calendar, parameters, organisations, who somebody is. One small read when nothing
    /// has. Checking definitions takes seconds: not from a thread that answers requests or runs the clock.
    /// - Throws: `DatabaseError`: then the next call finds the same changes.
    public func catchUp() throws {
        let now = try site.kernel.sharedVersions()
        let seen = versions.withLock { $0 }
        for topic in SharedTopic.allCases where now[topic] != seen[topic] {
            switch topic {
            case .definitions: try shelf?.applyKept(logger: site.logger)
            case .calendar: try calendars.applyKept()
            case .parameters: try parameters?.refresh()
            case .organisations: try site.kernel.reloadOrganisations()
            case .access: break
            }
            // Whoever is signed in is judged by what holds now.
            site.sessions.invalidate()
            versions.withLock { $0[topic] = now[topic] }
        }
    }

    /// Code of the organisation whose administrators answer for the whole node.
    var nodeOrganisation: String? { node ?? site.state.tree.root?.code }

    public func addRoutes(to router: Router<SiteContext>) {
        for console in Console.allCases {
            for entry in console.pages {
                site.navigation.add(
                    staff: .init(
                        group: console.title, label: entry.path.isEmpty ? "\(console.title)台" : entry.label, link: console.link(entry),
                        icon: entry.icon
                    ) { actor, _ in
                        actor.grants.contains { $0.role == console.role }
                    })
            }
        }
        let routes = SiteRoutes(router, site)
        routes.get("admin") { visit in
            guard let own = Console.allCases.first(where: { console in visit.actor.grants.contains { $0.role == console.role } }) else {
                throw Refusal(.forbidden, action: "administration", "管理台只供系统管理员、安全管理员和审计管理员使用；本次访问已记入日志", source: "GB/T 22239-2019 8.1.5")
            }
            return visit.redirect(to: own.address)
        }
        addSystem(ConsoleRoutes(routes: routes, console: .system, administration: self))
        addSecurity(ConsoleRoutes(routes: routes, console: .security, administration: self))
        addAudit(ConsoleRoutes(routes: routes, console: .audit, administration: self))
        // Another process may have changed parameters: what is cached is looked at again after actions, at most every half minute.
        if let parameters { site.kernel.onAction { _, _ in parameters.refreshIfOld() } }
    }

    private func addSystem(_ routes: ConsoleRoutes) {
        routes.get("") { try SystemOverview(console: $0).answer() }
        routes.get("accounts") { try AccountPages(console: $0).list() }
        routes.get("accounts/:id") { try AccountPages(console: $0).account() }
        routes.post("accounts/:id/credential") { console, form in try await AccountPages(console: console).resetCredential(form) }
        routes.get("organisations") { try OrganisationPages(console: $0).overview() }
        routes.get("organisations/:code") { try OrganisationPages(console: $0).organisation() }
        routes.get("definitions") { try DefinitionPages(console: $0).list() }
        routes.post("definitions/check", limit: DefinitionPages.uploadLimit) { console, form in
            try await DefinitionPages(console: console).check(form)
        }
        routes.post("definitions/remove") { console, form in try await DefinitionPages(console: console).remove(form) }
        routes.get("definitions/:system") { try DefinitionPages(console: $0).system() }
        routes.get("definitions/:system/source") { try DefinitionPages(console: $0).source() }
        routes.get("definitions/:system/:record") { try DefinitionPages(console: $0).record() }
        routes.get("calendar") { try CalendarPages(console: $0).years() }
        routes.post("calendar") { console, form in try await CalendarPages(console: console).save(form) }
        routes.get("health") { try await HealthPage(console: $0).answer() }
        routes.get("announcements") { try AnnouncementPages(console: $0).list() }
        routes.post("announcements") { console, form in try await AnnouncementPages(console: console).publish(form) }
    }

    private func addSecurity(_ routes: ConsoleRoutes) {
        routes.get("") { try SecurityOverview(console: $0).answer() }
        routes.get("roles") { try RolePages(console: $0).list() }
        routes.get("roles/:role") { try RolePages(console: $0).role() }
        routes.get("roles/records/:system/:record") { try RolePages(console: $0).record() }
        routes.get("grants") { try GrantPages(console: $0).list() }
        routes.get("parameters") { try ParameterPages(console: $0).list() }
        routes.get("parameters/:system/:id") { try ParameterPages(console: $0).parameter() }
        routes.post("parameters/:system/:id") { console, form in try await ParameterPages(console: console).set(form) }
        routes.get("access") { try AccessLogPage(console: $0).answer() }
        routes.get("sessions") { try SessionPages(console: $0).list() }
        routes.post("sessions/end") { console, form in try await SessionPages(console: console).end(form) }
        routes.get("policy") { try PolicyPage(console: $0).answer() }
    }

    private func addAudit(_ routes: ConsoleRoutes) {
        routes.get("") { try AuditOverview(console: $0).answer() }
        routes.get("journal") { try JournalPages(console: $0).list(.everybody) }
        routes.get("administrators") { try JournalPages(console: $0).list(.administrators) }
        routes.get("verification") { try VerificationPages(console: $0).seals() }
        routes.post("verification") { console, _ in try await VerificationPages(console: console).run() }
        routes.get("alerts") { try AlertPages(console: $0).answer() }
        routes.get("export") { try JournalExport(console: $0).form() }
        routes.post("export") { console, form in try await JournalExport(console: console).file(form) }
    }
}
