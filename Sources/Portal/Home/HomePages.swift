import Casework
import HTML
import Hummingbird
import Knowledge
import Site

/// The first page.
struct HomePages: Sendable {
    let site: Site
    let library: Library

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("/", for: .anyone) { visit in
            let entrance: HTML =
                site.settings.isDemonstration
                ? notice("演示系统", .soon, body: "<p>其中人物均为虚构。</p>", actions: linkButton("选择身份进入", to: "/sign-in")) : .empty
            return try visit.page("首页", shell: .portal, body: entrance)
        }
    }
}
