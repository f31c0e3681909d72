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
import Workbench

/// A site over a fresh database with the product's own definitions and a clock that moves only when told.
final class Desk: Sendable {
    let site: Site
    let kernel: Kernel
    private let clock: Clock

    final class Clock: Sendable {
        private let now: Mutex<Moment>
        init(_ text: String) { now = Mutex(Moment(text) ?? .first) }
        var moment: Moment { now.withLock { $0 } }
        func advance(minutes: Int64) { now.withLock { $0 = Moment(clamping: $0.milliseconds + minutes * 60_000) } }
    }

    private static let house = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let catalogue: Catalogue? = DefinitionLoader.load(directory: house + "/Systems").catalogue

    init(isDemonstration: Bool = true) throws {
        struct Missing: Error {}
        guard let catalogue = Self.catalogue else { throw Missing() }
        let clock = Clock("2026-03-02T09:00")
        let arrangement = try HolidayArrangement(csv: String(contentsOfFile: Self.house + "/Demo/calendar/holidays.csv", encoding: .utf8))
        let master = MasterKey.fresh()
        kernel = try Kernel(
            database: Database.open("sqlite::memory:"), catalogue: catalogue, calendar: WorkCalendar(arrangement: arrangement),
            master: master)
        try kernel.replaceOrganisations([
            Organisation(code: "450000", name: "广西壮族自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
            Organisation(code: "450100", name: "南宁市司法局", kind: "city_bureau", level: "city", parent: "450000", division: "450100"),
            Organisation(code: "450103", name: "青秀区司法局", kind: "county_bureau", level: "county", parent: "450100", division: "450103"),
            Organisation(
                code: "450103-S01", name: "青秀城关司法所", kind: "justice_office", level: "office", parent: "450103", division: "450103"),
            Organisation(code: "450202", name: "城中区司法局", kind: "county_bureau", level: "county", parent: "450000", division: "450202"),
        ])
        let settings = SiteSettings(
            isDemonstration: isDemonstration, publicFolder: Self.house + "/Public",
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

/// A browser: keeps its cookies, finds the token in a page.
final class Browser: Sendable {
    struct Page: Sendable {
        var status: Int
        var location: String?
        var body: String
        var headers: HTTPFields

        var csrf: String { value(after: "name='_csrf' value='") ?? value(after: "name='csrf' content='") ?? "" }

        /// The record version that the form to an address was made from.
        func version(of address: String) -> String? {
            guard let form = body.range(of: "action=\"\(address)\"") else { return nil }
            let rest = body[form.upperBound...]
            guard let start = rest.range(of: "name='_version' value='")?.upperBound, let end = rest[start...].firstIndex(of: "'") else {
                return nil
            }
            return String(rest[start..<end])
        }

        func value(after mark: String) -> String? {
            guard let start = body.range(of: mark)?.upperBound, let end = body[start...].firstIndex(of: "'") else { return nil }
            return String(body[start..<end])
        }
    }

    let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])

    init(client: any TestClientProtocol) { self.client = client }

    func forgetCookies() { cookies.withLock { $0 = [:] } }

    func get(_ path: String) async throws -> Page { try await send(path, .get, "", [:]) }

    func post(_ path: String, _ values: [(String, String)], headers: HTTPFields = [:]) async throws -> Page {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(
            path, .post, values.map { "\(QueryValues.encode($0.0))=\(QueryValues.encode($0.1))" }.joined(separator: "&"), headers)
    }

    func send(_ path: String, _ method: HTTPRequest.Method, _ body: String, _ headers: HTTPFields) async throws -> Page {
        var headers = headers
        let sent = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !sent.isEmpty { headers[.cookie] = sent }
        let answer = try await client.executeRequest(uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
        for cookie in answer.headers[values: .setCookie] {
            guard let pair = cookie.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            cookies.withLock { $0[String(pair[..<equals])] = value.isEmpty ? nil : value }
        }
        return Page(
            status: answer.status.code, location: answer.headers[.location], body: String(buffer: answer.body), headers: answer.headers)
    }

    /// Enters the demonstration as somebody.
    func enter(_ role: String, _ org: String) async throws -> Page {
        let start = try await get("/")
        return try await post("/enter", [("_csrf", start.csrf), ("role", role), ("at", org)])
    }

    /// Opens a form and sends it with its token.
    /// - Parameter address: where it goes, when not back to its own page.
    func fill(_ path: String, _ values: [(String, String)], to address: String? = nil) async throws -> Page {
        let form = try await get(path)
        return try await post(address ?? path, [("_csrf", form.csrf)] + values)
    }
}
