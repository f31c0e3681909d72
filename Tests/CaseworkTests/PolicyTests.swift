import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Rules of policy` {
    @Test(arguments: TestPlace.all) func `nobody does both halves of what takes two`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            let id = try desk.file(as: one, ["account": "c2"]).id
            #expect(refusal { try desk.perform("confirm", id, as: one) }?.reason == .forbidden)
            try desk.perform("confirm", id, as: other)
            #expect(refusal { try desk.perform("decide", id, as: other) }?.reason == .forbidden)
            try desk.perform("decide", id, as: one)
            try desk.perform("take", id, as: one)
            #expect(refusal { try desk.perform("approve", id, as: one) }?.reason == .forbidden)
            try desk.perform("approve", id, as: other)
        }
    }

    @Test(arguments: TestPlace.all) func `making it at a window for somebody else is making it`(place: TestPlace) async throws {
        try await place.desk { desk in
            try desk.person("p1", "citizen", at: "")
            var clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            clerk.onBehalfOf = "p1"
            let id = try desk.file(as: clerk).id
            #expect(try desk.view(id, as: clerk).createdBy == "p1")
            clerk.onBehalfOf = nil
            #expect(refusal { try desk.perform("confirm", id, as: clerk) }?.reason == .forbidden)
            #expect(try desk.view(id, as: Actor(id: "p1", name: "p1", grants: [Grant(role: "citizen", org: "")], org: "")).id == id)
        }
    }

    @Test(arguments: TestPlace.all) func `caps count for a record, an actor, a field's value, a span`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            let id = try desk.file(as: one).id
            let second = try desk.file(as: one).id
            try desk.perform("twice", id, as: one)
            try desk.perform("twice", id, as: other)
            #expect(refusal { try desk.perform("twice", id, as: one) }?.reason == .policy)
            try desk.perform("twice", second, as: one)
            try desk.perform("once_each", id, as: one)
            #expect(refusal { try desk.perform("once_each", id, as: one) }?.reason == .policy)
            try desk.perform("once_each", id, as: other)
            try desk.perform("lately", id, as: one)
            #expect(refusal { try desk.perform("lately", id, as: one) }?.reason == .policy)
            desk.now = try desk.now.adding(milliseconds: 31 * 86_400_000)
            try desk.perform("lately", id, as: one)
        }
    }

    @Test(arguments: TestPlace.all) func `a cap for a field counts while the field had the value it has now`(place: TestPlace) async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.region)
            let id = try desk.file(as: clerk, ["unit": .string(SampleOffice.qingxiu)]).id
            try desk.perform("per_unit", id, as: head)
            #expect(refusal { try desk.perform("per_unit", id, as: head) }?.reason == .policy)
            try desk.perform("move", id, as: head, ["unit": .string(SampleOffice.xingning)])
            try desk.perform("per_unit", id, as: head)
            #expect(refusal { try desk.perform("per_unit", id, as: head) }?.reason == .policy)
            try desk.perform("move", id, as: head, ["unit": .string(SampleOffice.qingxiu)])
            #expect(refusal { try desk.perform("per_unit", id, as: head) }?.reason == .policy)
        }
    }

    @Test(arguments: TestPlace.all) func `also hold for what is just being made`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            func open(_ actor: Actor, _ values: [String: Value] = [:]) throws {
                try desk.perform("open", as: actor, ["name": "任务"].merging(values) { $1 }, type: "sample/errand")
            }
            #expect(refusal { try open(one, ["by_whom": "c1"]) }?.reason == .forbidden)
            try open(one, ["by_whom": "c2"])
            try open(one)
            #expect(refusal { try open(one) }?.reason == .policy)
            try open(other)
            desk.now = try desk.now.adding(milliseconds: 2 * 86_400_000)
            try open(one)
        }
    }

    @Test(arguments: TestPlace.all) func `some may be done once in a span, some only within one`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("nudge", id, as: clerk)
            desk.now = try desk.now.adding(milliseconds: 4 * 3_600_000 - 1)
            #expect(refusal { try desk.perform("nudge", id, as: clerk) }?.reason == .policy)
            desk.now = try desk.now.adding(milliseconds: 1)
            try desk.perform("nudge", id, as: clerk)
            try desk.perform("take", id, as: clerk)
            try desk.perform("finish", id, as: clerk)
            desk.now = try desk.now.adding(milliseconds: 15 * 86_400_000)
            try desk.perform("appeal", id, as: clerk)
            try desk.perform("finish", id, as: clerk)
            desk.now = try desk.now.adding(milliseconds: 16 * 86_400_000)
            #expect(refusal { try desk.perform("appeal", id, as: clerk) }?.reason == .policy)
        }
    }

    @Test(arguments: TestPlace.all) func `from the wrong state nothing goes`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            for action in ["finish", "ask", "answer", "appeal", "approve"] {
                #expect(refusal { try desk.perform(action, id, as: clerk) }?.reason == .state, "\(action)")
            }
            try desk.perform("take", id, as: clerk)
            #expect(refusal { try desk.perform("take", id, as: clerk) }?.reason == .state)
            try desk.perform("finish", id, as: clerk)
            for action in ["nudge", "move", "write", "take", "finish"] {
                #expect(refusal { try desk.perform(action, id, as: clerk) }?.reason == .state, "\(action)")
            }
        }
    }
}

@Suite struct `What an action sets` {
    @Test(arguments: TestPlace.all) func `is worked out, or the action is refused where it goes beyond its range`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("tally", id, as: clerk, ["add": 5])
            try desk.perform("tally", id, as: clerk, ["add": .int(.max - 5)])
            let refused = refusal { try desk.perform("tally", id, as: clerk, ["add": 1]) }
            #expect(refused?.reason == .invalid && refused?.field == "total")
            #expect(try desk.view(id, as: clerk)["total"] == .int(.max) && desk.view(id, as: clerk).version == 3)
        }
    }
}

@Suite struct `What follows from an action` {
    @Test(arguments: TestPlace.all) func `is undone whole when its last part is refused`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let other = try desk.file(as: clerk).id
            let id = try desk.file(as: clerk, ["other": .string(other)]).id
            let before = try desk.texts("SELECT id FROM notice ORDER BY id")
            // `other` is not under way: it cannot be finished, after rows and tasks have been written.
            let refused = refusal { try desk.perform("relate", id, as: clerk, ["memo": "试"], key: "k") }
            #expect(refused?.reason == .state && refused?.action == "sample/matter.finish")
            #expect(try desk.view(id, as: clerk)["memo"] == .null)
            for table in ["sample__entry", "sample__errand", "idempotency", "issued_document", "document_copy"] {
                #expect(try desk.number("SELECT COUNT(*) FROM \(identifier: table)") == 0, "\(table)")
            }
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 2)
            #expect(try desk.texts("SELECT id FROM notice ORDER BY id") == before)
            #expect(try desk.findings().isEmpty)
            try desk.perform("take", other, as: clerk)
            try desk.perform("relate", id, as: clerk, ["memo": "试"], key: "k")
            #expect(try desk.view(other, as: clerk).state == "done")
            #expect(try desk.number("SELECT COUNT(*) FROM sample__entry") == 1)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `is journalled as the system's for the actor`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let outcome = try desk.perform("spawn", id, as: clerk, ["what": "送达"])
            let task = try #require(outcome.created.first)
            #expect(task.type == "sample/errand")
            #expect(try desk.view(id, as: clerk)["spawned"] == .string(task.id))
            let row = try #require(
                try desk.database.read { try $0.first("SELECT actor, behalf FROM journal WHERE record_id = \(task.id)") })
            #expect(row.text(0) == "system" && row.text(1) == "c1")
            // The other record's own rules hold, and its refusal refuses the whole.
            #expect(refusal { try desk.perform("spawn", id, as: clerk, ["what": "一个很长很长的任务名称"]) }?.reason == .invalid)
            #expect(refusal { try desk.perform("spawn", id, as: clerk) }?.reason == .invalid)
            #expect(try desk.view(id, as: clerk).version == 2)
        }
    }

    @Test(arguments: TestPlace.all) func `where there is nobody to act on is nothing`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("relate", id, as: clerk)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__errand") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `on each other ends`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("edit", id, as: clerk, ["other": .string(id)])
            try desk.perform("take", id, as: clerk)
            let outcome = try desk.perform("relate", id, as: clerk)
            #expect(outcome.state == "done")
            #expect(try desk.view(id, as: clerk).version == outcome.version)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `papers, copies and messages come once, and say no secret`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let citizen = try desk.person("p1", "citizen", at: "")
            let id = try desk.file(as: clerk, ["account": "p1", "phone": "13812345678", "unit": .string(SampleOffice.qingxiu)]).id
            try desk.perform("take", id, as: clerk)
            try desk.perform("finish", id, as: clerk)
            let papers = try desk.kernel.issuedDocuments(of: RecordReference(type: "sample/matter", id: id))
            #expect(papers.map(\.number) == ["样2026-01"])
            #expect(papers.first?.body == "450103ZX2026001 修路  由 c1 办结")
            let copy = try #require(try desk.database.read { try $0.first("SELECT to_org, due, received_at FROM document_copy") })
            #expect(copy.text(0) == SampleOffice.nanning && copy.int(1) != nil && copy.int(2) == nil)
            let notices = try desk.kernel.notices(of: citizen)
            #expect(notices.count == 1 && notices.first?.readAt == nil)
            #expect(notices.first?.text == "办结：450103ZX2026001", "a title that is kept from some stands in no message")
            try await desk.kernel.markNoticesRead(of: citizen, at: desk.now)
            #expect(try desk.kernel.notices(of: citizen).first?.readAt == desk.now)
        }
    }
}

@Suite struct `To-dos` {
    @Test(arguments: TestPlace.all) func `follow the state, the person and the organisation`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            let far = try desk.person("c3", "clerk", at: SampleOffice.xingning)
            let id = try desk.file(as: one).id
            func tasks(_ actor: Actor) throws -> [String] { try desk.kernel.todos(of: actor, at: desk.now).map(\.task) }
            #expect(try tasks(one) == ["受理"] && tasks(other) == ["受理"] && tasks(far).isEmpty)
            #expect(try desk.kernel.todos(of: one, at: desk.now).first?.due == desk.now.adding(milliseconds: 86_400_000))
            try desk.perform("move", id, as: one, ["unit": .string(SampleOffice.xingning)])
            #expect(try tasks(one).isEmpty && tasks(far) == ["受理"])
            try desk.perform("take", id, as: far)
            #expect(try tasks(far) == ["办理"] && tasks(other).isEmpty)
            try desk.perform("ask", id, as: far)
            #expect(try tasks(far).isEmpty)
            try desk.perform("answer", id, as: far)
            #expect(try desk.kernel.todoCount(of: far) == 1)
            try desk.perform("finish", id, as: far)
            #expect(try tasks(far).isEmpty && desk.number("SELECT COUNT(*) FROM todo") == 0)
        }
    }

    @Test(arguments: TestPlace.all) func `are paged by what falls due, to the end`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for index in 0..<25 {
                desk.now = try Desk.monday.adding(milliseconds: Int64((index * 7) % 25) * 60_000)
                try desk.file(as: clerk)
            }
            var seen: [TodoItem] = []
            var cursor: TodoCursor?
            repeat {
                let page = try desk.kernel.todos(of: clerk, at: desk.now, limit: 7, after: cursor)
                seen += page
                cursor = page.last.map { TodoCursor(after: $0) }
            } while cursor != nil
            #expect(seen.count == 25 && Set(seen.map(\.id)).count == 25)
            #expect(try desk.kernel.todos(of: clerk, at: desk.now, type: "sample/matter", limit: 50).count == 25)
            #expect(try desk.kernel.todos(of: clerk, at: desk.now, type: "sample/errand", limit: 50).isEmpty)
            #expect(seen.map { $0.due ?? .first } == seen.map { $0.due ?? .first }.sorted())
            #expect(!seen.contains { $0.title.contains("修路") }, "a title that is kept from some stands in no to-do")
        }
    }
}
