import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// What the desk asks of records: values by field as plain Swift ones.
extension RecordView {
    func text(_ field: String) -> String? { if case .string(let text) = self[field] { text } else { nil } }
    func flag(_ field: String) -> Bool { if case .bool(let truth) = self[field] { truth } else { false } }
    func number(_ field: String) -> Int? { if case .int(let number) = self[field] { Int(exactly: number) } else { nil } }
    func moment(_ field: String) -> Moment? {
        if case .timestamp(let stamp) = self[field] { Moment(clamping: stamp.milliseconds) } else { nil }
    }
    func texts(_ field: String) -> Set<String> {
        guard case .list(let items) = self[field] else { return [] }
        return Set(items.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }
    func maps(_ field: String) -> [[Value: Value]] {
        guard case .list(let items) = self[field] else { return [] }
        return items.compactMap { if case .map(let map) = $0 { map } else { nil } }
    }
}

extension [Value: Value] {
    func text(_ key: String) -> String? { if case .string(let text)? = self[.string(key)] { text } else { nil } }
    func moment(_ key: String) -> Moment? {
        if case .timestamp(let stamp)? = self[.string(key)] { Moment(clamping: stamp.milliseconds) } else { nil }
    }
    func texts(_ key: String) -> Set<String> {
        guard case .list(let items)? = self[.string(key)] else { return [] }
        return Set(items.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }
}

/// Record types the desk works with.
enum DeskTypes {
    static let order = "work-order/work_order"
    static let team = "team-roster/team"
    static let institution = "team-roster/team_org"
    static let member = "team-roster/team_member"
    static let plan = "team-roster/roster_plan"
    static let shift = "team-roster/shift"
    static let assignment = "team-roster/shift_assign"
    static let directoryPerson = "legal-directory/dir_person"
    static let directoryOrganisation = "legal-directory/dir_org"
}

/// Names and standing of people and institutions in the directory of legal services, by record id: the directory is public.
struct DirectoryNames {
    /// Somebody in the directory.
    struct Entry { var name: String, standing: String? }
    let kernel: Kernel

    func entries(_ type: String, _ ids: Set<String>) throws -> [String: Entry] {
        guard !ids.isEmpty, kernel.state.definition(type) != nil else { return [:] }
        let all = ids.sorted()
        var found: [String: Entry] = [:]
        for start in stride(from: 0, to: all.count, by: 500) {
            let part = Array(all[start..<min(start + 500, all.count)])
            let rows = try kernel.database.read {
                try $0.query("SELECT _id, name, status FROM \(identifier: RecordSchema.tableName(of: type)) WHERE _id IN (\(part))")
            }
            for row in rows { found[row.text(0) ?? ""] = Entry(name: row.text(1) ?? "", standing: row.text(2)) }
        }
        return found
    }

    /// Names of accounts.
    func people(_ users: Set<String>) throws -> [String: String] {
        let all = users.sorted()
        var found: [String: String] = [:]
        for start in stride(from: 0, to: all.count, by: 500) {
            let part = Array(all[start..<min(start + 500, all.count)])
            let rows = try kernel.database.read { try $0.query("SELECT id, name FROM person WHERE id IN (\(part))") }
            for row in rows { found[row.text(0) ?? ""] = row.text(1) ?? "" }
        }
        return found
    }

    /// How a code of a list is called.
    func label(_ code: String, of lists: String...) -> String {
        for list in lists { if let label = kernel.state.catalogue.codeList(list)?.label(of: code) { return label } }
        return code
    }
}

/// Lists every record that a filter finds for an actor, page by page.
func everyRecord(_ type: String, filter: String, as actor: Actor, at now: Moment, kernel: Kernel, sort: String? = nil) throws
    -> [RecordView]
{
    var found: [RecordView] = []
    var query = ListQuery(type: type, filter: filter, sort: sort, limit: 500)
    while true {
        let page = try kernel.list(query, as: actor, at: now)
        found += page.items
        guard let next = page.next else { return found }
        query.after = next
    }
}

/// A text as CEL writes it.
func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n") + "'"
}
