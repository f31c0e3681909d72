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
    let names: [String]
    /// How each is asked for; found once a page.
    private let shapes: [String: Shape]

    init(place: Place) {
        self.place = place
        names = Self.names(place)
        shapes = Dictionary(names.map { ($0, Self.shape($0, place)) }, uniquingKeysWith: { first, _ in first }).compactMapValues { $0 }
    }

    private static func names(_ place: Place) -> [String] {
        let definition = place.definition
        var names = definition.lists.filters.map { ["created": "created_at", "due": "due_at"][$0] ?? $0 }
        // A directory's own 状态 says more than its life cycle: two of one name would only be taken for each other.
        if definition.lifecycle != nil, !names.contains("state"), !names.contains(where: { definition.column($0)?.label == "状态" }) {
            names.insert("state", at: 0)
        }
        if !definition.limits.isEmpty { names += ["due_at", "overdue"] }
        if !names.contains("created_at") { names.append("created_at") }
        // A record's page leads to the list of those that refer to it, whether or not the list offers that condition.
        names += definition.fields.filter { $0.type.isSingleReference && place.visit.query["f.\($0.id)"] != nil }.map(\.id)
        return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func field(_ name: String) -> FieldDefinition? { place.definition.column(name) }
    private func shape(_ name: String) -> Shape? { shapes[name] }

    private enum Shape {
        case choice([Choice])
        case span
        case truth
        case organisation
        case person
        /// Records of one type.
        case record(String)
        case number
        case text
    }

    /// So many conditions stand in the bar; the rest behind 更多条件.
    private static let shownAtOnce = 6

    private static func shape(_ name: String, _ place: Place) -> Shape? {
        if name == "state" { return .choice(place.definition.lifecycle?.states.map { Choice($0.id, $0.label) } ?? []) }
        guard let field = place.definition.column(name) else {
            return switch name {
            case "due_at": .span
            case "overdue", "closed": .truth
            default: nil
            }
        }
        guard !field.isSecret else { return [.text, .phone, .idcard].contains(field.type) ? .text : nil }
        switch field.type {
        case .code(let list), .list(.code(let list)):
            return .choice(place.state.catalogue.codeList(list)?.entries.map { Choice($0.code, $0.label) } ?? [])
        case .date, .datetime: return .span
        case .bool: return .truth
        case .org: return .organisation
        case .user: return .person
        case .ref(let targets) where targets.count == 1 && place.state.definition(targets[0])?.parent == nil: return .record(targets[0])
        case .number: return .number
        case .text, .phone, .idcard: return .text
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
            case .record: if let id = picked(name) { parts.append("\(name).id == \(celText(id))") }
            case .number: if let number = query["f.\(name)"].flatMap({ Int64($0) }) { parts.append("\(name) == \(number)") }
            case .person, .text: continue
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
            switch shape(name) {
            case .text?: found[name] = query["f.\(name)"]
            // Without a script a name is typed: only one that is certain is meant.
            case .person?: found[name] = picked(name)
            default: continue
            }
        }
        return found
    }

    private func organisation(_ name: String) -> String? {
        guard let text = query["f.\(name)"], let picked = PickedText(text) else { return nil }
        switch picked {
        case .value(let value), .words(let value): return place.state.tree.resolve(value)?.code ?? value
        }
    }

    /// What a picker sent: the id of what was picked, or the words that were typed.
    private func picked(_ name: String) -> String? {
        guard let text = query["f.\(name)"], let picked = PickedText(text) else { return nil }
        switch picked {
        case .value(let value), .words(let value): return value
        }
    }

    /// The conditions that stand in the bar, and those behind 更多条件; one that is in force stands in the bar.
    var controls: (shown: [FormField], more: [FormField]) {
        let offered = names.filter { shape($0) != nil }
        let inForce = offered.filter { name in query.pairs.contains { $0.name == "f.\(name)" || $0.name.hasPrefix("f.\(name).") } }
        let first = Set((inForce + offered.filter { !inForce.contains($0) }).prefix(max(Self.shownAtOnce, inForce.count)))
        var shown = offered.filter(first.contains).flatMap(controls)
        if let number = place.definition.number?.field {
            let label = place.definition.field(number)?.label ?? "编号"
            shown.insert(FormField("text", label, .text(.search, maxLength: 60), value: query["text"], help: nil), at: 0)
        }
        return (shown, offered.filter { !first.contains($0) }.flatMap(controls))
    }

    private func controls(_ name: String) -> [FormField] {
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
        case .person:
            return [FormField("f.\(name)", label, .picker(Picker(.person, address: "/look-up?kind=user")), value: query["f.\(name)"])]
        case .record(let type):
            return [
                FormField(
                    "f.\(name)", label, .picker(Picker(.record, address: "/look-up?kind=ref&to=\(QueryValues.encode(type))")),
                    value: query["f.\(name)"])
            ]
        case .number: return [FormField("f.\(name)", label, .text(.search, maxLength: 20), value: query["f.\(name)"])]
        case .text: return [FormField("f.\(name)", label, .text(.search, maxLength: 60), value: query["f.\(name)"])]
        case nil: return []
        }
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
            case .person: if let id = picked(name) { chip("f.\(name)", "", Naming(place.visit).person(id)) }
            case .record(let type):
                if let id = picked(name) { chip("f.\(name)", "", Naming(place.visit).record(id, [type])?.title ?? id) }
            case .number, .text: if let value = query["f.\(name)"] { chip("f.\(name)", "", value) }
            case nil: continue
            }
        }
        return chips
    }
}
