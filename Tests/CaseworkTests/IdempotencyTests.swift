import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `A repeated request` {
    @Test(arguments: TestPlace.all) func `does nothing twice and gets the same answer`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let first = try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k1")
            let again = try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k1")
            #expect(!first.wasRepeated && again.wasRepeated)
            #expect((first.id, first.number, first.version, first.state) == (again.id, again.number, again.version, again.state))
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter") == 1)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 1)
            let next = try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k2")
            #expect(next.number == "450103ZX2026002")
        }
    }

    @Test(arguments: TestPlace.all) func `with other content under the same key is refused`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k").id
            #expect(refusal { try desk.perform("file", as: clerk, ["title": "修桥", "kind": "ZX"], key: "k") }?.reason == .invalid)
            #expect(refusal { try desk.perform("take", id, as: clerk, key: "k") }?.reason == .invalid)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `keys of different people do not meet`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            let first = try desk.perform("file", as: one, ["title": "修路", "kind": "ZX"], key: "k")
            let second = try desk.perform("file", as: other, ["title": "修路", "kind": "ZX"], key: "k")
            #expect(first.id != second.id)
        }
    }

    @Test(arguments: TestPlace.all) func `after a refusal is judged anew, also with other content`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            #expect(refusal { try desk.perform("file", as: clerk, ["title": "修路", "kind": "??"], key: "k") }?.reason == .invalid)
            #expect(try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k").number == "450103ZX2026001")
        }
    }

    @Test(arguments: TestPlace.all) func `many times at once happens once`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let (kernel, now) = (desk.kernel, desk.now)
            let request = ActionRequest(
                type: "sample/matter", action: "file", actor: clerk, values: ["title": "修路", "kind": "ZX"], idempotencyKey: "k")
            let outcomes = try await withThrowingTaskGroup(of: ActionOutcome.self) { group in
                for _ in 0..<50 { group.addTask { try await kernel.perform(request, at: now) } }
                return try await group.reduce(into: [ActionOutcome]()) { $0.append($1) }
            }
            #expect(Set(outcomes.map(\.id)).count == 1)
            #expect(outcomes.count { !$0.wasRepeated } == 1)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `is not told to live screens again`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let heard = Tally()
            desk.kernel.onAction { outcome, _ in heard.add(outcome.id) }
            let id = try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k").id
            try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "k")
            #expect(heard.all == [id])
        }
    }
}
