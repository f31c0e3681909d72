import Casework
import HTML
import Hummingbird
import ServiceDesk
import Site

/// Boards of the work-order desk that need advice or reckoning of their own.
///
///     /w/boards/dispatch      派单看板: who is on duty with what load, whom an order should go to and why
///     /w/boards/composition   组建看板: each team held against its rule
///     /w/boards/roster        排班: the week's shifts with what they lack
public struct DeskBoards: Sendable {
    static let dispatchers: Set<String> = ["front_desk", "supervisor", "leader", "legal_lead"]
    static let composers: Set<String> = ["pls_admin", "supervisor", "leader", "deputy_leader", "line_leader", "legal_lead", "seat_lead"]
    static let rosterReaders: Set<String> = [
        "legal_lead", "seat_lead", "pls_admin", "legal_staff", "front_desk", "info_clerk", "seat_agent", "supervisor", "leader",
        "deputy_leader",
    ]

    let site: Site

    public init(site: Site) { self.site = site }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        func add(_ label: String, _ link: String, _ icon: Icon, _ roles: Set<String>, _ type: String, rank: Int) {
            site.navigation.add(
                staff: .init(label: label, link: link, icon: icon, rank: rank) { actor, engine in
                    engine.definition(type) != nil && actor.grants.contains { roles.contains($0.role) }
                })
        }
        add("派单看板", "/w/boards/dispatch", .people, Self.dispatchers, WorkOrders.type, rank: 11)
        add("组建看板", "/w/boards/composition", .organisation, Self.composers, "team-roster/team", rank: 21)
        add("排班", "/w/boards/roster", .calendar, Self.rosterReaders, "team-roster/shift", rank: 20)
        routes.get("w/boards/dispatch") { try DispatchBoard(visit: $0).answer() }
        routes.post("w/boards/dispatch") { visit, form in try await DispatchBoard(visit: visit).assign(form) }
        routes.get("w/boards/composition") { try CompositionPage(visit: $0).answer() }
        routes.get("w/boards/roster") { try RosterPage(visit: $0).answer() }
        routes.post("w/boards/roster/move") { visit, form in try await RosterPage(visit: visit).move(form) }
    }

    /// What an address chooses among what a board offers; nil when it chooses nothing.
    /// - Throws: `QueryProblem`: a choice that is none is said, and not taken for another.
    static func choice(_ name: String, _ label: String, among offered: [String], _ visit: Visit) throws -> String? {
        guard let wanted = visit.query[name] else { return nil }
        guard offered.contains(wanted) else { throw QueryProblem(name, "没有“\(wanted.prefix(20))”这样的\(label)，请在页面上重新选择") }
        return wanted
    }

    /// - Throws: `Refusal` `forbidden`.
    static func require(_ roles: Set<String>, _ visit: Visit, _ name: String) throws {
        guard visit.actor.grants.contains(where: { roles.contains($0.role) }) else {
            throw Refusal(.forbidden, action: "boards", "\(name)不供您的岗位使用")
        }
    }
}
