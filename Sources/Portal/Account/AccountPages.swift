import Casework
import HTML
import Hummingbird
import Site

/// What is held about a citizen.
struct AccountPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
