import Casework

/// Where the demonstration takes place, and whose names it knows.
struct Places {
    let tree: OrganisationTree
    let department: Organisation
    let cities: [Organisation]
    let counties: [Organisation]
    /// Accounts of the public.
    let citizens: [String]
    /// Names that are not made from the id.
    private let named: [String: String]
    private let countyWeights: [(Organisation, Int)]

    /// - Parameter cities: how many cities live; the others are there, but quiet. Nil: all.
    init(organisations: [Organisation], cities most: Int?, citizens: Int, named: [String: String]) throws {
        tree = OrganisationTree(organisations)
        guard let department = tree.ofKind("department").first else {
            throw DemonstrationFailure.material("组织树中没有自治区司法厅（kind 为 department）")
        }
        self.department = department
        cities = Array(tree.ofKind("city_bureau").prefix(most ?? .max))
        let living = Set(cities.map(\.code))
        let tree = tree
        counties = tree.ofKind("county_bureau").filter { $0.parent.map(living.contains) ?? false }
        guard !cities.isEmpty, !counties.isEmpty else { throw DemonstrationFailure.material("组织树中没有市、县司法局") }
        self.citizens = ["申请人甲", "申请人乙", "申请人丙"] + (4...max(4, citizens)).map { "citizen-\(String($0 + 1_000_000).dropFirst())" }
        self.named = named
        // Not every county is as large as the next.
        var chance = SeededGenerator(seed: 450_000).fork("counties")
        countyWeights = counties.map { ($0, chance.chance(0.2) ? chance.within(30...60) : chance.within(6...24)) }
    }

    func county(_ chance: inout SeededGenerator) -> Organisation { chance.weighted(countyWeights) ?? counties[0] }

    /// The city of a county, or itself.
    func city(of code: String) -> String { tree.ancestor(of: code, level: "city")?.code ?? department.code }

    /// The supervisor's organisation: supervisors are at cities and at the department.
    func supervising(_ code: String) -> String { tree.organisation(code)?.level == "region" ? code : city(of: code) }

    func offices(of county: String) -> [Organisation] { tree.children(of: county).filter { $0.kind == "justice_office" } }

    func institutions(of code: String, _ letters: String) -> [Organisation] {
        tree.children(of: code).filter { $0.kind == "institution" && Self.letters(of: $0.code) == letters }
    }

    /// `450103-LF01` → `LF`.
    static func letters(of code: String) -> String {
        String(code.drop { $0 != "-" }.dropFirst().prefix { $0.isLetter })
    }

    func name(of id: String) -> String {
        if let name = named[id] { return name }
        if id.hasPrefix("申请人") { return id }
        return Names.person(of: id)
    }
}
