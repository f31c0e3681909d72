import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `The journal` {
    /// Ten entries of three records, the first six sealed in two seals.
    private func written(_ place: TestPlace, _ body: (Desk, [String]) throws -> Void) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let seal = JournalSeal(database: desk.database)
            let ids = try (0..<3).map { _ in try desk.file(as: clerk).id }
            #expect(try seal.seal(at: desk.now) == 3)
            for id in ids { try desk.perform("take", id, as: clerk) }
            #expect(try seal.seal(at: desk.now) == 3)
            #expect(try seal.seal(at: desk.now) == 0)
            for id in ids { try desk.perform("approve", id, as: try desk.person("c2", "clerk", at: SampleOffice.qingxiu), ["memo": "可"]) }
            try desk.perform("finish", ids[0], as: clerk)
            #expect(try desk.findings().isEmpty, "untouched it verifies")
            try body(desk, ids)
        }
    }

    /// What a hand with the database's password may do.
    private static let hands: [(what: String, statements: [String])] = [
        ("a sealed entry's action changed", ["UPDATE journal SET action = 'reject' WHERE seq = 2"]),
        ("an unsealed entry's actor changed", ["UPDATE journal SET actor = 'c9' WHERE seq = 9"]),
        ("a change changed", ["UPDATE journal SET changes = '{}' WHERE seq = 8"]),
        ("a moment changed", ["UPDATE journal SET at = at + 1 WHERE seq = 1"]),
        ("an absent value written in", ["UPDATE journal SET behalf = '' WHERE seq = 7"]),
        ("a hash changed", ["UPDATE journal SET hash = previous WHERE seq = 5"]),
        ("a sealed entry removed", ["DELETE FROM journal WHERE seq = 4"]),
        ("the first entry removed", ["DELETE FROM journal WHERE seq = 1"]),
        ("an unsealed entry removed", ["DELETE FROM journal WHERE seq = 8"]),
        ("the last entry removed", ["DELETE FROM journal WHERE seq = 10"]),
        ("a sealed tail removed", ["DELETE FROM journal WHERE seq >= 5"]),
        ("a tail removed with its seal", ["DELETE FROM journal WHERE seq >= 4", "DELETE FROM journal_seal WHERE number = 2"]),
        ("everything removed", ["DELETE FROM journal"]),
        (
            "two entries swapped",
            [
                "UPDATE journal SET seq = 100 WHERE seq = 2", "UPDATE journal SET seq = 2 WHERE seq = 3",
                "UPDATE journal SET seq = 3 WHERE seq = 100",
            ]
        ),
        (
            "two unsealed entries of one record swapped",
            [
                "UPDATE journal SET seq = 100 WHERE seq = 7", "UPDATE journal SET seq = 7 WHERE seq = 10",
                "UPDATE journal SET seq = 10 WHERE seq = 100",
            ]
        ),
        ("an entry moved far away", ["UPDATE journal SET seq = 9000000000000000000 WHERE seq = 10"]),
        ("an entry moved before the first", ["UPDATE journal SET seq = -9000000000000000000 WHERE seq = 10"]),
        ("a seal's root changed", ["UPDATE journal_seal SET root = previous WHERE number = 2"]),
        ("a seal's moment changed", ["UPDATE journal_seal SET at = at + 1 WHERE number = 1"]),
        ("a seal's beginning changed", ["UPDATE journal_seal SET first_seq = 5 WHERE number = 2"]),
        ("a seal turned round", ["UPDATE journal_seal SET first_seq = 6, last_seq = 4 WHERE number = 2"]),
        ("a seal with a vast range", ["UPDATE journal_seal SET first_seq = -9000000000000000000 WHERE number = 2"]),
        ("a seal with a far end", ["UPDATE journal_seal SET last_seq = 9000000000000000000 WHERE number = 2"]),
        ("the first seal removed", ["DELETE FROM journal_seal WHERE number = 1"]),
        ("a seal of another number", ["UPDATE journal_seal SET number = 9223372036854775807 WHERE number = 2"]),
        ("an entry of a type that is not", ["UPDATE journal SET record_type = 'a/b' WHERE seq = 9"]),
        ("an entry of a type with odd characters", ["UPDATE journal SET record_type = 'a/\"b' WHERE seq = 9"]),
    ]

    @Test(arguments: TestPlace.all) func `tells of every hand laid on it`(place: TestPlace) async throws {
        try await written(place) { (desk, _) throws in
            for hand in Self.hands {
                // Each is tried on the whole and taken back.
                struct TakeBack: Error {}
                var found: [JournalSeal.Finding] = []
                let tables = ["journal", "journal_seal"]
                let kept = try desk.database.read { connection in try tables.map { try connection.query("SELECT * FROM \(identifier: $0)") }
                }
                try desk.database.writeBlocking { connection in
                    for statement in hand.statements { try connection.enqueue(SQL(raw: statement)) }
                }
                found = try desk.findings()
                #expect(!found.isEmpty, "\(hand.what)")
                #expect(
                    found.allSatisfy { !$0.message.isEmpty && ($0.sequence != nil || $0.seal != nil || $0.record != nil) }, "\(hand.what)")
                #expect(found.count <= 12, "\(hand.what): \(found.count)")
                try desk.database.writeBlocking { connection in
                    for (table, rows) in zip(tables, kept) {
                        try connection.enqueue("DELETE FROM \(identifier: table)")
                        for row in rows {
                            try connection.enqueue("INSERT INTO \(identifier: table) VALUES (\((0..<row.count).map { row[$0] }))")
                        }
                    }
                }
                #expect(try desk.findings().isEmpty, "taken back after: \(hand.what)")
            }
        }
    }

    @Test(arguments: TestPlace.all) func `names the entry`(place: TestPlace) async throws {
        try await written(place) { (desk, ids) throws in
            try desk.database.writeBlocking { try $0.enqueue("UPDATE journal SET actor_name = '别人' WHERE seq = 5") }
            let found = try desk.findings()
            #expect(found.contains { $0.sequence == 5 && $0.record == ids[1] && $0.message.contains("第5条") })
        }
    }

    @Test(arguments: TestPlace.all) func `names the record whose row was changed behind it`(place: TestPlace) async throws {
        try await written(place) { (desk, ids) throws in
            try desk.database.writeBlocking { try $0.enqueue("DELETE FROM journal WHERE record_id = \(ids[2])") }
            #expect(try desk.findings().contains { $0.record == ids[2] })
        }
    }

    @Test(arguments: TestPlace.all) func `is sealed in pieces, each chained to the one before`(place: TestPlace) async throws {
        try await written(place) { (desk, _) throws in
            #expect(try JournalSeal(database: desk.database).seal(at: desk.now) == 4)
            #expect(try desk.number("SELECT COUNT(*) FROM journal_seal") == 3)
            #expect(
                try desk.number(
                    "SELECT COUNT(*) FROM journal_seal a JOIN journal_seal b ON b.number = a.number + 1 AND b.previous = a.hash AND b.first_seq = a.last_seq + 1"
                ) == 2)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `says who did what, for whom, where from, from what to what`(place: TestPlace) async throws {
        try await place.desk { desk in
            try desk.person("p1", "citizen", at: "")
            var clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            clerk.onBehalfOf = "p1"
            var request = ActionRequest(
                type: "sample/matter", action: "file", actor: clerk, values: ["title": "修路", "kind": "ZX"], source: "window-3")
            let id = try desk.kernel.performBlocking(request, at: desk.now).id
            request = ActionRequest(
                type: "sample/matter", action: "edit", record: id, actor: clerk, values: ["title": "修桥", "count": 2], source: "window-3")
            _ = try desk.kernel.performBlocking(request, at: desk.now)
            let row = try #require(
                try desk.database.read {
                    try $0.first(
                        "SELECT actor, behalf, source, actor_role, actor_org, from_state, to_state, changes FROM journal ORDER BY seq DESC")
                })
            #expect((0..<7).map { row.text($0) } == ["c1", "p1", "window-3", "clerk", SampleOffice.qingxiu, "filed", "filed"])
            #expect(row.text(7) == "{\"count\":[null,2],\"double\":[null,4],\"title\":[\"修路\",\"修桥\"]}")
            let entries = try desk.kernel.timeline("sample/matter", id: id, as: clerk, at: desk.now)
            #expect(entries.map(\.action) == ["edit", "file"])
            #expect(entries.first?.changes.first { $0.field == "title" }.map { [$0.from, $0.to] } == ["修路", "修桥"])
            #expect(
                try desk.kernel.timeline("sample/matter", id: id, as: clerk, at: desk.now, before: entries.first?.sequence, limit: 1).map(
                    \.action) == ["file"])
        }
    }
}
