import Foundation
import Testing

@testable import WorkCalendar

@Suite struct `Service hours` {
    @Test(arguments: [
        ("2026-03-02T09:00", 4, "2026-03-02T13:00"), ("2026-03-02T15:00", 4, "2026-03-03T11:00"),
        ("2026-03-02T13:00", 4, "2026-03-02T17:00"),
        ("2026-03-02T17:00", 4, "2026-03-03T13:00"), ("2026-03-02T20:30", 4, "2026-03-03T13:00"),
        ("2026-03-02T07:59", 1, "2026-03-02T10:00"),
        // The desks serve every day: a Saturday and a holiday count.
        ("2026-10-02T16:30", 1, "2026-10-03T09:30"), ("2026-03-06T16:00", 17, "2026-03-08T17:00"),
        ("2026-07-11T20:40", 0, "2026-07-12T09:00"),
        ("2026-03-02T10:00", 0, "2026-03-02T10:00"),
    ])
    func `of a desk run from nine to five every day`(start: String, hours: Int, end: String) throws {
        let limit = try Limit(hours, .serviceHours, hours: .desk)
        let due = try #require(try Clock(limit: limit, start: moment(start)).due(in: Fixtures.national))
        #expect(due.effectiveText == end)
        #expect(due.raw == due.effective)
        #expect(due.unannouncedYears.isEmpty)
    }

    @Test(arguments: [
        ("2026-03-02T09:00", 4, "2026-03-02T15:30"), ("2026-03-02T09:00", 3, "2026-03-02T12:00"),
        ("2026-03-02T12:30", 1, "2026-03-02T15:30"),
        ("2026-03-06T17:00", 1, "2026-03-09T09:30"), ("2026-09-19T10:00", 1, "2026-09-20T10:00"),
        ("2026-09-30T17:30", 2, "2026-10-08T11:00"),
        ("2026-03-02T09:00", 12, "2026-03-03T17:30"), ("2026-03-02T09:00", 13, "2026-03-04T10:00"),
    ])
    func `of an office run on working days, without the noon break`(start: String, hours: Int, end: String) throws {
        let limit = try Limit(hours, .serviceHours, hours: .office)
        #expect(try Clock(limit: limit, start: moment(start)).due(in: Fixtures.national)?.effectiveText == end)
    }

    @Test func `of an office warn of a year without arrangement`() throws {
        let clock = Clock(limit: try Limit(2, .serviceHours, hours: .office), start: try moment("2026-12-31T17:00"))
        let due = try #require(try clock.due(in: Fixtures.national))
        #expect(due.effectiveText == "2027-01-01T10:30")
        #expect(due.unannouncedYears == [2027])
    }

    @Test func `counted at once are those counted minute by minute`() throws {
        var random = Seeded(state: 4)
        let night = try ServiceHours(everyDay: true, periods: [.init(opens: 0, closes: 30), .init(opens: 1_380, closes: 1_440)])
        let base = try moment("2026-09-15").milliseconds
        for hours in [ServiceHours.desk, .office, night] {
            for _ in 0..<60 {
                let start = try #require(Moment(milliseconds: base + 60_000 * .random(in: 0..<40_000, using: &random)))
                let minutes = Int.random(in: 1...900, using: &random)
                let end = try hours.adding(minutes: minutes, to: start, in: Fixtures.national)
                var (current, served) = (start, 0)
                while served < minutes {
                    if hours.isOpen(at: current, in: Fixtures.national) { served += 1 }
                    current = try current.adding(minutes: 1)
                }
                #expect(end == current, "\(minutes) from \(start)")
                #expect(hours.served(from: start, to: end, in: Fixtures.national) == Int64(minutes) * 60_000)
                let back = try hours.subtracting(minutes: minutes, from: end, in: Fixtures.national)
                #expect(hours.served(from: back, to: end, in: Fixtures.national) == Int64(minutes) * 60_000)
                #expect(back >= start)
            }
        }
    }

    @Test func `counted backwards end where so many are left`() throws {
        let limit = try Limit(4, .serviceHours, hours: .office, backwards: true)
        let due = try #require(try Clock(limit: limit, start: moment("2026-03-09T10:00")).due(in: Fixtures.national))
        #expect(due.effectiveText == "2026-03-06T14:30")
    }

    @Test func `that make no sense are refused`() throws {
        for periods in [[], [(600, 600)], [(700, 600)], [(-1, 600)], [(600, 1_441)], [(600, 700), (690, 800)], [(600, 700), (100, 200)]] {
            #expect(throws: CalendarError.self) {
                try ServiceHours(everyDay: true, periods: periods.map { .init(opens: $0.0, closes: $0.1) })
            }
        }
        #expect(throws: CalendarError.self) {
            try JSONDecoder().decode(ServiceHours.self, from: Data(#"{"everyDay":true,"periods":[{"opens":9,"closes":1}]}"#.utf8))
        }
        #expect(ServiceHours.office.chinese == "工作日09:00–12:00、14:30–17:30")
        #expect(ServiceHours.desk.minutesPerDay == 480)
        let whole = try ServiceHours(everyDay: true, periods: [.init(opens: 0, closes: 1_440)])
        #expect(try whole.adding(minutes: 1_440, to: moment("2026-03-02"), in: Fixtures.national) == moment("2026-03-03"))
    }

    @Test func `beyond the calendar are an error and no trap`() throws {
        for minutes in [-1, Int.max, Int.min] {
            #expect(throws: CalendarError.self) { try ServiceHours.desk.adding(minutes: minutes, to: .first, in: Fixtures.national) }
            #expect(throws: CalendarError.self) { try ServiceHours.desk.subtracting(minutes: minutes, from: .last, in: Fixtures.national) }
        }
        #expect(throws: CalendarError.self) { try ServiceHours.desk.opening(onOrAfter: .last, in: Fixtures.national) }
        #expect(throws: CalendarError.self) { try ServiceHours.office.subtracting(minutes: 1, from: .first, in: Fixtures.national) }
    }
}
