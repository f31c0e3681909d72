import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// Conditions of a list, as its address says them: `f.state=accepted`, `f.created.from=2026-03-01`, `text=…`.
struct ListFilters {
    let place: Place
    private var query: QueryValues { place.visit.query }

    /// Names a definition lists, and what every record with a life has.
    var names: [String] {
        var names = place.definition.lists.filters.map { ["created": "created_at", "due_at": "due"][$0] ?? $0 }
        // A directory's own 状态 says more than its life cycle: two of one name would only be taken for each other.
        if place.definition.lifecycle != nil, !names.contains("state"), !names.contains(where: { field($0)?.label == "状态" }) {
            names.insert("state", at: 0)
        }
        if !names.contains("created_at") { names.append("created_at") }
        return names.filter { $0 != "due" }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func field(_ name: String) -> FieldDefinition? { place.definition.columns.first { $0.id == name } }

    private enum Shape {
        case choice([Choice])
        case span
        case truth
        case organisation
        case text
    }

    private func shape(_ name: String) -> Shape? {
        if name == "state" { return .choice(place.definition.lifecycle?.states.map { Choice($0.id, $0.label) } ?? []) }
        guard let field = field(name) else { return nil }
        switch field.type {
        case .code(let list), .list(.code(let list)):
            return .choice(place.state.catalogue.codeList(list)?.entries.map { Choice($0.code, $0.label) } ?? [])
        case .date, .datetime: return .span
        case .bool: return .truth
        case .org: return .organisation
        case .text, .phone, .idcard, .user: return .text
        default: return nil
        }
    }

    /// The filter as CEL; nil: none.
    /// - Parameter view: the filter of a view of the definition.
    func expression(view: String?) -> String? {
        var parts: [String] = view.map { ["(\($0))"] } ?? []
        for name in names {
            guard let shape = shape(name) else { continue }
            switch shape {
            case .choice(let choices):
                let wanted = query.all("f.\(name)").filter { value in choices.contains { $0.value == value } }
                guard !wanted.isEmpty else { continue }
                let isList: Bool = if case .list? = field(name)?.type { true } else { false }
                if isList {
                    parts.append("(" + wanted.map { "\(celText($0)) in \(name)" }.joined(separator: " || ") + ")")
                } else {
                    parts.append(
                        wanted.count == 1
                            ? "\(name) == \(celText(wanted[0]))" : "\(name) in [\(wanted.map(celText).joined(separator: ", "))]")
                }
            case .truth:
                if let wanted = query["f.\(name)"], wanted == "true" || wanted == "false" {
                    parts.append(wanted == "true" ? "\(name) == true" : "\(name) != true")
                }
            case .span:
                if let from = query["f.\(name).from"].flatMap({ Day($0) }) {
                    parts.append("\(name) >= timestamp('\(from)T00:00:00+08:00')")
                }
                if let to = query["f.\(name).to"].flatMap({ Day($0) }), let next = try? to.adding(days: 1) {
                    parts.append("\(name) < timestamp('\(next)T00:00:00+08:00')")
                }
            case .organisation:
                if let code = organisation(name) { parts.append("\(name) == \(celText(code))") }
            case .text: continue
            }
        }
        if let text = query["text"], let number = place.definition.number?.field {
            parts.append("\(number).startsWith(\(celText(String(text.prefix(60)))))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " && ")
    }

    /// Exact values: also of secret fields, through their digests.
    var equals: [String: String] {
        var found: [String: String] = [:]
        for name in names {
            guard case .text? = shape(name), let value = query["f.\(name)"] else { continue }
            found[name] = value
        }
        return found
    }

    private func organisation(_ name: String) -> String? {
        guard let text = query["f.\(name)"], let picked = PickedText(text) else { return nil }
        switch picked {
        case .value(let value), .words(let value): return place.state.tree.resolve(value)?.code ?? value
        }
    }

    var controls: [FormField] {
        var fields = names.prefix(6).flatMap { name -> [FormField] in
            let label = Columns(place: place).label(name)
            switch shape(name) {
            case .choice(let choices): return [FormField("f.\(name)", label, .choice(choices, .select), value: query["f.\(name)"])]
            case .truth:
                return [
                    FormField("f.\(name)", label, .choice([Choice("true", "是"), Choice("false", "否")], .select), value: query["f.\(name)"])
                ]
            case .span:
                return [
                    FormField("f.\(name).from", "\(label)从", .date(), value: query["f.\(name).from"]),
                    FormField("f.\(name).to", "到", .date(), value: query["f.\(name).to"]),
                ]
            case .organisation:
                return [
                    FormField("f.\(name)", label, .picker(Picker(.organisation, address: "/look-up?kind=org")), value: query["f.\(name)"])
                ]
            case .text: return [FormField("f.\(name)", label, .text(.search, maxLength: 60), value: query["f.\(name)"])]
            case nil: return []
            }
        }
        if let number = place.definition.number?.field {
            fields.insert(
                FormField(
                    "text", place.definition.field(number)?.label ?? "编号", .text(.search, maxLength: 60), value: query["text"], help: nil),
                at: 0)
        }
        return fields
    }

    /// Conditions in force, each with the address without it.
    var chips: [FilterChip] {
        let base = query.without("after", "said")
        var chips: [FilterChip] = []
        if let text = query["text"] { chips.append(FilterChip("编号", "\(text)…", removal: base.without("text").address(place.list))) }
        for name in names {
            let label = Columns(place: place).label(name)
            func chip(_ key: String, _ prefix: String, _ shown: String) {
                chips.append(FilterChip(label, prefix + shown, removal: base.without(key).address(place.list)))
            }
            switch shape(name) {
            case .choice(let choices):
                let wanted = query.all("f.\(name)").compactMap { value in choices.first { $0.value == value }?.label }
                if !wanted.isEmpty { chip("f.\(name)", "", wanted.joined(separator: "、")) }
            case .truth: if let value = query["f.\(name)"] { chip("f.\(name)", "", value == "true" ? "是" : "否") }
            case .span:
                if let from = query["f.\(name).from"] { chip("f.\(name).from", "从 ", from) }
                if let to = query["f.\(name).to"] { chip("f.\(name).to", "到 ", to) }
            case .organisation:
                if let code = organisation(name) { chip("f.\(name)", "", place.state.tree.organisation(code)?.name ?? code) }
            case .text: if let value = query["f.\(name)"] { chip("f.\(name)", "", value) }
            case nil: continue
            }
        }
        return chips
    }
}
