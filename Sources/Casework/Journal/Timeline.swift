import Definitions
import Expressions
import Storage
import WorkCalendar

/// The journal of one record as people read it.
struct Timeline {
    let unit: EvaluationUnit

    func entries(_ record: StoredRecord, _ visibility: Judge.Visibility, before: Int64?, limit: Int) throws -> [TimelineEntry] {
        guard let definition = unit.state.definition(record.type) else { return [] }
        let presentation = Presentation(state: unit.state)
        let rows = try unit.connection.query(
            """
            SELECT seq, at, action, actor, actor_name, actor_role, actor_org, from_state, to_state, changes FROM journal
            WHERE record_id = \(record.id) AND seq < \(before ?? Int64.max) ORDER BY seq DESC LIMIT \(limit)
            """)
        return rows.map { row in
            var changes: [TimelineEntry.Change] = []
            if let text = row.text(9), case .map(let map)? = try? PlainJSON.read(text) {
                for field in definition.fields where visibility.shows(field.id) {
                    guard case .list(let pair)? = map[.string(field.id)], pair.count == 2 else { continue }
                    let isHidden = field.isSecret || visibility.masked.contains(field.id)
                    changes.append(
                        .init(
                            field: field.id, label: field.label,
                            from: isHidden && pair[0] != .null ? "••••••" : presentation.text(Self.restored(pair[0]), field),
                            to: isHidden && pair[1] != .null ? "••••••" : presentation.text(Self.restored(pair[1]), field)))
                }
                if case .list(let pair)? = map[.string("org")], pair.count == 2, pair[0] != .null, definition.field("org") == nil {
                    func name(_ value: Value) -> String {
                        if case .string(let code) = value { unit.state.tree.organisation(code)?.name ?? code } else { "" }
                    }
                    changes.append(.init(field: "org", label: "承办单位", from: name(pair[0]), to: name(pair[1])))
                }
                if case .string(let purpose)? = map[.string("purpose")], case .string(let field)? = map[.string("field")] {
                    changes.append(.init(field: field, label: definition.field(field)?.label ?? field, from: "", to: "事由：\(purpose)"))
                }
                if case .string(let reason)? = map[.string("refused")] {
                    changes.append(.init(field: "refused", label: "原因", from: "", to: reason))
                }
                if case .string(let explanation)? = map[.string("limit")] {
                    changes.append(.init(field: "limit", label: "时限", from: "", to: explanation))
                }
            }
            let action = row.text(2) ?? ""
            return TimelineEntry(
                sequence: row.int(0) ?? 0, at: Moment(clamping: row.int(1) ?? 0), action: action, label: Self.label(of: action, definition),
                actor: row.text(3) ?? "",
                actorName: row.text(4) ?? "", role: row.text(5) ?? "", org: row.text(6) ?? "", fromState: row.text(7), toState: row.text(8),
                changes: changes)
        }
    }

    /// The journal's JSON writes moments as `{"$t": milliseconds}` and what is sealed as `{"$b": base64}`.
    static func restored(_ value: Value) -> Value {
        switch value {
        case .map(let map):
            if map.count == 1, case .int(let milliseconds)? = map[.string("$t")] {
                return .timestamp(Timestamp(milliseconds: milliseconds))
            }
            if map.count == 1, map[.string("$b")] != nil { return .bytes([]) }
            return .map(map.mapValues(restored))
        case .list(let items): return .list(items.map(restored))
        default: return value
        }
    }

    static func label(of action: String, _ definition: RecordDefinition) -> String {
        switch action {
        case "reveal": "查看原文"
        case "overdue": "超期"
        case "given": "预置"
        case "remind": "提醒"
        case "clock_refused": "到期未能自动办理"
        default: UsualActions.find(action, of: definition)?.label ?? action
        }
    }
}
