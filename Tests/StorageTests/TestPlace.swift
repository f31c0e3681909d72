import Foundation
import Storage
import Testing

/// Where a test's database lies. Every promise of the interface is tested on all of them with the same body.
enum TestPlace: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory, file, postgresql
    var testDescription: String { rawValue }

    /// The databases at hand: PostgreSQL only where `BAGUI_TEST_POSTGRES` names a server.
    static let all: [TestPlace] = {
        if postgresURL != nil { return allCases }
        print("Storage tests on PostgreSQL are skipped: BAGUI_TEST_POSTGRES is not set. Run: scripts/postgres/with-postgres swift test")
        return [.memory, .file]
    }()
    static let postgresURL = ProcessInfo.processInfo.environment["BAGUI_TEST_POSTGRES"]

    /// Runs `body` with a fresh, empty database, closed and removed afterwards.
    func with<Result>(
        _ configuration: Database.Configuration = .init(), _ body: (Database) async throws -> Result
    ) async throws -> Result {
        try await withURL { url, own in
            var configuration = configuration
            configuration.lockKey = own
            let database = try Database.open(url, configuration: configuration)
            defer { database.close() }
            return try await body(database)
        }
    }

    /// Runs `body` with the URL of a fresh, empty database and a lock key nobody else uses.
    func withURL<Result>(_ body: (String, Int64) async throws -> Result) async throws -> Result {
        let own = Int64.random(in: 1...Int64.max)
        switch self {
        case .memory: return try await body("sqlite::memory:", own)
        case .file:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storage-test-\(own)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body("sqlite:" + folder.appendingPathComponent("test.sqlite").path, own)
        case .postgresql:
            let url = try #require(Self.postgresURL)
            let schema = "t\(own)"
            let main = try Database.open(url)
            defer { main.close() }
            try main.alter { try $0.execute("CREATE SCHEMA \(identifier: schema)") }
            defer { try? main.alter { try $0.execute("DROP SCHEMA \(identifier: schema) CASCADE") } }
            return try await body(url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)", own)
        }
    }
}

extension Table {
    /// A table with a column of each type.
    static let sample = Table(
        "sample",
        columns: [
            Column("id", .integer), Column("i", .integer), Column("r", .real), Column("t", .text), Column("b", .blob),
        ], primaryKey: ["id"])
    /// A table with a unique name and a mandatory note.
    static let thing = Table(
        "thing", columns: [Column("id", .integer), Column("name", .text, notNull: true), Column("owner", .integer)], primaryKey: ["id"],
        indexes: [Index("thing_name", on: ["name"], unique: true), Index("thing_owned", on: ["owner", "id"], where: "owner IS NOT NULL")])
}

/// A refusal that has nothing to do with the database.
struct Refused: Error, Equatable {
    var why = ""
}

extension Database {
    /// First value of the first row, `null` when there is none.
    func value(_ sql: SQL) throws -> DatabaseValue { try read { try $0.first(sql)?[0] ?? .null } }
}
