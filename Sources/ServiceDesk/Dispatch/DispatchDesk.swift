import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Gathers what advice on an order rests on: the people of the team or the institutions' pool of the order's organisation, their load, skills, shifts and matters.
///
/// The order is read as the person who dispatches may see it. Whom the candidates serve elsewhere is read by the platform itself, because nobody at the desk may: only
/// the verdict and the numbers of orders leave here, never a name.
public struct DispatchDesk: Sendable {
    let kernel: Kernel

    public init(kernel: Kernel) { self.kernel = kernel }

    /// The order with everybody who could have it, in order, and why.
    /// - Throws: `Refusal` `notfound` when the order is not the actor's to know.
    public func advice(for id: String, as actor: Actor, at now: Moment) throws -> DispatchAdvisor.Advice {
        let view = try kernel.view(DeskTypes.order, id: id, as: actor, at: now)
        let owner = view.text("owner_org") ?? view.org
        let order = try order(view)
        let names = DirectoryNames(kernel: kernel)
        let labels = DispatchAdvisor.Labels(
            language: { names.label($0, of: "shared/lang", "work-order/lang") },
            field: { names.label($0, of: "shared/law_field", "work-order/law_field") },
            line: { names.label($0, of: "shared/service_line", "work-order/service_line") })
        return DispatchAdvisor(labels: labels).advise(order, among: try candidates(of: owner, at: now), now: now)
    }

    /// Everybody on post in the legal team of an organisation, with load, skills and shift.
    public func candidates(of org: String, at now: Moment) throws -> [DispatchCandidate] {
        guard kernel.state.definition(DeskTypes.member) != nil else { return [] }
        let members = try everyRecord(
            DeskTypes.member, filter: "team_unit == \(quoted(org)) && team_kind == 'legal' && state == 'active' && user != null",
            as: .system, at: now, kernel: kernel)
        let names = DirectoryNames(kernel: kernel)
        let people = try names.entries(DeskTypes.directoryPerson, Set(members.compactMap { $0.text("person") }))
        let accounts = try names.people(Set(members.compactMap { $0.text("user") }))
        let duty = try onDuty(at: org, now)
        let institutions = try institutionNames(members, now)
        var seen: Set<String> = []
        return try members.compactMap { member in
            guard let user = member.text("user"), seen.insert(user).inserted else { return nil }
            let matters = try matters(of: user, now)
            return DispatchCandidate(
                user: user, name: member.text("person").flatMap { people[$0]?.name } ?? accounts[user] ?? user,
                institution: member.text("team_org").flatMap { institutions[$0] },
                lines: member.texts("desk_lines"), fields: member.texts("fields"), languages: member.texts("langs"),
                openOrders: matters.count(where: \.matter.isOpen),
                onDutyUntil: duty[user], lastAssigned: matters.compactMap(\.assigned).max(), matters: matters.map(\.matter))
        }
    }

    private func order(_ view: RecordView) throws -> DispatchOrder {
        // The desk sees names masked where it should not know them; the conflict check must not.
        let row = try kernel.database.read {
            try $0.first(
                "SELECT parties, account, excluded_user FROM \(identifier: RecordSchema.tableName(of: DeskTypes.order)) WHERE _id = \(view.id)"
            )
        }
        return DispatchOrder(
            id: view.id, number: view.text("order_no") ?? view.id, serviceLine: view.text("service_line"), lawField: view.text("law_field"),
            language: view.text("lang_need"),
            parties: Self.parties(row?.text(0)), account: row?.text(1), excludedUser: row?.text(2))
    }

    /// Names and credit codes of parties as they are kept; numbers of identity documents are sealed record by record and cannot be compared here.
    static func parties(_ text: String?) -> [DispatchParty] {
        guard let text, case .list(let items)? = try? PlainJSON.read(text) else { return [] }
        return items.compactMap { item in
            guard case .map(let map) = item, let name = map.text("name"), !name.isEmpty else { return nil }
            return DispatchParty(name: name, identity: map.text("uscc"), side: DispatchSide(partyRole: map.text("role")))
        }
    }

    /// Until when each user is on a shift that runs now.
    private func onDuty(at org: String, _ now: Moment) throws -> [String: Moment] {
        guard kernel.state.definition(DeskTypes.assignment) != nil else { return [:] }
        let table = RecordSchema.tableName(of: DeskTypes.assignment)
        let rows = try kernel.database.read {
            try $0.query(
                """
                SELECT "user", ends_at FROM \(identifier: table) WHERE _org = \(org) AND starts_at <= \(now.milliseconds) AND ends_at > \(now.milliseconds)
                AND _state IN ('planned', 'confirmed', 'checked_in')
                """)
        }
        return Dictionary(
            rows.compactMap { row in row.text(0).flatMap { user in row.int(1).map { (user, Moment(clamping: $0)) } } },
            uniquingKeysWith: { max($0, $1) })
    }

    /// Orders of a handler: open ones, and those begun within the months that count.
    private func matters(of user: String, _ now: Moment) throws -> [(matter: DispatchMatter, assigned: Moment?)] {
        let table = RecordSchema.tableName(of: DeskTypes.order)
        let oldest = (try? now.day.adding(months: -ConflictOfInterest.months)).map { Moment.startOfDay($0).milliseconds } ?? 0
        let rows = try kernel.database.read {
            try $0.query(
                """
                SELECT o.order_no, o.parties, COALESCE(o.assigned_at, o._created_at), o._closed, o.assigned_at FROM record_scope s JOIN \(identifier: table) o ON o._id = s.record_id
                WHERE s.kind = 'assigned' AND s.principal = \(user) AND s.record_type = \(DeskTypes.order) AND (o._closed = 0 OR COALESCE(o.assigned_at, o._created_at) >= \(oldest))
                """)
        }
        return rows.map { row in
            (
                DispatchMatter(
                    number: row.text(0) ?? "", parties: Self.parties(row.text(1)), since: Moment(clamping: row.int(2) ?? 0),
                    isOpen: row.bool(3) != true),
                row.int(4).map { Moment(clamping: $0) }
            )
        }
    }

    private func institutionNames(_ members: [RecordView], _ now: Moment) throws -> [String: String] {
        let ids = Set(members.compactMap { $0.text("team_org") }).sorted()
        guard !ids.isEmpty else { return [:] }
        let table = RecordSchema.tableName(of: DeskTypes.institution)
        let rows = try kernel.database.read { try $0.query("SELECT _id, org FROM \(identifier: table) WHERE _id IN (\(ids))") }
        let directory = try DirectoryNames(kernel: kernel).entries(DeskTypes.directoryOrganisation, Set(rows.compactMap { $0.text(1) }))
        return Dictionary(
            rows.compactMap { row in row.text(0).flatMap { id in row.text(1).flatMap { directory[$0]?.name }.map { (id, $0) } } },
            uniquingKeysWith: { first, _ in first })
    }
}
