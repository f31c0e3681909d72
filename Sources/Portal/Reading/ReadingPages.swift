import Casework
import HTML
import Hummingbird
import Site

/// Notices and disclosure, law for everyone, the case library.
struct ReadingPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
