import Casework
import Definitions
import Expressions
import Site
import Storage

/// The names behind the ids of one page of a list: people and other records, each asked for once a page and not once a cell. Titles are as
/// lists show them; what the visitor may not see has none.
struct NameBook {
    private var titles: [RecordReference: String] = [:]
    private var people: [String: String] = [:]

    /// - Parameter fields: those that are shown.
    init(_ visit: Visit, _ views: [RecordView], fields: Set<String>) throws {
        var references: Set<RecordReference> = []
        var users: Set<String> =
            fields.isDisjoint(with: ["created_by", "updated_by"]) ? [] : Set(views.flatMap { [$0.createdBy, $0.updatedBy] })
        for view in views {
            for field in view.fields where fields.contains(field.definition.id) && !field.isMasked {
                switch (field.value, field.definition.type) {
                case (.string(let text), .ref(let targets)): if let one = Self.reference(text, targets) { references.insert(one) }
                case (.string(let id), .user): users.insert(id)
                case (.list(let items), .list(let element)):
                    for case .string(let text) in items {
                        if case .user = element { users.insert(text) }
                        if case .ref(let targets) = element, let one = Self.reference(text, targets) { references.insert(one) }
                    }
                default: continue
                }
            }
        }
        titles = try visit.kernel.titles(of: references, as: visit.actor, at: visit.now)
        guard !users.isEmpty else { return }
        let ids = users.sorted()
        let rows = try visit.kernel.database.read { connection in
            try stride(from: 0, to: ids.count, by: 500).flatMap { start in
                try connection.query("SELECT id, name FROM person WHERE id IN (\(Array(ids[start..<min(start + 500, ids.count)])))")
            }
        }
        for row in rows { people[row.text(0) ?? ""] = row.text(1) }
    }

    private static func reference(_ text: String, _ targets: [String]) -> RecordReference? {
        targets.count == 1 ? RecordReference(type: targets[0], id: text) : RecordReference(text: text)
    }

    func person(_ id: String) -> String { id == "system" ? "系统" : people[id] ?? id }

    func title(_ text: String, _ targets: [String]) -> String? { Self.reference(text, targets).flatMap { titles[$0] } }

    /// A value as a cell tells it; nil: as it reads by itself.
    func text(_ field: RecordView.Field) -> String? {
        guard !field.isMasked else { return nil }
        switch (field.value, field.definition.type) {
        case (.string(let id), .user): return person(id)
        // What one may not see is told from what is not filled in.
        case (.string(let text), .ref(let targets)): return title(text, targets) ?? "（无权查看）"
        case (.list(let items), .list(.user)):
            return items.compactMap { if case .string(let id) = $0 { person(id) } else { nil } }.joined(separator: "、")
        case (.list(let items), .list(.ref(let targets))):
            return items.compactMap { if case .string(let text) = $0 { title(text, targets) } else { nil } }.joined(separator: "、")
        default: return nil
        }
    }
}
