import Casework
import Expressions
import Storage
import WorkCalendar

/// The three running teams by the composition rules of the programme's attachment 4: legal services at the department and the cities, operation down to the counties,
/// technique at the department. With who is on duty this week.
final class Teams: Story {
    /// A team still to be formed.
    private struct Forming {
        var kind: String
        var org: Organisation
    }

    private var waiting: [Forming]
    private let directory: DirectoryEntries
    private var index = 0

    init(places: Places, directory: DirectoryEntries) {
        self.directory = directory
        var forming = [
            Forming(kind: "legal", org: places.department), Forming(kind: "ops", org: places.department),
            Forming(kind: "tech", org: places.department),
        ]
        forming += places.cities.flatMap { [Forming(kind: "legal", org: $0), Forming(kind: "ops", org: $0)] }
        forming += places.counties.map { Forming(kind: "ops", org: $0) }
        waiting = forming.reversed()
    }

    func proceed(in province: Province) throws -> Moment? {
        guard let next = waiting.popLast() else { return nil }
        try form(next, province)
        return waiting.isEmpty ? nil : province.now
    }

    private struct Member {
        var id: String
        var user: String
        var post: String
    }

    private func form(_ forming: Forming, _ province: Province) throws {
        let org = forming.org.code
        let level = forming.org.level
        let isCounty = level == "county"
        let began = "\(province.start.day)"
        let lead = forming.kind == "legal" ? "legal_lead@\(org)" : isCounty ? "pls_admin@\(org)" : "seat_lead@\(org)"
        let team = try province.given(
            "team-roster/team", "active",
            [
                "kind": .string(forming.kind), "org": .string(org), "level": .string(level), "lead": .string(lead),
                "period_from": .string(began),
                "name": .string("\(forming.org.name)\(forming.kind == "legal" ? "法律服务团队" : forming.kind == "ops" ? "运行维护团队" : "技术保障团队")"),
                "checked_at": .string(Moment(clamping: province.end.milliseconds - 10_800_000).description),
                "reported_at": .string(Moment(clamping: province.end.milliseconds - 5 * 86_400_000).description),
            ])
        var members: [Member] = []
        if forming.kind == "legal" { members = try station(team, forming, province) } else { members = try employ(team, forming, province) }
        // Whatever is done to the team counts its members; the nightly check stays where it was.
        _ = try province.act(
            "team-roster/team", "update", on: team, as: province.holder("pls_admin", at: org), ["period_from": .string(began)])
        if !isCounty, forming.kind != "tech" { try roster(team, forming, members, province) }
    }

    /// Institutions by the rule, two persons of each.
    private func station(_ team: String, _ forming: Forming, _ province: Province) throws -> [Member] {
        let isRegion = forming.org.level == "region"
        let quota: [(slot: String, letters: String, number: Int, industry: Bool)] = [
            ("law_firm", "LF", isRegion ? 6 : 3, false), ("notary", "NO", 1, false), ("legal_aid", "LA", isRegion ? 2 : 1, false),
            ("mediation", "MC", 1, false), ("mediation", "MCI", isRegion ? 2 : 1, true),
            ("forensic", "FI", isRegion ? 3 : 1, false), ("arbitration", "AC", 1, false),
        ]
        var members: [Member] = []
        for rule in quota {
            for institution in province.places.institutions(of: forming.org.code, rule.letters).prefix(rule.number) {
                guard let entry = directory.entered[institution.code] else { continue }
                let stationed = try province.given(
                    "team-roster/team_org", "active",
                    [
                        "team": .string(team), "org": .string(entry.id), "slot_kind": .string(rule.slot), "industry": .bool(rule.industry),
                        "source_area": .string(forming.org.division), "from": .string("\(province.start.day)"),
                    ])
                for person in entry.people.prefix(2) {
                    // The first lawyer of a team is whoever holds the role there: so the account that is entered as has the team's work.
                    let user = members.isEmpty ? "legal_staff@\(forming.org.code)" : "lawyer\(members.count + 1)@\(forming.org.code)"
                    try ensure(
                        user, name: province.places.name(of: person.account), roles: ["legal_staff"], org: forming.org.code, province)
                    let member = try province.given(
                        "team-roster/team_member", "active",
                        [
                            "team": .string(team), "team_org": .string(stationed), "person": .string(person.id), "user": .string(user),
                            "post": .string("LS"), "confidential_on": .string("\(province.start.day)"),
                            "from": .string("\(province.start.day)"),
                            "fields": .list([.string("labor"), .string("contract")]),
                            "langs": .list(province.chance.chance(0.3) ? [.string("zh"), .string("za")] : [.string("zh")]),
                        ])
                    members.append(Member(id: member, user: user, post: "LS"))
                    province.lawyers[forming.org.code, default: []].append(
                        Province.Lawyer(user: user, institution: entry.id, person: person.id))
                }
            }
        }
        return members
    }

    private static let lines = [
        ["legal_aid", "mediation"], ["lawyer", "notary"], ["forensic", "lpq"], ["arbitration", "grassroots"], ["licence", "general"],
    ]

    /// Employees by the rule: front desk, supervision, information; technicians.
    private func employ(_ team: String, _ forming: Forming, _ province: Province) throws -> [Member] {
        let org = forming.org.code
        let posts: [(post: String, role: String, number: Int)] =
            switch (forming.kind, forming.org.level) {
            case ("tech", _): [("TS", "ops_engineer", 2)]
            case (_, "region"): [("FD", "front_desk", 5), ("SV", "supervisor", 3), ("IC", "info_clerk", 2)]
            case (_, "city"): [("FD", "front_desk", 3), ("SV", "supervisor", 1), ("IC", "info_clerk", 1)]
            default: [("FD", "front_desk", province.chance.chance(0.7) ? 2 : 1)]
            }
        var members: [Member] = []
        for post in posts {
            for number in 0..<post.number {
                let user = number == 0 ? "\(post.role)@\(org)" : "\(post.role)\(number + 1)@\(org)"
                try ensure(user, name: province.places.name(of: user), roles: [post.role], org: org, province)
                var values: [String: Value] = [
                    "team": .string(team), "user": .string(user), "post": .string(post.post),
                    "trained_on": .string("\(province.start.day)"), "confidential_on": .string("\(province.start.day)"),
                    "from": .string("\(province.start.day)"),
                    "employment": .string("purchase"),
                ]
                if post.post == "FD" { values["desk_lines"] = .list(Self.lines[number % Self.lines.count].map { .string($0) }) }
                members.append(Member(id: try province.given("team-roster/team_member", "active", values), user: user, post: post.post))
            }
        }
        return members
    }

    private func ensure(_ user: String, name: String, roles: [String], org: String, _ province: Province) throws {
        let directory = Directory(connection: try province.connection)
        if try !directory.exists(user) { try directory.save(Person(id: user, login: user, name: name, org: org), at: province.now) }
        for role in roles { try directory.grant(role, at: org, to: user, by: "system", from: province.now) }
    }

    /// The plan of the week in which the demonstration ends: past shifts done, today's begun, others still to come.
    private func roster(_ team: String, _ forming: Forming, _ members: [Member], _ province: Province) throws {
        let last = province.end.day
        let monday = (try? last.adding(days: 1 - last.weekday)) ?? last
        let sunday = (try? monday.adding(days: 6)) ?? last
        let plan = try province.given(
            "team-roster/roster_plan", "locked",
            [
                "team": .string(team), "period": .string("week"), "from": .string("\(monday)"), "to": .string("\(sunday)"),
                "pattern": .string("7天×8小时"), "published_at": .string("\((try? monday.adding(days: -4)) ?? monday)T16:00"),
            ])
        let duty = forming.kind == "legal" ? members : members.filter { $0.post == "FD" }
        guard !duty.isEmpty else { return }
        var turn = province.chance.below(duty.count)
        for offset in 0..<7 {
            guard let day = try? monday.adding(days: offset) else { continue }
            for place in forming.kind == "legal" ? ["online"] : ["window"] {
                let shift = try province.given(
                    "team-roster/shift", "valid",
                    ["plan": .string(plan), "date": .string("\(day)"), "place": .string(place), "alarmed_at": .string("\(day)T06:00")])
                for _ in 0..<(forming.kind == "legal" ? 2 : 1) {
                    turn += 1
                    let member = duty[turn % duty.count]
                    let isPast = day < last || (day == last && province.end.hour >= 17)
                    let isNow = day == last && province.end.hour >= 9 && !isPast
                    var values: [String: Value] = ["shift": .string(shift), "member": .string(member.id)]
                    if isPast || isNow {
                        values["check_in"] = .string("\(day)T08:5\(province.chance.below(10))")
                        values["proof"] = .string(place == "window" ? "device" : "login")
                    }
                    if isPast { values["check_out"] = .string("\(day)T17:0\(province.chance.below(10))") }
                    try province.given(
                        "team-roster/shift_assign",
                        isPast
                            ? "done"
                            : isNow ? "checked_in" : day == last ? "confirmed" : province.chance.chance(0.6) ? "confirmed" : "planned",
                        values)
                }
                _ = try province.act("team-roster/shift", "recount", on: shift, as: .system)
            }
        }
    }
}
