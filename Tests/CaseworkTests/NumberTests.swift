import TestDatabases
import Expressions
@testable import Casework
import Storage
import Testing
import WorkCalendar

@Suite struct `Numbers` {
    @Test(arguments: TestPlace.all) func `have no gaps, also when something is refused between`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            var numbers: [String] = []
            for round in 0..<5 {
                numbers.append(try #require(try desk.file(as: clerk).number))
                let refused = refusal { try desk.file(as: clerk, ["count": "x\(round)"]) }
                #expect(refused?.reason == .invalid)
            }
            #expect(numbers == (1...5).map { "450103ZX202600\($0)" })
        }
    }

    @Test(arguments: TestPlace.all) func `are counted by organisation, kind and year apart`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.xingning)
            )
            #expect(try desk.file(as: one).number == "450103ZX2026001")
            #expect(try desk.file(as: other).number == "450102ZX2026001")
            #expect(try desk.file(as: one, ["kind": "BL"]).number == "450103BL2026001")
            #expect(try desk.file(as: one).number == "450103ZX2026002")
            desk.now = try #require(.init("2027-01-01T00:00"))
            #expect(try desk.file(as: one).number == "450103ZX2027001")
            #expect(try desk.file(as: one).number == "450103ZX2027002")
        }
    }

    @Test(arguments: TestPlace.all) func `widen and never wrap`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.file(as: clerk)
            try desk.database.writeBlocking { try $0.enqueue("UPDATE counter SET value = 998") }
            #expect(try desk.file(as: clerk).number == "450103ZX2026999")
            #expect(try desk.file(as: clerk).number == "450103ZX20261000")
            #expect(try desk.file(as: clerk).number == "450103ZX20261001")
        }
    }

    @Test(arguments: TestPlace.all) func `a thousand at once on one organisation get a thousand numbers`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let (kernel, now) = (desk.kernel, desk.now)
            let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
                for index in 0..<1000 {
                    group.addTask {
                        // One in ten is refused, between the others in the same commit.
                        let values: [String: Value] =
                            index % 10 == 0 ? ["title": "x", "kind": "??"] : ["title": .string("事\(index)"), "kind": "ZX"]
                        do {
                            return try await kernel.perform(
                                ActionRequest(type: "sample/matter", action: "file", actor: clerk, values: values), at: now
                            ).number
                        } catch is Refusal { return nil }
                    }
                }
                return try await group.reduce(into: [String]()) { if let number = $1 { $0.append(number) } }
            }
            #expect(numbers.count == 900)
            let sequences = numbers.compactMap { Int($0.dropFirst("450103ZX2026".count)) }
            #expect(Set(sequences) == Set(1...900))
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter") == 900)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 900)
            #expect(try desk.number("SELECT MAX(seq) FROM journal") == 900)
            #expect(desk.database.commits <= desk.database.flushes)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `two kernels on one database draw from one counter`(place: TestPlace) async throws {
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let databases = try (0..<2).map { _ in try Database.open(url, configuration: configuration) }
            defer { for database in databases { database.close() } }
            let desks = try databases.map { try Desk($0, url: url) }
            let clerk = try desks[0].person("c1", "clerk", at: SampleOffice.qingxiu)
            let now = Desk.monday
            let kernels = desks.map(\.kernel)
            let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        try await kernels[index % 2].perform(
                            ActionRequest(type: "sample/matter", action: "file", actor: clerk, values: ["title": "事", "kind": "ZX"]),
                            at: now
                        ).number
                    }
                }
                return try await group.reduce(into: [String]()) { if let number = $1 { $0.append(number) } }
            }
            #expect(Set(numbers.compactMap { Int($0.dropFirst("450103ZX2026".count)) }) == Set(1...200))
            #expect(try desks[0].number("SELECT MAX(seq) FROM journal") == 200)
            #expect(try desks[1].findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `of papers are counted by themselves`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for _ in 0..<3 {
                let id = try desk.file(as: clerk).id
                try desk.perform("take", id, as: clerk)
                try desk.perform("finish", id, as: clerk)
            }
            #expect(try desk.texts("SELECT number FROM issued_document ORDER BY id") == ["样2026-01", "样2026-02", "样2026-03"])
        }
    }
}
