import API
import Administration
import Hummingbird
import Site
import WorkCalendar
import Workbench

/// Which rooms of pages this program serves: a line each.
enum ServeRooms {
    static func router(_ site: Site, house: House) throws -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        StaticFiles(folder: site.settings.publicFolder).addRoutes(to: router)
        CommonPages(site: site).addRoutes(to: router)
        StatisticsPages(site: site).addRoutes(to: router)
        ImportPages(site: site).addRoutes(to: router)
        DeskBoards(site: site).addRoutes(to: router)
        Workbench(site: site).addRoutes(to: router)
        try administration(site, house).addRoutes(to: router)
        API.addRoutes(to: router, services: services(site))
        return router
    }

    /// The node's own definitions lie beside its database, over the product's.
    private static func administration(_ site: Site, _ house: House) throws -> Administration {
        try Administration(
            site: site, systems: house.systems, overlay: house.root + "/var/systems",
            calendar: BaseCalendar(
                national: HolidayArrangement(csv: house.read("Demo/calendar/holidays.csv")),
                regional: HolidayArrangement(csv: house.read("Demo/calendar/guangxi.csv"))))
    }

    private static func services(_ site: Site) -> APIServices {
        APIServices(
            kernel: site.kernel, now: site.settings.clock, isDemonstration: site.settings.isDemonstration,
            signIn: ServeSignIn(signIn: site.signIn),
            limits: site.settings.isDemonstration ? .demonstration : RequestLimits())
    }
}
