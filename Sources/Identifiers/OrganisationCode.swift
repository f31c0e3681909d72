/// The code of an organisation in the tree: `450103`, `450103-S01`, `450000-P01-01`, `X-450103-CT`.
///
/// A division code, and after hyphens what the organisation is there. Numbers have at least two digits (three for residents' committees)
/// and widen when they run out. Source: the domain specification's rule 8.
public struct OrganisationCode: TextIdentifier {
    public let description: String
    public let kind: Kind
    /// The division whose level and number the code bears.
    public let division: DivisionCode
    /// The number behind the letters; nil where the kind has none.
    public let number: Int?
    /// The number of the ward or brigade.
    public let part: Int?

    /// What the organisation is. Raw values: the letters of the code; for wards and brigades those of what they belong to with a hyphen.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case justiceBureau = ""
        case prisonBureau = "PB"
        case prison = "P"
        case ward = "P-"
        case rehabilitationBureau = "RB"
        case rehabilitationCentre = "R"
        case brigade = "R-"
        case judicialOffice = "S"
        case lawFirm = "LF"
        case notaryOffice = "NO"
        case legalAidCentre = "LA"
        case forensicInstitution = "FI"
        case mediationCommittee = "MC"
        case industryMediationCommittee = "MCI"
        case arbitrationCommission = "AC"
        case grassrootsOffice = "GL"
        case residentsCommittee = "V"
        case court = "CT"
        case procuratorate = "PR"
        case police = "PS"
        case governmentDepartment = "GV"

        /// Chinese.
        public var label: String {
            switch self {
            case .justiceBureau: "司法行政机关"
            case .prisonBureau: "监狱管理局"
            case .prison: "监狱"
            case .ward: "监区"
            case .rehabilitationBureau: "戒毒管理局"
            case .rehabilitationCentre: "强制隔离戒毒所"
            case .brigade: "大队"
            case .judicialOffice: "司法所"
            case .lawFirm: "律师事务所"
            case .notaryOffice: "公证机构"
            case .legalAidCentre: "法律援助机构"
            case .forensicInstitution: "司法鉴定机构"
            case .mediationCommittee: "人民调解委员会"
            case .industryMediationCommittee: "行业性专业性人民调解委员会"
            case .arbitrationCommission: "仲裁委员会"
            case .grassrootsOffice: "基层法律服务所"
            case .residentsCommittee: "村（居）民委员会"
            case .court: "人民法院"
            case .procuratorate: "人民检察院"
            case .police: "公安机关"
            case .governmentDepartment: "其他政府部门"
            }
        }

        /// Outside the tree of the judicial administration: `X-…`.
        public var isExternal: Bool { [.court, .procuratorate, .police, .governmentDepartment].contains(self) }

        /// Whether a number follows the letters.
        enum Numbering { case none, wanted, allowed }

        var numbering: Numbering {
            switch self {
            case .justiceBureau, .prisonBureau, .rehabilitationBureau: .none
            case .court, .procuratorate, .police: .allowed
            default: .wanted
            }
        }

        /// The least number of digits.
        var width: Int { self == .residentsCommittee ? 3 : 2 }

        /// At which levels there are such organisations.
        var levels: [DivisionCode.Level] {
            switch self {
            case .prisonBureau, .prison, .ward, .rehabilitationBureau, .rehabilitationCentre, .brigade: [.province]
            case .judicialOffice, .residentsCommittee: [.county]
            case .arbitrationCommission: [.province, .city]
            default: [.province, .city, .county]
            }
        }
    }

    /// Nil for any other form, and where there is no such organisation at that level (a prison of a county).
    public init?(_ text: String) {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isExternal = parts.first == "X"
        if isExternal { parts.removeFirst() }
        guard let code = parts.first, code.utf8.count == 6, let division = DivisionCode(String(code)), parts.count <= 3 else { return nil }
        guard parts.count > 1 else {
            guard !isExternal else { return nil }
            self.init(text, .justiceBureau, division, nil, nil)
            return
        }
        let letters = parts[1].prefix { $0 >= "A" && $0 <= "Z" }
        let digits = parts[1].dropFirst(letters.count)
        guard !letters.isEmpty, let kind = Kind(rawValue: String(letters)), kind.isExternal == isExternal,
            kind.levels.contains(division.level)
        else {
            return nil
        }
        let number = Self.number(digits, width: kind.width)
        switch kind.numbering {
        case .none: guard digits.isEmpty else { return nil }
        case .wanted: guard number != nil else { return nil }
        case .allowed: guard number != nil || digits.isEmpty else { return nil }
        }
        guard parts.count == 3 else {
            self.init(text, kind, division, number, nil)
            return
        }
        guard let inner = Kind(rawValue: "\(letters)-"), let part = Self.number(parts[2], width: 2) else { return nil }
        self.init(text, inner, division, number, part)
    }

    /// The justice bureau of a division; nil for townships and villages, which have none.
    public init?(bureauOf division: DivisionCode) { self.init(division.description) }

    private init(_ text: String, _ kind: Kind, _ division: DivisionCode, _ number: Int?, _ part: Int?) {
        (description, self.kind, self.division, self.number, self.part) = (text, kind, division, number, part)
    }

    /// From 1; as many digits as the width, more only when the number needs them, so that one organisation has one code.
    private static func number(_ digits: Substring, width: Int) -> Int? {
        guard digits.utf8.count >= width, digits.utf8.count == width || digits.first != "0", digits.utf8.count <= 9,
            let number = ASCII.number(digits.utf8), number > 0
        else { return nil }
        return number
    }

    /// The organisation next above in the administrative tree, by the code alone: a ward's prison, a prison's bureau, an institution's
    /// or office's justice bureau, a bureau's superior bureau. Nil for the top and for external organisations.
    /// (Mediation and residents' committees may in fact stand under a judicial office; that is a matter of their record.)
    public var parent: OrganisationCode? {
        switch kind {
        case .justiceBureau: division.parent.flatMap { OrganisationCode(bureauOf: $0) }
        case .prison: OrganisationCode("\(division)-PB")
        case .rehabilitationCentre: OrganisationCode("\(division)-RB")
        case .ward, .brigade: OrganisationCode(String(description.prefix { $0 != "-" }) + "-" + description.split(separator: "-")[1])
        case _ where kind.isExternal: nil
        default: OrganisationCode(bureauOf: division)
        }
    }

    /// The organisations above, the nearest first.
    public var ancestors: [OrganisationCode] {
        var all: [OrganisationCode] = []
        var next = parent
        while let above = next {
            all.append(above)
            next = above.parent
        }
        return all
    }

    /// Whether this organisation stands above `other` in the administrative tree, by the codes.
    public func isAbove(_ other: OrganisationCode) -> Bool { other.ancestors.contains(self) }
}
