import Testing

@testable import WorkCalendar

@Suite struct `Progress of a limit` {
    private func clock(_ count: Int, _ unit: LimitUnit, _ start: String, pauses: [(String, String?)] = []) throws -> Clock {
        Clock(
            limit: try Limit(count, unit), start: try moment(start),
            pauses: try pauses.map { Pause(from: try moment($0.0), to: try $0.1.map { try moment($0) }, reason: "补正") })
    }

    @Test(arguments: [
        (24, LimitUnit.hours, "2026-03-16T09:14", [(String, String?)](), 0.5, "2026-03-16T21:14"),  // public-legal-service S1
        (24, .hours, "2026-03-16T09:14", [], 0.8, "2026-03-17T04:26"), (24, .hours, "2026-03-16T09:14", [], 0, "2026-03-16T09:14"),
        (24, .hours, "2026-03-16T09:14", [], 1, "2026-03-17T09:14"),
        (24, .hours, "2026-03-16T09:00", [("2026-03-16T12:00", "2026-03-16T20:00")], 0.5, "2026-03-17T05:00"),
        (4, .serviceHours, "2026-03-16T16:00", [], 0.5, "2026-03-17T10:00"),
        (10, .days, "2026-05-11T15:20", [], 0.5, "2026-05-16T23:59:59"),
        (7, .days, "2026-05-11T15:20", [], 0.5, "2026-05-15T12:00"), (10, .workdays, "2026-05-08", [], 0.5, "2026-05-14T23:59:59"),
        (10, .workdays, "2026-05-08", [("2026-05-12", "2026-05-19")], 0.5, "2026-05-21T23:59:59"),
        (7, .days, "2026-05-11", [], 1, "2026-05-18T23:59:59"),
    ])
    func `puts warnings where that share has run`(
        count: Int, unit: LimitUnit, start: String, pauses: [(String, String?)], share: Double, expected: String
    ) throws {
        let clock = try clock(count, unit, start, pauses: pauses)
        let found = try #require(try clock.moment(atFraction: share, in: Fixtures.national))
        #expect(found.description == expected)
        let back = try clock.fraction(elapsedAt: found, in: Fixtures.national)
        #expect(abs(back - share) < 1e-9)
    }

    @Test func `does not move on rest days and in suspension, and goes on beyond the end`() throws {
        let clock = try clock(10, .workdays, "2026-05-08", pauses: [("2026-05-12", "2026-05-19")])
        func at(_ text: String) throws -> Double { try clock.fraction(elapsedAt: moment(text), in: Fixtures.national) }
        #expect(try at("2026-05-08T16:00") == 0)
        #expect(try at("2026-05-09T12:00") == 0.05)  // a working Saturday
        #expect(try at("2026-05-10T12:00") == 0.1)  // Sunday
        #expect(try at("2026-05-13") == 0.3)
        #expect(try at("2026-05-18T18:00") == 0.3)
        #expect(try at("2026-05-20T12:00") == 0.35)
        #expect(try clock.due(in: Fixtures.national)?.effectiveText == "2026-05-28")
        #expect(try at("2026-05-28T23:59:59") == 1)
        #expect(try at("2026-05-29T12:00") == 1.05)
        #expect(try at("2020-01-01") == 0)
    }

    @Test func `stands while a suspension lasts`() throws {
        let suspended = try clock(24, .hours, "2026-03-16T09:00", pauses: [("2026-03-16T15:00", nil)])
        #expect(try suspended.moment(atFraction: 0.2, in: Fixtures.national) == moment("2026-03-16T13:48"))
        #expect(try suspended.moment(atFraction: 0.5, in: Fixtures.national) == nil)
        #expect(try suspended.fraction(elapsedAt: moment("2026-03-20T15:00"), in: Fixtures.national) == 0.25)
    }

    @Test func `is asked with a share between nothing and all`() throws {
        let clock = try clock(24, .hours, "2026-03-16T09:00")
        for share in [-0.1, 1.1, .infinity, .nan] {
            #expect(throws: CalendarError.self) { try clock.moment(atFraction: share, in: Fixtures.national) }
        }
        let back = Clock(limit: try Limit(3, .days, backwards: true), start: try moment("2026-03-16"))
        #expect(throws: CalendarError.countedBackwards(what: .share)) { try back.moment(atFraction: 0.5, in: Fixtures.national) }
    }

    @Test func `of no length is over at once`() throws {
        let clock = try clock(0, .hours, "2026-03-16T09:00")
        #expect(try clock.fraction(elapsedAt: moment("2026-03-16T09:00"), in: Fixtures.national) == 1)
        #expect(try clock.moment(atFraction: 0.5, in: Fixtures.national) == moment("2026-03-16T09:00"))
    }

    @Test(arguments: [
        (7, LimitUnit.days, "2026-05-11", [(String, String?)](), "2026-05-14T10:00", "还剩4日"),
        (7, .days, "2026-05-11", [], "2026-05-18T10:00", "今日届满"),
        (7, .days, "2026-05-11", [], "2026-05-20T10:00", "已超期2日"), (10, .workdays, "2026-05-08", [], "2026-05-15T10:00", "还剩4个工作日"),
        (24, .hours, "2026-05-11T09:00", [], "2026-05-11T12:20", "还剩20小时40分钟"),
        (24, .hours, "2026-05-11T09:00", [], "2026-05-12T09:00", "不足1分钟"),
        (24, .hours, "2026-05-11T09:00", [], "2026-05-12T11:00", "已超期2小时"),
        (7, .days, "2026-05-11", [("2026-05-12", nil)], "2026-05-30T10:00", "已中止，恢复后还剩6日"),
    ])
    func `tells what is left`(count: Int, unit: LimitUnit, start: String, pauses: [(String, String?)], at: String, text: String) throws {
        #expect(try clock(count, unit, start, pauses: pauses).remaining(at: moment(at), in: Fixtures.national).chinese == text)
    }

    @Test func `runs forward only`() throws {
        var random = Seeded(state: 6)
        for _ in 0..<200 {
            let unit = LimitUnit.allCases.randomElement(using: &random) ?? .days
            let start = try #require(Moment(milliseconds: 1_770_000_000_000 + 60_000 * .random(in: 0..<400_000, using: &random)))
            let span = unit.endsWithDay ? 86_400_000 : 3_600_000 as Int64
            var pauses: [Pause] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let from = try start.adding(milliseconds: span * .random(in: 0..<12, using: &random))
                pauses.append(Pause(from: from, to: try from.adding(milliseconds: span * .random(in: 0..<9, using: &random)), reason: "补正"))
            }
            let clock = Clock(limit: try Limit(.random(in: 1...12, using: &random), unit), start: start, pauses: pauses)
            let due = try #require(try clock.due(in: Fixtures.guangxi))
            #expect(due.effective >= due.raw)
            var last = start
            for share in stride(from: 0.0, through: 1, by: 0.125) {
                let found = try #require(try clock.moment(atFraction: share, in: Fixtures.guangxi))
                #expect(found >= last)
                #expect(found <= due.raw)
                #expect(abs(try clock.fraction(elapsedAt: found, in: Fixtures.guangxi) - share) < 1e-9)
                last = found
            }
        }
    }
}
