import Glibc
import Storage
import Synchronization
import Testing

@Suite struct `Writes` {
    @Test(arguments: TestPlace.all) func `a thousand at once are all there, in far fewer commits`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            let before = database.commits
            try await withThrowingTaskGroup(of: Int.self) { group in
                for id in 0..<1_000 {
                    group.addTask {
                        try await database.write { connection in
                            let count = try connection.first("SELECT count(*) FROM thing WHERE owner = \(id % 10)")?.int(0) ?? 0
                            try connection.enqueue("INSERT INTO thing VALUES (\(id), \("thing \(id)"), \(id % 10))")
                            return Int(count)
                        }
                    }
                }
                // Each saw the writes before it and no half of another: every count from 0 to 99 was met ten times.
                var seen: [Int: Int] = [:]
                for try await count in group { seen[count, default: 0] += 1 }
                #expect(seen == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, 10) }))
            }
            #expect(try database.value("SELECT count(*) FROM thing") == 1_000)
            let commits = database.commits - before
            #expect(commits < 500)
            #expect(commits >= 1_000 / 64)
            #expect(database.flushes >= database.commits)
        }
    }

    @Test(arguments: TestPlace.all) func `that fail take nothing of their neighbours with them`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.gatherMicroseconds = 20_000
        try await place.with(configuration) { database in
            try database.apply([.thing])
            for round in 0..<3 {
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<60 {
                        let id = round * 1_000 + number
                        group.addTask {
                            do {
                                try await database.write { connection in
                                    if number % 6 == 1 { throw Refused(why: "before") }
                                    try connection.enqueue("INSERT INTO thing VALUES (\(id), \("thing \(id)"), \(1))")
                                    if number % 6 == 2 { throw Refused(why: "after an enqueued write") }
                                    if number % 6 == 3 { try connection.execute("INSERT INTO thing VALUES (\(id), \("again"), \(1))") }
                                    if number % 6 == 4 { try connection.enqueue("INSERT INTO thing (id) VALUES (\(id + 500))") }
                                    if number % 6 == 5 { _ = try? connection.query("SELECT * FROM nowhere") }
                                }
                                #expect(number % 6 == 0, "\(number) ended well")
                            } catch let error as Refused {
                                #expect(error.why == (number % 6 == 1 ? "before" : "after an enqueued write"))
                            } catch let error as DatabaseError {
                                let expected: [DatabaseError.Kind] =
                                    switch number % 6 {
                                    case 3: [.constraint(.init(rule: .unique, name: "thing_pkey"))]
                                    case 4: [.constraint(.init(rule: .notNull, name: "thing.name"))]
                                    default: [.syntax]
                                    }
                                #expect(expected.contains(error.kind), "\(number): \(error)")
                            } catch { Issue.record(error) }
                        }
                    }
                }
            }
            let ids = try database.read { try $0.query("SELECT id FROM thing ORDER BY id").compactMap { $0.int(0) } }
            let expected: [Int64] = (0..<3).flatMap { round in stride(from: 0, to: 60, by: 6).map { Int64(round * 1_000 + $0) } }
            #expect(ids == expected)
        }
    }

    @Test(arguments: TestPlace.all) func `return only when their rows can be seen by others`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        try await database.write { try $0.enqueue("INSERT INTO thing VALUES (\(id), \("t\(id)"), \(1))") }
                        #expect(try database.read { try $0.first("SELECT name FROM thing WHERE id = \(id)") } != nil)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestPlace.all) func `name the unique index they would break`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (\(1), \("same"), \(1))") }
            let error = #expect(throws: DatabaseError.self) {
                try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (\(2), \("same"), \(1))") }
            }
            #expect(error?.violatedUnique == "thing_name")
            #expect(error?.description.contains("same") == false)
            let key = #expect(throws: DatabaseError.self) {
                try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (\(1), \("other"), \(1))") }
            }
            #expect(key?.violatedUnique == "thing_pkey")
        }
    }

    @Test(arguments: TestPlace.all) func `of the blocking kind answer their caller, and refuse to wait for themselves`(place: TestPlace)
        async throws
    {
        try await place.with { database in
            try database.apply([.thing])
            final class Local { var count = 0 }
            let local = Local()
            let answer = try database.writeBlocking { connection in
                local.count += 1
                try connection.execute("INSERT INTO thing VALUES (\(1), \("a"), \(1))")
                return local
            }
            #expect(answer === local)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { _ in try database.writeBlocking { _ in } }
            }
            #expect(error?.kind == .misuse)
            #expect(throws: Refused.self) { try database.writeBlocking { _ in throw Refused() } }
        }
    }

    @Test(arguments: TestPlace.all) func `in bulk commit in portions and report what was refused`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            let before = database.commits
            var refused: [Int: DatabaseError.Kind] = [:]
            let written = try database.bulk(0..<2_500, perCommit: 1_000) { position, error in
                refused[position] = (error as? DatabaseError)?.kind
            } _: { connection, number in
                let name: String? = number == 1_234 ? nil : number == 2_000 ? "n1" : "n\(number)"
                try connection.enqueue("INSERT INTO thing VALUES (\(number), \(name), \(1))")
            }
            #expect(written == 2_498)
            #expect(
                refused == [
                    1_234: .constraint(.init(rule: .notNull, name: "thing.name")),
                    2_000: .constraint(.init(rule: .unique, name: "thing_name")),
                ])
            #expect(try database.value("SELECT count(*) FROM thing") == 2_498)
            #expect(database.commits - before == 3)
            #expect(throws: DatabaseError.self) {
                try database.bulk(3_000..<3_100, perCommit: 10) { connection, number in
                    try connection.execute("INSERT INTO thing VALUES (\(number == 3_055 ? 1 : number), \("b\(number)"), \(1))")
                }
            }
            // The portions before the one with the error stay.
            #expect(try database.value("SELECT count(*) FROM thing WHERE id >= 3000") == 50)
        }
    }

    @Test(arguments: TestPlace.all) func `beyond the limit of waiting ones are refused as busy`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.waitingUnits = 3
        try await place.with(configuration) { database in
            let held = Mutex(true)
            let first = Task { try await database.write { _ in while held.withLock({ $0 }) { usleep(1_000) } } }
            while database.health.waitingUnits > 0 { await Task.yield() }
            let results = await withTaskGroup(of: DatabaseError.Kind?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        do { try await database.write { _ in } } catch let error as DatabaseError { return error.kind } catch {}
                        return nil
                    }
                }
                var kinds: [DatabaseError.Kind?] = []
                for await kind in group {
                    kinds.append(kind)
                    if kinds.count == 40 { held.withLock { $0 = false } }
                }
                return kinds
            }
            try await first.value
            #expect(results.contains(.busy))
            #expect(results.filter { $0 == .busy }.count >= 40)
        }
    }

    @Test(arguments: TestPlace.all) func `after closing are refused, and those before it are kept`(place: TestPlace) async throws {
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let database = try Database.open(url, configuration: configuration)
            try database.apply([.thing])
            async let early: Void = withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<20 {
                    group.addTask { try await database.write { try $0.enqueue("INSERT INTO thing VALUES (\(id), \("\(id)"), 1)") } }
                }
                try await group.waitForAll()
            }
            try await early
            database.close()
            database.close()
            let error = await #expect(throws: DatabaseError.self) { try await database.write { _ in } }
            #expect(error?.kind == .misuse)
            #expect(throws: DatabaseError.self) { try database.read { _ in } }
            if place == .memory { return }
            let again = try Database.open(url, configuration: configuration)
            defer { again.close() }
            #expect(try again.value("SELECT count(*) FROM thing") == 20)
        }
    }
}
