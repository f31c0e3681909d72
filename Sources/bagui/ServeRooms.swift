import API
import Administration
import Hummingbird
import Knowledge
import Operations
import Portal
import Site
import WorkCalendar
import Workbench

/// Which rooms of pages this program serves: a line each.
enum ServeRooms {
    static func router(_ site: Site, _ administration: Administration, _ library: Library) throws -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        StaticFiles(folder: site.settings.publicFolder).addRoutes(to: router)
        CommonPages(site: site).addRoutes(to: router, ownsRoot: false)
        try Portal(site: site, library: library, messages: ServeMessages.gateway()).addRoutes(to: router)
        StatisticsPages(site: site).addRoutes(to: router)
        ImportPages(site: site).addRoutes(to: router)
        DeskBoards(site: site).addRoutes(to: router)
        Workbench(site: site).addRoutes(to: router)
        administration.addRoutes(to: router)
        API.addRoutes(to: router, services: services(site))
        return router
    }

    /// The node's own definitions and arrangements lie in its database, over the product's.
    static func administration(_ site: Site, _ house: House, _ health: HealthWatch) throws -> Administration {
        try Administration(site: site, systems: house.systems, calendar: house.baseCalendar(), health: health)
    }

    private static func services(_ site: Site) -> APIServices {
        APIServices(
            kernel: site.kernel, now: site.settings.clock, isDemonstration: site.settings.isDemonstration,
            signIn: ServeSignIn(signIn: site.signIn),
            limits: site.settings.isDemonstration ? .demonstration : RequestLimits())
    }
}
