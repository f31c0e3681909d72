import Storage
import WorkCalendar

/// Where a page of to-dos ended.
public struct TodoCursor: Sendable, Hashable {
    public var due: Int64
    public var id: String
    public init(due: Int64, id: String) {
        self.due = due
        self.id = id
    }
    public init(after item: TodoItem) { self.init(due: item.due?.milliseconds ?? Todos.never, id: item.id) }
}

/// One actor's open work: each role at each organisation, and what is personal, by their own index; merged by what falls due.
struct Inbox {
    let connection: any Connection
    let actor: Actor

    private static let columns = "id, record_type, record_id, title, task, state, role, org, person, due, due_reason, created_at"

    private var sources: [SQL] {
        var sources: [SQL] = ["person = \(actor.id)"]
        for grant in actor.grants where !grant.org.isEmpty {
            var source: SQL = "person IS NULL AND org = \(grant.org) AND role = \(grant.role)"
            if actor.teams.isEmpty { source += " AND team IS NULL" } else { source += " AND (team IS NULL OR team IN (\(actor.teams)))" }
            sources.append(source)
        }
        return sources
    }

    func items(type: String? = nil, limit: Int, after: TodoCursor?) throws -> [TodoItem] {
        var found: [TodoItem] = []
        for source in sources {
            var condition = source
            if let type { condition += " AND record_type = \(type)" }
            if let after { condition += " AND (due, id) > (\(after.due), \(after.id))" }
            found += try connection.query("SELECT \(raw: Self.columns) FROM todo WHERE \(condition) ORDER BY due, id LIMIT \(limit)").map(
                item)
        }
        func key(_ item: TodoItem) -> (Int64, String) { (item.due?.milliseconds ?? Todos.never, item.id) }
        return Array(found.sorted { key($0) < key($1) }.prefix(limit))
    }

    func count(upTo bound: Int) throws -> Int {
        var total = 0
        for source in sources {
            total += Int(
                try connection.first("SELECT COUNT(*) FROM (SELECT 1 FROM todo WHERE \(source) LIMIT \(bound)) AS bounded")?.int(0) ?? 0)
            if total >= bound { return bound }
        }
        return total
    }

    private func item(_ row: Row) -> TodoItem {
        let due = row.int(9) ?? Todos.never
        return TodoItem(
            id: row.text(0) ?? "", type: row.text(1) ?? "", record: row.text(2) ?? "", title: row.text(3) ?? "", task: row.text(4) ?? "",
            state: row.text(5) ?? "",
            role: row.text(6), org: row.text(7), person: row.text(8), due: due == Todos.never ? nil : Moment(clamping: due),
            reason: row.text(10) ?? "",
            createdAt: Moment(clamping: row.int(11) ?? 0))
    }

    func notices(limit: Int) throws -> [NoticeItem] {
        let columns = "id, kind, text, record_type, record_id, at, read_at, role, org"
        var found = try connection.query("SELECT \(raw: columns) FROM notice WHERE person = \(actor.id) ORDER BY at DESC LIMIT \(limit)")
        // What is sent to a desk is read by each of its people for himself.
        let shared = "notice.id, kind, text, record_type, record_id, notice.at, notice_read.at, role, org"
        for grant in actor.grants where !grant.org.isEmpty {
            found += try connection.query(
                """
                SELECT \(raw: shared) FROM notice LEFT JOIN notice_read ON notice_read.notice = notice.id AND notice_read.person = \(actor.id)
                WHERE org IS NOT NULL AND org = \(grant.org) AND (role = \(grant.role) OR role IS NULL) ORDER BY notice.at DESC LIMIT \(limit)
                """)
        }
        var seen: Set<String> = []
        return found.map {
            NoticeItem(
                id: $0.text(0) ?? "", kind: $0.text(1) ?? "", text: $0.text(2) ?? "", type: $0.text(3), record: $0.text(4),
                at: Moment(clamping: $0.int(5) ?? 0),
                readAt: $0.int(6).map { Moment(clamping: $0) }, role: $0.text(7), org: $0.text(8))
        }.filter { seen.insert($0.id).inserted }.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit).map { $0 }
    }
}
