import TestDatabases
import Definitions
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Deadlines` {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    private func later(_ milliseconds: Int64) throws -> Moment { try Desk.monday.adding(milliseconds: milliseconds) }

    private func deadline(_ desk: Desk, _ id: String, _ limit: String = "reply") throws -> RecordView.Deadline? {
        try desk.view(id, as: .system).deadlines.last { $0.limit == limit }
    }

    @Test(arguments: TestPlace.all) func `start with the action and are met by another`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            #expect(try deadline(desk, id)?.due == later(Self.day) && deadline(desk, id)?.state == "running")
            #expect(try desk.view(id, as: clerk).due == later(Self.day))
            try desk.perform("take", id, as: clerk)
            desk.now = try later(Self.day)
            try desk.perform("finish", id, as: clerk)
            #expect(try deadline(desk, id)?.state == "met", "the very last moment is in time")
            #expect(try desk.view(id, as: clerk).due == nil && !desk.view(id, as: clerk).isOverdue)
        }
    }

    @Test(arguments: TestPlace.all) func `are missed a moment later, with or without the clock having run`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("take", id, as: clerk)
            desk.now = try later(Self.day + 1)
            #expect(try desk.view(id, as: clerk).isOverdue)
            #expect(try desk.list(ListQuery(type: "sample/matter", filter: "overdue"), as: clerk) == [id])
            try desk.perform("finish", id, as: clerk)
            #expect(try deadline(desk, id)?.state == "missed")
            #expect(try desk.view(id, as: clerk).isOverdue)
            #expect(try Scheduler(kernel: desk.kernel).run(at: later(30 * Self.day)).isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `stand still while suspended and go on with what was left`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("take", id, as: clerk)
            desk.now = try later(10 * Self.hour)
            try desk.perform("ask", id, as: clerk)
            #expect(try deadline(desk, id)?.state == "suspended" && desk.view(id, as: clerk).due == nil)
            #expect(try Scheduler(kernel: desk.kernel).run(at: later(5 * Self.day)).isEmpty)
            desk.now = try later(5 * Self.day)
            try desk.perform("answer", id, as: clerk)
            #expect(try deadline(desk, id)?.due == later(5 * Self.day + 14 * Self.hour) && deadline(desk, id)?.state == "running")
        }
    }

    @Test(arguments: TestPlace.all) func `start anew, are extended once, and follow a field`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("take", id, as: clerk)
            desk.now = try later(10 * Self.hour)
            try desk.perform("reset", id, as: clerk)
            #expect(try deadline(desk, id)?.due == later(34 * Self.hour))
            #expect(try desk.texts("SELECT state FROM deadline WHERE limit_id = 'reply' ORDER BY started_at") == ["cancelled", "running"])
            for bad in [Value.int(0), .int(-3), .int(.max), "x", .null] {
                #expect(refusal { try desk.perform("extend", id, as: clerk, ["more": bad]) } != nil)
            }
            try desk.perform("extend", id, as: clerk, ["more": 2])
            #expect(try deadline(desk, id).map { $0.due ?? .first > (try later(34 * Self.hour)) } == true)
            #expect(refusal { try desk.perform("extend", id, as: clerk, ["more": 2]) }?.reason == .policy)
            try desk.perform("plan", id, as: clerk, ["due_on": "2026-03-10"])
            #expect(try deadline(desk, id, "agreed")?.due == .endOfDay(Day("2026-03-10")!))
            try desk.perform("plan", id, as: clerk, ["due_on": "2026-03-04"])
            #expect(try deadline(desk, id, "agreed")?.due == .endOfDay(Day("2026-03-04")!))
            try desk.perform("plan", id, as: clerk, ["due_on": .null])
            #expect(try desk.number("SELECT COUNT(*) FROM deadline WHERE limit_id = 'agreed' AND state = 'running'") == 0)
        }
    }

    @Test(arguments: TestPlace.all) func `of a day are met to its last moment`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["due_on": "2026-03-02"]).id
            try desk.perform("take", id, as: clerk)
            desk.now = try Moment.startOfDay(Day("2026-03-03")!).adding(milliseconds: -1)
            #expect(try !Scheduler(kernel: desk.kernel).run(at: desk.now).contains { $0.limit == "agreed" })
            try desk.perform("finish", id, as: clerk)
            #expect(try deadline(desk, id, "agreed")?.state == "met")
        }
    }
}

@Suite struct `The scheduler` {
    private static let hour: Int64 = 3_600_000
    private func later(_ hours: Int64) throws -> Moment { try Desk.monday.adding(milliseconds: hours * Self.hour) }

    @Test(arguments: TestPlace.all) func `reminds, marks overdue and escalates, each once`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let id = try desk.file(as: clerk).id
            let scheduler = Scheduler(kernel: desk.kernel)
            #expect(try scheduler.next() == later(12))
            #expect(try scheduler.run(at: later(11)).isEmpty)
            #expect(try scheduler.run(at: later(12)).map(\.mark) == ["remind:0"])
            #expect(try scheduler.run(at: later(12)).isEmpty)
            #expect(try desk.kernel.notices(of: clerk).count { $0.kind == "reminder" } == 1)
            #expect(try scheduler.run(at: later(24)).map(\.mark) == ["due"])
            #expect(try scheduler.run(at: later(25)).isEmpty)
            #expect(try desk.view(id, as: clerk).isOverdue)
            let firing = try scheduler.run(at: later(49))
            #expect(firing.map(\.mark) == ["escalate:0"] && firing.first?.refusal == nil)
            #expect(try desk.kernel.notices(of: head).count { $0.kind == "escalation" } == 1)
            #expect(try scheduler.next() == nil && scheduler.run(at: later(1000)).isEmpty)
            #expect(
                try desk.kernel.timeline("sample/matter", id: id, as: clerk, at: desk.now).map(\.action) == ["chain", "overdue", "file"])
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `catches up in order after having slept`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.file(as: clerk)
            let scheduler = Scheduler(kernel: desk.kernel)
            var marks: [String] = []
            while case let fired = try scheduler.run(at: later(500)), !fired.isEmpty { marks += fired.map(\.mark) }
            #expect(marks == ["remind:0", "due", "escalate:0"])
        }
    }

    @Test(arguments: TestPlace.all) func `leaves nothing of a refused action, but keeps the mark`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let other = try desk.file(as: clerk).id
            desk.now = try later(1)
            let id = try desk.file(as: clerk, ["other": .string(other)]).id
            let scheduler = Scheduler(kernel: desk.kernel)
            // `chain` writes a row, then finishes `other`, which is not under way.
            let fired = try scheduler.advance(from: desk.now, to: later(60)).filter { $0.record == id }
            #expect(fired.map(\.mark) == ["remind:0", "due", "escalate:0"])
            #expect(fired.last?.refusal?.contains("办结") == true)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__entry WHERE _parent = \(id)") == 0)
            #expect(try desk.view(id, as: clerk).version == 1)
            // That it was refused, and why, stands in the record's journal.
            let timeline = try desk.kernel.timeline("sample/matter", id: id, as: clerk, at: desk.now)
            #expect(timeline.map(\.action) == ["clock_refused", "overdue", "file"])
            #expect(timeline.first?.changes.first?.to.contains("办结") == true)
            #expect(try scheduler.next() == nil)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `performs what the clock performs, once, and not when it was overtaken`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let ids = try (0..<2).map { _ in try desk.file(as: clerk).id }
            for id in ids {
                try desk.perform("take", id, as: clerk)
                try desk.perform("ask", id, as: clerk)
            }
            desk.now = try later(24)
            try desk.perform("answer", ids[1], as: clerk)
            let scheduler = Scheduler(kernel: desk.kernel)
            let fired = try scheduler.advance(from: desk.now, to: later(24 * 40))
            #expect(fired.filter { $0.mark == "act" }.map(\.record) == [ids[0]])
            #expect(try desk.view(ids[0], as: clerk).state == "void" && desk.view(ids[1], as: clerk).state == "doing")
            #expect(try desk.number("SELECT COUNT(*) FROM journal WHERE action = 'lapse'") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `of two servers on one database fires everything once`(place: TestPlace) async throws {
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let databases = try (0..<2).map { _ in try Database.open(url, configuration: configuration) }
            defer { for database in databases { database.close() } }
            let desks = try databases.map { try Desk($0, url: url) }
            let clerk = try desks[0].person("c1", "clerk", at: SampleOffice.qingxiu)
            for _ in 0..<30 { try desks[0].file(as: clerk) }
            let now = try later(500)
            let schedulers = desks.map { Scheduler(kernel: $0.kernel) }
            let fired = try await withThrowingTaskGroup(of: [Scheduler.Firing].self) { group in
                for index in 0..<4 {
                    group.addTask {
                        var all: [Scheduler.Firing] = []
                        while case let fired = try schedulers[index % 2].run(at: now, limit: 7), !fired.isEmpty { all += fired }
                        return all
                    }
                }
                return try await group.reduce(into: [Scheduler.Firing]()) { $0 += $1 }
            }
            // One that found everything taken by another may have stopped early; what is left is left once.
            var all = fired
            while case let rest = try schedulers[0].run(at: now), !rest.isEmpty { all += rest }
            #expect(all.count == 90 && Set(all).count == 90)
            #expect(try desks[0].number("SELECT COUNT(*) FROM journal WHERE action = 'overdue'") == 30)
            #expect(try desks[0].number("SELECT COUNT(*) FROM journal WHERE action = 'chain'") == 30)
            #expect(try desks[0].number("SELECT COUNT(*) FROM notice WHERE kind = 'overdue'") == 30)
            #expect(try desks[0].number("SELECT SUM(_missed) FROM sample__matter") == 30)
            #expect(try desks[1].findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `does not fire again when the clock goes back`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let scheduler = Scheduler(kernel: desk.kernel)
            #expect(try scheduler.run(at: later(13)).map(\.mark) == ["remind:0"])
            #expect(try scheduler.run(at: later(1)).isEmpty)
            #expect(try scheduler.run(at: later(13)).isEmpty)
            // Acting in between, at the earlier time, brings nothing back.
            desk.now = try later(1)
            try desk.perform("take", id, as: clerk)
            #expect(try scheduler.run(at: later(13)).isEmpty)
            #expect(try scheduler.run(at: later(24)).map(\.mark) == ["due"])
            desk.now = try later(2)
            try desk.perform("nudge", id, as: clerk)
            #expect(try scheduler.run(at: later(24)).isEmpty)
            #expect(try desk.number("SELECT COUNT(*) FROM journal WHERE action = 'overdue'") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `marks overdue again only what was given more time and missed it again`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("take", id, as: clerk)
            let scheduler = Scheduler(kernel: desk.kernel)
            _ = try scheduler.advance(from: desk.now, to: later(25))
            desk.now = try later(26)
            try desk.perform("ask", id, as: clerk)
            desk.now = try later(30)
            try desk.perform("answer", id, as: clerk)
            #expect(try desk.view(id, as: clerk).deadlines.first?.state == "missed", "a pause after the end does not undo it")
            try desk.perform("extend", id, as: clerk, ["more": 5])
            #expect(try desk.view(id, as: clerk).deadlines.first?.state == "running")
            #expect(try !desk.view(id, as: clerk).isOverdue)
            let fired = try scheduler.advance(from: desk.now, to: later(24 * 30))
            #expect(fired.map(\.mark) == ["due", "escalate:0"])
        }
    }

    @Test(arguments: TestPlace.all) func `falls silent for a limit that the definition no longer has`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let text = SampleOffice.matter.replacing("      reply:  {label: 答复,", with: "      answer_by:  {label: 答复,").replacing(
                "restarts: [reply]", with: "restarts: [answer_by]"
            )
            .replacing("limit: reply", with: "limit: answer_by")
            try desk.kernel.replace(catalogue: try SampleOffice.catalogue(text))
            let scheduler = Scheduler(kernel: desk.kernel)
            #expect(try scheduler.advance(from: desk.now, to: later(100)).count == 1)
            #expect(try scheduler.next() == nil)
            try desk.perform("take", id, as: clerk)
        }
    }

    @Test(arguments: TestPlace.all) func `one record that cannot be written does not hold up the others`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let sick = try desk.file(as: clerk).id
            desk.now = try later(1)
            let well = try desk.file(as: clerk).id
            // A journal entry of another hand sits where the sick record's next row would go.
            try desk.database.writeBlocking { connection in
                try connection.enqueue("UPDATE sample__matter SET code_no = 'x' WHERE _id = \(sick)")
                if connection.dialect == .postgresql {
                    try connection.enqueue("ALTER TABLE sample__entry ADD CONSTRAINT odd CHECK (_parent <> \(raw: "'\(sick)'"))")
                } else {
                    try connection.enqueue(
                        "CREATE TRIGGER odd BEFORE INSERT ON sample__entry WHEN NEW._parent = \(raw: "'\(sick)'") BEGIN SELECT RAISE(ABORT, 'odd'); END"
                    )
                }
            }
            let fired = try Scheduler(kernel: desk.kernel).advance(from: desk.now, to: later(60))
            #expect(fired.first { $0.record == sick && $0.mark == "escalate:0" }?.refusal != nil)
            #expect(fired.first { $0.record == well && $0.mark == "escalate:0" }.map { $0.refusal == nil } == true)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__entry") == 1)
        }
    }
}
