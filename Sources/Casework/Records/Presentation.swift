import Definitions
import Expressions
import WorkCalendar

/// Values as people read them.
public struct Presentation: Sendable {
    let state: EngineState

    public init(state: EngineState) { self.state = state }

    /// Text of a value; secrets that are still sealed show as dots.
    public func text(_ value: Value, _ field: FieldDefinition) -> String {
        // Roles are kept by their ids wherever one is granted or asked for.
        if field.id == "role" || field.id == "roles" { return roles(value) ?? text(value, field.type) }
        return text(value, field.type)
    }

    private func roles(_ value: Value) -> String? {
        switch value {
        case .string(let id): return state.catalogue.role(id)?.name
        case .list(let items):
            let names = items.compactMap(roles)
            return names.count == items.count && !names.isEmpty ? names.joined(separator: "、") : nil
        default: return nil
        }
    }

    private func text(_ value: Value, _ type: FieldType) -> String {
        switch (value, type) {
        case (.null, _): ""
        case (.bytes, _): "••••••"
        case (.bool(let truth), _): truth ? "是" : "否"
        case (.string(let code), .code(let list)): state.catalogue.label(of: code, in: list) ?? code
        case (.string(let code), .org): state.tree.organisation(code)?.name ?? code
        case (.string(let text), _): text
        case (.int(let cents), .money): money(cents)
        case (.int(let number), _): String(number)
        case (.double(let number), _): number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case (.timestamp(let stamp), .date): Moment(stamp).day.description
        case (.timestamp(let stamp), _): minutes(Moment(stamp))
        case (.list(let items), .list(let element)): items.map { text($0, element) }.joined(separator: element.isComposite ? "；" : "、")
        case (.map(let map), .structure(let id)): parts(map, state.catalogue.structure(id)?.fields ?? [])
        case (.map(let map), .inline(let fields)): parts(map, fields)
        case (.object(let object), _): object.identity
        default: PlainJSON.write(value)
        }
    }

    private func parts(_ map: [Value: Value], _ fields: [FieldDefinition]) -> String {
        fields.compactMap { field in
            guard let value = map[.string(field.id)], value != .null else { return nil }
            return text(value, field)
        }.joined(separator: " ")
    }

    /// To the minute: nobody plans by seconds.
    private func minutes(_ moment: Moment) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(moment.day) \(two(moment.hour)):\(two(moment.minute))"
    }

    private func money(_ cents: Int64) -> String {
        let sign = cents < 0 ? "-" : ""
        let magnitude = cents.magnitude
        let fraction = magnitude % 100
        return "\(sign)\(magnitude / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    /// A field or standing value of a record by name, for templates.
    func text(of name: String, record: StoredRecord, definition: RecordDefinition) -> String {
        if let field = definition.field(name) { return field.isSecret ? "" : text(record[name], field) }
        switch name {
        case "state": return record.state.flatMap { definition.state($0)?.label } ?? ""
        case "title", "label": return record.label ?? definition.name
        case "org": return state.tree.organisation(record.org)?.name ?? record.org
        case "created_at": return record.createdAt.chinese
        case "updated_at", "now": return record.updatedAt.chinese
        case "id": return record.id
        default: return ""
        }
    }
}
