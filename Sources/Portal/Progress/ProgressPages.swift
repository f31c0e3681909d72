import Casework
import HTML
import Hummingbird
import Site

/// Where a matter stands.
struct ProgressPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
