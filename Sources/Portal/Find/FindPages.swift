import Casework
import HTML
import Hummingbird
import Site

/// Institutions and persons.
struct FindPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
