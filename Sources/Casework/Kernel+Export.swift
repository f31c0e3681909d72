import Definitions
import Storage
import WorkCalendar

extension Kernel {
    /// Records for taking away: as `list`, but only those that the actor may export, and only for actors who may export at all.
    /// - Returns: the page, and how many of its records were held back.
    /// - Throws: `Refusal` `forbidden` when no role of the actor gives export of this type; `QueryProblem`.
    public func exportPage(_ query: ListQuery, as actor: Actor, at now: Moment) throws -> (page: RecordPage, heldBack: Int) {
        try reading(actor, at: now) { unit in
            let grants = Judge(state: unit.state, actor: actor).grants
            let lines = grants.flatMap { unit.state.access.lines(query.type, role: $0.role) }.filter {
                $0.givesView || $0.may.contains("edit")
            }
            guard actor.isSystem || lines.contains(where: { $0.may.contains("export") }) else {
                let name = unit.state.definition(query.type)?.name ?? query.type
                throw Refusal(.forbidden, action: "\(query.type).export", "您没有导出\(name)的权限。如确需导出，请联系安全管理员授权")
            }
            let page = try Listing(unit: unit, query: query).page()
            if actor.isSystem || lines.allSatisfy({ $0.may.contains("export") }) { return (page, 0) }
            let viewing = Viewing(unit: unit)
            let items = try page.items.filter { item in
                guard let record = try unit.record(item.type, id: item.id) else { return false }
                return try viewing.visibility(of: record)?.mayExport ?? false
            }
            return (RecordPage(items: items, next: page.next), page.items.count - items.count)
        }
    }

    /// Leaves a trace of an export: who, what, how many.
    public func noteExport(_ type: String, filter: String?, rows: Int, as actor: Actor, at now: Moment) throws {
        let id = identifiers.next(at: now)
        try database.writeBlocking { connection in
            try connection.enqueue(
                """
                INSERT INTO access_log (id, at, actor, kind, what, reason, source, count)
                VALUES (\(id), \(now.milliseconds), \(actor.id), \("export"), \(type), \(filter), NULL, \(rows))
                """)
        }
    }
}
