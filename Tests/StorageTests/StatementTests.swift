import Storage
import Testing

@Suite struct `Statements` {
    @Test func `bind values, nest pieces, expand lists and quote names`() {
        let condition: SQL = "state IN (\(["open", "held"])) AND note <> '?'"
        let sql: SQL =
            "SELECT \(identifiers: ["id", "a\"b"]) FROM \(identifier: "t") WHERE \(condition) AND x = \(nil as Int?) \(raw: "LIMIT 1")"
        #expect(sql.text == #"SELECT "id", "a""b" FROM "t" WHERE state IN (?, ?) AND note <> '?' AND x = ? LIMIT 1"#)
        #expect(sql.arguments == ["open", "held", .null])
        let none: SQL = "IN (\([] as [Int]))"
        #expect(none.text == "IN (NULL)")
        let blob: SQL = "\([1, 2] as [UInt8])"
        #expect(blob.arguments == [.blob([1, 2])])
        let joined = (["a = \(1)", "b = \(2)"] as [SQL]).joined(separator: " AND ")
        #expect(joined.text == "a = ? AND b = ?")
        #expect(joined.arguments == [1, 2])
    }

    @Test func `have the same text whatever their values`() {
        func find(_ name: String) -> SQL { "SELECT 1 FROM t WHERE name = \(name)" }
        #expect(find("a").text == find("'; DROP TABLE t; --").text)
    }

    @Test(arguments: TestPlace.all) func `never take a value for SQL`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            let evil = "x'); DROP TABLE thing; --"
            try await database.write { try $0.execute("INSERT INTO thing VALUES (\(1), \(evil), \(nil as Int?))") }
            #expect(try database.read { try $0.first("SELECT name FROM thing WHERE name = \(evil)") }?.text(0) == evil)
            // A question mark in a literal is no mark for a value.
            #expect(try database.read { try $0.first("SELECT '?' AS q, \(5) AS n") }?.values == ["?", 5])
        }
    }

    @Test(arguments: TestPlace.all) func `count the rows they change`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            let counts = try await database.write { connection in
                [
                    try connection.execute("INSERT INTO thing VALUES (\(1), \("a"), \(1)), (\(2), \("b"), \(1)), (\(3), \("c"), \(2))"),
                    try connection.execute("UPDATE thing SET owner = \(9) WHERE owner = \(1)"),
                    try connection.execute("UPDATE thing SET owner = \(9) WHERE owner = \(77)"),
                    try connection.execute("INSERT INTO thing VALUES (\(1), \("z"), \(1)) ON CONFLICT DO NOTHING"),
                    try connection.execute("DELETE FROM thing WHERE id > \(1)"),
                ]
            }
            #expect(counts == [3, 2, 0, 0, 2])
            let returned = try await database.write { connection in
                try connection.query("INSERT INTO thing VALUES (\(5), \("e"), \(5)), (\(6), \("f"), \(5)) RETURNING id, name")
            }
            #expect(returned.map(\.values) == [[5, "e"], [6, "f"]])
            #expect(try database.read { try $0.queries(["SELECT count(*) FROM thing", "SELECT 7"]) }.map { $0[0][0] } == [3, 7])
        }
    }

    @Test(arguments: TestPlace.all) func `that are wrong say what and where, without the values`(place: TestPlace) async throws {
        try await place.with { database in
            let error = #expect(throws: DatabaseError.self) {
                try database.read { try $0.query("SELECT nonsense FROM nowhere WHERE a = \("geheim")") }
            }
            #expect(error?.kind == .syntax)
            #expect(error?.sql == "SELECT nonsense FROM nowhere WHERE a = ?")
            #expect(error?.message.contains("nowhere") == true)
            #expect(error?.description.contains("geheim") == false)
            for bad in ["", "SELECT 1; SELECT 2", "SELEC 1", "SELECT 1 \u{0} FROM"] {
                #expect(throws: DatabaseError.self) { try database.read { try $0.query(SQL(raw: bad)) } }
            }
            // Nothing of it sticks to the connection.
            let one = try database.value("SELECT 1")
            #expect(one == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `stay few on a connection, and go on working beyond that`(place: TestPlace) async throws {
        var configuration = Database.Configuration()
        configuration.statementsKept = 10
        configuration.readers = 1
        try await place.with(configuration) { database in
            for round in 0..<3 {
                for number in 0..<40 {
                    let row = try database.read { try $0.first("SELECT \(round) AS r\(raw: String(number)), \("x") AS t") }
                    #expect(row?.values == [.integer(Int64(round)), "x"])
                }
            }
        }
    }

    @Test(arguments: TestPlace.all) func `may run inside the loop over their own rows`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            try await database.write { connection in
                for id in 1...50 { try connection.enqueue("INSERT INTO thing VALUES (\(id), \("n\(id)"), \(id % 5))") }
            }
            let pairs = try database.read { connection in
                func owned(_ owner: Int64) -> SQL { "SELECT id FROM thing WHERE owner = \(owner) ORDER BY id" }
                var pairs = 0
                try connection.forEach(owned(1)) { _ in
                    try connection.forEach(owned(1)) { _ in
                        pairs += 1
                        return true
                    }
                    pairs += try connection.query(owned(2)).count
                    return true
                }
                return pairs
            }
            #expect(pairs == 200)
        }
    }

    @Test(arguments: TestPlace.all) func `hand over a million rows in memory that does not grow`(place: TestPlace) async throws {
        try await place.with { database in
            let source: SQL =
                """
                WITH RECURSIVE n(i) AS (SELECT \(raw: database.dialect == .postgresql ? "1::bigint" : "1") UNION ALL SELECT i + 1 FROM n WHERE i < \(1_000_000)) \
                SELECT i, 'a text of some length for row ' || i AS t FROM n
                """
            // Other tests of the same process take memory too: what grows by itself grows every time.
            var (count, sum, growth) = (0, Int64(0), Int.max)
            for _ in 0..<5 where growth >= 100_000 {
                (count, sum, growth) = try database.read { connection in
                    var count = 0
                    var sum: Int64 = 0
                    var before = 0
                    try connection.forEach(source) { row in
                        count += 1
                        sum += row.int("i") ?? 0
                        if count == 1_000 { before = residentKibibytes() }
                        return true
                    }
                    return (count, sum, residentKibibytes() - before)
                }
            }
            #expect(count == 1_000_000)
            #expect(sum == 500_000_500_000)
            #expect(growth < 100_000, "grew by \(growth) KiB; all rows together would take several hundred MB")
            let some = try database.read { connection in
                var some = 0
                try connection.forEach(source) { _ in
                    some += 1
                    return some < 10
                }
                return some + (try connection.query("SELECT 1").count)
            }
            #expect(some == 11)
            #expect(throws: Refused.self) {
                try database.read { connection in try connection.forEach(source) { _ in throw Refused() } }
            }
        }
    }
}
