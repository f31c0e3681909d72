import Storage
import Testing

@Suite struct `Values` {
    @Test func `come back exactly as they were given`() async throws {
        let database = try Database.open("sqlite::memory:")
        defer { database.close() }
        try database.apply([
            Table(
                "sample",
                columns: [Column("id", .integer), Column("i", .integer), Column("r", .real), Column("t", .text), Column("b", .blob)],
                primaryKey: ["id"])
        ])
        try await database.write { connection in
            try connection.execute("INSERT INTO sample VALUES (\(1), \(Int64.min), \(1.5), \("八桂👩‍⚖️"), \([0, 255] as [UInt8]))")
        }
        let row = try #require(try database.read { try $0.first("SELECT * FROM sample") })
        #expect(row.values == [.integer(1), .integer(.min), .real(1.5), .text("八桂👩‍⚖️"), .blob([0, 255])])
        #expect(database.flushes >= database.commits)
        #expect(database.commits == 2)
    }
}
