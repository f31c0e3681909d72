import TestDatabases
import Cryptography
import Storage
import Testing

@testable import Casework

@Suite struct `A database is held to the key under which it was begun` {
    @Test(arguments: TestPlace.all) func `another key is refused before anything is written`(place: TestPlace) async throws {
        try await place.desk { desk in
            let before = try desk.texts("SELECT fingerprint FROM node_key")
            #expect(throws: NodeKey.Mismatch.self) { _ = try Desk(desk.database, url: desk.url, master: .fresh()) }
            #expect(throws: NodeKey.Mismatch.self) {
                _ = try Desk(desk.database, url: desk.url, master: MasterKey(Desk.master.bytes, .commercial))
            }
            #expect(try desk.texts("SELECT fingerprint FROM node_key") == before && before.count == 1)
            _ = try Desk(desk.database, url: desk.url)
        }
    }

    @Test(arguments: TestPlace.all) func `one begun before databases knew their key is known by its secrets`(place: TestPlace) async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.file(as: clerk, ["phone": "13800000001"])
            try desk.database.writeBlocking { try $0.execute("DELETE FROM node_key") }
            #expect(throws: NodeKey.Mismatch.self) { _ = try Desk(desk.database, url: desk.url, master: .fresh()) }
            #expect(try desk.number("SELECT COUNT(*) FROM node_key") == 0)
            _ = try Desk(desk.database, url: desk.url)
            #expect(try desk.number("SELECT COUNT(*) FROM node_key") == 1)
        }
    }
}

@Suite struct `A node of the commercial suite` {
    @Test(arguments: TestPlace.all) func `keeps, finds and reveals secrets, and its journal verifies`(place: TestPlace) async throws {
        try await place.desk(master: .fresh(.commercial)) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["phone": "13800000001"]).id
            try desk.perform("take", id, as: clerk)
            #expect(
                try desk.kernel.revealBlocking("sample/matter", id: id, field: "phone", purpose: "核对", as: clerk, at: desk.now)
                    == "13800000001")
            #expect(try desk.number("SELECT COUNT(*) FROM node_key WHERE suite = 'commercial'") == 1)
            #expect(try JournalSeal(database: desk.database).seal(at: desk.now) > 0)
            #expect(try desk.findings().isEmpty)
            // What stands in the tables is of this suite: as the other suite's it does not verify.
            try desk.database.writeBlocking { try $0.execute("UPDATE node_key SET suite = 'international'") }
            #expect(try !desk.findings().isEmpty)
            try desk.database.writeBlocking { try $0.execute("UPDATE node_key SET suite = 'commercial'") }
            try desk.database.writeBlocking { try $0.execute("UPDATE journal SET action = 'reject' WHERE seq = 2") }
            #expect(try !desk.findings().isEmpty)
        }
    }
}
