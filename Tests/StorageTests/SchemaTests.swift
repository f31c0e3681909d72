import Storage
import Testing

@Suite struct `Schema` {
    @Test(arguments: TestPlace.all) func `is made once and then found as described`(place: TestPlace) async throws {
        try await place.with { database in
            let defaults = Table(
                "defaulted",
                columns: [
                    Column("id", .text), Column("i", .integer, notNull: true, default: .integer(.min)), Column("r", .real, default: 1.5),
                    Column("t", .text, notNull: true, default: "it's 'so'"), Column("b", .blob, default: .blob([0, 255])),
                    Column("parent", .text),
                ], primaryKey: ["id"],
                foreignKeys: [ForeignKey(["parent"], references: "defaulted", ["id"]), ForeignKey(["i"], references: "later", ["n"])])
            let later = Table("later", columns: [Column("n", .integer), Column("second", .text)], primaryKey: ["n"])
            let pair = Table("pair", columns: [Column("b", .integer), Column("a", .text)], primaryKey: ["a", "b"])
            let tables = [defaults, later, pair, .thing]
            let done = try database.apply(tables)
            #expect(done.contains("created table defaulted"))
            #expect(done.contains("created index thing_owned"))
            #expect(try database.apply(tables) == [])
            try database.writeBlocking { connection in
                try connection.execute("INSERT INTO later VALUES (\(Int64.min), \("x"))")
                try connection.execute("INSERT INTO defaulted (id) VALUES (\("k"))")
            }
            let row = try database.read { try $0.first("SELECT * FROM defaulted") }
            #expect(row?.values == ["k", .integer(.min), 1.5, "it's 'so'", .blob([0, 255]), .null])
            let error = #expect(throws: DatabaseError.self) {
                try database.writeBlocking { try $0.execute("INSERT INTO defaulted (id, parent) VALUES (\("m"), \("nobody"))") }
            }
            guard case .constraint(let constraint)? = error?.kind else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(constraint.rule == .foreignKey)
        }
    }

    @Test(arguments: TestPlace.all) func `grows by columns and indexes, and keeps what is no longer described`(place: TestPlace)
        async throws
    {
        try await place.with { database in
            try database.apply([.thing])
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (1, 'a', 7)") }
            // Prepared before the change, used after it: on every connection.
            let all: SQL = "SELECT * FROM thing WHERE id = \(1)"
            #expect(try database.read { try $0.first(all) }?.count == 3)
            #expect(try database.writeBlocking { try $0.first(all) }?.count == 3)

            var grown = Table.thing
            grown.columns[2] = Column("note", .text)
            grown.columns.append(Column("rank", .integer, notNull: true, default: 3))
            grown.indexes = [
                Index("thing_name", on: ["name"]), Index("thing_rank", on: ["rank", "note"], where: "rank > 2 AND note <> 'it''s'"),
            ]
            let done = try database.apply([grown])
            #expect(
                done == [
                    "added column thing.note", "added column thing.rank", "dropped index thing_name, which has changed",
                    "dropped index thing_owned, no longer described", "created index thing_name", "created index thing_rank",
                    "column thing.owner is no longer described and stays, with its values",
                ])
            #expect(try database.apply([grown]) == ["column thing.owner is no longer described and stays, with its values"])
            #expect(try database.read { try $0.first(all) }?.columnNames == ["id", "name", "owner", "note", "rank"])
            #expect(try database.writeBlocking { try $0.first(all) }?.values == [1, "a", 7, .null, 3])
            try database.writeBlocking { try $0.execute("INSERT INTO thing (id, name) VALUES (2, 'a')") }
        }
    }

    @Test(arguments: TestPlace.all) func `made by somebody else is left alone`(place: TestPlace) async throws {
        try await place.with { database in
            try database.apply([.thing])
            try database.alter { try $0.execute("CREATE INDEX by_hand ON thing (owner)") }
            #expect(try database.apply([.thing]) == [])
            // A change of the schema by another program is noticed, too: no second connection uses an outdated plan.
            let all: SQL = "SELECT * FROM thing"
            _ = try database.read { try $0.query(all) }
            _ = try database.writeBlocking { try $0.query(all) }
            try database.writeBlocking { try $0.execute("ALTER TABLE thing ADD COLUMN extra TEXT") }
            #expect(try database.read { try $0.query(all) } == [])
            try database.writeBlocking { connection in
                try connection.execute("INSERT INTO thing (id, name) VALUES (1, 'a')")
                #expect(try connection.query(all).first?.count == 4)
            }
            #expect(try database.read { try $0.first(all) }?.columnNames.last == "extra")
        }
    }

    @Test(arguments: TestPlace.all) func `is not changed where adding is not enough, and the way out is said`(place: TestPlace) async throws
    {
        try await place.with { database in
            try database.apply([.thing])
            func refusal(_ change: (inout Table) -> Void) -> String {
                var table = Table.thing
                change(&table)
                let new = Table("new", columns: [Column("id", .integer)], primaryKey: ["id"])
                let error = #expect(throws: DatabaseError.self) { try database.apply([new, table]) }
                #expect(error?.kind == .schema)
                return error?.message ?? ""
            }
            #expect(refusal { $0.columns[2].type = .text }.contains("another name"))
            #expect(refusal { $0.primaryKey = ["id", "name"] }.contains("new table"))
            #expect(refusal { $0.columns.append(Column("must", .text, notNull: true)) }.contains("default"))
            #expect(refusal { $0.columns[1].notNull = false }.contains("NOT NULL"))
            #expect(
                refusal {
                    $0.columns.remove(at: 1); $0.indexes.removeFirst()
                }.contains("DROP COLUMN"))
            #expect(try database.plan(for: [Table("new", columns: [Column("id", .integer)], primaryKey: ["id"])]).steps.count == 1)
        }
    }

    @Test func `descriptions with mistakes are refused before any database sees them`() throws {
        func message(_ tables: Table...) -> String {
            do {
                _ = try SchemaPlan.additive(from: [], to: tables, dialect: .sqlite)
                return "accepted"
            } catch { return error.message }
        }
        let id = Column("id", .integer)
        #expect(message(Table("t", columns: [], primaryKey: [])).contains("no columns"))
        #expect(message(Table("t", columns: [id, Column("ID", .text)], primaryKey: ["id"])).contains("twice"))
        #expect(message(Table("t", columns: [id], primaryKey: ["key"])).contains("names key"))
        #expect(
            message(Table("t", columns: [id], primaryKey: ["id"]), Table("t", columns: [id], primaryKey: ["id"])).contains(
                "described twice"))
        #expect(message(Table("t", columns: [id], primaryKey: ["id"], indexes: [Index("t", on: ["id"])])).contains("taken"))
        #expect(message(Table(String(repeating: "字", count: 22), columns: [id], primaryKey: ["id"])).contains("66 bytes"))
        #expect(message(Table("t", columns: [Column("id", .integer, default: "one")], primaryKey: ["id"])).contains("no integer"))
        #expect(message(Table("t", columns: [id], primaryKey: ["id"])) == "accepted")
    }

    @Test(arguments: TestPlace.all) func `changes that fail leave nothing behind`(place: TestPlace) async throws {
        try await place.with { database in
            #expect(throws: Refused.self) {
                try database.alter { connection in
                    try connection.execute("CREATE TABLE half (a TEXT)")
                    throw Refused()
                }
            }
            #expect(throws: DatabaseError.self) { try database.read { try $0.query("SELECT * FROM half") } }
        }
    }

    @Test(arguments: TestPlace.all) func `is brought about by several processes at once without harm`(place: TestPlace) async throws {
        if place == .memory { return }
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let databases = try (0..<4).map { _ in try Database.open(url, configuration: configuration) }
            defer { for database in databases { database.close() } }
            try await withThrowingTaskGroup(of: Int.self) { group in
                for database in databases { group.addTask { try database.apply([.thing, .sample]).count } }
                var counts: [Int] = []
                for try await count in group { counts.append(count) }
                #expect(counts.sorted() == [0, 0, 0, 4])
            }
        }
    }
}
