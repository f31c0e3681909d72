import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// The teams somebody may see, each held against its rule.
public struct CompositionBoard: Sendable {
    let kernel: Kernel

    public init(kernel: Kernel) { self.kernel = kernel }

    /// A page of teams with their verdicts.
    public struct Page: Sendable {
        public var checks: [CompositionCheck]
        /// Where the next page begins; nil at the end.
        public var next: String?
    }

    /// - Parameters:
    ///   - kind: `legal`, `ops`, `tech`; nil: all.
    ///   - level: `region`, `city`, `county`; nil: all.
    ///   - failing: only those that the engine's own check found wanting.
    /// - Throws: `QueryProblem`.
    public func page(
        kind: String? = nil, level: String? = nil, failing: Bool = false, after: String? = nil, limit: Int = 30, as actor: Actor,
        at now: Moment
    ) throws -> Page {
        var conditions = ["!closed"]
        if let kind { conditions.append("kind == \(quoted(kind))") }
        if let level { conditions.append("level == \(quoted(level))") }
        if failing { conditions.append("composition_ok != 'ok'") }
        let teams = try kernel.list(
            ListQuery(type: DeskTypes.team, filter: conditions.joined(separator: " && "), after: after, limit: limit), as: actor, at: now)
        let checks = try teams.items.map { view in
            let team = try team(view, as: actor, at: now)
            return CompositionCheck(
                team, rule: CompositionRule(kind: team.kind, level: team.level) { number($0, org: team.org, on: now.day) }, on: now.day)
        }
        return Page(checks: checks, next: teams.next)
    }

    private func team(_ view: RecordView, as actor: Actor, at now: Moment) throws -> CompositionTeam {
        let institutions = try everyRecord(
            DeskTypes.institution, filter: "team.id == \(quoted(view.id)) && state == 'active'", as: actor, at: now, kernel: kernel)
        let members = try everyRecord(
            DeskTypes.member, filter: "team.id == \(quoted(view.id)) && state == 'active'", as: actor, at: now, kernel: kernel)
        let names = DirectoryNames(kernel: kernel)
        let organisations = try names.entries(DeskTypes.directoryOrganisation, Set(institutions.compactMap { $0.text("org") }))
        let people = try names.entries(DeskTypes.directoryPerson, Set(members.compactMap { $0.text("person") }))
        let accounts = try names.people(Set(members.compactMap { $0.text("user") }))
        return CompositionTeam(
            id: view.id, name: view.text("name") ?? view.title, org: view.text("org") ?? view.org, kind: view.text("kind") ?? "",
            level: view.text("level") ?? "",
            institutions: institutions.map { one in
                .init(
                    id: one.id, name: one.text("org").flatMap { organisations[$0]?.name } ?? one.title, kind: one.text("slot_kind") ?? "",
                    isIndustry: one.flag("industry"))
            },
            members: members.map { one in
                let person = one.text("person").flatMap { people[$0] }
                let standing = person?.standing.flatMap {
                    $0 == "normal" ? nil : names.label($0, of: "legal-directory/person_status", "shared/person_status")
                }
                return .init(
                    id: one.id, name: person?.name ?? one.text("user").flatMap { accounts[$0] } ?? one.title, post: one.text("post") ?? "",
                    institution: one.text("team_org"),
                    lines: one.texts("desk_lines"), licenceFault: standing)
            },
            exemptions: view.maps("exemptions").compactMap { map in
                map.moment("until").map { .init(gaps: map.texts("gaps"), until: $0.day, support: map.text("support_org") ?? "") }
            })
    }

    /// A parameter of `team-roster` as it holds for an organisation on a day.
    func number(_ id: String, org: String, on day: Day) -> Int {
        let lineage = kernel.state.tree.lineage(of: org)
        let value =
            kernel.services.parameterOverride(system: "team-roster", id: id, day: day, lineage: lineage)
            ?? kernel.state.catalogue.parameter(id, in: "team-roster")?.row(on: day, lineage: lineage)?.value
        if case .number(let number)? = value { return Int(clamping: number) }
        return 0
    }
}
