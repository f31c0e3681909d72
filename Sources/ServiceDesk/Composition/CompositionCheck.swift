import WorkCalendar

/// A team as it is.
public struct CompositionTeam: Sendable, Hashable {
    /// An institution in place.
    public struct Institution: Sendable, Hashable {
        public var id: String
        public var name: String
        /// Code of `slot_kind`.
        public var kind: String
        public var isIndustry: Bool
        public init(id: String, name: String, kind: String, isIndustry: Bool = false) {
            self.id = id
            self.name = name
            self.kind = kind
            self.isIndustry = isIndustry
        }
    }
    /// Somebody on post.
    public struct Member: Sendable, Hashable {
        public var id: String
        public var name: String
        /// Code of `team_post`.
        public var post: String
        /// Id of the institution that sends him.
        public var institution: String?
        public var lines: Set<String>
        /// How his licence stands when it is not in order: `停业`; nil: in order, or none is needed.
        public var licenceFault: String?
        public init(
            id: String, name: String, post: String, institution: String? = nil, lines: Set<String> = [], licenceFault: String? = nil
        ) {
            self.id = id
            self.name = name
            self.post = post
            self.institution = institution
            self.lines = lines
            self.licenceFault = licenceFault
        }
    }
    /// A gap that the department excuses, with who helps out, until a day.
    public struct Exemption: Sendable, Hashable {
        /// Codes of `composition_gap`; empty: all that can be excused.
        public var gaps: Set<String>
        public var until: Day
        public var support: String
        public init(gaps: Set<String>, until: Day, support: String) {
            self.gaps = gaps
            self.until = until
            self.support = support
        }
    }

    public var id: String
    public var name: String
    public var org: String
    public var kind: String
    public var level: String
    public var institutions: [Institution]
    public var members: [Member]
    public var exemptions: [Exemption]

    public init(
        id: String, name: String, org: String, kind: String, level: String, institutions: [Institution] = [], members: [Member] = [],
        exemptions: [Exemption] = []
    ) {
        self.id = id
        self.name = name
        self.org = org
        self.kind = kind
        self.level = level
        self.institutions = institutions
        self.members = members
        self.exemptions = exemptions
    }
}

/// A team held against its rule: each demand, what there is, what is missing and who.
public struct CompositionCheck: Sendable {
    /// One demand and its fact.
    public struct Line: Sendable, Hashable {
        public var demand: CompositionRule.Demand
        /// What there is: `5`, `3个机构齐2人，1个不齐`.
        public var fact: String
        /// What is wrong in words, with the names it concerns; nil: nothing.
        public var fault: String?
        /// The exemption that excuses it, in words; nil: none.
        public var exemption: String?

        public var isMet: Bool { fault == nil }
        public var isExcused: Bool { fault != nil && exemption != nil }
    }

    /// The whole, as `composition` has it: `ok`, `exempt`, `fail`.
    public enum Verdict: String, Sendable, Hashable, CaseIterable { case ok, exempt, fail }

    public var team: CompositionTeam
    public var rule: CompositionRule
    public var lines: [Line]
    /// People whose licence is not in order: they may not stay on post.
    public var licenceFaults: [String]

    /// Gaps that no exemption covers: too few people at an institution, and a team that may not be (TR-02).
    public static let neverExcused: Set<String> = ["persons", "none_allowed"]

    public init(_ team: CompositionTeam, rule: CompositionRule, on today: Day) {
        self.team = team
        self.rule = rule
        licenceFaults = team.members.compactMap { member in member.licenceFault.map { "\(member.name)：\($0)" } }
        lines = rule.demands.map { demand in
            let (fact, fault) = Self.fact(demand, team)
            let exemption =
                fault == nil || Self.neverExcused.contains(demand.gap)
                ? nil
                : team.exemptions.filter { $0.until >= today && ($0.gaps.isEmpty || $0.gaps.contains(demand.gap)) }.max {
                    $0.until < $1.until
                }
            return Line(demand: demand, fact: fact, fault: fault, exemption: exemption.map { "豁免至\($0.until)，由\($0.support)支援" })
        }
    }

    public var verdict: Verdict {
        let open = lines.filter { !$0.isMet }
        return open.isEmpty ? .ok : open.allSatisfy(\.isExcused) ? .exempt : .fail
    }

    /// Codes of `composition_gap`, in the order of the rule.
    public var gaps: [String] { lines.filter { !$0.isMet }.map(\.demand.gap) }

    private static func fact(_ demand: CompositionRule.Demand, _ team: CompositionTeam) -> (fact: String, fault: String?) {
        func counted(_ number: Int, _ unit: String) -> (String, String?) {
            ("\(number)\(unit)", demand.count.difference(of: number).map { "\($0)\(unit)" })
        }
        switch demand.subject {
        case .institutions(let kind): return counted(team.institutions.count { $0.kind == kind }, "个")
        case .industryCommittees: return counted(team.institutions.count { $0.kind == "mediation" && $0.isIndustry }, "个")
        case .post(let post): return counted(team.members.count { $0.post == post }, "人")
        case .personsAtEach:
            let wrong = team.institutions.compactMap { institution -> String? in
                let number = team.members.count { $0.institution == institution.id }
                return demand.count.difference(of: number).map { "\(institution.name)\($0)人" }
            }
            return (
                "\(team.institutions.count - wrong.count)/\(team.institutions.count)个机构符合",
                wrong.isEmpty ? nil : wrong.joined(separator: "、")
            )
        case .lines:
            let covered = team.members.filter { $0.post == "FD" }.reduce(into: Set<String>()) { $0.formUnion($1.lines) }
            let missing = CompositionRule.desksCover.filter { !covered.contains($0) }
            return (
                "\(CompositionRule.desksCover.count - missing.count)项",
                missing.isEmpty ? nil : "缺" + missing.map { lineNames[$0] ?? $0 }.joined(separator: "、")
            )
        case .notHere: return ("已组建", demand.label)
        }
    }

    private static let lineNames = [
        "legal_aid": "法律援助", "lawyer": "律师", "notary": "公证", "mediation": "人民调解", "forensic": "司法鉴定", "lpq": "法律职业资格",
    ]
}
