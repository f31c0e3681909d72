import Testing

@testable import WorkCalendar

/// One limit of the domain specification with the dates it gives.
struct SpecifiedDue: Sendable, CustomTestStringConvertible {
    let start: String
    let count: Int
    let unit: LimitUnit
    var hours: ServiceHours?
    var moves = true
    var backwards = false
    var clearDays = false
    let raw: String
    let effective: String
    let source: String

    var testDescription: String { "\(source): \(count) \(unit.rawValue) from \(start)" }

    static func w(_ count: Int, _ start: String, _ end: String, _ source: String) -> Self {
        .init(start: start, count: count, unit: .workdays, raw: end, effective: end, source: source)
    }
    static func c(_ count: Int, _ start: String, _ raw: String, _ effective: String? = nil, _ source: String) -> Self {
        .init(start: start, count: count, unit: .days, raw: raw, effective: effective ?? raw, source: source)
    }
    static func m(_ count: Int, _ start: String, _ raw: String, _ effective: String? = nil, _ source: String) -> Self {
        .init(start: start, count: count, unit: .months, raw: raw, effective: effective ?? raw, source: source)
    }
}

@Suite struct `Dates of the specification` {
    static let government: [SpecifiedDue] = [
        .w(5, "2026-02-12", "2026-02-26", "government-affairs 0.4"), .w(20, "2026-02-12", "2026-03-18", "government-affairs 0.4"),
        .w(5, "2026-09-24", "2026-10-09", "government-affairs 0.4"), .w(7, "2026-09-29", "2026-10-14", "government-affairs 0.4"),
        .w(15, "2026-04-20", "2026-05-13", "government-affairs 0.4"), .w(20, "2025-01-20", "2025-02-21", "government-affairs 0.4"),
        .w(5, "2025-09-26", "2025-10-10", "government-affairs 0.4"), .w(3, "2024-09-12", "2024-09-18", "government-affairs 0.4"),
        .w(5, "2025-03-27", "2025-04-03", "government-affairs 0.4"), .w(20, "2024-04-01", "2024-04-29", "government-affairs 0.4"),
        .c(60, "2026-08-04", "2026-10-03", "2026-10-08", "government-affairs 0.4"),
        .c(30, "2026-01-18", "2026-02-17", "2026-02-24", "government-affairs 0.4"),
        .c(15, "2026-09-18", "2026-10-03", "2026-10-08", "government-affairs 0.4"),
        .c(3, "2026-04-02", "2026-04-05", "2026-04-07", "government-affairs 0.4"),
        .c(7, "2026-05-06", "2026-05-13", nil, "government-affairs 29.1"),
        .c(3, "2026-05-08", "2026-05-11", nil, "government-affairs 29.1"),
        .c(5, "2026-05-18", "2026-05-23", "2026-05-25", "government-affairs 29.1"),
        .c(3, "2026-09-29", "2026-10-02", "2026-10-08", "government-affairs 29.2"),
        .w(5, "2026-06-15", "2026-06-23", "government-affairs 29.3"), .w(3, "2026-06-23", "2026-06-26", "government-affairs 29.3"),
        .w(5, "2026-06-25", "2026-07-02", "government-affairs 29.3"), .c(30, "2026-06-23", "2026-07-23", nil, "government-affairs 29.3"),
        .c(15, "2026-07-22", "2026-08-06", nil, "government-affairs 29.3"), .w(10, "2026-03-17", "2026-03-31", "government-affairs 29.4"),
        .c(30, "2026-03-02", "2026-04-01", nil, "government-affairs 29.5"),
        .c(60, "2026-10-08", "2026-12-07", nil, "government-affairs 29.6"),
        .c(30, "2026-11-30", "2026-12-30", nil, "government-affairs 29.6"),
        .c(30, "2026-12-10", "2027-01-09", "2027-01-11", "government-affairs 29.6"),
        .w(30, "2026-04-20", "2026-06-03", "government-affairs 29.10"),
    ]

    static let publicLegalService: [SpecifiedDue] = [
        .m(1, "2026-03-23", "2026-04-23", nil, "public-legal-service S2"),
        .c(30, "2026-04-17", "2026-05-17", "2026-05-18", "public-legal-service S2"),
        .c(7, "2026-05-11T15:20", "2026-05-18", nil, "public-legal-service S3"),
        .c(3, "2026-05-19", "2026-05-22", nil, "public-legal-service S3"),
        .c(5, "2026-06-22", "2026-06-27", "2026-06-29", "public-legal-service S3"),
        .w(15, "2026-06-02", "2026-06-24", "public-legal-service S4"),
        .m(1, "2026-06-05", "2026-07-05", "2026-07-06", "public-legal-service S4"),
        .init(start: "2026-06-26", count: 1, unit: .years, raw: "2027-06-26", effective: "2027-06-28", source: "public-legal-service S4"),
        .w(20, "2026-09-21", "2026-10-26", "public-legal-service S7"), .w(10, "2026-10-16", "2026-10-30", "public-legal-service S7"),
        .w(10, "2026-10-28", "2026-11-11", "public-legal-service S7"), .w(5, "2026-09-14", "2026-09-20", "public-legal-service S7"),
        .w(20, "2026-09-14", "2026-10-16", "public-legal-service S7"), .w(1, "2026-09-24", "2026-09-28", "public-legal-service S9"),
        .w(5, "2026-09-24", "2026-10-09", "public-legal-service S9"), .w(20, "2026-08-04", "2026-09-01", "public-legal-service S10"),
        .w(15, "2026-08-10", "2026-08-31", "public-legal-service S10"), .w(7, "2026-08-04", "2026-08-13", "public-legal-service S10"),
        .init(
            start: "2026-03-16T09:14", count: 24, unit: .hours, raw: "2026-03-17T09:14", effective: "2026-03-17T09:14",
            source: "public-legal-service S1"),
    ]

    static let communityCorrections: [SpecifiedDue] = [
        .w(10, "2026-03-02", "2026-03-16", "community-corrections S1"), .w(5, "2026-03-02", "2026-03-09", "community-corrections S1"),
        .init(
            start: "2026-03-10", count: 10, unit: .days, moves: false, raw: "2026-03-20", effective: "2026-03-20",
            source: "community-corrections S2"),
        .init(
            start: "2026-03-11", count: 10, unit: .days, moves: false, raw: "2026-03-21", effective: "2026-03-21",
            source: "community-corrections S2, reporting days do not move"),
        .c(5, "2026-03-23", "2026-03-28", "2026-03-30", "community-corrections S2"),
        .c(5, "2026-06-03", "2026-06-08", nil, "community-corrections S5"),
        .c(5, "2026-06-08", "2026-06-13", "2026-06-15", "community-corrections S5"),
        .c(5, "2026-06-16", "2026-06-21", "2026-06-22", "community-corrections S5"),
        .c(5, "2026-06-18", "2026-06-23", nil, "community-corrections S5"),
        .init(
            start: "2026-09-10T10:00", count: 48, unit: .hours, raw: "2026-09-12T10:00", effective: "2026-09-12T10:00",
            source: "community-corrections S8, hours do not move"),
        .c(30, "2026-09-10", "2026-10-10", nil, "community-corrections S8, a working Saturday"),
        .init(
            start: "2026-09-12", count: 30, unit: .days, moves: false, raw: "2026-10-12", effective: "2026-10-12",
            source: "community-corrections S8, detention"),
        .m(3, "2026-03-16", "2026-06-16", nil, "community-corrections S9"),
        .init(
            start: "2026-12-14", count: 30, unit: .days, backwards: true, raw: "2026-11-14", effective: "2026-11-13",
            source: "community-corrections S10, 期满三十日前"),
        .init(
            start: "2026-12-15", count: 1, unit: .months, backwards: true, raw: "2026-11-15", effective: "2026-11-13",
            source: "community-corrections S10, one month before release"),
        .w(10, "2026-09-14", "2026-09-28", "community-corrections S11"),
    ]

    @Test(arguments: government + publicLegalService + communityCorrections)
    func `come out as written`(case specified: SpecifiedDue) throws {
        let limit = try Limit(
            specified.count, specified.unit, hours: specified.hours, movesFromRestDay: specified.moves, backwards: specified.backwards,
            clearDays: specified.clearDays)
        let due = try #require(try Clock(limit: limit, start: moment(specified.start)).due(in: Fixtures.national))
        #expect((due.rawText, due.effectiveText) == (specified.raw, specified.effective))
    }

    @Test(arguments: [
        SpecifiedDue.w(5, "2025-03-27", "2025-04-08", "government-affairs 0.4"),
        .w(20, "2024-04-01", "2024-05-06", "government-affairs 0.4"),
    ])
    func `come out as written with Guangxi's own holiday`(case specified: SpecifiedDue) throws {
        let clock = Clock(limit: try Limit(specified.count, specified.unit), start: try moment(specified.start))
        #expect(try clock.due(in: Fixtures.guangxi)?.effectiveText == specified.effective)
    }
}
