import API
import Casework
import Cryptography
import Definitions
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import Synchronization
import Testing
import WorkCalendar

/// The shipped definitions over an empty database in memory, with the demonstration's organisations and a clock that stands still.
struct Province {
    let kernel: Kernel
    let router: Router<BasicRequestContext>

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path
    static let now = Moment("2026-03-02T09:00") ?? .first
    /// Read once for all tests.
    static let catalogue: Result<Catalogue, DefinitionsAreWrong> = {
        let result = DefinitionLoader.load(directory: root + "/Systems")
        guard let catalogue = result.catalogue else { return .failure(DefinitionsAreWrong(problems: result.problems.map(\.description))) }
        return .success(catalogue)
    }()

    /// The shipped definitions with another text of the work order's.
    static func catalogue(_ change: (String) -> String) throws -> Catalogue {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bagui-definitions-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(atPath: root + "/Systems", toPath: folder.path)
        let file = folder.appendingPathComponent("public-legal-service/work-order/system.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try change(text).write(to: file, atomically: true, encoding: .utf8)
        let result = DefinitionLoader.load(directory: folder.path)
        guard let catalogue = result.catalogue else { throw DefinitionsAreWrong(problems: result.problems.map(\.description)) }
        return catalogue
    }

    struct DefinitionsAreWrong: Error { var problems: [String] }

    init(
        clock: @escaping @Sendable () -> Moment = { Province.now }, limits: RequestLimits = .demonstration, isDemonstration: Bool = true,
        signIn: (any PasswordSignIn)? = nil
    ) throws {
        let calendar = WorkCalendar(
            arrangement: try HolidayArrangement(csv: Self.text("Demo/calendar/holidays.csv")),
            regional: try HolidayArrangement(csv: Self.text("Demo/calendar/guangxi.csv")))
        kernel = try Kernel(
            database: Database.open("sqlite::memory:"), catalogue: Self.catalogue.get(), calendar: calendar, master: MasterKey.fresh()
        )
        try kernel.replaceOrganisations(Self.organisations)
        router = Router()
        addRoutes(
            to: router,
            services: APIServices(kernel: kernel, now: clock, isDemonstration: isDemonstration, signIn: signIn, limits: limits))
    }

    static let organisations: [Organisation] = {
        let lines = ((try? text("Demo/organisations.csv")) ?? "").split(separator: "\n").dropFirst()
        return lines.map { line in
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Organisation(
                code: parts[0], name: parts[1], kind: parts[2], level: parts[3], parent: parts[4].isEmpty ? nil : parts[4],
                division: parts[5])
        }
    }()

    static func text(_ path: String) throws -> String { try String(contentsOfFile: root + "/" + path, encoding: .utf8) }

    /// Talks to the API without a network between.
    func visit(_ body: @escaping @Sendable (Caller) async throws -> Void) async throws {
        try await Application(router: router).test(.router) { client in try await body(Caller(client: client)) }
    }
}

/// An answer, read.
struct Answer {
    var status: Int
    var headers: HTTPFields
    var text: String

    /// Nil: not JSON.
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]) }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
    var items: [[String: Any]] { object["items"] as? [[String: Any]] ?? [] }
    subscript(_ name: String) -> String? { object[name] as? String }
    var number: [String: Int] { object.compactMapValues { $0 as? Int } }
    var problem: String { self["type"] ?? "" }

    /// Whatever is asked, the answer is JSON of its documented kind and never the server's own failure.
    var isProper: Bool {
        guard status < 500, json != nil || text.isEmpty else { return false }
        return headers[.contentType] == (status < 300 ? "application/json" : "application/problem+json")
    }
}

/// Somebody who talks to the API.
struct Caller {
    let client: any TestClientProtocol
    var token: String?

    func ask(
        _ method: HTTPRequest.Method, _ path: String, body: String? = nil, type: String = "application/json",
        _ headers: [String: String] = [:]
    ) async throws
        -> Answer
    {
        var fields = HTTPFields()
        if body != nil { fields[.contentType] = type }
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        return try await client.execute(uri: "/api/v1/" + path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
        { response in
            Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer { try await ask(.get, path, headers) }

    func post(_ path: String, _ body: [String: Any], _ headers: [String: String] = [:]) async throws -> Answer {
        try await ask(.post, path, body: String(decoding: JSONSerialization.data(withJSONObject: body), as: UTF8.self), headers)
    }

    /// A demonstration user of a role.
    func signed(_ role: String, at: String? = nil) async throws -> Caller {
        var body: [String: Any] = ["role": role]
        if let at { body["at"] = at }
        let answer = try await post("token", body)
        var copy = self
        let given: String = try #require(answer["token"], "no token for \(role) at \(at ?? "-"): \(answer.status) \(answer.text)")
        copy.token = given
        return copy
    }

    static var wageQuestion: [String: Any] {
        [
            "kind": "ZX", "channel": "window", "title": "拖欠工资怎么办", "content": "公司拖欠工资三个月", "service_line": "legal_aid", "nature": "legal",
            "law_field": "wage",
            "area_code": "450103", "urgency": "normal",
        ]
    }

    func submitOrder(title: String = "拖欠工资怎么办", key: String? = nil, more: [String: Any] = [:]) async throws -> Answer {
        var values = Self.wageQuestion.merging(more) { $1 }
        values["title"] = title
        return try await post("work-order/work_order", ["action": "submit", "values": values], key.map { ["Idempotency-Key": $0] } ?? [:])
    }
}
