import Casework
import HTML
import Hummingbird
import Knowledge
import Site

/// The conversation with the robot.
struct AskPages: Sendable {
    let site: Site
    let library: Library

    func addRoutes(_ routes: SiteRoutes) {
        _ = routes
    }
}
