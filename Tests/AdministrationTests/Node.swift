import Administration
import Casework
import Cryptography
import Definitions
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Site
import Storage
import Synchronization
import WorkCalendar

/// A node over a fresh database with the product's own definitions, its consoles, and a clock that stands.
final class Node: Sendable {
    let site: Site
    let kernel: Kernel
    let administration: Administration
    private let clock: Clock

    /// A clock that is moved by hand.
    final class Clock: Sendable {
        private let now: Mutex<Moment>
        init(_ text: String) { now = Mutex(Moment(text) ?? .first) }
        var moment: Moment { now.withLock { $0 } }
        func advance(minutes: Int64) { now.withLock { $0 = Moment(clamping: $0.milliseconds + minutes * 60_000) } }
    }

    static let house = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path
    private static let catalogue: Catalogue? = DefinitionLoader.load(directory: house + "/Systems").catalogue

    static func arrangement(_ name: String) throws -> HolidayArrangement {
        try HolidayArrangement(csv: String(contentsOfFile: "\(house)/Demo/calendar/\(name).csv", encoding: .utf8))
    }

    /// - Parameter url: a database that other nodes of the test have open, too.
    init(_ url: String = "sqlite::memory:", master: MasterKey = MasterKey.fresh()) throws {
        struct Missing: Error {}
        guard let catalogue = Self.catalogue else { throw Missing() }
        let clock = Clock("2026-03-02T09:00")
        let base = try BaseCalendar(national: Self.arrangement("holidays"), regional: Self.arrangement("guangxi"))
        let database = try Database.open(url)
        kernel = try Kernel(
            database: database, catalogue: catalogue, calendar: WorkCalendar(arrangement: base.national, regional: base.regional),
            master: master, services: NodeServices(database: database))
        try kernel.replaceOrganisations([
            Organisation(code: "450000", name: "广西壮族自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
            Organisation(code: "450100", name: "南宁市司法局", kind: "city_bureau", level: "city", parent: "450000", division: "450100"),
            Organisation(code: "450103", name: "青秀区司法局", kind: "county_bureau", level: "county", parent: "450100", division: "450103"),
        ])
        let files = NSTemporaryDirectory() + "bagui-administration-\(UUID().uuidString)"
        let settings = SiteSettings(
            isDemonstration: true, publicFolder: Self.house + "/Public", attachmentFolder: files + "/attachments", master: master,
            clock: { clock.moment })
        site = try Site(kernel: kernel, settings: settings)
        administration = try Administration(site: site, systems: Self.house + "/Systems", calendar: base)
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

/// A browser: keeps its cookies, finds the token in a page.
final class Browser: Sendable {
    /// A page as it came.
    struct Page: Sendable {
        var status: Int
        var location: String?
        var body: String

        var csrf: String { value(after: "name='_csrf' value='") ?? value(after: "name='csrf' content='") ?? "" }

        func value(after mark: String) -> String? {
            guard let start = body.range(of: mark)?.upperBound, let end = body[start...].firstIndex(of: "'") else { return nil }
            return String(body[start..<end])
        }
    }

    let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])

    init(client: any TestClientProtocol) { self.client = client }

    func get(_ path: String) async throws -> Page { try await send(path, .get, "") }

    func post(_ path: String, _ values: [(String, String)]) async throws -> Page {
        try await send(path, .post, values.map { "\(QueryValues.encode($0.0))=\(QueryValues.encode($0.1))" }.joined(separator: "&"))
    }

    private func send(_ path: String, _ method: HTTPRequest.Method, _ body: String) async throws -> Page {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let sent = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !sent.isEmpty { headers[.cookie] = sent }
        let answer = try await client.executeRequest(uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
        for cookie in answer.headers[values: .setCookie] {
            guard let pair = cookie.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            cookies.withLock { $0[String(pair[..<equals])] = value.isEmpty ? nil : value }
        }
        return Page(status: answer.status.code, location: answer.headers[.location], body: String(buffer: answer.body))
    }

    /// Enters the demonstration as somebody.
    @discardableResult func enter(_ role: String, _ org: String) async throws -> Page {
        cookies.withLock { $0 = [:] }
        let start = try await get("/")
        return try await post("/enter", [("_csrf", start.csrf), ("role", role), ("at", org)])
    }

    /// Opens a form and sends it with its token.
    func fill(_ path: String, to target: String? = nil, _ values: [(String, String)]) async throws -> Page {
        let form = try await get(path)
        return try await post(target ?? path, [("_csrf", form.csrf)] + values)
    }
}
