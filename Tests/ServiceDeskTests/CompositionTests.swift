import ServiceDesk
import Testing
import WorkCalendar

/// The numbers of the programme's attachment 4 §二, each on both sides of its edge.
@Suite struct `Composition of teams` {
    static let numbers = [
        "r1_law_firm": 6, "r1_notary": 1, "r1_legal_aid": 2, "r1_mediation": 3, "r1_industry": 2, "r1_forensic": 3, "r1_arbitration": 1,
        "c1_law_firm": 3, "c1_notary": 1, "c1_legal_aid": 1,
        "c1_mediation": 2, "c1_industry": 1, "c1_forensic": 1, "c1_arbitration": 1, "persons_per_institution": 2, "r2_fd": 5, "r2_sv": 3,
        "r2_ic": 2, "c2_fd": 3, "c2_sv": 1, "c2_ic": 1,
        "k_fd_least": 1, "k_fd_most": 2, "t_least": 2,
    ]
    static let today = Day("2026-09-01") ?? .first

    private func check(_ team: CompositionTeam) -> CompositionCheck {
        CompositionCheck(team, rule: CompositionRule(kind: team.kind, level: team.level) { Self.numbers[$0] ?? 0 }, on: Self.today)
    }

    /// A legal team of institutions by kind, two persons each.
    private func legal(_ level: String, _ kinds: [(String, Int)], industry: Int, persons: Int = 2) -> CompositionTeam {
        var team = CompositionTeam(id: "T", name: "团队", org: "450100", kind: "legal", level: level)
        var left = industry
        for (kind, count) in kinds {
            for number in 0..<count {
                let isIndustry = kind == "mediation" && left > 0
                if isIndustry { left -= 1 }
                let id = "\(kind)-\(number)"
                team.institutions.append(.init(id: id, name: id, kind: kind, isIndustry: isIndustry))
                for person in 0..<persons {
                    team.members.append(.init(id: "\(id)-\(person)", name: "\(id)-\(person)", post: "LS", institution: id))
                }
            }
        }
        return team
    }

    static let region = [("law_firm", 6), ("notary", 1), ("legal_aid", 2), ("mediation", 3), ("forensic", 3), ("arbitration", 1)]
    static let city = [("law_firm", 3), ("notary", 1), ("legal_aid", 1), ("mediation", 2), ("forensic", 1), ("arbitration", 1)]

    @Test func `the region's legal team is sixteen institutions and thirty-two persons`() {
        let team = legal("region", Self.region, industry: 2)
        #expect(team.institutions.count == 16)
        #expect(team.members.count == 32)
        #expect(check(team).verdict == .ok)
        #expect(check(team).rule.id == "TC-R1")
    }

    @Test func `a city's legal team is nine institutions and eighteen persons`() {
        let team = legal("city", Self.city, industry: 1)
        #expect(team.institutions.count == 9)
        #expect(team.members.count == 18)
        #expect(check(team).verdict == .ok)
        #expect(check(team).rule.id == "TC-C1")
    }

    @Test(arguments: ["law_firm", "notary", "legal_aid", "mediation", "forensic", "arbitration"])
    func `one institution fewer or more of any kind fails`(kind: String) {
        for (level, kinds, industry) in [("region", Self.region, 2), ("city", Self.city, 1)] {
            for difference in [-1, 1] {
                let changed = kinds.map { ($0.0, $0.0 == kind ? $0.1 + difference : $0.1) }
                let found = check(legal(level, changed, industry: industry))
                #expect(found.verdict == .fail)
                #expect(found.gaps == [kind])
            }
        }
    }

    @Test(arguments: [1, 3]) func `two committees of trades in the region, no fewer and no more`(industry: Int) {
        #expect(check(legal("region", Self.region, industry: industry)).gaps == ["industry"])
    }

    @Test(arguments: [1, 3]) func `exactly two persons at each institution, named when not`(persons: Int) throws {
        let found = check(legal("city", Self.city, industry: 1, persons: persons))
        #expect(found.gaps == ["persons"])
        let fault = try #require(found.lines.last?.fault)
        #expect(fault.contains("notary-0\(persons == 1 ? "缺1人" : "多1人")"))
    }

    private func operations(_ level: String, fd: Int, sv: Int, ic: Int, lines: [Set<String>] = [Set(CompositionRule.desksCover)])
        -> CompositionTeam
    {
        var team = CompositionTeam(id: "T", name: "团队", org: "450100", kind: "ops", level: level)
        for number in 0..<fd {
            team.members.append(.init(id: "fd\(number)", name: "前台\(number)", post: "FD", lines: number < lines.count ? lines[number] : []))
        }
        for number in 0..<sv { team.members.append(.init(id: "sv\(number)", name: "督办\(number)", post: "SV")) }
        for number in 0..<ic { team.members.append(.init(id: "ic\(number)", name: "信息\(number)", post: "IC")) }
        return team
    }

    @Test func `operation: five, three, two in the region; three, one, one in a city; all lines covered`() {
        #expect(check(operations("region", fd: 5, sv: 3, ic: 2)).verdict == .ok)
        #expect(check(operations("region", fd: 4, sv: 3, ic: 2)).gaps == ["FD"])
        #expect(check(operations("region", fd: 5, sv: 2, ic: 2)).gaps == ["SV"])
        #expect(check(operations("region", fd: 5, sv: 3, ic: 3)).gaps == ["IC"])
        #expect(check(operations("city", fd: 3, sv: 1, ic: 1)).verdict == .ok)
        #expect(check(operations("city", fd: 3, sv: 1, ic: 0)).gaps == ["IC"])
        let found = check(
            operations("city", fd: 3, sv: 1, ic: 1, lines: [["legal_aid", "lawyer"], ["notary", "mediation"], ["forensic"]]))
        #expect(found.gaps == ["lines"])
        #expect(found.lines.last?.fault == "缺法律职业资格")
    }

    @Test func `a county has one or two at the desk, never none nor three`() {
        #expect(check(operations("county", fd: 0, sv: 0, ic: 0)).verdict == .fail)
        #expect(check(operations("county", fd: 1, sv: 0, ic: 0)).verdict == .ok)
        #expect(check(operations("county", fd: 2, sv: 0, ic: 0)).verdict == .ok)
        let three = check(operations("county", fd: 3, sv: 0, ic: 0))
        #expect(three.verdict == .fail)
        #expect(three.rule.id == "TC-K")
        #expect(three.lines.first?.fault == "多1人")
    }

    @Test func `technique is the region's alone, two at least`() {
        func tech(_ level: String, _ count: Int) -> CompositionTeam {
            CompositionTeam(
                id: "T", name: "团队", org: "450000", kind: "tech", level: level,
                members: (0..<count).map { .init(id: "\($0)", name: "\($0)", post: "TS") })
        }
        #expect(check(tech("region", 1)).gaps == ["TS"])
        #expect(check(tech("region", 2)).verdict == .ok)
        #expect(check(tech("region", 5)).verdict == .ok)
        #expect(check(tech("city", 2)).gaps == ["none_allowed"])
        #expect(check(CompositionTeam(id: "T", name: "团队", org: "450103", kind: "legal", level: "county")).gaps == ["none_allowed"])
    }

    @Test func `an exemption excuses a kind that a city does not have, until its last day, and never missing persons`() {
        var team = legal("city", Self.city.map { ($0.0, $0.0 == "forensic" ? 0 : $0.1) }, industry: 1)
        #expect(check(team).verdict == .fail)
        team.exemptions = [.init(gaps: ["forensic"], until: Self.today, support: "邻市鉴定中心")]
        #expect(check(team).verdict == .exempt)
        #expect(check(team).lines.contains { $0.exemption == "豁免至2026-09-01，由邻市鉴定中心支援" })
        team.members.removeLast()
        #expect(check(team).verdict == .fail)
        team = legal("city", Self.city.map { ($0.0, $0.0 == "forensic" ? 0 : $0.1) }, industry: 1)
        team.exemptions = [.init(gaps: ["forensic"], until: Day("2026-08-31") ?? .first, support: "邻市鉴定中心")]
        #expect(check(team).verdict == .fail)
        team.exemptions = [.init(gaps: ["notary"], until: Self.today, support: "邻市公证处")]
        #expect(check(team).verdict == .fail)
    }

    @Test func `a licence that is not in order is named`() {
        var team = legal("city", Self.city, industry: 1)
        team.members[0].licenceFault = "停业"
        #expect(check(team).licenceFaults == ["law_firm-0-0：停业"])
    }
}

@Suite struct `Coverage of rosters` {
    private let monday = Day("2026-03-02") ?? .first

    private func shift(
        _ from: String, _ to: String, place: String = "window", people: [CoverageShift.Person] = [.init(name: "甲")], need: Int = 1,
        languages: Set<String> = [], lines: Set<String> = []
    )
        -> CoverageShift
    {
        CoverageShift(
            id: from, place: place, start: Moment(from) ?? .first, end: Moment(to) ?? .first, need: need, languages: languages,
            lines: lines, people: people)
    }

    @Test func `a published hour without anybody is a gap, also on a rest day`() {
        let covered = [shift("2026-03-02T09:00", "2026-03-02T12:00"), shift("2026-03-02T12:00", "2026-03-02T17:00")]
        #expect(RosterCoverage(covered, hours: [.desk], from: monday, through: monday).gaps.isEmpty)
        let sunday = Day("2026-03-08") ?? .first
        let gaps = RosterCoverage(covered, hours: [.desk], from: sunday, through: sunday).gaps
        #expect(gaps.map(\.words) == ["09:00—17:00"])
    }

    @Test func `holes between and at the ends are named to the minute`() {
        let shifts = [
            shift("2026-03-02T09:30", "2026-03-02T12:00"), shift("2026-03-02T11:00", "2026-03-02T12:30"),
            shift("2026-03-02T13:00", "2026-03-02T16:59"),
        ]
        let coverage = RosterCoverage(shifts, hours: [.desk], from: monday, through: monday)
        #expect(coverage.gaps.map(\.words) == ["09:00—09:30", "12:30—13:00", "16:59—17:00"])
        #expect(abs(coverage.share(of: [.desk], days: 1) - (1 - 61.0 / 480)) < 1e-9)
    }

    @Test func `a shift that nobody stands in covers nothing, and one of another place neither`() {
        let shifts = [
            shift("2026-03-02T09:00", "2026-03-02T17:00", people: []), shift("2026-03-02T09:00", "2026-03-02T17:00", place: "seat"),
        ]
        #expect(RosterCoverage(shifts, hours: [.desk], from: monday, through: monday).gaps.count == 1)
    }

    @Test func `a night shift reaches into the next day`() {
        let night = PublishedHours(place: "night", from: 0, to: 8 * 60)
        let shifts = [shift("2026-03-01T22:00", "2026-03-02T08:00", place: "night")]
        #expect(RosterCoverage(shifts, hours: [night], from: monday, through: monday).gaps.isEmpty)
    }

    @Test func `a shift lacks people, languages or lines`() {
        let person = CoverageShift.Person(name: "甲", languages: ["zh"], lines: ["notary"])
        #expect(shift("2026-03-02T09:00", "2026-03-02T17:00", people: [person], need: 2).fault() == "缺1人")
        #expect(shift("2026-03-02T09:00", "2026-03-02T17:00", people: [person], languages: ["za"]).fault { _ in "壮语" } == "缺壮语")
        #expect(shift("2026-03-02T09:00", "2026-03-02T17:00", people: [person], lines: ["notary", "lawyer"]).fault { _ in "律师" } == "缺律师")
        #expect(shift("2026-03-02T09:00", "2026-03-02T17:00", people: [.init(name: "乙")], lines: ["notary"]).fault() == nil)
    }
}
