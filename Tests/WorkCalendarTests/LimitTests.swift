import Foundation
import Testing

@testable import WorkCalendar

@Suite struct `Limits` {
    @Test func `of absurd length are refused`() throws {
        for unit in LimitUnit.allCases {
            for count in [-1, Int.min, Int.max, unit.allowedCounts.upperBound + 1] {
                #expect(throws: CalendarError.countOutOfRange(count: count, unit: unit)) { try Limit(count, unit) }
            }
            let longest = try Limit(unit.allowedCounts.upperBound, unit)
            let due = try Clock(limit: longest, start: moment("2026-03-02T09:00")).due(in: Fixtures.national)
            #expect(due != nil)
            #expect(throws: CalendarError.self) { try Clock(limit: longest, start: .last).due(in: Fixtures.national) }
        }
        #expect(CalendarError.countOutOfRange(count: -3, unit: .days).description == "期限“-3日”不合理：应在0至36525日之间")
    }

    @Test(arguments: [
        // 举行听证的七日前: seven such days lie strictly between.
        (7, LimitUnit.workdays, true, "2026-04-20", "2026-04-08", "2026-04-08"),
        (7, .workdays, false, "2026-04-20", "2026-04-09", "2026-04-09"),
        (5, .days, true, "2026-04-10", "2026-04-04", "2026-04-03"), (3, .workdays, false, "2026-05-06", "2026-04-28", "2026-04-28"),
        (30, .days, false, "2026-12-14", "2026-11-14", "2026-11-13"), (1, .months, true, "2026-12-15", "2026-11-14", "2026-11-13"),
        (1, .years, false, "2028-02-29", "2027-02-28", "2027-02-26"),
        (30, .minutes, false, "2026-04-10T09:10", "2026-04-10T08:40", "2026-04-10T08:40"),
        (24, .hours, false, "2026-04-06T09:10", "2026-04-05T09:10", "2026-04-05T09:10"),
    ])
    func `counted backwards are met by the working day before`(
        count: Int, unit: LimitUnit, clear: Bool, date: String, raw: String, effective: String
    ) throws {
        let limit = try Limit(count, unit, backwards: true, clearDays: clear)
        let due = try #require(try Clock(limit: limit, start: moment(date)).due(in: Fixtures.national))
        #expect((due.rawText, due.effectiveText) == (raw, effective))
    }

    @Test(arguments: [
        ("2024-02-29", 1, LimitUnit.years, "2025-02-28"), ("2026-01-31", 1, .months, "2026-02-28"),
        ("2026-12-31", 2, .months, "2027-03-01"),
        ("2026-12-30", 5, .days, "2027-01-04"), ("2026-02-12", 0, .days, "2026-02-12"), ("2026-02-15", 0, .workdays, "2026-02-24"),
        ("2023-02-28", 1, .days, "2023-03-01"),
    ])
    func `cross years and leap days`(start: String, count: Int, unit: LimitUnit, effective: String) throws {
        #expect(try Clock(limit: Limit(count, unit), start: moment(start)).due(in: Fixtures.national)?.effectiveText == effective)
    }

    @Test func `end where counting day by day ends`() throws {
        var random = Seeded(state: 5)
        for _ in 0..<600 {
            let start = try #require(Day(number: .random(in: 17_600...20_700, using: &random)))
            let (days, workdays) = (Int.random(in: 1...90, using: &random), Int.random(in: 1...40, using: &random))
            let calendar = Bool.random(using: &random) ? Fixtures.national : Fixtures.guangxi
            var end = start
            for _ in 0..<days { end = try end.adding(days: 1) }
            let raw = end
            while !calendar.isWorkday(end) { end = try end.adding(days: 1) }
            let due = try #require(try Clock(limit: Limit(days, .days), start: .endOfDay(start)).due(in: calendar))
            #expect((due.raw.day, due.effective.day) == (raw, end))

            var (last, left) = (start, workdays)
            while left > 0 {
                last = try last.adding(days: 1)
                left -= calendar.isWorkday(last) ? 1 : 0
            }
            #expect(try Clock(limit: Limit(workdays, .workdays), start: .startOfDay(start)).due(in: calendar)?.effective.day == last)
        }
    }

    @Test func `that end with a day are kept until midnight`() throws {
        let due = try #require(try Clock(limit: Limit(7, .days), start: moment("2026-05-11")).due(in: Fixtures.national))
        #expect(due.isDay)
        #expect(due.effective.description == "2026-05-18T23:59:59")
        #expect(!due.isMissed(at: try moment("2026-05-18T23:59:59.999")))
        #expect(due.isMissed(at: try moment("2026-05-19")))
        #expect(due.missedFrom == (try moment("2026-05-19")))
        let hours = try #require(try Clock(limit: Limit(1, .hours), start: moment("2026-05-11T09:00")).due(in: Fixtures.national))
        #expect(!hours.isMissed(at: try moment("2026-05-11T10:00")))
        #expect(hours.isMissed(at: hours.missedFrom))
    }

    @Test func `warn of years without arrangement where they rest on one`() throws {
        func years(_ count: Int, _ unit: LimitUnit, _ start: String, moves: Bool = true) throws -> [Int]? {
            try Clock(limit: Limit(count, unit, movesFromRestDay: moves), start: moment(start)).due(in: Fixtures.national)?.unannouncedYears
        }
        #expect(try years(1, .years, "2026-06-26") == [2027])
        #expect(try years(3, .years, "2026-06-26") == [2029])
        #expect(try years(1, .years, "2026-06-26", moves: false) == [])
        #expect(try years(500, .workdays, "2026-06-26") == [2027, 2028])
        #expect(try years(5, .workdays, "2026-06-26") == [])
        #expect(try years(5, .workdays, "2026-12-31") == [2027])
        #expect(try years(8_760, .hours, "2026-06-26") == [])
    }

    @Test func `and clocks survive being kept as JSON`() throws {
        let clock = Clock(
            limit: try Limit(4, .serviceHours, hours: .office), start: try moment("2026-03-02T09:00"),
            pauses: [Pause(from: try moment("2026-03-02T10:00"), reason: "补正")], extensions: [.init(2, .serviceHours)])
        let json = try JSONEncoder().encode(clock)
        #expect(try JSONDecoder().decode(Clock.self, from: json) == clock)
        let due = try clock.due(in: Fixtures.national, asIfResumedAt: moment("2026-03-02T11:00"))
        #expect(try JSONDecoder().decode(Due.self, from: JSONEncoder().encode(due)) == due)
        #expect(try JSONDecoder().decode(Limit.self, from: Data(#"{"count":7,"unit":"days"}"#.utf8)) == Limit(7, .days))
        #expect(throws: CalendarError.self) { try JSONDecoder().decode(Limit.self, from: Data(#"{"count":-7,"unit":"days"}"#.utf8)) }
    }
}
