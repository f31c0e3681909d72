import Casework
import Cryptography
import Definitions
import Foundation
import Hummingbird
import HummingbirdTesting
import Knowledge
import Portal
import Site
import Storage
import TestBrowser
import WorkCalendar

/// A node over a fresh database with the product's own definitions, the citizens' pages, and a clock that stands.
final class Node: Sendable {
    let site: Site
    let kernel: Kernel
    let library: Library
    private let clock: StandingClock
    /// Nil: as the site does by itself.
    let messages: (any MessageGateway)?

    /// - Parameter url: a database that other nodes of the test have open, too.
    init(
        _ url: String = "sqlite::memory:", master: MasterKey = MasterKey.fresh(), isDemonstration: Bool = true,
        messages: (any MessageGateway)? = nil, languages: PageLanguages? = nil, proxies: TrustedProxies = .none, lockKey: Int64? = nil
    ) throws {
        self.messages = messages
        let clock = StandingClock("2026-03-02T09:00")
        var configuration = Database.Configuration()
        // Databases of several tests in one PostgreSQL wait for nobody else's batches.
        if let lockKey { configuration.lockKey = lockKey }
        let database = try Database.open(url, configuration: configuration)
        kernel = try Kernel(
            database: database, catalogue: Product.catalogue(),
            calendar: WorkCalendar(arrangement: Product.arrangement("holidays"), regional: Product.arrangement("guangxi")),
            master: master)
        try kernel.replaceOrganisations(Product.organisations)
        let files = NSTemporaryDirectory() + "bagui-portal-\(UUID().uuidString)"
        let settings = SiteSettings(
            isDemonstration: isDemonstration, publicFolder: Product.house + "/Public", attachmentFolder: files + "/attachments",
            proxies: proxies, languages: try languages ?? PageLanguages(folders: [Product.house + "/Languages"]), master: master,
            clock: { clock.moment })
        site = try Site(kernel: kernel, settings: settings)
        library = try Library(folder: KnowledgeFolder(path: Product.house + "/Knowledge"))
        self.clock = clock
    }

    var now: Moment { clock.moment }
    func advance(minutes: Int64) { clock.advance(minutes: minutes) }

    /// Runs a test against the whole router, in process.
    func visit(_ body: @Sendable @escaping (Browser) async throws -> Void) async throws {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        CommonPages(site: site).addRoutes(to: router, ownsRoot: false)
        try Portal(site: site, library: library, messages: messages).addRoutes(to: router)
        try await Application(router: router).test(.router) { client in try await body(Browser(client: client)) }
    }

    /// The same over the network's own loopback, for what depends on addresses.
    func serve(_ body: @Sendable @escaping (any TestClientProtocol) async throws -> Void) async throws {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SiteMiddleware(site: site))
        CommonPages(site: site).addRoutes(to: router, ownsRoot: false)
        try Portal(site: site, library: library, messages: messages).addRoutes(to: router)
        try await Application(router: router).test(.live) { client in try await body(client) }
    }

    /// Rows of a query, after what is written beside requests has been written.
    func rows(_ sql: SQL) throws -> [Row] { try kernel.database.read { try $0.query(sql) } }
}
