import Casework
import HTML
import Hummingbird
import Site

/// Notices and disclosure, law for everyone, the case library.
struct ReadingPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        let shelves = Shelves(site)
        site.navigation.add(portal: .init(label: "公开", link: "/notices", icon: .bell, rank: 50) { _, _ in true })
        site.navigation.add(portal: .init(label: "学法", link: "/learn", icon: .book, rank: 60) { _, _ in true })
        NoticePages(site: site, shelves: shelves).addRoutes(routes)
        LearnPages(site: site, shelves: shelves).addRoutes(routes)
        CasePages(site: site, shelves: shelves).addRoutes(routes)
        DisclosurePages(site: site).addRoutes(routes)
    }
}
