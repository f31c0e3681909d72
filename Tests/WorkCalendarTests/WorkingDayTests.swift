import Testing

@testable import WorkCalendar

@Suite struct `Arrangements` {
    @Test func `are read as spreadsheets write them`() throws {
        let plain = try HolidayArrangement(csv: "date,kind,name\n2026-05-01,holiday,劳动节\n2026-05-09,workday,劳动节\n")
        let windows = try HolidayArrangement(
            csv: "\u{FEFF}# 说明\r\ndate,kind,name\r\n2026-05-09,workday,劳动节\r\n\r\n2026-05-01,holiday,劳动节")
        #expect(plain == windows)
        #expect(plain.entries.map(\.day.description) == ["2026-05-01", "2026-05-09"])
        #expect(try HolidayArrangement(csv: plain.csv) == plain)
        #expect(try HolidayArrangement(csv: "date,kind,name").entries.isEmpty)
    }

    @Test(arguments: [
        ("", 1, CalendarError.RowProblem.head), ("2026-05-01,holiday,劳动节", 1, .head), ("date,kind,name\n2026-05-01,holiday", 2, .columns),
        ("date,kind,name\n\n2026-05-32,holiday,劳动节", 3, .date), ("date,kind,name\n2026-05-01,off,劳动节", 2, .kind),
        ("date,kind,name\n2026-05-01,holiday, ", 2, .name),
    ])
    func `that cannot be read name the line`(csv: String, line: Int, problem: CalendarError.RowProblem) throws {
        let error = #expect(throws: CalendarError.self) { try HolidayArrangement(csv: csv) }
        guard case .malformedRow(line, _, problem) = try #require(error) else {
            Issue.record("\(error.debugDescription)")
            return
        }
    }

    @Test func `never name a day twice`() throws {
        let twice = CalendarError.repeatedDay(line: 4, day: try day("2026-05-01"), firstLine: 2)
        #expect(throws: twice) {
            try HolidayArrangement(csv: "date,kind,name\n2026-05-01,holiday,a\n2026-05-02,holiday,a\n2026-05-01,workday,b")
        }
        #expect(twice.description == "放假安排第4行：2026-05-01已在第2行出现，请只保留一行")
    }

    @Test func `of the region win over the nation's`() throws {
        let sunday = try day("2023-04-23")
        #expect(Fixtures.national.isWorkday(sunday))
        #expect(!Fixtures.guangxi.isWorkday(sunday))
        #expect(Fixtures.guangxi.restDayName(sunday) == "壮族三月三")
        #expect(Fixtures.guangxi.restDayName(try day("2024-04-11")) == "壮族三月三")
        #expect(Fixtures.guangxi.isWorkday(try day("2021-04-18")))
        #expect(Fixtures.guangxi.regionallyAnnouncedYears.contains(2025))
        #expect(!Fixtures.guangxi.regionallyAnnouncedYears.contains(2026))
    }

    @Test func `speak for the years of their rows, and not for a year whose last days belong to the next`() throws {
        #expect(Fixtures.national.announcedYears == Set(2018...2026))
        let head = try HolidayArrangement(csv: "date,kind,name\n2026-12-31,holiday,元旦\n2027-01-01,holiday,元旦")
        #expect(head.years == [2027])
        #expect(!Fixtures.national.isAnnounced(year: 2027))
    }
}

@Suite struct `Working days` {
    @Test(arguments: [
        (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]), (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ])
    func `of each month agree with the specification`(year: Int, expected: [Int]) throws {
        let counts = try (1...12).map { month in
            let first = try #require(Day(year: year, month: month, day: 1))
            return Fixtures.national.workdays(after: try first.adding(days: -1), through: first.endOfMonth)
        }
        #expect(counts == expected)
    }

    @Test(arguments: [
        (2024, ["03-29", "06-28", "09-30", "12-31"]), (2025, ["03-31", "06-30", "09-30", "12-31"]),
        (2026, ["03-31", "06-30", "09-30", "12-31"]),
    ])
    func `that end a quarter`(year: Int, expected: [String]) throws {
        let found = try (1...4).map { try Fixtures.national.lastWorkday(ofQuarter: $0, year: year).description }
        #expect(found == expected.map { "\(year)-\($0)" })
    }

    @Test func `that end a quarter in Guangxi know its own holiday`() throws {
        #expect(try Fixtures.guangxi.lastWorkday(ofQuarter: 1, year: 2025).description == "2025-03-28")
        #expect(try Fixtures.guangxi.lastWorkday(ofMonth: 2, year: 2026).description == "2026-02-28")
        #expect(throws: CalendarError.noSuchPeriod("2026年第5季度")) { try Fixtures.national.lastWorkday(ofQuarter: 5, year: 2026) }
        #expect(throws: CalendarError.noSuchPeriod("2026年13月")) { try Fixtures.national.lastWorkday(ofMonth: 13, year: 2026) }
        #expect(throws: CalendarError.self) { try Fixtures.national.lastWorkday(ofQuarter: .max, year: .max) }
    }

    @Test func `name why a day is a day of rest`() throws {
        #expect(Fixtures.national.restDayName(try day("2026-04-06")) == "清明节")
        #expect(Fixtures.national.restDayName(try day("2026-04-11")) == "周六")
        #expect(Fixtures.national.restDayName(try day("2026-09-20")) == nil)
        #expect(Fixtures.national.restDayName(try day("2026-04-08")) == nil)
    }

    @Test func `counted at once are those counted one by one`() throws {
        var random = Seeded(state: 3)
        for calendar in [Fixtures.national, Fixtures.guangxi, Fixtures.weekRule] {
            let (first, last) = (try day("2017-11-01").number, try day("2027-06-30").number)
            for _ in 0..<700 {
                let start = try #require(Day(number: .random(in: first...last, using: &random)))
                let n = Int.random(in: 0...90, using: &random)
                #expect(try calendar.workday(n, after: start) == walked(n, from: start, step: 1, calendar), "\(n) after \(start)")
                #expect(try calendar.workday(n, before: start) == walked(n, from: start, step: -1, calendar), "\(n) before \(start)")
                let end = try calendar.workday(n, after: start)
                #expect(calendar.workdays(after: start, through: end) == n)
                #expect(calendar.workdays(after: end, through: start) == 0)
            }
        }
    }

    private func walked(_ n: Int, from start: Day, step: Int, _ calendar: WorkCalendar) throws -> Day {
        var (current, left) = (start, n)
        while left > 0 {
            current = try current.adding(days: step)
            if calendar.isWorkday(current) { left -= 1 }
        }
        return current
    }

    @Test func `are found far away and before 1970 alike`() throws {
        let start = try day("2026-03-02")
        let far = try Fixtures.national.workday(1_000_000, after: start)
        #expect(Fixtures.national.workdays(after: start, through: far) == 1_000_000)
        #expect(Fixtures.national.isWorkday(far))
        #expect(try Fixtures.national.workday(1_000_000, before: far) <= start)
        let old = try day("1949-10-01")  // a Saturday
        #expect(try Fixtures.national.nextWorkday(onOrAfter: old).description == "1949-10-03")
        #expect(try Fixtures.national.previousWorkday(onOrBefore: old).description == "1949-09-30")
    }

    @Test func `beyond the calendar are an error and no trap`() {
        #expect(throws: CalendarError.countOutOfRange(count: -1, unit: .workdays)) { try Fixtures.national.workday(-1, after: .first) }
        #expect(throws: CalendarError.countOutOfRange(count: -1, unit: .workdays)) { try Fixtures.national.workday(-1, before: .last) }
        #expect(throws: CalendarError.self) { try Fixtures.national.workday(.max, after: .first) }
        #expect(throws: CalendarError.self) { try Fixtures.national.workday(.max, before: .last) }
        #expect(throws: CalendarError.self) { try Fixtures.national.workday(2_700_000, after: .first) }
        #expect(throws: CalendarError.self) { try Fixtures.national.workday(1, after: .last) }
        #expect(throws: CalendarError.self) { try Fixtures.national.workday(1, before: .first) }
    }
}
