import Foundation
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

@Suite struct `Commits that are counted` {
    @Test(arguments: [TestPlace.memory, .file]) func `are those that changed something, so that each has its flush`(place: TestPlace)
        async throws
    {
        try await place.with { database in
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 1)") }
            let before = (database.commits, database.flushes)
            for _ in 0..<10 {
                // Looked, met no row, was taken back: nothing to flush and nothing to count.
                _ = try await database.write { try $0.first("SELECT id FROM thing WHERE id = 1")?.int(0) }
                try await database.write { try $0.enqueue("UPDATE thing SET owner = 2 WHERE id = 99") }
                await #expect(throws: Refused.self) {
                    try await database.write { connection in
                        try connection.enqueue("INSERT INTO thing VALUES (2, 'b', 1)")
                        throw Refused()
                    }
                }
            }
            #expect(database.commits == before.0)
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (3, 'c', 1)") }
            #expect(database.commits == before.0 + 1 && database.flushes > before.1)
        }
    }
}

@Suite struct `A database file` {
    @Test func `that is moved away takes no write, and is used again when it is back`() async throws {
        try await TestPlace.file.withURL { url, _ in
            let database = try Database.open(url)
            defer { database.close() }
            let path = String(url.dropFirst("sqlite:".count))
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 1)") }
            #expect(rename(path, path + ".away") == 0)
            for _ in 0..<2 {
                let error = #expect(throws: DatabaseError.self) {
                    try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
                }
                #expect(error?.kind == .gone && error?.message.contains("put it back") == true)
            }
            #expect(database.health.problem != nil)
            #expect(rename(path + ".away", path) == 0)
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
            #expect(database.health.problem == nil)
            #expect(try database.value("SELECT COUNT(*) FROM thing") == 2)
        }
    }

    @Test(arguments: ["", "-wal"]) func `that is replaced, or whose log is, takes no write and opens no reader on the other`(which: String)
        async throws
    {
        try await TestPlace.file.withURL { url, _ in
            let database = try Database.open(url)
            defer { database.close() }
            let path = String(url.dropFirst("sqlite:".count)) + which
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 1)") }
            #expect(rename(path, path + ".old") == 0)
            try Data(contentsOf: URL(fileURLWithPath: path + ".old")).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: DatabaseError.self) {
                try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
            }
            #expect(error?.kind == .gone && error?.message.contains("restart") == true)
        }
    }

    @Test func `that goes while a write is committed leaves it open whether it is kept`() async throws {
        try await TestPlace.file.withURL { url, _ in
            let database = try Database.open(url)
            defer { database.close() }
            let path = String(url.dropFirst("sqlite:".count))
            try database.apply([.thing])
            let error = #expect(throws: DatabaseError.self) {
                try database.writeBlocking { connection in
                    try connection.execute("INSERT INTO thing VALUES (1, 'a', 1)")
                    #expect(rename(path, path + ".away") == 0)
                }
            }
            #expect(error?.kind == .outcomeUnknown)
            #expect(rename(path + ".away", path) == 0)
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
        }
    }
}
