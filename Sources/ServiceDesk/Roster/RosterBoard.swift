import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// A plan of shifts that is being made.
public struct RosterPlan: Sendable, Hashable {
    public var id: String
    public var title: String
    public var from: Day
    public var to: Day
}

/// A span of days of an organisation's shifts, with who stands in them and what is missing.
public struct RosterBoard: Sendable {
    let kernel: Kernel

    public init(kernel: Kernel) { self.kernel = kernel }

    /// What the calendar shows.
    public struct Span: Sendable {
        public var first: Day
        public var last: Day
        public var shifts: [CoverageShift]
        /// Hours that are told to the public for the places that have shifts here.
        public var hours: [PublishedHours]
        public var coverage: RosterCoverage
    }

    /// - Throws: `QueryProblem`.
    public func span(of org: String, from first: Day, through last: Day, as actor: Actor, at now: Moment) throws -> Span {
        let dates = "date >= timestamp('\(first)T00:00:00+08:00') && date <= timestamp('\(last)T00:00:00+08:00')"
        let here = "team_unit == \(quoted(org)) && \(dates)"
        let shifts = try everyRecord(DeskTypes.shift, filter: "\(here) && state == 'valid'", as: actor, at: now, kernel: kernel)
        let assignments = try everyRecord(
            DeskTypes.assignment, filter: "\(here) && state in ['planned', 'confirmed', 'checked_in', 'done']", as: actor, at: now,
            kernel: kernel)
        let people = try people(Set(assignments.compactMap { $0.text("member") }))
        let byShift = Dictionary(grouping: assignments) { $0.text("shift") ?? "" }
        let found = shifts.compactMap { shift -> CoverageShift? in
            guard let start = shift.moment("starts_at"), let end = shift.moment("ends_at") else { return nil }
            return CoverageShift(
                id: shift.id, version: shift.version, plan: shift.text("plan") ?? "", place: shift.text("place") ?? "", start: start,
                end: end, need: shift.number("need") ?? 1,
                languages: shift.texts("langs"), lines: shift.texts("lines"),
                people: (byShift[shift.id] ?? []).map { one in
                    one.text("member").flatMap { people[$0] } ?? CoverageShift.Person(name: one.text("user") ?? "")
                })
        }.sorted { ($0.start.milliseconds, $0.place, $0.id) < ($1.start.milliseconds, $1.place, $1.id) }
        // A window is published for every calendar day wherever there is one; other places for the hours their shifts are planned in.
        let hours: [PublishedHours] = found.contains { $0.place == "window" } ? [.desk] : []
        return Span(
            first: first, last: last, shifts: found, hours: hours, coverage: RosterCoverage(found, hours: hours, from: first, through: last)
        )
    }

    /// Plans of an organisation that touch a span of days and may still be changed by the actor: their shifts can be moved, and new ones made in them.
    /// - Throws: `QueryProblem`.
    public func open(of org: String, from first: Day, through last: Day, as actor: Actor, at now: Moment) throws -> [RosterPlan] {
        let touching =
            "team_unit == \(quoted(org)) && from <= timestamp('\(last)T00:00:00+08:00') && to >= timestamp('\(first)T00:00:00+08:00')"
        let plans = try everyRecord(DeskTypes.plan, filter: "\(touching) && state == 'draft'", as: actor, at: now, kernel: kernel)
        // Whether it is his to change only the whole view tells.
        return try plans.compactMap { plan in
            guard let from = plan.moment("from")?.day, let to = plan.moment("to")?.day,
                try kernel.view(DeskTypes.plan, id: plan.id, as: actor, at: now).actions.contains(where: { $0.id == "update" })
            else { return nil }
            return RosterPlan(id: plan.id, title: plan.title, from: from, to: to)
        }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }

    /// Names and skills of members: who may see the roster may see them.
    private func people(_ ids: Set<String>) throws -> [String: CoverageShift.Person] {
        let all = ids.sorted()
        var rows: [Row] = []
        for start in stride(from: 0, to: all.count, by: 500) {
            let part = Array(all[start..<min(start + 500, all.count)])
            rows += try kernel.database.read {
                try $0.query(
                    "SELECT _id, person, \"user\", langs, desk_lines FROM \(identifier: RecordSchema.tableName(of: DeskTypes.member)) WHERE _id IN (\(part))"
                )
            }
        }
        let names = DirectoryNames(kernel: kernel)
        let directory = try names.entries(DeskTypes.directoryPerson, Set(rows.compactMap { $0.text(1) }))
        let accounts = try names.people(Set(rows.compactMap { $0.text(2) }))
        func list(_ text: String?) -> Set<String> {
            guard let text, case .list(let items)? = try? PlainJSON.read(text) else { return [] }
            return Set(items.compactMap { if case .string(let one) = $0 { one } else { nil } })
        }
        return Dictionary(
            rows.map { row in
                let name = row.text(1).flatMap { directory[$0]?.name } ?? row.text(2).flatMap { accounts[$0] } ?? row.text(2) ?? ""
                return (row.text(0) ?? "", CoverageShift.Person(name: name, languages: list(row.text(3)), lines: list(row.text(4))))
            }, uniquingKeysWith: { first, _ in first })
    }
}
