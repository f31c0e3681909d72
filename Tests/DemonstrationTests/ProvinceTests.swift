import Casework
import Expressions
import Identifiers
import Storage
import Testing
import WorkCalendar

@testable import Demonstration

@Suite struct `The province in a box` {
    @Test func `is the same for the same seed, byte by byte`() throws {
        let one = try SmallProvince.shared.get()
        let other = try SmallProvince(seed: 5, until: SmallProvince.moment)
        #expect(one.counts == other.counts)
        let (left, right) = (try one.export(), try other.export())
        #expect(left.count == right.count && left.count > 500)
        for (a, b) in zip(left, right) where a != b {
            Issue.record("\(a)\n≠\n\(b)")
            break
        }
        let third = try SmallProvince(seed: 8, until: SmallProvince.moment)
        #expect(try third.export() != left)
    }

    @Test func `goes to an empty database only`() throws {
        let province = try SmallProvince.shared.get()
        #expect(throws: DemonstrationFailure.self) {
            try Demonstration.fillSmall(kernel: province.kernel, material: SmallProvince.material(), until: SmallProvince.moment)
        }
    }

    @Test func `is worked in: nearly nothing that is tried is refused, nothing happens after its end`() throws {
        let province = try SmallProvince.shared.get()
        let refused = province.counts.refusals.values.reduce(0, +)
        #expect(refused * 50 < province.counts.actions, "\(refused) of \(province.counts.actions): \(province.counts.refusals)")
        #expect(try province.count("SELECT COUNT(*) FROM journal WHERE at > \(SmallProvince.moment.milliseconds)") == 0)
        #expect(try province.count("SELECT COUNT(*) FROM deadline WHERE next_at <= \(SmallProvince.moment.milliseconds)") == 0)
        for type in [
            "work-order/work_order", "hotline-12348/call_record", "work-order/reception", "online-handling/service_application",
            "online-handling/appointment", "interaction/rating",
        ] {
            #expect((province.counts.made[type] ?? 0) > 0, "no \(type)")
        }
    }

    @Test func `has guides, knowledge and notices signed by different people, and requests for disclosure at different points`() throws {
        let province = try SmallProvince.shared.get()
        let guides = try province.records("service-guide/guide_version")
        #expect(guides.count >= 6 && guides.allSatisfy { $0.state == "published" }, "\(province.counts.refusals)")
        for guide in guides { #expect(Set([guide["author"], guide["legal_reviewer"], guide["publisher"]]).count == 3, "\(guide.title)") }
        #expect(try province.records("service-guide/service_item").allSatisfy { $0.state == "published" })
        let articles = try province.records("smart-qa/kb_article")
        #expect(!articles.isEmpty && articles.allSatisfy { $0.state == "published" })
        let items = try province.records("law-pop-portal/lawpop_item")
        #expect(items.count == 8 && items.allSatisfy { $0.state == "online" }, "\(province.counts.refusals)")
        let cases = try province.records("case-library/library_case")
        #expect(cases.count == 3 && cases.allSatisfy { $0.state == "published" }, "\(province.counts.refusals)")
        // Each law that one of them rests on stands in the register.
        func laws(_ records: [RecordView], _ field: String) -> Int {
            records.reduce(0) { count, record in if case .list(let laws) = record[field] { count + laws.count } else { count } }
        }
        let cited = laws(guides, "basis") + laws(articles, "law_refs") + laws(items, "law_refs") + laws(cases, "law_refs")
        #expect(try province.records("smart-qa/citation").count == cited)
        #expect(Set(try province.records("notices-disclosure/notice").compactMap(\.state)) == ["published", "review2"])
        let requests = try province.records("notices-disclosure/disclosure_request")
        #expect(Set(requests.compactMap(\.state)) == ["registered", "handling", "closed"], "\(province.counts.refusals)")
    }

    @Test func `leaves open work on the desks, and work done in every way`() throws {
        let province = try SmallProvince.shared.get()
        let states = Set(try province.records("work-order/work_order").compactMap(\.state))
        #expect(states.isSuperset(of: ["submitted", "assigned", "in_progress", "replied", "closed"]), "\(states)")
        let desk = try #require(try province.kernel.actor("front_desk@450100", at: SmallProvince.moment))
        #expect(try !province.kernel.todos(of: desk, at: SmallProvince.moment).isEmpty)
    }
}

@Suite struct `Its people` {
    @Test func `are there under the names that the demonstration offers`() throws {
        let province = try SmallProvince.shared.get()
        for entrance in Demonstration.entrances {
            let actor = try province.kernel.actor(entrance.user, at: province.end)
            #expect(actor?.grants.isEmpty == false, "\(entrance.user)")
        }
    }

    @Test func `form teams by the rules`() throws {
        let province = try SmallProvince.shared.get()
        let teams = try province.records("team-roster/team")
        #expect(teams.count > 20)
        for team in teams { #expect(team["composition_ok"] == .string("ok"), "\(team.title): \(team["gaps"])") }
    }

    @Test func `are on duty this week`() throws {
        let province = try SmallProvince.shared.get()
        #expect(try province.count("SELECT COUNT(*) FROM team_roster__shift_assign WHERE _state = 'done'") > 0)
        #expect(try province.count("SELECT COUNT(*) FROM team_roster__shift_assign WHERE _state = 'checked_in'") > 0)
        #expect(try province.count("SELECT COUNT(*) FROM team_roster__shift_assign WHERE _state IN ('planned', 'confirmed')") > 0)
        for shift in try province.records("team-roster/shift") { #expect(shift["assigned"] != .int(0), "\(shift.title)") }
    }

    @Test func `bear numbers whose check digits are right`() throws {
        let province = try SmallProvince.shared.get()
        var (codes, licences) = (0, 0)
        for entry in try province.records("legal-directory/dir_org") {
            guard case .string(let text) = entry["uscc"] else { continue }
            codes += 1
            #expect(CreditCode(text) != nil, "\(entry.title): \(text)")
        }
        for person in try province.records("legal-directory/dir_person") {
            guard case .string(let text) = person["licence_no"], person["kind"] == .string("L") else { continue }
            licences += 1
            #expect(LawyerLicence(text, today: CivilDate(year: 2026, month: 6, day: 17) ?? .today) != nil, "\(person.title): \(text)")
        }
        #expect(codes > 20 && licences > 20)
    }
}
