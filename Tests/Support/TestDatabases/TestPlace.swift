import Foundation
import Storage

/// Where a test's database lies: what is promised of both is tested on both.
public enum TestPlace: String, CaseIterable, Sendable {
    case sqlite, postgresql

    /// PostgreSQL only where `BAGUI_TEST_POSTGRES` names a server (`scripts/postgres/with-postgres swift test`).
    public static let all: [TestPlace] = postgresURL == nil ? [.sqlite] : allCases
    public static let postgresURL = ProcessInfo.processInfo.environment["BAGUI_TEST_POSTGRES"]

    private struct NoServer: Error {}

    /// Runs `body` with the URL of a fresh, empty database and a lock key nobody else uses; both are gone afterwards.
    public func withURL<Result>(_ body: (String, Int64) async throws -> Result) async throws -> Result {
        let own = Int64.random(in: 1...Int64.max)
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bagui-test-\(own)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body("sqlite:" + folder.appendingPathComponent("test.sqlite").path, own)
        case .postgresql:
            guard let url = Self.postgresURL else { throw NoServer() }
            let schema = "c\(own)"
            let main = try Database.open(url)
            defer { main.close() }
            try main.alter { try $0.execute("CREATE SCHEMA \(identifier: schema)") }
            defer { try? main.alter { try $0.execute("DROP SCHEMA \(identifier: schema) CASCADE") } }
            return try await body(url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)", own)
        }
    }
}
