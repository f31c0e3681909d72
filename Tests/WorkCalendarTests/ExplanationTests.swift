import Testing

@testable import WorkCalendar

@Suite struct `Due dates explain themselves` {
    private func explained(
        _ limit: Limit, _ start: String, pauses: [Pause] = [], extensions: [LimitExtension] = [], source: String? = nil
    ) throws -> String {
        try Clock(limit: limit, start: moment(start), pauses: pauses, extensions: extensions)
            .due(in: Fixtures.national, asIfResumedAt: moment("2026-05-14")).explained(source: source)
    }

    @Test func `with the rest day that moved them, and their law`() throws {
        #expect(
            try explained(Limit(7, .days), "2026-03-30", source: "《法律援助法》第四十三条")
                == "自3月30日起7日，原至4月6日，遇清明节顺延至4月7日（《法律援助法》第四十三条）")
        #expect(try explained(Limit(5, .days), "2026-06-22") == "自6月22日起5日，原至6月27日，遇周六顺延至6月29日")
        #expect(try explained(Limit(15, .workdays), "2026-06-02") == "自6月2日起15个工作日，至6月24日")
    }

    @Test func `with the reason why they do not move`() throws {
        #expect(
            try explained(Limit(10, .days, movesFromRestDay: false), "2026-03-11") == "自3月11日起10日，至3月21日，3月21日为周六，依规定不顺延")
    }

    @Test func `counted backwards`() throws {
        #expect(
            try explained(Limit(1, .months, backwards: true), "2026-12-15") == "12月15日之前至少1个月，原不迟于11月15日，遇周日须提前至11月13日")
        #expect(
            try explained(Limit(7, .workdays, backwards: true, clearDays: true), "2026-04-20") == "4月20日之前至少间隔7个工作日，不迟于4月8日")
    }

    @Test func `with suspensions and extensions`() throws {
        let pause = Pause(from: try moment("2026-08-10"), to: try moment("2026-08-24"), reason: "征求第三方意见")
        #expect(
            try explained(Limit(20, .workdays), "2026-08-04", pauses: [pause], extensions: [.init(20, .workdays)])
                == "自8月4日起20个工作日，原至9月1日，8月10日至8月24日因征求第三方意见中止，扣除10个工作日，至9月15日，经批准延长20个工作日，至10月19日")
        #expect(
            try explained(Limit(7, .days), "2026-05-11", pauses: [Pause(from: try moment("2026-05-12"), reason: "补正")])
                == "自5月11日起7日，原至5月18日，5月12日起因补正中止，如于5月14日恢复则至5月20日")
    }

    @Test func `to the minute where they run by the hour`() throws {
        let pause = Pause(from: try moment("2026-03-16T20:00"), to: try moment("2026-03-16T20:30"), reason: "补正")
        #expect(
            try explained(Limit(24, .hours), "2026-03-16T09:14", pauses: [pause])
                == "自3月16日09:14起24小时，原至3月17日09:14，3月16日20:00至3月16日20:30因补正中止，扣除30分钟，至3月17日09:44")
        #expect(
            try explained(Limit(4, .serviceHours), "2026-03-16T20:30") == "自3月16日20:30起4个服务小时，至3月17日13:00")
    }

    @Test func `with the year where there are two, and a warning where it is not announced`() throws {
        #expect(
            try explained(Limit(30, .days), "2026-12-10")
                == "自2026年12月10日起30日，原至2027年1月9日，遇周六顺延至2027年1月11日（2027年放假安排未公布，暂按周末规则计算）")
    }
}

@Suite struct `The command adds to a date` {
    @Test(arguments: [
        (["2026-03-30", "7", "days"], ["2026-04-06", "2026-04-07"]), (["2026-03-30T16:00", "7", "days"], ["2026-04-06", "2026-04-07"]),
        (["2026-03-02T09:00", "24", "hours"], ["2026-03-03T09:00", "2026-03-03T09:00"]),
        (["2026-03-02", "24", "hours"], ["2026-03-03T00:00", "2026-03-03T00:00"]),
        (["2026-03-02T15:00", "4", "service-hours"], ["2026-03-03T11:00", "2026-03-03T11:00"]),
        (["2026-03-02T15:00", "4", "service-hours", "office"], ["2026-03-03T10:30", "2026-03-03T10:30"]),
        (["2026-02-12", "5", "workdays"], ["2026-02-26", "2026-02-26"]), (["2026-01-31", "1", "months"], ["2026-02-28", "2026-02-28"]),
        (["2026-06-26", "1", "years"], ["2027-06-26", "2027-06-28"]),
    ])
    func `and prints the raw and, last, the effective due date`(arguments: [String], lines: [String]) throws {
        #expect(try CalendarCommand.add(arguments, calendar: Fixtures.national) == lines)
    }

    @Test(arguments: [
        (["2026-02-30", "7", "days"], "“2026-02-30”无法识别：应为日期或时刻，形如 2026-03-02 或 2026-03-02T09:00"),
        (["2026-02-28", "seven", "days"], "“seven”无法识别：应为整数"),
        (["2026-02-28", "7", "day"], "“day”无法识别：应为minutes、hours、service-hours、service-minutes、days、workdays、months、years"),
        (["2026-02-28", "-7", "days"], "期限“-7日”不合理：应在0至36525日之间"),
        (["9999-12-30", "7", "days"], "自9999-12-30起7日超出可表示的日期（公元1年至9999年）：请检查起点和期限"),
        (["2026-02-28"], CalendarCommand.usage),
    ])
    func `or says what is wrong`(arguments: [String], message: String) throws {
        let error = #expect(throws: CalendarError.self) { try CalendarCommand.add(arguments, calendar: Fixtures.national) }
        #expect(error?.description == message)
    }
}
