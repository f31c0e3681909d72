import Casework
import Definitions
import Expressions
import Identifiers
import Storage
import WorkCalendar

/// The province in a box: a department with its bureaus, cities, counties, offices and institutions, everybody in them, and a year of their work, done through
/// the same actions as by everybody. The same for the same seed, scale, material and last moment.
public struct Demonstration: Sendable {
    /// What is read from files.
    public struct Material: Sendable {
        public var organisations: [Organisation]
        /// What people ask. Empty: sentences of our own.
        public var questions: [Question]
        public var programme: ProgrammeMaterial
        /// Where divisions lie. Empty: institutions have no place on the map.
        public var divisions: DivisionTable

        public init(
            organisations: [Organisation], questions: [Question] = [], programme: ProgrammeMaterial = .none,
            divisions: DivisionTable = .empty
        ) {
            self.divisions = divisions
            self.organisations = organisations
            self.questions = questions
            self.programme = programme
        }
    }

    /// How far the filling is.
    public struct Progress: Sendable {
        /// The moment up to which the province has been lived through.
        public var now: Moment
        public var counts: DemonstrationCounts
    }

    /// Roles under which the demonstration is best entered: named users and whoever holds a role at an organisation (`role@organisation`).
    public static let entrances: [(user: String, what: String)] = [
        ("申请人甲", "群众"), ("front_desk@450103", "青秀区前台受理员"), ("front_desk@450100", "南宁市前台受理员"), ("legal_staff@450100", "南宁市驻场律师"),
        ("legal_lead@450100", "南宁市法律服务团队负责人"),
        ("supervisor@450100", "南宁市后台督办员"), ("seat_agent@450000", "自治区热线座席"), ("qc@450100", "南宁市质检员"), ("line_officer@450100", "南宁市业务科室经办人"),
        ("pls_admin@450000", "自治区公共法律服务管理员"),
        ("leader@450000", "自治区司法厅主要负责人"), ("agency_clerk@450103-NO01", "青秀区公证处内勤"), ("programme_manager@450000", "建设任务管理员"),
        ("sys_admin@450000", "系统管理员"), ("security_admin@450000", "安全管理员"), ("audit_admin@450000", "审计管理员"),
    ]

    /// How many orders a year has at scale 1, about.
    static let ordersPerYear = 10_000.0

    private let extent: Extent

    /// How much of it.
    private struct Extent {
        var perDay: Double
        var cities: Int?
        var citizens: Int
        var perCountyInstitution: Int
        var days: Int
        /// How many counties of the living cities take part in the programme. Nil: all.
        var programmeCounties: Int?
    }

    // MARK: Filling

    /// Fills an empty database with a year of the whole province.
    /// - Parameters:
    ///   - scale: 1 for about 10,000 orders, 100 for about 1,000,000.
    ///   - seed: the same seed gives the same province.
    ///   - end: the demonstration's present: nothing happens after it.
    ///   - days: how long before it the work begins.
    ///   - progress: called after every commit.
    /// - Throws: `DemonstrationFailure`, `DatabaseError`.
    @discardableResult
    public static func fill(
        kernel: Kernel, material: Material, scale: Int = 1, seed: UInt64 = 1, until end: Moment, days: Int = 365,
        progress: (Progress) -> Void = { _ in }
    ) throws -> DemonstrationCounts {
        guard (1...1000).contains(scale) else { throw DemonstrationFailure.scale(scale) }
        guard (1...3650).contains(days) else { throw DemonstrationFailure.days(days) }
        let extent = Extent(
            perDay: ordersPerYear / 365 / Days.ordersDrawn * Double(scale), cities: nil, citizens: min(200_000, 600 * scale),
            perCountyInstitution: 2,
            days: days, programmeCounties: nil)
        return try Demonstration(extent: extent).fill(kernel, material, seed, end, progress)
    }

    /// Fills an empty database with some weeks of two cities: quick enough for tests.
    @discardableResult
    public static func fillSmall(kernel: Kernel, material: Material, seed: UInt64 = 1, until end: Moment) throws -> DemonstrationCounts {
        let extent = Extent(perDay: 6, cities: 2, citizens: 30, perCountyInstitution: 1, days: 20, programmeCounties: 4)
        return try Demonstration(extent: extent).fill(kernel, material, seed, end) { _ in }
    }

    private init(extent: Extent) { self.extent = extent }

    private static let stepsPerCommit = 400

    private func fill(_ kernel: Kernel, _ material: Material, _ seed: UInt64, _ end: Moment, _ progress: (Progress) -> Void) throws
        -> DemonstrationCounts
    {
        guard try kernel.isEmpty() else { throw DemonstrationFailure.notEmpty }
        let identifiers = kernel.identifiers as? DemonstrationIdentifiers
        identifiers?.begin(seed: seed)
        defer { identifiers?.end() }
        try kernel.replaceOrganisations(material.organisations)
        let places = try Places(
            organisations: material.organisations, cities: extent.cities, citizens: extent.citizens,
            named: Self.names(material.organisations))
        let start = Moment.startOfDay(try end.day.adding(days: -extent.days))
        let hasProgramme =
            !material.programme.tasks.isEmpty && kernel.state.definition("programme/programme") != nil && ProgrammeStory.beginning < start
        let beginning = hasProgramme ? ProgrammeStory.beginning : start
        let province = Province(
            kernel: kernel, places: places, questions: material.questions.isEmpty ? Question.own : material.questions, start: start,
            beginning: beginning, end: end, seed: seed)
        province.divisions = material.divisions
        province.programmeCounties = Array(places.counties.prefix(extent.programmeCounties ?? .max))
        try settle(province, from: Moment(clamping: beginning.milliseconds - 86_400_000))
        if hasProgramme { province.agenda.note(ProgrammeStory(material.programme), at: province.at(9, on: beginning.day, spread: 60)) }
        let institutions = places.tree.ofKind("institution").filter { $0.parent.map { self.lives($0, in: places) } ?? false }
        let entries = DirectoryEntries(institutions: institutions, perCountyInstitution: extent.perCountyInstitution) { entries, province in
            province.agenda.note(Teams(places: places, directory: entries), at: province.now)
        }
        province.agenda.note(entries, at: start)
        let platforms = places.tree.all.filter {
            ($0.kind == "service_centre" || $0.kind == "justice_office") && self.lives($0.parent ?? "", in: places)
        }
        province.agenda.note(ServicePlaces(platforms), at: start)
        // Signed in the order of their days before the work begins, and drawing no chance: the rest of the province is as without them.
        if province.state.definition("service-guide/service_item") != nil {
            province.agenda.note(PublishedContents(), at: province.at(9, on: start.day, spread: 0))
            province.agenda.note(ReadingMatter(), at: province.at(10, on: start.day, spread: 0))
            province.agenda.note(DisclosureRequests(), at: Moment(clamping: max(start.milliseconds, end.milliseconds - 691_200_000)))
        }
        province.agenda.note(SupervisionRound(), at: province.at(10, on: start.day, spread: 60))
        province.agenda.note(Days(perDay: extent.perDay), at: start)
        let seats = HotlineSeats(places)
        province.agenda.note(
            CallStory(province, known: seats.caller, at: places.department.code), at: Moment(clamping: end.milliseconds - 86_400_000))
        province.agenda.note(seats, at: end)
        try live(province, progress)
        try mark(kernel, seed: seed, end: end)
        return province.counts
    }

    private func lives(_ code: String, in places: Places) -> Bool {
        code == places.department.code || places.cities.contains { $0.code == code } || places.counties.contains { $0.code == code }
    }

    /// Everybody can sign in.
    private func settle(_ province: Province, from moment: Moment) throws {
        let places = province.places
        var quiet: Set<String> = []
        if extent.cities != nil {
            for organisation in places.tree.all {
                let lineage = places.tree.lineage(of: organisation.code)
                // The bureaus take part in the building programme whichever cities live.
                let isBureau = ["prison_bureau", "drug_bureau"].contains(organisation.kind)
                if organisation.level != "region", !isBureau,
                    !lineage.contains(where: { code in places.cities.contains { $0.code == code } }),
                    !(organisation.kind == "institution" && organisation.parent == places.department.code)
                {
                    quiet.insert(organisation.code)
                }
            }
        }
        let accounts = Accounts(places: places, roles: province.state.catalogue.roles, quiet: quiet)
        try province.kernel.database.bulk([accounts], perCommit: 1) { connection, accounts in
            try accounts.save(in: connection, from: moment)
        }
    }

    private func live(_ province: Province, _ progress: (Progress) -> Void) throws {
        var lived = 0
        let chunks = sequence(state: 0) { (next: inout Int) -> Int? in
            defer { next += 1 }
            return province.isOver ? nil : next
        }
        try province.kernel.database.bulk(chunks, perCommit: 1) { connection, chunk in
            // A chunk that is tried again, after a lost connection, would live the same days twice.
            guard chunk == lived else { throw DemonstrationFailure.interrupted }
            lived += 1
            try province.live(steps: Self.stepsPerCommit, in: connection)
            progress(Progress(now: province.now, counts: province.counts))
        }
    }

    /// Pages say that it is a demonstration.
    private func mark(_ kernel: Kernel, seed: UInt64, end: Moment) throws {
        try kernel.database.writeBlocking { connection in
            for (name, value) in [("demo", "true"), ("demo.seed", String(seed)), ("demo.until", "\(end)")] {
                try connection.enqueue(
                    "INSERT INTO setting (name, value) VALUES (\(name), \(value)) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            }
        }
    }

    /// 律师甲, 律师乙 … at the firms, in the order of the tree.
    private static func names(_ organisations: [Organisation]) -> [String: String] {
        var names: [String: String] = [:]
        for (index, firm) in organisations.filter({ $0.kind == "institution" && Places.letters(of: $0.code) == "LF" }).enumerated() {
            names["practitioner@\(firm.code)"] = Names.numbered("律师", index * 2)
            names["practitioner2@\(firm.code)"] = Names.numbered("律师", index * 2 + 1)
        }
        return names
    }
}
