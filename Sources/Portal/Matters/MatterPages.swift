import Casework
import HTML
import Hummingbird
import Site

/// Guides, and starting a matter.
struct MatterPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
