import Casework
import Expressions
import Identifiers
import WorkCalendar

/// The directory of legal services: institutions, people who practise there, places that are open to everybody. Made up, with numbers whose check digits are right.
final class DirectoryEntries: Story {
    /// Institutions of the tree that are still to be entered.
    private var waiting: [Organisation]
    private let perCountyInstitution: Int
    private var subject = 0
    private var lawyer = 0
    /// Institution code → record of the directory, and the people of it.
    private(set) var entered: [String: (id: String, people: [(id: String, account: String)])] = [:]
    private let finished: (DirectoryEntries, Province) throws -> Void

    init(institutions: [Organisation], perCountyInstitution: Int, finished: @escaping (DirectoryEntries, Province) throws -> Void) {
        waiting = institutions.reversed()
        self.perCountyInstitution = perCountyInstitution
        self.finished = finished
    }

    func proceed(in province: Province) throws -> Moment? {
        guard let institution = waiting.popLast() else {
            try finished(self, province)
            return nil
        }
        try enter(institution, province)
        return province.now
    }

    private struct Kind {
        var code: String
        var prefix: String?
        var person: String?
        var tags: [String]
        var title: String
    }

    private static let kinds: [String: Kind] = [
        "LF": Kind(
            code: "31", prefix: "31", person: "L", tags: ["labor", "debt", "contract", "family", "property", "traffic", "criminal"],
            title: "律师"),
        "NO": Kind(code: "32", prefix: "12", person: "N", tags: ["inherit", "property", "family"], title: "公证员"),
        "GL": Kind(code: "33", prefix: "33", person: "G", tags: ["family", "land", "debt"], title: "法律工作者"),
        "FI": Kind(code: "34", prefix: "34", person: "F", tags: ["injury", "traffic", "medical"], title: "鉴定人"),
        "AC": Kind(code: "35", prefix: "35", person: "A", tags: ["contract", "finance"], title: "仲裁员"),
        "LA": Kind(code: "LA", prefix: "12", person: "AID", tags: ["wage", "labor", "minor"], title: "援助人员"),
        "MC": Kind(code: "MC", prefix: nil, person: "M", tags: ["family", "land", "debt"], title: "调解员"),
        "MCI": Kind(code: "MC", prefix: nil, person: "M", tags: ["medical", "traffic", "labor"], title: "调解员"),
    ]

    /// What the directory says of a kind beside the common: without it nobody could book an appraisal or look up arbitrators.
    private static let extras: [String: [String: Value]] = [
        "34": [
            "categories": .list(
                ["pathology", "clinical", "psychiatry", "genetics", "toxicology", "document", "trace", "audio", "video", "electronic"].map {
                    .string($0)
                })
        ],
        "35": ["register_no": .string("演示登记证号"), "arbitrators_link": .string("机构网站“仲裁员名册”栏目")],
        "MC": ["members": .int(5), "has_woman": .bool(true), "mc_kind": .string("county_union")],
    ]

    private func enter(_ institution: Organisation, _ province: Province) throws {
        guard let kind = Self.kinds[Places.letters(of: institution.code)], let parent = institution.parent else { return }
        let code = institution.division
        subject += 1
        let division = DivisionCode(code)
        let street = province.chance.pick(["民主路", "金湖路", "桂雅路", "东葛路", "建设路", "解放路", "文明街", "中山路", "江滨路", "人民大道"]) ?? "民主路"
        var values: [String: Value] = [
            "org_id": .string(institution.code), "kind": .string(kind.code), "name": .string(institution.name), "area_code": .string(code),
            "competent_org": .string(parent), "agency_org": .string(institution.code),
            "status": .string("normal"),
            "address": .string(
                "\(province.places.tree.organisation(parent)?.name.replacing("司法局", with: "").replacing("司法厅", with: "") ?? "")\(street)\(province.chance.within(1...220))号"
            ),
            "phone": .string("077\(province.chance.within(1...9))-\(province.chance.within(2_000_000...5_999_999))"),
            "head": .string(Names.person(&province.chance)),
            "established_on": .string("\(province.chance.within(1985...2022))-\(Self.padded(province.chance.within(1...12)))-01"),
            "synced_at": .string(Self.recently(province)),
            "business_tags": .list(kind.tags.filter { _ in province.chance.chance(0.7) }.map { .string($0) }),
            "languages": .list(province.chance.chance(0.4) ? [.string("zh"), .string("za")] : [.string("zh")]),
            "intro": .string("\(institution.name)面向社会提供公共法律服务。"),
        ]
        if let prefix = kind.prefix, let division,
            let credit = CreditCode.sample(prefix: prefix, division: division, subject: 10_000_000 + subject)
        {
            values["uscc"] = .string(credit.description)
        }
        if kind.code == "31" || kind.code == "32" || kind.code == "34" {
            values["licence_no"] = .string("\(kind.code)\(code)\(String(1_000_000 + subject).dropFirst())")
        }
        if let position = province.position(in: code, key: institution.code) { values["geo"] = position }
        // Some are open at weekends, as their tables of hours say.
        if subject % 3 == 0 {
            values["week"] = .list((1...6).map { Self.hours(day: $0, "09:00", "17:30") })
            values["hours"] = .string("周一至周六 09:00–17:30")
        }
        let id = try province.given("legal-directory/dir_org", "published", values)
        if let extra = Self.extras[kind.code] {
            try province.given("legal-directory/org_extra", nil, extra.merging(["parent": .string(id)]) { $1 })
        }
        var people: [(id: String, account: String)] = []
        // Teams take two people of each institution stationed with them.
        for index in 0..<(province.places.tree.organisation(parent)?.level == "county" ? perCountyInstitution : 2) {
            lawyer += 1
            let account = index == 0 ? "practitioner@\(institution.code)" : "practitioner\(index + 1)@\(institution.code)"
            let sex: Sex = province.chance.chance(0.42) ? .female : .male
            let year = province.chance.within(1998...2021)
            var person: [String: Value] = [
                "person_id": .string("P-\(institution.code)-\(index + 1)"), "name": .string(province.places.name(of: account)),
                "kind": .string(kind.person ?? "L"), "org": .string(id), "status": .string("normal"),
                "gender": .string(sex == .female ? "2" : "1"),
                "first_licensed_on": .string("\(year)-\(Self.padded(province.chance.within(1...12)))-15"),
                "synced_at": .string(Self.recently(province)),
            ]
            if try Directory(connection: province.connection).exists(account) { person["account"] = .string(account) }
            if kind.person == "L", let division,
                let licence = LawyerLicence.sample(division: division, year: year, category: .fullTime, sex: sex, sequence: lawyer)
            {
                person["licence_no"] = .string(licence.description)
            }
            people.append((try province.given("legal-directory/dir_person", "published", person), account))
        }
        entered[institution.code] = (id, people)
    }

    /// Master data are synchronised nightly: the last night before the demonstration ends.
    private static func recently(_ province: Province) -> String {
        Moment(clamping: province.end.milliseconds - Int64(province.chance.within(4...28)) * 3_600_000).description
    }

    private static func hours(day: Int, _ from: String, _ to: String) -> Value {
        .map([.string("day"): .string(String(day)), .string("from"): .string(from), .string("to"): .string(to)])
    }

    static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

/// Centres of counties and cities and the stations of their offices.
final class ServicePlaces: Story {
    private var waiting: [Organisation]

    init(_ organisations: [Organisation]) { waiting = organisations.reversed() }

    func proceed(in province: Province) throws -> Moment? {
        guard let place = waiting.popLast() else { return nil }
        let isCentre = place.kind == "service_centre"
        try province.given(
            "legal-directory/service_place", nil,
            [
                "name": .string(isCentre ? place.name : place.name.replacing("司法所", with: "公共法律服务工作站")),
                "kind": .string(isCentre ? "center" : "station"),
                "org": .string(isCentre ? place.parent ?? place.code : place.code), "area_code": .string(place.division),
                "address": .string(
                    "\(province.places.tree.organisation(place.parent ?? "")?.name.replacing("司法局", with: "") ?? "")政务服务路\(province.chance.within(1...99))号"
                ),
                "phone": .string("077\(province.chance.within(1...9))-\(province.chance.within(2_000_000...5_999_999))"),
                "cameras_linked": .bool(province.chance.chance(0.6)),
                "geo": province.position(in: place.division, key: place.code) ?? .null,
            ])
        return waiting.isEmpty ? nil : province.now
    }
}
