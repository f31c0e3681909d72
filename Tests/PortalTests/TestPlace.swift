import Foundation
import Storage
import Testing

/// Where a test's database lies: what must hold for many at once is tested on both.
enum TestPlace: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgresql
    var testDescription: String { rawValue }

    /// PostgreSQL only where `BAGUI_TEST_POSTGRES` names a server (`scripts/postgres/with-postgres swift test`).
    static let all: [TestPlace] = postgresURL == nil ? [.sqlite] : allCases
    static let postgresURL = ProcessInfo.processInfo.environment["BAGUI_TEST_POSTGRES"]

    /// Runs `body` with the URL of a fresh, empty database and a lock key nobody else uses.
    func withURL(_ body: (String, Int64) async throws -> Void) async throws {
        let own = Int64.random(in: 1...Int64.max)
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("portal-test-\(own)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await body("sqlite:" + folder.appendingPathComponent("test.sqlite").path, own)
        case .postgresql:
            let url = try #require(Self.postgresURL)
            let schema = "c\(own)"
            let main = try Database.open(url)
            defer { main.close() }
            try main.alter { try $0.execute("CREATE SCHEMA \(identifier: schema)") }
            defer { try? main.alter { try $0.execute("DROP SCHEMA \(identifier: schema) CASCADE") } }
            try await body(url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)", own)
        }
    }
}
