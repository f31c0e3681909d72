/// How many there must be.
public enum RequiredCount: Sendable, Hashable {
    case exactly(Int)
    case atLeast(Int)
    case between(Int, Int)

    /// Whether so many are as they should be.
    public func isMet(by count: Int) -> Bool {
        switch self {
        case .exactly(let number): count == number
        case .atLeast(let number): count >= number
        case .between(let least, let most): (min(least, most)...max(least, most)).contains(count)
        }
    }

    /// `6`, `≥2`, `1—2`.
    public var words: String {
        switch self {
        case .exactly(let number): "\(number)"
        case .atLeast(let number): "≥\(number)"
        case .between(let least, let most): "\(least)—\(most)"
        }
    }

    /// How a wrong number is mended: `缺1` or `多1`; nil when it is right.
    public func difference(of count: Int) -> String? {
        switch self {
        case .exactly(let number): count == number ? nil : count < number ? "缺\(number - count)" : "多\(count - number)"
        case .atLeast(let number): count >= number ? nil : "缺\(number - count)"
        case .between(let least, let most): count < least ? "缺\(least - count)" : count > most ? "多\(count - most)" : nil
        }
    }
}

/// What a team must be made of. The numbers are those of the programme's attachment 4 §二 and come from the parameters of `team-roster`, so that a change of policy is a
/// new row and not a new program.
public struct CompositionRule: Sendable, Hashable {
    /// Institutions of a kind, or people at a post.
    public struct Demand: Sendable, Hashable {
        /// What is counted.
        public enum Subject: Sendable, Hashable {
            /// Code of `slot_kind`.
            case institutions(String)
            /// Mediation committees of trades.
            case industryCommittees
            /// Code of `team_post`.
            case post(String)
            /// Each institution has so many on post.
            case personsAtEach
            /// All five business lines (six codes) are covered by desks.
            case lines
            /// There may be no such team at this level.
            case notHere
        }
        public var subject: Subject
        public var count: RequiredCount
        public var label: String
        /// Code of `composition_gap`.
        public var gap: String
    }

    /// `TC-R1`, `TC-C1`, `TC-R2`, `TC-C2`, `TC-K`, `TC-T`.
    public var id: String
    public var demands: [Demand]

    /// Codes of `service_line` that the front desks must cover together.
    public static let desksCover = ["legal_aid", "lawyer", "notary", "mediation", "forensic", "lpq"]

    /// The rule for a team.
    /// - Parameters:
    ///   - kind: `legal`, `ops`, `tech`.
    ///   - level: `region`, `city`, `county`.
    ///   - number: a parameter of `team-roster` by its id; what is missing counts as 0.
    public init(kind: String, level: String, number: (String) -> Int) {
        switch (kind, level) {
        case ("legal", "county"): self.init(id: "TC-C1", demands: [Self.notHere])
        case ("legal", _):
            let isRegion = level == "region"
            let prefix = isRegion ? "r1" : "c1"
            let kinds = [
                ("law_firm", "律师事务所"), ("notary", "公证机构"), ("legal_aid", "法律援助机构"), ("mediation", "人民调解委员会"), ("forensic", "司法鉴定机构"),
                ("arbitration", "仲裁机构"),
            ]
            var demands = kinds.map { kind, label in
                Demand(subject: .institutions(kind), count: .exactly(number("\(prefix)_\(kind)")), label: label, gap: kind)
            }
            demands.append(
                Demand(subject: .industryCommittees, count: .exactly(number("\(prefix)_industry")), label: "其中行业性调委会", gap: "industry"))
            demands.append(
                Demand(subject: .personsAtEach, count: .exactly(number("persons_per_institution")), label: "每机构在岗人数", gap: "persons"))
            self.init(id: isRegion ? "TC-R1" : "TC-C1", demands: demands)
        case ("ops", "county"):
            self.init(
                id: "TC-K",
                demands: [
                    Demand(subject: .post("FD"), count: .between(number("k_fd_least"), number("k_fd_most")), label: "前台受理员", gap: "FD")
                ])
        case ("ops", _):
            let prefix = level == "region" ? "r2" : "c2"
            self.init(
                id: level == "region" ? "TC-R2" : "TC-C2",
                demands: [
                    Demand(subject: .post("FD"), count: .exactly(number("\(prefix)_fd")), label: "前台受理员", gap: "FD"),
                    Demand(subject: .post("SV"), count: .exactly(number("\(prefix)_sv")), label: "后台督办员", gap: "SV"),
                    Demand(subject: .post("IC"), count: .exactly(number("\(prefix)_ic")), label: "信息处理员", gap: "IC"),
                    Demand(subject: .lines, count: .exactly(Self.desksCover.count), label: "业务线覆盖", gap: "lines"),
                ])
        case ("tech", "region"):
            self.init(id: "TC-T", demands: [Demand(subject: .post("TS"), count: .atLeast(number("t_least")), label: "技术保障员", gap: "TS")])
        default: self.init(id: "TC-T", demands: [Self.notHere])
        }
    }

    init(id: String, demands: [Demand]) {
        self.id = id
        self.demands = demands
    }

    private static var notHere: Demand { Demand(subject: .notHere, count: .exactly(0), label: "本级不设此类团队", gap: "none_allowed") }
}
