import Casework
import Definitions
import HTML
import Synchronization

/// Where one can go. Rooms of pages add their entries when they add their routes; each visitor is shown those that are for him.
public final class Navigation: Sendable {
    /// A place in the navigation.
    public struct Entry: Sendable {
        /// Heading it stands under; empty: above the headings.
        public var group: String
        public var label: String
        public var link: String
        public var icon: Icon
        /// Smaller stands higher; the same rank in the order of adding. Daily work below 50, looking back above.
        public var rank: Int
        public var isFor: @Sendable (Actor, EngineState) -> Bool

        public init(
            group: String = "", label: String, link: String, icon: Icon, rank: Int = 50,
            isFor: @escaping @Sendable (Actor, EngineState) -> Bool
        ) {
            self.group = group
            self.label = label
            self.link = link
            self.icon = icon
            self.rank = rank
            self.isFor = isFor
        }
    }

    private struct State {
        var staff: [Entry] = []
        var portal: [Entry] = []
        var citizenEntrance = "/sign-in"
        var above: [@Sendable (Visit) -> HTML] = []
        var keeper: (@Sendable (Preferences.Language, Visit) async -> Void)?
        /// Systems by roles held: the access lines are many, those who hold the same roles see the same.
        var groups: [String: [NavGroup]] = [:]
        /// Officers' entries by actor, as of a state of the engine.
        var chosen: [Actor: [Entry]] = [:]
        var generation = -1
        var digest = ""
    }
    private let state = Mutex(State())

    init() {}

    /// An entry of the officers' navigation.
    public func add(staff entry: Entry) {
        state.withLock { state in
            let place = state.staff.firstIndex { $0.rank > entry.rank } ?? state.staff.endIndex
            state.staff.insert(entry, at: place)
            state.chosen.removeAll()
        }
    }

    /// Where citizens sign in; `/sign-in` until a portal names its own way.
    public var citizenEntrance: String { state.withLock { $0.citizenEntrance } }

    /// Names the way in for citizens: a path of this site.
    public func enter(citizensBy path: String) { state.withLock { $0.citizenEntrance = path } }

    /// Something that stands above every page of the citizens while it holds: for whom one acts.
    public func say(above words: @escaping @Sendable (Visit) -> HTML) { state.withLock { $0.above.append(words) } }

    /// Where the language that somebody has chosen is kept besides his browser: with his account.
    public func keep(languagesBy keeper: @escaping @Sendable (Preferences.Language, Visit) async -> Void) {
        state.withLock { $0.keeper = keeper }
    }

    func keep(_ language: Preferences.Language, _ visit: Visit) async { await state.withLock { $0.keeper }?(language, visit) }

    func above(_ visit: Visit) -> HTML { state.withLock { $0.above }.html { $0(visit) } }

    /// An entry of the citizens' navigation.
    public func add(portal entry: Entry) {
        state.withLock { state in
            let place = state.portal.firstIndex { $0.rank > entry.rank } ?? state.portal.endIndex
            state.portal.insert(entry, at: place)
        }
    }

    /// Entries of the officers' navigation that are for an actor, in the order in which they were added.
    public func staff(for actor: Actor, _ engine: EngineState) -> [Entry] {
        let (all, known) = state.withLock { ($0.staff, $0.generation == engine.generation ? $0.chosen[actor] : nil) }
        if let known { return known }
        let chosen = all.filter { $0.isFor(actor, engine) }
        state.withLock { state in
            if state.generation != engine.generation || state.chosen.count > 1_000 { state.chosen.removeAll() }
            state.generation = engine.generation
            state.chosen[actor] = chosen
        }
        return chosen
    }
    /// Labels of all entries of the citizens' navigation.
    var portalLabels: [String] { state.withLock { $0.portal.map(\.label) } }

    func portal(for actor: Actor, _ engine: EngineState) -> [Entry] { state.withLock { $0.portal }.filter { $0.isFor(actor, engine) } }

    /// Record types whose lists an actor may open, by platform.
    public func systems(for actor: Actor, _ engine: EngineState) -> [NavGroup] {
        let key = actor.grants.map(\.role).sorted().joined(separator: ",")
        if let known = state.withLock({ $0.digest == engine.catalogue.digest ? $0.groups[key] : nil }) { return known }
        let groups = Self.groups(actor, engine)
        state.withLock { state in
            if state.digest != engine.catalogue.digest || state.groups.count > 1_000 { state.groups.removeAll() }
            state.digest = engine.catalogue.digest
            state.groups[key] = groups
        }
        return groups
    }

    private static func groups(_ actor: Actor, _ engine: EngineState) -> [NavGroup] {
        let platforms = engine.catalogue.systems.map(\.platform).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.sorted {
            (Platforms.rank($0), $0) < (Platforms.rank($1), $1)
        }
        return platforms.compactMap { platform in
            let items = engine.catalogue.systems.filter { $0.platform == platform }.flatMap { system in
                system.records.filter { $0.parent == nil && mayList($0, actor) }.map { record in
                    NavItem(record.name, to: "/w/\(system.id)/\(record.id)", section: system.name)
                }
            }
            return items.isEmpty ? nil : NavGroup(Platforms.name(platform), icon: Platforms.icon(platform), items: items)
        }
    }

    /// Whether any of the actor's roles lists records of the type.
    public static func mayList(_ record: RecordDefinition, _ actor: Actor) -> Bool {
        if actor.isSystem { return true }
        let roles = Set(actor.grants.map(\.role) + (actor.isCitizen ? [] : ["handler"]))
        return record.access.contains { line in
            roles.contains(line.role) && line.role != "handler"
                && (line.may.contains("view") || line.may.contains("list") || line.may.contains("actions")
                    || !line.may.isEmpty && line.may != ["create"])
        }
    }
}

/// The platforms of the programme, as people call them.
public enum Platforms {
    /// Where a platform stands among the others: the citizens' business first, the machine's own last.
    static func rank(_ id: String) -> Int {
        let order = [
            "public-legal-service", "community-corrections", "prison", "drug-rehabilitation", "rehabilitation", "law-enforcement",
            "legal-affairs", "government-affairs", "emergency-command", "command-video",
        ]
        return order.firstIndex(of: id) ?? (id.hasPrefix("data") ? order.count + 1 : order.count)
    }

    public static func name(_ id: String) -> String {
        switch id {
        case "public-legal-service": "公共法律服务"
        case "command-video": "指挥与音视频"
        case "data-and-security", "data-security": "数据与安全"
        case "community-corrections": "社区矫正"
        case "prison": "监狱管理"
        case "drug-rehabilitation", "rehabilitation": "戒毒管理"
        case "government-affairs": "政务办公"
        case "law-enforcement", "legal-affairs": "法治与执法"
        default: id
        }
    }

    public static func icon(_ id: String) -> Icon {
        switch id {
        case "public-legal-service": .scales
        case "command-video": .broadcast
        case "data-and-security", "data-security": .database
        case "community-corrections": .location
        case "prison", "drug-rehabilitation", "rehabilitation": .shield
        default: .organisation
        }
    }
}
