import Storage
import Synchronization
import Testing

@Suite struct `Reads` {
    @Test(arguments: TestPlace.all) func `see one snapshot while others write`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 1)") }
            let counts = try database.read { connection in
                let count: SQL = "SELECT count(*) FROM thing"
                let before = try connection.first(count)?.int(0)
                try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (2, 'b', 1)") }
                return [before, try connection.first(count)?.int(0)]
            }
            #expect(counts == [1, 1])
            #expect(try database.value("SELECT count(*) FROM thing") == 2)
        }
    }

    @Test(arguments: TestPlace.all) func `see nothing that is not committed`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            let seen = try await database.write { connection in
                try connection.execute("INSERT INTO thing VALUES (1, 'a', 1)")
                let outside = try database.read { try $0.first("SELECT count(*) FROM thing") }?.int(0)
                return [outside, try connection.first("SELECT count(*) FROM thing")?.int(0)]
            }
            #expect(seen == [0, 1])
        }
    }

    @Test(arguments: TestPlace.all) func `cannot write`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            for sql in ["INSERT INTO thing VALUES (1, 'a', 1)", "DROP TABLE thing"] {
                let error = #expect(throws: DatabaseError.self) { try database.read { try $0.execute(SQL(raw: sql)) } }
                #expect(error?.kind == .readonly)
            }
            #expect(try database.value("SELECT count(*) FROM thing") == 0)
        }
    }

    @Test(arguments: TestPlace.all) func `pass on what their body throws`(place: TestPlace) async throws {
        try await place.with { database in
            #expect(throws: Refused(why: "x")) { try database.read { _ in throw Refused(why: "x") } }
            let one = try database.value("SELECT 1")
            #expect(one == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `share few connections and say so when none gets free`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.readers = 2
        configuration.busyTimeoutMilliseconds = 50
        try await place.with(configuration) { database in
            let error = #expect(throws: DatabaseError.self) {
                try database.read { _ in try database.read { _ in try database.read { _ in } } }
            }
            #expect(error?.kind == .busy)
            #expect(database.health.readers <= 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let found = try database.value("SELECT \(number) AS n")
                        #expect(found == .integer(Int64(number)))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestPlace.all) func `refuse a connection that was carried out of them`(place: TestPlace) async throws {
        try await place.with { database in
            struct Holder: @unchecked Sendable { let connection: any Connection }
            let holder = try database.read { Holder(connection: $0) }
            let error = #expect(throws: DatabaseError.self) { try holder.connection.query("SELECT 1") }
            #expect(error?.kind == .misuse)
            let written = try await database.write { Holder(connection: $0) }
            #expect(throws: DatabaseError.self) { try written.connection.execute("SELECT 1") }
        }
    }
}
