import Storage
import Synchronization
import Testing

private final class Flag: Sendable {
    let isSet = Mutex(false)
}

@Suite struct `Durability` {
    @Test(arguments: [TestPlace.memory, .file]) func `SQLite flushes at least once for each commit, and is told to`(place: TestPlace)
        async throws
    {
        try await place.with { database in
            try database.apply([.thing])
            let before = (database.commits, database.flushes)
            for id in 0..<50 { try await database.write { try $0.enqueue("INSERT INTO thing VALUES (\(id), \("n\(id)"), 1)") } }
            let commits = database.commits - before.0
            #expect(commits == 50)
            #expect(database.flushes - before.1 >= commits)
            let settings = try database.writeBlocking { connection in
                [
                    try connection.first("PRAGMA synchronous")?[0], try connection.first("PRAGMA journal_mode")?[0],
                    try connection.first("PRAGMA foreign_keys")?[0],
                ]
            }
            #expect(settings == [2, "wal", 1])
            #expect(database.health.facts["synchronous"] == "FULL")
        }
    }

    @Test(.enabled(if: TestPlace.postgresURL != nil)) func `PostgreSQL waits for the flush even where its configuration says not to`()
        async throws
    {
        try await TestPlace.postgresql.withURL { url, _ in
            let database = try Database.open(url + "%20-csynchronous_commit%3Doff")
            defer { database.close() }
            let settings = try database.writeBlocking { connection in
                [
                    try connection.first("SELECT current_setting('synchronous_commit')")?[0],
                    try connection.first("SELECT current_setting('fsync')")?[0],
                ]
            }
            #expect(settings == ["on", "on"])
        }
    }

    @Test(arguments: [TestPlace.file]) func `the write-ahead log does not grow for as long as somebody writes`(place: TestPlace)
        async throws
    {
        var configuration = Database.Configuration()
        configuration.checkpointPages = 50
        try await place.with(configuration) { database in
            try database.apply([.sample])
            let blob = [UInt8](repeating: 9, count: 20_000)
            var most = 0
            // Somebody is always reading.
            let ends = Flag()
            let reads = Task.detached {
                while !ends.isSet.withLock({ $0 }) { _ = try database.value("SELECT count(*) FROM sample") }
            }
            for id in 0..<600 {
                try await database.write { try $0.enqueue("INSERT INTO sample (id, b) VALUES (\(id), \(blob))") }
                most = max(most, Int(database.health.facts["logPages"] ?? "") ?? 0)
            }
            ends.isSet.withLock { $0 = true }
            try await reads.value
            // 600 writes make more than 3,000 pages.
            #expect(most < 1_500)
        }
    }
}

@Suite struct `Backups` {
    @Test func `hold one state of a database in use`() async throws {
        try await TestPlace.file.withURL { url, _ in
            let database = try Database.open(url)
            defer { database.close() }
            try database.apply([.thing])
            let writing = Task.detached {
                for id in 0..<300 {
                    try await database.write { connection in
                        try connection.enqueue("INSERT INTO thing VALUES (\(id * 2), \("a\(id)"), 1)")
                        try connection.enqueue("INSERT INTO thing VALUES (\(id * 2 + 1), \("b\(id)"), 1)")
                    }
                }
            }
            let copy = String(url.dropFirst("sqlite:".count)) + "-copy"
            try database.backUp(to: copy)
            try await writing.value
            let copied = try Database.open("sqlite:" + copy)
            defer { copied.close() }
            let count = try copied.value("SELECT count(*) FROM thing").int ?? -1
            #expect(count % 2 == 0)
            #expect(try copied.apply([.thing]) == [])
            let error = #expect(throws: DatabaseError.self) { try database.backUp(to: copy) }
            #expect(error?.kind == .misuse)
        }
    }
}
