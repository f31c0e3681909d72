import Testing

@testable import WorkCalendar

@Suite struct `Suspensions and extensions` {
    private func clock(
        _ count: Int, _ unit: LimitUnit, _ start: String, pauses: [(String, String?)] = [], extensions: [LimitExtension] = [],
        moves: Bool = true
    ) throws -> Clock {
        Clock(
            limit: try Limit(count, unit, movesFromRestDay: moves), start: try moment(start),
            pauses: try pauses.map { Pause(from: try moment($0.0), to: try $0.1.map { try moment($0) }, reason: "补正") },
            extensions: extensions)
    }

    @Test(arguments: [
        (10, LimitUnit.workdays, "2026-03-17", "2026-03-23", "2026-04-02", "2026-04-13", "2026-04-13"),
        (7, .days, "2026-05-11T15:20", "2026-05-12", "2026-05-14", "2026-05-20", "2026-05-20"),
        (15, .workdays, "2026-06-02", "2026-06-05", "2026-06-12", "2026-07-01", "2026-07-01"),
        (20, .workdays, "2026-08-04", "2026-08-10", "2026-08-24", "2026-09-15", "2026-09-15"),
        (30, .workdays, "2026-04-20", "2026-05-11", "2026-05-20", "2026-06-12", "2026-06-12"),
        // The same day begun and ended takes nothing out; neither does one over before the start.
        (7, .days, "2026-05-11", "2026-05-12T09:00", "2026-05-12T17:00", "2026-05-18", "2026-05-18"),
        (7, .days, "2026-05-11", "2026-05-01", "2026-05-09", "2026-05-18", "2026-05-18"),
        // On the last day: nothing is left, so the day of resumption is the end.
        (7, .days, "2026-05-11", "2026-05-18", "2026-05-25", "2026-05-25", "2026-05-25"),
        // Raw end on Saturday 10-03, suspended on the effective end: the limit cannot be over before it is resumed.
        (60, .days, "2026-08-04", "2026-10-08", "2026-10-20", "2026-10-20", "2026-10-20"),
        // After the effective end the clock has run out.
        (60, .days, "2026-08-04", "2026-10-09", "2026-10-20", "2026-10-03", "2026-10-08"),
        (1, .months, "2026-03-23", "2026-04-01", "2026-04-03", "2026-04-25", "2026-04-27"),
        (24, .hours, "2026-03-16T09:00", "2026-03-16T20:00", "2026-03-17T08:30", "2026-03-17T21:30", "2026-03-17T21:30"),
        (4, .serviceHours, "2026-03-16T09:00", "2026-03-16T10:00", "2026-03-17T16:00", "2026-03-18T11:00", "2026-03-18T11:00"),
        (30, .minutes, "2026-03-16T09:00", "2026-03-16T09:10", "2026-03-16T10:10", "2026-03-16T10:30", "2026-03-16T10:30"),
    ])
    func `take out what lies after their beginning, up to resumption`(
        count: Int, unit: LimitUnit, start: String, from: String, to: String, raw: String, effective: String
    ) throws {
        let due = try #require(try clock(count, unit, start, pauses: [(from, to)]).due(in: Fixtures.national))
        #expect((due.rawText, due.effectiveText) == (raw, effective))
    }

    @Test func `take out the same, whether as one, in parts or twice over, in any order`() throws {
        let whole = try clock(20, .workdays, "2026-08-04", pauses: [("2026-08-10", "2026-08-24")]).due(in: Fixtures.national)
        for pauses: [(String, String?)] in [
            [("2026-08-10", "2026-08-17"), ("2026-08-17", "2026-08-24")], [("2026-08-17", "2026-08-24"), ("2026-08-10", "2026-08-17")],
            [("2026-08-10", "2026-08-24"), ("2026-08-12", "2026-08-14")], [("2026-08-10", "2026-08-20"), ("2026-08-14", "2026-08-24")],
        ] {
            let due = try clock(20, .workdays, "2026-08-04", pauses: pauses).due(in: Fixtures.national)
            #expect(due?.raw == whole?.raw)
            #expect(due?.effective == whole?.effective)
        }
        let hours = try clock(
            24, .hours, "2026-03-16T09:00", pauses: [("2026-03-16T12:00", "2026-03-16T14:00"), ("2026-03-16T13:00", "2026-03-16T15:00")])
        #expect(try hours.due(in: Fixtures.national)?.effectiveText == "2026-03-17T12:00")
    }

    @Test func `that last leave no due date but a supposed one`() throws {
        let suspended = try clock(7, .days, "2026-05-11", pauses: [("2026-05-12", nil)])
        #expect(try suspended.due(in: Fixtures.national) == nil)
        #expect(suspended.isSuspended)
        #expect(try suspended.due(in: Fixtures.national, asIfResumedAt: moment("2026-05-14")).effectiveText == "2026-05-20")
        #expect(try suspended.due(in: Fixtures.national, asIfResumedAt: moment("2026-05-12")).effectiveText == "2026-05-18")
        // Asked about a time before it began, nothing is taken out.
        #expect(try suspended.due(in: Fixtures.national, asIfResumedAt: moment("2026-05-11")).effectiveText == "2026-05-18")
        #expect(!suspended.isSuspended(at: try moment("2026-05-11")))
        #expect(suspended.isSuspended(at: try moment("2026-06-11")))
        // A closed one inside it does not end it.
        let nested = try clock(7, .days, "2026-05-11", pauses: [("2026-05-12", nil), ("2026-05-13", "2026-05-20")])
        #expect(try nested.due(in: Fixtures.national) == nil)
        #expect(try nested.due(in: Fixtures.national, asIfResumedAt: moment("2026-05-25")).rawText == "2026-05-31")
    }

    @Test func `ending before they begin are refused`() throws {
        let wrong = try clock(7, .days, "2026-05-11", pauses: [("2026-05-14", "2026-05-12")])
        #expect(throws: CalendarError.pauseEndsBeforeItBegins(from: try moment("2026-05-14"), to: try moment("2026-05-12"))) {
            try wrong.due(in: Fixtures.national)
        }
    }

    @Test(arguments: [
        (60, LimitUnit.days, "2026-08-04", [(String, String?)](), LimitExtension(30, .days), "2026-11-02", "2026-11-02"),
        (20, .workdays, "2026-08-04", [("2026-08-10", "2026-08-24")], LimitExtension(20, .workdays), "2026-10-19", "2026-10-19"),
        (30, .workdays, "2026-04-20", [("2026-05-11", "2026-05-20")], LimitExtension(30, .workdays), "2026-07-27", "2026-07-27"),
        (30, .days, "2026-01-18", [], LimitExtension(1, .months), "2026-03-17", "2026-03-17"),
        (24, .hours, "2026-03-16T09:30", [], LimitExtension(24, .hours), "2026-03-18T09:30", "2026-03-18T09:30"),
        (24, .hours, "2026-03-19T09:30", [], LimitExtension(2, .workdays), "2026-03-24T09:30", "2026-03-24T09:30"),
    ])
    func `are counted from the raw end`(
        count: Int, unit: LimitUnit, start: String, pauses: [(String, String?)], more: LimitExtension, raw: String, effective: String
    ) throws {
        let due = try #require(try clock(count, unit, start, pauses: pauses, extensions: [more]).due(in: Fixtures.national))
        #expect((due.rawText, due.effectiveText) == (raw, effective))
    }

    @Test func `follow each other in time`() throws {
        // Extended to 11-02 before the suspension in the added time, which would have come too late for the first end.
        let clock = try clock(
            60, .days, "2026-08-04", pauses: [("2026-10-20", "2026-10-25")],
            extensions: [.init(30, .days, approved: try moment("2026-10-08T16:00"))])
        #expect(try clock.due(in: Fixtures.national)?.rawText == "2026-11-07")
        var undated = clock
        undated.extensions = [.init(30, .days)]
        #expect(try undated.due(in: Fixtures.national)?.rawText == "2026-11-07")
    }

    @Test func `must be approved before the effective end`() throws {
        let late = try clock(60, .days, "2026-08-04", extensions: [.init(30, .days, approved: try moment("2026-10-09T00:00"))])
        #expect(
            throws: CalendarError.extensionTooLate(approved: try moment("2026-10-09"), end: try moment("2026-10-08T23:59:59"))
        ) { try late.due(in: Fixtures.national) }
        let lastMinute = try clock(60, .days, "2026-08-04", extensions: [.init(30, .days, approved: try moment("2026-10-08T23:59:59.999"))])
        #expect(try lastMinute.due(in: Fixtures.national)?.effectiveText == "2026-11-02")
        // While suspended the end has moved on, so there is time to ask.
        let suspended = try clock(
            7, .days, "2026-05-11", pauses: [("2026-05-12", "2026-05-25")],
            extensions: [.init(3, .days, approved: try moment("2026-05-20"))])
        #expect(try suspended.due(in: Fixtures.national)?.rawText == "2026-06-03")
    }

    @Test func `that contradict the limit are refused`() throws {
        #expect(throws: CalendarError.extensionInHours(count: 5, unit: .hours, limit: .days)) {
            try clock(7, .days, "2026-05-11", extensions: [.init(5, .hours)]).due(in: Fixtures.national)
        }
        #expect(throws: CalendarError.countOutOfRange(count: -5, unit: .days)) {
            try clock(7, .days, "2026-05-11", extensions: [.init(-5, .days)]).due(in: Fixtures.national)
        }
        var back = Clock(limit: try Limit(30, .days, backwards: true), start: try moment("2026-12-14"))
        back.extensions = [.init(1, .days)]
        #expect(throws: CalendarError.countedBackwards(what: .extended)) { try back.due(in: Fixtures.national) }
        back.extensions = []
        back.pauses = [Pause(from: try moment("2026-11-01"), to: try moment("2026-11-02"), reason: "补正")]
        #expect(throws: CalendarError.countedBackwards(what: .suspended)) { try back.due(in: Fixtures.national) }
    }
}
