import Storage
import Testing

@Suite struct `Values` {
    static let rows: [[DatabaseValue]] = [
        [1, .integer(.min), .real(-.infinity), "", .blob([])],
        [2, .integer(.max), .real(.greatestFiniteMagnitude), "八桂 👩‍⚖️ é e\u{301} 𠮷 Vahcuengh ' \" \\ ? $1 %", .blob(Array(0...255))],
        [3, 0, .real(.leastNonzeroMagnitude), "\u{1}\n\t\r\u{7F}", .blob([0])],
        [4, -1, .real(0.1 + 0.2), .text(String(repeating: "长", count: 100_000)), .blob(Array(repeating: 7, count: 1_000_000))],
        [5, .null, .null, .null, .null],
        [6, .integer(1 << 53 + 1), .real(3), "  leading and trailing  ", .blob([0x5C, 0x78])],
    ]

    @Test(arguments: TestPlace.all) func `come back exactly as they were given`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            try await database.write { connection in
                for row in Self.rows {
                    try connection.execute("INSERT INTO sample (id, i, r, t, b) VALUES (\(row))")
                }
            }
            let found = try database.read { try $0.query("SELECT id, i, r, t, b FROM sample ORDER BY id") }
            #expect(found.map(\.values) == Self.rows)
            // And as parameters of comparisons.
            for row in Self.rows where !row[1].isNull {
                let id = try database.read {
                    try $0.first("SELECT id FROM sample WHERE i = \(row[1]) AND r = \(row[2]) AND t = \(row[3]) AND b = \(row[4])")
                }
                #expect(id?[0] == row[0])
            }
        }
    }

    @Test(arguments: TestPlace.all) func `follow each other by their bytes`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            try await database.write { connection in
                for (id, text) in ["b", "a", "B", "é", "Z", "中", "一"].enumerated() {
                    try connection.enqueue("INSERT INTO sample (id, t) VALUES (\(id), \(text))")
                }
            }
            let order = try database.read { try $0.query("SELECT t FROM sample ORDER BY t").map { $0.text(0) } }
            #expect(order == ["B", "Z", "a", "b", "é", "一", "中"])
        }
    }

    @Test(arguments: TestPlace.all) func `that no database keeps are refused by name`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            for (value, word) in [(DatabaseValue.real(.nan), "NaN"), (.text("a\u{0}b"), "U+0000")] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { try $0.execute("INSERT INTO sample (id, t) VALUES (\(1), \(value))") }
                }
                #expect(error?.kind == .value)
                #expect(error?.message.contains(word) == true)
                #expect(throws: DatabaseError.self) { try database.read { try $0.query("SELECT id FROM sample WHERE t = \(value)") } }
            }
            #expect(try database.value("SELECT count(*) FROM sample") == 0)
        }
    }

    @Test(arguments: TestPlace.all) func `of the wrong type are refused`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO sample (id, i) VALUES (\(1), \("zwölf"))") }
            }
            #expect(error?.kind == .value)
            #expect(error?.description.contains("zwölf") == false)
        }
    }

    @Test(arguments: TestPlace.all) func `computed by the database agree`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            try await database.write { connection in
                for id in 1...4 { try connection.enqueue("INSERT INTO sample (id, i, r) VALUES (\(id), \(id * 10), \(Double(id) / 4))") }
            }
            let row = try #require(
                try database.read {
                    try $0.first(
                        """
                        SELECT count(*) AS n, sum(i) AS total, avg(i) AS middle, max(r) AS most, min(t) AS none, \
                        max(CASE WHEN i > \(15) THEN \("big") ELSE \("small") END) AS word FROM sample WHERE i IN (\([10, 20, 40]))
                        """)
                })
            #expect(row["n"] == 3)
            #expect(row["total"] == 70)
            #expect(row.real("middle").map { abs($0 - 70.0 / 3) < 1e-9 } == true)
            #expect(row["most"] == 1.0)
            #expect(row["none"] == .null)
            #expect(row["word"] == "small")
            #expect(row.columnNames == ["n", "total", "middle", "most", "none", "word"])
            #expect(row["nothing of this name"] == .null)
            #expect(row[17] == .null)
        }
    }

    @Test(arguments: TestPlace.all) func `may be NULL where nothing tells the type`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.sample])
            let none: Int? = nil
            #expect(try database.read { try $0.first("SELECT 1 AS one WHERE \(none) IS NULL") }?["one"] == 1)
            let found = try await database.write { connection in
                try connection.enqueue("INSERT INTO sample (id, i) VALUES (\(1), \(none))")
                let row = try connection.first("SELECT id FROM sample WHERE \(none) IS NULL OR i = \(5)")
                // The same statement with a value in its place.
                _ = try connection.first("SELECT id FROM sample WHERE \(7) IS NULL OR i = \(5)")
                return row?.int("id")
            }
            #expect(found == 1)
            try await database.write { connection in
                for value in [nil, 1, nil, 2] as [Int?] {
                    try connection.execute("UPDATE sample SET i = \(value), t = \(value.map(String.init)) WHERE id = \(1)")
                }
            }
            #expect(try database.read { try $0.first("SELECT i, t FROM sample") }?.values == [2, "2"])
        }
    }
}
