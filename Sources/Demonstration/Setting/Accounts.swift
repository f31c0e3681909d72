import Casework
import Definitions
import Storage
import WorkCalendar

/// Everybody who can sign in: for each role somebody at each organisation where the specification has the role, as `role@organisation`.
struct Accounts {
    struct Account {
        var id: String
        var name: String
        var org: String
        var grants: [Grant]
    }

    let all: [Account]

    /// - Parameter quiet: organisations whose people are left out.
    init(places: Places, roles: [RoleDefinition], quiet: Set<String>) {
        var all: [Account] = []
        for role in roles where role.kind != "citizen" && role.id != "system" {
            let levels = RoleLevels(role.level)
            for organisation in places.tree.all where !quiet.contains(organisation.code) && levels.include(organisation) {
                let id = "\(role.id)@\(organisation.code)"
                all.append(
                    Account(
                        id: id, name: places.name(of: id), org: organisation.code, grants: [Grant(role: role.id, org: organisation.code)]))
            }
        }
        for role in roles where role.kind == "citizen" {
            all.append(Account(id: role.id, name: Names.person(of: role.id), org: "", grants: [Grant(role: role.id, org: "")]))
        }
        for citizen in places.citizens {
            all.append(Account(id: citizen, name: places.name(of: citizen), org: "", grants: [Grant(role: "citizen", org: "")]))
        }
        self.all = all
    }

    func save(in connection: any Connection, from moment: Moment) throws {
        let directory = Directory(connection: connection)
        for account in all {
            try directory.save(Person(id: account.id, login: account.id, name: account.name, org: account.org), at: moment)
            for grant in account.grants { try directory.grant(grant.role, at: grant.org, to: account.id, by: "system", from: moment) }
        }
    }
}

/// Where a role exists, read from the words of the specification (`region, city, county`, `every org`, `agency (公证处)`, `厅, 局; city optional` …).
struct RoleLevels {
    private var kinds: Set<String> = []
    /// Letters of institutions' codes; empty for all of them.
    private var institutions: Set<String>?

    init(_ text: String) {
        let governing: Set<String> = ["department", "prison_bureau", "drug_bureau", "city_bureau", "county_bureau"]
        for part in text.split(whereSeparator: { ",，;；/、".contains($0) }) {
            let word = part.split(separator: "(").first.map { $0.split(separator: "（").first ?? $0 }?.trimmed ?? ""
            switch word {
            case "region", "厅", "区", "自治区": kinds.insert("department")
            case "city", "市", "city optional", "市可设": kinds.insert("city_bureau")
            case "county", "县", "county and unit read", "县和监所可读": kinds.insert("county_bureau")
            case "office", "司法所": kinds.insert("justice_office")
            case "bureau", "局": kinds.formUnion(["prison_bureau", "drug_bureau"])
            case "prison_bureau", "监狱管理局": kinds.insert("prison_bureau")
            case "drug_bureau", "戒毒管理局": kinds.insert("drug_bureau")
            case "prison", "监狱": kinds.insert("prison")
            case "centre", "戒毒所": kinds.insert("drug_centre")
            case "custody", "监所", "unit": kinds.formUnion(["prison", "drug_centre"])
            case "ward", "sub-ward", "监区", "分监区": kinds.insert("ward")
            case "brigade", "大队": kinds.insert("brigade")
            case "village", "村": kinds.insert("village")
            case "moj", "external", "partner", "部", "司法部", "外部单位", "协作单位": kinds.insert("external")
            case "agency", "institution", "institution agency", "法律服务机构":
                kinds.insert("institution")
                let letters = Self.institutions(named: String(part))
                institutions = letters.isEmpty ? [] : (institutions ?? []).union(letters)
            case "every org", "各单位": kinds.formUnion(governing.union(["justice_office", "prison", "drug_centre"]))
            case "everywhere", "every node", "command centre of every node", "every org that operates a network", "any", "各处", "各级", "各节点",
                "各节点指挥中心",
                "各边界节点", "运营网络的各单位":
                kinds.formUnion(governing)
            case _ where word.hasPrefix("every node") || word.hasPrefix("every org"): kinds.formUnion(governing)
            case "–", "—": kinds.formUnion(["department", "city_bureau"])
            default: break
            }
        }
    }

    func include(_ organisation: Organisation) -> Bool {
        guard kinds.contains(organisation.kind) else { return false }
        guard organisation.kind == "institution", let institutions, !institutions.isEmpty else { return true }
        return institutions.contains(Places.letters(of: organisation.code))
    }

    private static func institutions(named text: String) -> Set<String> {
        let words: [(String, [String])] = [("公证", ["NO"]), ("鉴定", ["FI"]), ("调委会", ["MC", "MCI"]), ("法律援助", ["LA"]), ("律所", ["LF"])]
        return Set(words.filter { text.contains($0.0) }.flatMap { $0.1 })
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
