import TestHall
import TestDatabases
import Casework
import Cryptography
import Expressions
import Foundation
import Storage
import Testing
import WorkCalendar

@testable import Operations

@Suite struct `Backups` {
    /// Runs `body` in a folder that is removed afterwards.
    private func folder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("backup-\(UInt64.random(in: 0...UInt64.max))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private static let hash = String(repeating: "ab", count: 32)

    private func fill(_ desk: Desk, _ folder: String) throws -> [String] {
        let ids = [
            try desk.file(
                Hall.qingxiu,
                ["phone": .string("13812345678"), "title": .string("🛣️ 修路\n".trimmingCharacters(in: .newlines)), "fee": .string("0.01")]),
            try desk.file(Hall.liuzhou),
        ]
        try desk.perform("finish", ids[0])
        _ = try JournalSeal(database: desk.database).seal(at: desk.now)
        try FileManager.default.createDirectory(atPath: "\(folder)/attachments/ab/ab", withIntermediateDirectories: true)
        FileManager.default.createFile(atPath: "\(folder)/attachments/ab/ab/\(Self.hash)", contents: Data([1, 2, 3]))
        FileManager.default.createFile(atPath: "\(folder)/attachments/not-ours.txt", contents: Data([1]))
        try desk.database.writeBlocking { connection in
            try connection.enqueue(
                "INSERT INTO session (token_digest, person, created_at, seen_at, expires_at, kind, csrf) VALUES (\("t"), \("p"), 1, 1, 1, \("k"), \("c"))"
            )
        }
        return ids
    }

    private func backup(_ desk: Desk, _ folder: String, withKey: Bool = false) throws -> Backup.Outcome {
        try Backup(database: desk.database, attachments: "\(folder)/attachments", master: Hall.master).write(
            to: "\(folder)/b.tar", withKey: withKey, at: desk.now)
    }

    /// All tables but sessions, row by row.
    private func contents(_ database: Database) throws -> [String: [String]] {
        try database.read { connection in
            var found: [String: [String]] = [:]
            for table in try PortableTable.all(connection) where table.name != "session" {
                let columns = table.columns.map(\.name).sorted()
                found[table.name] = try connection.query("SELECT \(identifiers: columns) FROM \(identifier: table.name)").map {
                    PortableTable.line($0)
                }.sorted()
            }
            return found
        }
    }

    @Test(arguments: TestPlace.all, TestPlace.all) func `are restored into either database, whole`(from: TestPlace, to: TestPlace)
        async throws
    {
        try await folder { folder in
            let (before, id) = try await from.desk { desk in
                let ids = try fill(desk, folder)
                let outcome = try backup(desk, folder)
                #expect(outcome.attachments == 1 && outcome.rows > 10 && outcome.missingAttachments == 0)
                return (try contents(desk.database), ids[0])
            }
            try await to.withURL { url, own in
                var configuration = Database.Configuration()
                configuration.lockKey = own
                let database = try Database.open(url, configuration: configuration)
                defer { database.close() }
                let outcome = try Restore(path: "\(folder)/b.tar").run(
                    into: database, attachments: "\(folder)/restored", master: Hall.master)
                #expect(outcome.attachments == 1 && outcome.journalEntries == 3 && outcome.key == nil)
                #expect(FileManager.default.contents(atPath: "\(folder)/restored/ab/ab/\(Self.hash)") == Data([1, 2, 3]))
                #expect(try contents(database) == before)
                // The kernel works on it: secrets open, numbers go on, the journal goes on.
                let desk = try Desk(database)
                let phone = try desk.kernel.revealBlocking(
                    "sample/matter", id: id, field: "phone", purpose: "核对", as: .system, at: desk.now)
                #expect(phone == .string("13812345678"))
                try desk.file(Hall.qingxiu)
                #expect(try desk.texts("SELECT no FROM sample__matter WHERE _org = \(Hall.qingxiu) ORDER BY no").last == "450103ZX2026002")
                #expect(try JournalSeal(database: database).verify() == [])
                #expect(try desk.number("SELECT COUNT(*) FROM session") == 0)
            }
        }
    }

    @Test(arguments: TestPlace.all) func `are refused where there is something already, or the key is another`(place: TestPlace)
        async throws
    {
        try await folder { folder in
            try await place.desk { desk in
                _ = try fill(desk, folder)
                _ = try backup(desk, folder)
                let restore = Restore(path: "\(folder)/b.tar")
                #expect(
                    #expect(throws: OperationProblem.self) {
                        _ = try restore.run(into: desk.database, attachments: nil, master: Hall.master)
                    }?.kind == .notEmpty)
                #expect(throws: OperationProblem.self) { _ = try backup(desk, folder) }
                let fresh = try Database.open("sqlite::memory:")
                defer { fresh.close() }
                #expect(
                    #expect(throws: OperationProblem.self) {
                        _ = try restore.run(into: fresh, attachments: nil, master: .fresh())
                    }?.kind == .request)
            }
        }
    }

    @Test func `carry the key only when asked`() async throws {
        try await folder { folder in
            try await TestPlace.sqlite.desk { desk in
                _ = try fill(desk, folder)
                let outcome = try backup(desk, folder, withKey: true)
                let found = try Restore(path: "\(folder)/b.tar").check()
                #expect(found.key == Hall.master.file && found.digest == outcome.digest && found.rows == outcome.rows)
            }
        }
    }

    @Test func `that were altered or cut off anywhere are refused and write nothing`() async throws {
        try await folder { folder in
            try await TestPlace.sqlite.desk { desk in
                _ = try fill(desk, folder)
                _ = try backup(desk, folder)
                let whole = Array(try #require(FileManager.default.contents(atPath: "\(folder)/b.tar")))
                let fresh = try Database.open("sqlite::memory:")
                defer { fresh.close() }
                var random = SystemRandomNumberGenerator()
                func refused(_ bytes: [UInt8]) throws {
                    FileManager.default.createFile(atPath: "\(folder)/broken.tar", contents: Data(bytes))
                    #expect(throws: OperationProblem.self) {
                        _ = try Restore(path: "\(folder)/broken.tar").run(into: fresh, attachments: nil, master: Hall.master)
                    }
                    #expect(try fresh.read { try PortableTable.all($0) } == [])
                }
                for _ in 0..<10 { try refused(Array(whole.prefix(Int.random(in: 0..<(whole.count - 1024), using: &random)))) }
                // A byte of some entry's content, and a byte of some entry's head.
                for marker in ["tables/journal.0001", "manifest.json"] {
                    let start = try #require(whole.firstRange(of: Array(marker.utf8))?.lowerBound)
                    for offset in [0, 130, 512 + 12] {
                        var bytes = whole
                        bytes[start + offset] ^= 1
                        try refused(bytes)
                    }
                }
            }
        }
    }

    @Test func `of an altered journal are refused and leave the target empty`() async throws {
        try await folder { folder in
            try await TestPlace.sqlite.desk { desk in
                _ = try fill(desk, folder)
                try desk.database.writeBlocking { try $0.enqueue("UPDATE journal SET actor = \("other") WHERE seq = 2") }
                _ = try backup(desk, folder)
                let fresh = try Database.open("sqlite::memory:")
                defer { fresh.close() }
                let problem = #expect(throws: OperationProblem.self) {
                    _ = try Restore(path: "\(folder)/b.tar").run(into: fresh, attachments: nil, master: Hall.master)
                }
                #expect(problem?.message.contains("第2条日志") == true)
                try fresh.read { connection in
                    for table in try PortableTable.all(connection) {
                        #expect(try connection.first("SELECT 1 FROM \(identifier: table.name)") == nil)
                    }
                }
            }
        }
    }

    @Test func `can be listed with tar`() async throws {
        try await folder { folder in
            try await TestPlace.sqlite.desk { desk in
                _ = try fill(desk, folder)
                _ = try backup(desk, folder)
                let tar = Process()
                tar.executableURL = URL(fileURLWithPath: "/bin/tar")
                tar.arguments = ["-xOf", "\(folder)/b.tar", "manifest.sha256"]
                let output = Pipe()
                tar.standardOutput = output
                try tar.run()
                tar.waitUntilExit()
                #expect(tar.terminationStatus == 0)
                #expect(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).hasSuffix("  manifest.json\n"))
            }
        }
    }
}

@Suite struct `Diagnosis of a node` {
    @Test(arguments: TestPlace.all) func `names what wants attention`(place: TestPlace) async throws {
        try await place.desk { desk in
            func check(_ id: String) throws -> Diagnosis.Check {
                try #require(Diagnosis.diagnose(desk.kernel, folder: "/", at: desk.now).checks.first { $0.id == id })
            }
            #expect(try check("database").grade == .good && check("durability").grade == .good && check("disk").text.contains("GB"))
            #expect(try check("journal").grade == .good)
            try desk.file(Hall.qingxiu)
            desk.now = try desk.now.adding(minutes: 30)
            #expect(try check("journal").grade == .attention)
            _ = try JournalSeal(database: desk.database).seal(at: desk.now)
            #expect(try check("journal").grade == .good)
            #expect(try check("calendar").grade == .bad, "no arrangement of the year is known")
            #expect(Diagnosis.diagnose(desk.kernel, folder: nil, at: desk.now).grade == .bad)
            try desk.database.writeBlocking { connection in
                try connection.enqueue(
                    """
                    INSERT INTO import_job (id, file_digest, record_type, action, actor, started_at, updated_at, done_line, accepted, refused, state)
                    VALUES (\("j"), \("d"), \("t"), \("a"), \("p"), 0, 0, 0, 0, 0, \("running"))
                    """)
            }
            #expect(try check("imports").grade == .attention)
        }
    }
}
