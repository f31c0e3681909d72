import TestDatabases
import Definitions
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

extension Desk {
    /// A file as the site keeps it when somebody sends it.
    fileprivate func send(_ hash: String, named name: String, by person: String) throws {
        let now = now.milliseconds
        try database.writeBlocking { connection in
            try connection.enqueue(
                "INSERT INTO attachment (hash, name, media_type, size, at, by_person, record_type, record_id, encrypted) VALUES (\(hash), \(name), \("application/pdf"), \(7), \(now), \(person), NULL, NULL, \(1)) ON CONFLICT DO NOTHING"
            )
            try connection.enqueue(
                "INSERT INTO attachment_entry (id, hash, name, at, by_person) VALUES (\("\(hash.prefix(4))-\(person)-\(name)"), \(hash), \(name), \(now), \(person))"
            )
        }
    }
}

@Suite struct `Files of records` {
    private static let one = String(repeating: "a", count: 64)
    private static let two = String(repeating: "b", count: 64)

    @Test(arguments: TestPlace.all) func `are each sender's own, though the content is one`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let other = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            try desk.send(Self.one, named: "我的.pdf", by: "c1")
            // Knowing the hash is not having the file.
            let refused = refusal { try desk.file(as: other, ["proof": .string(Self.one)]) }
            #expect(refused?.problems.map(\.field) == ["proof"])
            try desk.send(Self.one, named: "他的.pdf", by: "c2")
            let mine = try desk.file(as: clerk, ["proof": .string(Self.one)]).id
            let theirs = try desk.file(as: other, ["proof": .string(Self.one)]).id
            let found = try desk.kernel.attachments(of: "sample/matter", id: mine, as: clerk, at: desk.now)
            #expect(
                found.map(\.name) == ["我的.pdf"] && found.map(\.byName) == ["c1"] && found.map(\.size) == [7] && found.map(\.field) == ["证明"]
            )
            #expect(try desk.kernel.attachments(of: "sample/matter", id: theirs, as: other, at: desk.now).map(\.name) == ["他的.pdf"])
            #expect(
                refusal { _ = try desk.kernel.attachments(of: "sample/matter", id: mine, as: other, at: desk.now) }?.reason == .notfound)
        }
    }

    @Test(arguments: TestPlace.all) func `that a field no longer names are withdrawn and remembered`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.send(Self.one, named: "旧.pdf", by: "c1")
            try desk.send(Self.two, named: "新.pdf", by: "c1")
            let id = try desk.file(as: clerk, ["proof": .string(Self.one)]).id
            desk.now = try desk.now.adding(minutes: 5)
            // What the record holds already may be sent again by whoever changes it.
            let colleague = try desk.person("c3", "clerk", at: SampleOffice.qingxiu)
            try desk.perform("edit", id, as: colleague, ["proof": .string(Self.one), "memo": "核对"])
            #expect(try desk.kernel.attachments(of: "sample/matter", id: id, as: clerk, at: desk.now).map(\.name) == ["旧.pdf"])
            try desk.perform("edit", id, as: clerk, ["proof": .string(Self.two)])
            let found = try desk.kernel.attachments(of: "sample/matter", id: id, as: clerk, at: desk.now)
            #expect(found.map(\.name) == ["新.pdf", "旧.pdf"])
            #expect(found[0].withdrawnAt == nil && found[1].withdrawnAt == desk.now && found[1].withdrawnBy == "c1")
        }
    }

    @Test(arguments: TestPlace.all) func `are named by whoever sees a record that shows them`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let colleague = try desk.person("c3", "clerk", at: SampleOffice.qingxiu)
            try desk.send(Self.one, named: "证.pdf", by: "c1")
            try desk.file(as: clerk, ["proof": .string(Self.one)])
            let again = try desk.file(as: colleague, ["proof": .string(Self.one)]).id
            #expect(try desk.kernel.attachments(of: "sample/matter", id: again, as: colleague, at: desk.now).map(\.by) == ["c3"])
            let watcher = try desk.person("c4", "clerk", at: SampleOffice.yufeng)
            #expect(refusal { try desk.file(as: watcher, ["proof": .string(Self.one)]) }?.reason == .invalid)
        }
    }
}

@Suite struct `The past` {
    @Test(arguments: TestPlace.all) func `of a record's state is told by the journal, whatever came after`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let begun = desk.now
            let id = try desk.file(as: clerk).id
            desk.now = try begun.adding(hours: 1)
            try desk.perform("take", id, as: clerk)
            for minute in 1...30 {
                desk.now = try begun.adding(minutes: 60 + minute)
                try desk.perform("amend", id, as: clerk, ["count": .int(Int64(minute))])
            }
            desk.now = try begun.adding(hours: 2)
            try desk.perform("finish", id, as: clerk)
            let late = try desk.file(as: clerk).id
            let views = try desk.kernel.list(ListQuery(type: "sample/matter"), as: clerk, at: desk.now).items
            func states(_ minutes: Int) throws -> [String: String] {
                try desk.kernel.states(of: views, at: begun.adding(minutes: minutes)).mapValues(\.state)
            }
            #expect(try states(-1) == [:])
            #expect(try states(0) == [id: "filed"])
            #expect(try states(59) == [id: "filed"])
            #expect(try states(90) == [id: "doing"])
            #expect(try states(120) == [id: "done", late: "filed"])
            #expect(try desk.kernel.states(of: views, at: begun.adding(minutes: 100))[id]?.since == begun.adding(hours: 1))
        }
    }
}
