import Definitions
import Expressions
import Storage
import WorkCalendar

/// Somebody looked at a secret value in clear: who, where from, what, why.
public struct Look: Sendable, Hashable {
    public var record: RecordReference
    public var at: Moment
    public var actorName: String
    /// Organisation for which he looked.
    public var org: String
    public var field: String
    public var purpose: String
}

extension Kernel {
    /// Who looked at the secret values of records, newest first, as their journals have it; what the platform itself read for the person is left out.
    /// - Parameter records: those that the person concerned was found to hold: who holds a record may know who looked at it. At most 500 are asked at once.
    public func looks(at records: [RecordReference], limit: Int = 200) throws -> [Look] {
        var found: [Look] = []
        for start in stride(from: 0, to: records.count, by: 500) {
            let part = Set(records[start..<min(start + 500, records.count)])
            let ids = part.map(\.id)
            let rows = try database.read { connection in
                try connection.query(
                    """
                    SELECT record_type, record_id, at, actor_name, actor_org, changes FROM journal
                    WHERE record_id IN (\(ids)) AND action = \("reveal") AND actor <> \("system") ORDER BY seq DESC LIMIT \(limit)
                    """)
            }
            for row in rows {
                let reference = RecordReference(type: row.text(0) ?? "", id: row.text(1) ?? "")
                guard part.contains(reference), case .map(let changes)? = row.text(5).flatMap({ try? PlainJSON.read($0) }) else { continue }
                func text(_ key: String) -> String { if case .string(let text)? = changes[.string(key)] { text } else { "" } }
                found.append(
                    Look(
                        record: reference, at: Moment(clamping: row.int(2) ?? 0), actorName: row.text(3) ?? "", org: row.text(4) ?? "",
                        field: text("field"), purpose: text("purpose")))
            }
        }
        return Array(found.sorted { $0.at > $1.at }.prefix(limit))
    }
}
