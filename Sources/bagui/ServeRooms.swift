import Hummingbird
import Site
import Workbench

/// Which rooms of pages this program serves: a line each.
enum ServeRooms {
    static func router(_ site: Site) -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        StaticFiles(folder: site.settings.publicFolder).addRoutes(to: router)
        CommonPages(site: site).addRoutes(to: router)
        StatisticsPages(site: site).addRoutes(to: router)
        ImportPages(site: site).addRoutes(to: router)
        Workbench(site: site).addRoutes(to: router)
        return router
    }
}
