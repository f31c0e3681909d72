import Administration
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

/// A node over a fresh database with the product's own definitions, its consoles, and a clock that stands.
final class Node: Sendable {
    let site: Site
    let kernel: Kernel
    let administration: Administration
    private let clock: StandingClock

    /// - Parameter url: a database that other nodes of the test have open, too.
    init(_ url: String = "sqlite::memory:", master: MasterKey = MasterKey.fresh()) throws {
        let clock = StandingClock("2026-03-02T09:00")
        let base = try BaseCalendar(national: Product.arrangement("holidays"), regional: Product.arrangement("guangxi"))
        let database = try Database.open(url)
        kernel = try Kernel(
            database: database, catalogue: Product.catalogue(), calendar: WorkCalendar(arrangement: base.national, regional: base.regional),
            master: master, services: NodeServices(database: database))
        try kernel.replaceOrganisations(Product.organisations)
        let files = NSTemporaryDirectory() + "bagui-administration-\(UUID().uuidString)"
        let settings = SiteSettings(
            isDemonstration: true, publicFolder: Product.house + "/Public", attachmentFolder: files + "/attachments", master: master,
            clock: { clock.moment })
        site = try Site(kernel: kernel, settings: settings)
        administration = try Administration(site: site, systems: Product.house + "/Systems", calendar: base)
        self.clock = clock
    }

    var now: Moment { clock.moment }
    func advance(minutes: Int64) { clock.advance(minutes: minutes) }

    /// Runs a test against the whole router, in process.
    func visit(_ body: @Sendable @escaping (Browser) async throws -> Void) async throws {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        CommonPages(site: site).addRoutes(to: router)
        administration.addRoutes(to: router)
        try await Application(router: router).test(.router) { client in try await body(Browser(client: client)) }
    }

    /// Rows of a query, after what is written beside requests has been written.
    func rows(_ sql: SQL) throws -> [Row] { try kernel.database.read { try $0.query(sql) } }

    /// What an access log is told, it writes a moment later.
    func accessLog(of actor: String, atLeast count: Int) async throws -> [Row] {
        for _ in 0..<200 {
            let found = try rows("SELECT kind, what FROM access_log WHERE actor = \(actor) ORDER BY at, id")
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try rows("SELECT kind, what FROM access_log WHERE actor = \(actor) ORDER BY at, id")
    }
}
