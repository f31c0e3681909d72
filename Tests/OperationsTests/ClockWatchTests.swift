import TestHall
import TestDatabases
import Casework
import Foundation
import Operations
import Storage
import Testing
import WorkCalendar

@Suite struct `The node's clock` {
    private func later(_ start: ContinuousClock.Instant, _ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test(arguments: TestPlace.all) func `is reported when it was set, once, in the journal and to the administrators`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let watch = ClockWatch(kernel: desk.kernel)
            let start = ContinuousClock.now
            #expect(try watch.look(at: desk.now, instant: start) == nil)
            #expect(try watch.look(at: desk.now.adding(milliseconds: 61_000), instant: later(start, 61)) == nil)
            #expect(try ClockWatch.lastJump(in: desk.kernel) == nil)
            // An hour back within a second of the other clock.
            let back = try #require(try watch.look(at: desk.now.adding(milliseconds: 62_000 - 3_600_000), instant: later(start, 62)))
            #expect(back.isBackward && back.text.contains("被拨回了60分钟"))
            #expect(try watch.look(at: desk.now.adding(milliseconds: 63_000 - 3_600_000), instant: later(start, 63)) == nil, "once")
            // And two days on.
            let on = try #require(try watch.look(at: desk.now.adding(milliseconds: 64_000 + 169_200_000), instant: later(start, 64)))
            #expect(!on.isBackward && on.text.contains("被拨快了2天"))
            #expect(try ClockWatch.lastJump(in: desk.kernel) == on)
            let acts = try desk.database.read { try $0.query("SELECT action FROM journal WHERE record_type = 'node/clock' ORDER BY seq") }
            #expect(acts.map { $0.text(0) } == ["set_back", "set_forward"])
            let told = try desk.database.read { try $0.query("SELECT role, text FROM notice WHERE kind = 'clock'") }
            #expect(told.count == 2 && told.allSatisfy { $0.text(0) == "sys_admin" })
            #expect(try JournalSeal(database: desk.database).verify().isEmpty)
            let check = try #require(
                Diagnosis.diagnose(desk.kernel, folder: nil, at: on.found).checks.first { $0.id == "clock" })
            #expect(place == .postgresql || check.grade == .attention && check.text.contains("被拨快了2天"))
        }
    }

    @Test(arguments: TestPlace.all) func `is reported when it went back while the node stood still, and not when it only went on`(
        place: TestPlace
    ) async throws {
        try await place.desk { desk in
            // Each start has a watch of its own.
            var found: [Bool?] = []
            for minutes in [0, 60 * 24 * 30, 0, 0] {
                found.append(try ClockWatch(kernel: desk.kernel).look(at: desk.now.adding(minutes: minutes))?.isBackward)
            }
            #expect(found == [nil, nil, true, nil])
        }
    }
}

@Suite struct `How a node is` {
    @Test func `is told within seconds also when its database hangs, and in words`() async throws {
        try await TestPlace.sqlite.desk { desk in
            let now = desk.now
            let watch = HealthWatch(kernel: desk.kernel, folder: nil) { now }
            // On a machine with much else to do the first may not be had in time; then it is said that it was not.
            var well = await watch.latest()
            for _ in 0..<60 where well.isFailing { well = await watch.latest() }
            #expect(!well.isFailing && well.checks.contains { $0.id == "writable" && $0.grade == .good })
            desk.database.close()
            let closed = Diagnosis.diagnose(desk.kernel, folder: nil, at: now, probesWrite: true)
            #expect(closed.isFailing)
        }
    }

    @Test func `is failing when nothing can be written, and not for want of a calendar`() async throws {
        try await TestPlace.sqlite.withURL { url, _ in
            var configuration = Database.Configuration()
            configuration.busyTimeoutMilliseconds = 50
            let database = try Database.open(url, configuration: configuration)
            defer { database.close() }
            let desk = try Desk(database)
            #expect(Diagnosis.diagnose(desk.kernel, folder: nil, at: desk.now, probesWrite: true).isFailing == false)
            let other = try Database.open(url)
            defer { other.close() }
            try other.writeBlocking { connection in
                try connection.execute("INSERT INTO setting (name, value) VALUES ('x', 'y')")
                let found = Diagnosis.diagnose(desk.kernel, folder: nil, at: desk.now, probesWrite: true)
                let check = found.checks.first { $0.id == "writable" }
                #expect(found.isFailing && check?.grade == .bad && check?.text.contains("被别的程序占用") == true)
            }
        }
    }
}
