import Foundation
import Testing

@testable import WorkCalendar

@Suite struct `Days` {
    @Test func `are read in one form only`() {
        #expect(Day("2026-03-02")?.description == "2026-03-02")
        #expect(Day("2024-02-29") != nil)
        for wrong in [
            "", "2026-3-2", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "0000-01-01", "02026-01-01",
            " 2026-01-01", "2026-01-01 ", "2026/01/01", "20260101", "+026-01-01", "-026-01-01", "２０２６-01-01", "2026-01-0١",
            "2026-01-01T00:00",
        ] {
            #expect(Day(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `follow one another without gap from 1600 to 2400`() throws {
        var (year, month, date, weekday) = (1600, 1, 1, 6)  // 1600-01-01 was a Saturday
        var current = try day("1600-01-01")
        let end = try day("2400-12-31")
        while current < end {
            let civil = current.civil
            guard civil == (year, month, date), current.weekday == weekday, Day(year: year, month: month, day: date) == current else {
                Issue.record("\(current.number): \(civil), weekday \(current.weekday), expected \(year)-\(month)-\(date), \(weekday)")
                return
            }
            let lengths = [31, year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            date += 1
            if date > lengths[month - 1] { (month, date) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            weekday = weekday % 7 + 1
            current = try current.adding(days: 1)
        }
    }

    @Test func `survive ten thousand round trips`() throws {
        var random = Seeded(state: 1)
        for _ in 0..<10_000 {
            let number = Int.random(in: Day.first.number...Day.last.number, using: &random)
            let found = try #require(Day(number: number))
            #expect(Day(found.description) == found)
            let (year, month, date) = found.civil
            #expect(Day(year: year, month: month, day: date)?.number == number)
            let coded = try JSONDecoder().decode([Day].self, from: JSONEncoder().encode([found]))
            #expect(coded == [found])
        }
    }

    @Test func `end with the years that four digits can say`() throws {
        #expect(Day.first.description == "0001-01-01")
        #expect(Day.last.description == "9999-12-31")
        #expect(Day(number: Day.first.number - 1) == nil)
        #expect(Day(number: .max) == nil)
        #expect(throws: CalendarError.dateOutOfRange(from: "9999-12-31", count: 1, unit: .days)) { try Day.last.adding(days: 1) }
        #expect(throws: CalendarError.dateOutOfRange(from: "0001-01-01", count: -1, unit: .months)) { try Day.first.adding(months: -1) }
        for count in [Int.max, .min, .max - 1] {
            #expect(throws: CalendarError.self) { try Day.last.adding(days: count) }
            #expect(throws: CalendarError.self) { try Day.last.adding(months: count) }
            #expect(throws: CalendarError.self) { try Day.last.adding(years: count) }
            #expect(throws: CalendarError.self) { try Day.first.adding(days: count) }
            #expect(throws: CalendarError.self) { try Day.first.adding(months: count) }
        }
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-23", 1, "2026-04-23"), ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"), ("2026-08-31", 18, "2028-02-29"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", -48, "2020-02-29"),
    ])
    func `keep to the corresponding day of another month, or its last`(start: String, months: Int, end: String) throws {
        #expect(try day(start).adding(months: months).description == end)
    }

    @Test func `are written as people read them`() throws {
        #expect(try day("2026-04-07").chinese == "2026年4月7日（周二）")
        #expect(try day("2026-10-10").chinese == "2026年10月10日（周六）")
        #expect(try day("2026-09-20").chineseWeekday == "周日")
        #expect(try day("2028-02-10").endOfMonth == day("2028-02-29"))
        #expect(try day("2028-02-10").startOfMonth == day("2028-02-01"))
        #expect(try day("2026-04-01").quarter == 2)
        #expect(try day("2026-03-01") - day("2026-02-01") == 28)
    }

    @Test func `refuse a wrong date when decoded`() {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Day].self, from: Data(#"["2026-02-30"]"#.utf8)) }
    }
}

@Suite struct `Moments` {
    @Test func `are read as China standard time`() throws {
        #expect(try moment("1970-01-01T08:00").milliseconds == 0)
        #expect(try moment("2026-03-02T09:00").milliseconds == 1_772_413_200_000)
        #expect(Moment("2026-03-02T09:00")?.description == "2026-03-02T09:00")
        #expect(Moment("2026-03-02T09:00:00")?.description == "2026-03-02T09:00")
        #expect(Moment("2026-03-02T09:00:30")?.description == "2026-03-02T09:00:30")
        #expect(Moment("2026-03-02T09:00:00.007")?.description == "2026-03-02T09:00:00.007")
        for wrong in [
            "2026-03-02", "2026-03-02T24:00", "2026-03-02T09:60", "2026-03-02T09:00:60", "2026-03-02 09:00", "2026-03-02T9:00",
            "2026-03-02T09:00Z", "2026-03-02T09:00+08:00", "2026-02-30T09:00", "2026-03-02T09:00:00.7", "2026-03-02T09:00:0x", "",
        ] {
            #expect(Moment(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `survive ten thousand round trips`() throws {
        var random = Seeded(state: 2)
        for _ in 0..<10_000 {
            let milliseconds = Int64.random(in: Moment.first.milliseconds...Moment.last.milliseconds, using: &random)
            let found = try #require(Moment(milliseconds: milliseconds))
            #expect(Moment(found.description) == found)
            let start = try #require(Moment(day: found.day, hour: found.hour, minute: found.minute, second: found.second))
            #expect((0..<1_000).contains(found - start))
        }
    }

    @Test func `keep to their range without a trap`() throws {
        #expect(Moment.first.description == "0001-01-01T00:00")
        #expect(Moment.last.description == "9999-12-31T23:59:59.999")
        #expect(Moment(milliseconds: .max) == nil)
        #expect(Moment(milliseconds: .min) == nil)
        #expect(Moment(clamping: .max) == .last)
        #expect(Moment(clamping: .min) == .first)
        #expect(Moment(day: .first, hour: 24, minute: 0) == nil)
        for count in [Int.max, .min] {
            #expect(throws: CalendarError.self) { try Moment.last.adding(minutes: count) }
            #expect(throws: CalendarError.self) { try Moment.last.adding(hours: count) }
            #expect(throws: CalendarError.self) { try Moment.first.adding(milliseconds: Int64(count)) }
        }
    }

    @Test func `before 1970 still fall on their own day`() throws {
        let early = try moment("1969-12-31T23:59:59")
        #expect(early.day == (try day("1969-12-31")))
        #expect((early.hour, early.minute, early.second) == (23, 59, 59))
        #expect(Moment.endOfDay(try day("1969-12-31")) == early)
        #expect(try moment("2026-04-07T09:05").chinese == "2026年4月7日（周二）09:05")
    }
}
