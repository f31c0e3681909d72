import Casework
import Hummingbird
import Knowledge
import Site
import Storage

/// The citizens' pages: 12348 on a phone. Asking, finding and reading need no account.
///
///     /                    the question box, what is asked most, what people come for
///     /ask                 the conversation with the robot
///     /find                institutions and persons, list and map
///     /matters             guides, starting a matter
///     /progress            a matter by number and code
///     /notices, /learn, /cases   notices and disclosure, law for everyone, the case library
///     /me                  what is held about me
public struct Portal: Sendable {
    let site: Site
    let library: Library

    /// Makes the room's tables.
    /// - Throws: `DatabaseError`.
    public init(site: Site, library: Library) throws {
        self.site = site
        self.library = library
        _ = try site.kernel.database.apply(PortalTables.all)
    }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(portal: .init(label: "首页", link: "/", icon: .home) { _, _ in true })
        HomePages(site: site, library: library).addRoutes(routes)
        AskPages(site: site, library: library).addRoutes(routes)
        FindPages(site: site).addRoutes(routes)
        ReadingPages(site: site).addRoutes(routes)
        MatterPages(site: site).addRoutes(routes)
        ProgressPages(site: site).addRoutes(routes)
        AccountPages(site: site).addRoutes(routes)
    }
}
