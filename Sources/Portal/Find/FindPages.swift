import Casework
import Expressions
import Definitions
import Foundation
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Institutions and persons.
struct FindPages: Sendable {
    let site: Site
    let directory: PublicRecords<DirectoryEntry, DirectoryIndex>
    /// The map's script and boundaries are there: they arrive at set-up and may be missing.
    private let hasMap: Bool

    init(site: Site) {
        self.site = site
        directory = PublicRecords(
            site, types: DirectoryEntry.Sort.allCases.map { ($0.rawValue, DirectoryEntry.fields[$0]) }, make: { DirectoryEntry($0) },
            arrange: { DirectoryIndex($0) })
        hasMap = ["leaflet/leaflet.js", "leaflet/leaflet.css", "guangxi-cities.geojson"].allSatisfy {
            FileManager.default.fileExists(atPath: "\(site.settings.publicFolder)/vendor/\($0)")
        }
    }

    func addRoutes(_ routes: SiteRoutes) {
        site.navigation.add(portal: .init(label: "找机构", link: "/find", icon: .location, rank: 20) { _, _ in true })
        routes.get("find", for: .anyone) { visit in
            try FindPage(visit: visit, index: directory.current().index, hasMap: hasMap).answer()
        }
        routes.get("find/:id", for: .anyone) { visit in
            try EntryPage(visit: visit, index: directory.current().index).answer()
        }
        routes.get("find/:id/correct", for: .anyone) { visit in
            try CorrectionPage(visit: visit, index: directory.current().index).form()
        }
        routes.post("find/:id/correct", for: .anyone) { visit, form in
            try await CorrectionPage(visit: visit, index: directory.current().index).send(form)
        }
    }
}
