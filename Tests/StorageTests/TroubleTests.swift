import Foundation
import Storage
import Synchronization
import Testing

@Suite struct `Trouble` {
    @Test(arguments: [TestPlace.memory, .file]) func `a full disk fails the write that found it so, and no other`(place: TestPlace)
        async throws
    {
        var configuration = Database.Configuration()
        configuration.maximumPages = 200
        configuration.gatherMicroseconds = 20_000
        try await place.with(configuration) { database in
            try database.apply([.sample])
            let kinds = await withTaskGroup(of: DatabaseError.Kind?.self) { group in
                for id in 0..<40 {
                    group.addTask {
                        let size = id % 10 == 3 ? 2_000_000 : 100
                        do {
                            try await database.write {
                                try $0.enqueue("INSERT INTO sample (id, b) VALUES (\(id), \([UInt8](repeating: 1, count: size)))")
                            }
                        } catch let error as DatabaseError { return error.kind } catch { Issue.record(error) }
                        return nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(kinds.compactMap { $0 } == [.full, .full, .full, .full])
            let count = try database.value("SELECT count(*) FROM sample")
            #expect(count == 36)
        }
    }

    @Test(arguments: TestPlace.all) func `a writer elsewhere is waited for, but not for ever`(place: TestPlace) async throws {
        if place == .memory { return }
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            configuration.busyTimeoutMilliseconds = 100
            let (one, other) = (try Database.open(url, configuration: configuration), try Database.open(url, configuration: configuration))
            defer {
                one.close()
                other.close()
            }
            try one.apply([.thing])
            let error = #expect(throws: DatabaseError.self) {
                try one.writeBlocking { connection in
                    try connection.execute("INSERT INTO thing VALUES (1, 'a', 1)")
                    try other.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
                }
            }
            #expect(error?.kind == .busy)
            try other.writeBlocking { try $0.execute("INSERT INTO thing VALUES (3, 'c', 1)") }
            let ids = try one.read { try $0.query("SELECT id FROM thing").compactMap { $0.int(0) } }
            #expect(ids == [3])
        }
    }

    @Test(arguments: TestPlace.all) func `two writers elsewhere draw numbers without gaps or doubles`(place: TestPlace) async throws {
        if place == .memory { return }
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            configuration.busyTimeoutMilliseconds = 60_000
            let databases = try (0..<2).map { _ in try Database.open(url, configuration: configuration) }
            defer { for database in databases { database.close() } }
            try databases[0].apply([
                Table("counter", columns: [Column("k", .text), Column("n", .integer)], primaryKey: ["k"]),
                Table("drawn", columns: [Column("n", .integer)], primaryKey: ["n"]),
            ])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<600 {
                    group.addTask {
                        do {
                            try await databases[number % 2].write { connection in
                                let row = try connection.first(
                                    "INSERT INTO counter VALUES ('k', 1) ON CONFLICT (k) DO UPDATE SET n = counter.n + 1 RETURNING n")
                                if number % 7 == 0 { throw Refused() }
                                try connection.enqueue("INSERT INTO drawn VALUES (\(row?.int(0)))")
                            }
                        } catch is Refused {}
                    }
                }
                try await group.waitForAll()
            }
            let drawn = try databases[1].read { try $0.query("SELECT n FROM drawn ORDER BY n").compactMap { $0.int(0) } }
            #expect(drawn == (1...Int64(600 - 86)).map { $0 })
        }
    }

    @Test(arguments: TestPlace.all) func `a stale write is refused without having asked first`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.gatherMicroseconds = 20_000
        try await place.with(configuration) { database in
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 0)") }
            // All saw version 0 and are in one batch: the first wins.
            let outcomes = await withTaskGroup(of: DatabaseError.Kind?.self) { group in
                for id in 2..<22 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try connection.enqueue("INSERT INTO thing VALUES (\(id), \("n\(id)"), \(1))", changing: 1)
                                try connection.enqueue("UPDATE thing SET owner = owner + 1 WHERE id = \(1) AND owner = \(0)", changing: 1)
                            }
                        } catch let error as DatabaseError { return error.kind } catch { Issue.record(error) }
                        return nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            #expect(outcomes.filter { $0 == .stale }.count == 19)
            let count = try database.value("SELECT count(*) FROM thing")
            #expect(count == 2)
        }
    }

    @Test(arguments: TestPlace.all) func `a read without end is cancelled after its time`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.readMilliseconds = 100
        try await place.with(configuration) { database in
            let endless: SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT (i + 1) % 1000 FROM n) SELECT count(*) FROM n"
            let error = #expect(throws: DatabaseError.self) { try database.read { try $0.query(endless) } }
            #expect(error?.kind == .cancelled)
            let one = try database.value("SELECT 1")
            #expect(one == 1)
        }
    }

    @Test func `opening what is no database says what to do`() async throws {
        func kind(_ url: String) -> DatabaseError.Kind? {
            do {
                try Database.open(url).close()
                return nil
            } catch { return error.kind }
        }
        #expect(kind("sqlite:/no/such/folder/x.sqlite") == .gone)
        #expect(kind("sqlite:") == .misuse)
        #expect(kind("mysql://x") == .misuse)
        #expect(kind("postgres://nobody@127.0.0.1:1/none?connect_timeout=1") == .gone)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("storage-test-\(UUID().uuidString)").path
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(kind("sqlite:" + path) == .corrupt)
    }

    @Test func `a password never appears in an error`() {
        let error = #expect(throws: DatabaseError.self) { try Database.open("postgres://user:geheim@127.0.0.1:1/none") }
        #expect(error?.description.contains("geheim") == false)
    }

    @Test(.enabled(if: TestPlace.postgresURL != nil)) func `a server that only reads refuses writes as such`() async throws {
        try await TestPlace.postgresql.withURL { url, _ in
            let database = try Database.open(url + "%20-cdefault_transaction_read_only%3Don")
            defer { database.close() }
            let error = #expect(throws: DatabaseError.self) { try database.writeBlocking { try $0.execute("CREATE TABLE t (a TEXT)") } }
            #expect(error?.kind == .readonly)
        }
    }
}
