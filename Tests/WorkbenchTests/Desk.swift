import Casework
import Cryptography
import Definitions
import Foundation
import Hummingbird
import HummingbirdTesting
import Site
import Storage
import TestBrowser
import WorkCalendar
import Workbench

/// A site over a fresh database with the product's own definitions and a clock that moves only when told.
final class Desk: Sendable {
    let site: Site
    let kernel: Kernel
    private let clock: StandingClock

    init(isDemonstration: Bool = true) throws {
        let clock = StandingClock("2026-03-02T09:00")
        let arrangement = try Product.arrangement("holidays")
        let master = MasterKey.fresh()
        kernel = try Kernel(
            database: Database.open("sqlite::memory:"), catalogue: Product.catalogue(), calendar: WorkCalendar(arrangement: arrangement),
            master: master)
        try kernel.replaceOrganisations(
            Product.organisations + [
                Organisation(
                    code: "450103-S01", name: "青秀城关司法所", kind: "justice_office", level: "office", parent: "450103", division: "450103"),
                Organisation(code: "450202", name: "城中区司法局", kind: "county_bureau", level: "county", parent: "450000", division: "450202"),
            ])
        let settings = SiteSettings(
            isDemonstration: isDemonstration, publicFolder: Product.house + "/Public",
            attachmentFolder: NSTemporaryDirectory() + "bagui-attachments-\(UUID().uuidString)", master: master,
            clock: { clock.moment })
        site = try Site(kernel: kernel, settings: settings)
        self.clock = clock
    }

    func advance(minutes: Int64) { clock.advance(minutes: minutes) }
    var now: Moment { clock.moment }

    /// Runs a test against the whole router, in process.
    func visit(_ body: @Sendable @escaping (Browser) async throws -> Void) async throws {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        StaticFiles(folder: site.settings.publicFolder).addRoutes(to: router)
        CommonPages(site: site).addRoutes(to: router)
        DeskBoards(site: site).addRoutes(to: router)
        Workbench(site: site).addRoutes(to: router)
        try await Application(router: router).test(.router) { client in try await body(Browser(client: client)) }
    }

    static func submit(title: String = "拖欠工资怎么办") -> [(String, String)] {
        [
            ("kind", "ZX"), ("channel", "window"), ("service_line", "legal_aid"), ("nature", "legal"), ("law_field", "wage"),
            ("title", title), ("content", "公司拖欠工资三个月"),
            ("area_code", "450103"), ("urgency", "normal"), ("parties[0].role", "applicant"), ("parties[0].kind", "natural"),
            ("parties[0].name", "韦小明"), ("parties[0].phone", "13877112233"),
        ]
    }
}
