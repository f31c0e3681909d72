import Casework
import Definitions
import Foundation
import HTML
import Storage
import WorkCalendar

extension Site {
    /// What stands around a page for this visitor.
    func shell(_ wanted: PageShell, for visit: Visit, in words: PageWords? = nil) throws -> Shell {
        switch wanted {
        case .plain: return .plain
        case .wall: return .wall
        case .portal: return .portal(portalShell(visit, words))
        case .workbench: return visit.visitor == nil ? .plain : .workbench(try workbenchShell(visit))
        }
    }

    private func workbenchShell(_ visit: Visit) throws -> WorkbenchShell {
        let engine = state
        let actor = visit.actor
        let entries = navigation.staff(for: actor, engine)
        let marks = try shellMarks(actor, at: visit.now)
        let start = entries.filter(\.group.isEmpty).map {
            NavItem($0.label, to: $0.link, count: $0.link == "/w" ? marks.todos : 0, icon: $0.icon)
        }
        let titles = entries.map(\.group).filter { !$0.isEmpty }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let others = titles.map { title in
            let own = entries.filter { $0.group == title }
            return NavGroup(title, icon: own.first?.icon ?? .settings, items: own.map { NavItem($0.label, to: $0.link) })
        }
        // Whoever has a console of his own works there.
        let groups = others + navigation.systems(for: actor, engine)
        let places = start + groups.flatMap(\.items)
        let links = places.map(\.link)
        let favourites = try favourites.links(of: actor.id, at: visit.now).compactMap { link in places.first { $0.link == link } }
        // The deepest entry that the page lies under.
        let current = links.filter { visit.path == $0 || visit.path.hasPrefix($0 + "/") }.max { $0.count < $1.count } ?? ""
        let held = visit.session.map { sessions.posts(of: $0) } ?? actor.grants
        let orgs = held.map(\.org).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let posts = orgs.map { org in
            HeldPost(
                id: org, organisation: engine.tree.organisation(org)?.name ?? org,
                role: held.filter { $0.org == org }.map { Self.short(engine.catalogue.role($0.role)?.name ?? $0.role) }.joined(
                    separator: "、"))
        }
        return WorkbenchShell(
            product: settings.product, start: start,
            favourites: favourites.map { NavItem($0.label, to: $0.link, icon: .star) }, groups: groups, currentLink: current,
            searchAddress: "/w/search",
            searchText: visit.path == "/w/search" ? visit.query["q"] ?? "" : "",
            searchHint: "搜索编号、标题、电话", positions: posts, currentPosition: actor.org, positionAddress: "/session/position",
            noticeCount: marks.unread,
            noticeAddress: "/w/notices", noticeFragment: "/w/notices/count", helpAddress: "/w/help", userName: actor.name, userLinks: [],
            signOutAddress: "/sign-out")
    }

    /// The places of the navigation that an actor may go to.
    public func places(for actor: Actor) -> [NavItem] {
        navigation.staff(for: actor, state).map { NavItem($0.label, to: $0.link) } + navigation.systems(for: actor, state).flatMap(\.items)
    }

    /// The name of a role without the explanation in brackets that it may carry: too long beside a name.
    public static func short(_ role: String) -> String {
        guard let last = role.last, last == "）" || last == ")", let open = role.firstIndex(where: { $0 == "（" || $0 == "(" }),
            open > role.startIndex
        else { return role }
        return role[..<open].trimmingCharacters(in: .whitespaces)
    }

    /// Figures that stand on every page.
    struct ShellMarks: Sendable {
        var todos: Int
        var unread: Int
    }

    private func shellMarks(_ actor: Actor, at now: Moment) throws -> ShellMarks {
        try marks.answer(actor, commits: kernel.database.commits, at: now) {
            ShellMarks(todos: try kernel.todoCount(of: actor, upTo: 100), unread: try unreadNotices(actor))
        }
    }

    func unreadNotices(_ actor: Actor) throws -> Int { try kernel.notices(of: actor, limit: 100).count { $0.readAt == nil } }

    private func portalShell(_ visit: Visit, _ words: PageWords?) -> PortalShell {
        let entries = navigation.portal(for: visit.actor, state)
        func name(_ chinese: String) -> String { words?.name(chinese) ?? chinese }
        func say(_ text: ShellText, _ value: String = "") -> String { words?(text, value) ?? text.rawValue.replacing("%1", with: value) }
        let items = entries.map { NavItem(name($0.label), to: $0.link, icon: $0.icon) }
        let current =
            items.map(\.link).filter { visit.path == $0 || $0 != "/" && visit.path.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
        let emergencies = [
            EmergencyNumber("110", say(.police)), EmergencyNumber("119", say(.fire)), EmergencyNumber("120", say(.ambulance)),
        ]
        var shell = PortalShell(
            siteName: name(settings.portalName), owner: name(settings.portalOwner), items: items, currentLink: current,
            emergencies: emergencies, languages: words?.offered ?? [.chinese], userName: visit.visitor?.name,
            accountAddress: visit.visitor == nil ? navigation.citizenEntrance : "/me", accountLabel: say(.signIn), footerLinks: [],
            footerNotes: [say(.organiser, name(settings.portalOwner))])
        shell.ownLabel = say(.own)
        let isNamedInChinese = visit.visitor?.name.unicodeScalars.contains { $0.value > 0x2E7F } == true
        if let words, !words.isChinese, isNamedInChinese { shell.nameLanguage = Preferences.Language.chinese.rawValue }
        shell.banner = navigation.above(visit)
        return shell
    }
}
