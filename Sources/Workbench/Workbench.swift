import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Operations
import Site

/// The officers' pages, under `/w`: what falls due, lists, records, actions, search, boards.
///
///     /w                                     home
///     /w/search?q=                           one search over all I may see
///     /w/notices                             messages
///     /w/boards/supervision, /w/boards/desk  boards of the work-order desk
///     /w/boards/hotline                      the hotline's seat (`HotlineDesk`)
///     /w/boards/reception                    the window (`ReceptionDesk`)
///     /w/favourites                          what stands on top of one's navigation
///     /w/programme                           the programme wall: tasks by units on any day
///     /w/{system}                            the lists of a system
///     /w/{system}/{record}                   list; /new, /export.csv, /export.xlsx, /columns, /batch, /views
///     /w/{system}/{record}/{id}              record; /do/{action}, /reveal/{field}, /document/{id}
public struct Workbench: Sendable {
    let site: Site

    public init(site: Site) { self.site = site }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(staff: .init(label: "工作台", link: "/w", icon: .home, rank: 0) { actor, _ in !actor.isCitizen })
        site.navigation.add(staff: .init(label: "消息", link: "/w/notices", icon: .bell, rank: 1) { actor, _ in !actor.isCitizen })
        site.navigation.add(
            staff: .init(label: "前台队列", link: "/w/boards/desk", icon: .columns, rank: 10) { actor, engine in
                engine.definition(WorkOrders.type) != nil && actor.grants.contains { WorkOrders.deskRoles.contains($0.role) }
            })
        site.navigation.add(
            staff: .init(label: "督办台", link: "/w/boards/supervision", icon: .flag, rank: 12) { actor, engine in
                engine.definition(WorkOrders.type) != nil && actor.grants.contains { WorkOrders.supervisingRoles.contains($0.role) }
            })
        site.navigation.add(staff: .init(label: "建设任务墙", link: WallQuery.address, icon: .columns, isFor: ProgrammeWall.isFor))
        routes.get("w") { try HomePage(visit: $0).answer() }
        routes.get("w/search") { try SearchPage(visit: $0).answer() }
        routes.get("w/help") { try HelpPage(visit: $0).answer() }
        routes.get("w/notices") { try NoticesPage(visit: $0).answer() }
        routes.post("w/notices") { visit, _ in try await NoticesPage(visit: visit).readAll() }
        routes.get("w/notices/count") { try NoticesPage(visit: $0).count() }
        routes.get("w/boards/supervision") { try SupervisionBoard(visit: $0).answer() }
        routes.get("w/boards/desk") { try DeskBoard(visit: $0).answer() }
        HotlineDesk(site: site).addRoutes(to: router)
        ReceptionDesk(site: site).addRoutes(to: router)

        routes.post("w/favourites") { visit, form in try await FavouritesPage(visit: visit).toggle(form) }

        routes.get("w/:system") { visit in
            if visit.parameter("system") == "programme" { return try ProgrammeWall(visit).answer() }
            return try SystemPage(visit).answer()
        }
        let memory = ListMemory()
        routes.get("w/:system/:record") { try ListPage(try Place($0), memory: memory).answer() }
        routes.get("w/:system/:record/export.csv") { try ListExport(ListPage(try Place($0)), .csv).answer() }
        routes.get("w/:system/:record/export.xlsx") { try ListExport(ListPage(try Place($0)), .xlsx).answer() }
        routes.get("w/:system/:record/columns") { try ColumnChoice(try Place($0)).form() }
        routes.post("w/:system/:record/columns") { visit, form in try await ColumnChoice(try Place(visit)).save(form) }
        routes.post("w/:system/:record/batch") { visit, form in try await BatchPages(try Place(visit), form).answer() }
        routes.get("w/:system/:record/views") { try SavedViews(try Place($0)).form() }
        routes.post("w/:system/:record/views") { visit, form in try await SavedViews(try Place(visit)).save(form) }
        routes.get("w/:system/:record/new") { try await ActionPages(try Place($0)).create() }
        routes.post("w/:system/:record/new") { visit, form in try await ActionPages(try Place(visit)).create(form) }
        routes.get("w/:system/:record/:id") { try RecordPage(try Place($0)).answer() }
        routes.get("w/:system/:record/:id/changed") { try RecordPage(try Place($0)).changed() }
        routes.get("w/:system/:record/:id/do/:action") { try await ActionPages(try Place($0)).act() }
        routes.post("w/:system/:record/:id/do/:action") { visit, form in try await ActionPages(try Place(visit)).act(form) }
        routes.get("w/:system/:record/:id/reveal/:field") { try RevealPage(try Place($0)).form() }
        routes.post("w/:system/:record/:id/reveal/:field") { visit, form in try await RevealPage(try Place(visit)).reveal(form) }
        routes.get("w/:system/:record/:id/document/:document") { try PaperPage(try Place($0)).answer() }
    }
}

/// A record type as an address names it, for a visitor who may know of it.
struct Place: Sendable {
    private(set) var visit: Visit
    let definition: RecordDefinition
    let system: SystemDefinition

    init(_ visit: Visit) throws {
        let (systemID, recordID) = (visit.parameter("system"), visit.parameter("record"))
        let type = "\(systemID)/\(recordID)"
        guard let definition = visit.site.state.definition(type), let system = visit.catalogue.system(systemID) else {
            throw HTTPError(.notFound)
        }
        self.visit = visit
        self.definition = definition
        self.system = system
    }

    /// A place known by its definition, for boards.
    init(_ visit: Visit, _ definition: RecordDefinition) throws {
        guard let system = visit.catalogue.system(definition.system) else { throw HTTPError(.notFound) }
        self.visit = visit
        self.definition = definition
        self.system = system
    }

    /// The same place as another query of its address would show it.
    func at(_ query: QueryValues) -> Place {
        var copy = self
        copy.visit = visit.asking(query)
        return copy
    }

    var type: String { definition.type }
    var id: String { visit.parameter("id") }
    var reference: RecordReference { RecordReference(type: type, id: id) }
    var list: String { "/w/\(definition.system)/\(definition.id)" }
    var record: String { "\(list)/\(QueryValues.encode(id))" }
    var state: EngineState { visit.site.state }

    static func link(_ type: String, _ id: String) -> String { "/w/\(type)/\(QueryValues.encode(id))" }
}
