import Casework
import Definitions
import Expressions
import HTML
import WorkCalendar

extension RecordForm {
    /// One field of a definition as a field of a form.
    /// - Parameters:
    ///   - node: what was sent for it; nil: nothing was sent yet, the value counts.
    ///   - path: as a refusal names it (`parties.0.name`).
    ///   - beside: the other parts of its structure.
    func control(
        _ field: FieldDefinition, name: String, node: FormTree?, value: Value, path: String, beside: [FieldDefinition] = []
    ) -> FormField {
        let isMasked = record?.field(field.id)?.isMasked == true && path == field.id
        let isSent = submitted != nil
        let texts = isSent ? node?.values ?? [] : isMasked ? [] : shownValues(value, field)
        var help = field.help
        if isMasked { help = [field.help, "已有内容（\(record?.field(field.id)?.text ?? "")），不修改请留空"].compactMap { $0 }.joined(separator: "。") }
        if help == nil, saysWhen {
            help = ConditionWords(catalogue: state.catalogue, record: definition, beside: beside + action.inputs).sentence(field.required)
        }
        if case .list(let element) = field.type, !element.isComposite, !isCode(element), !isFile(element) {
            help = [help, "每行一项"].compactMap { $0 }.joined(separator: "。")
        }
        let kind = kind(field, name: name, node: node, value: value, path: path)
        // What was kept already need not be chosen again.
        let isThere: Bool = if case .file(let rules) = kind { !rules.kept.isEmpty } else { false }
        return FormField(
            name, field.label, kind, values: texts, help: help,
            isRequired: !isThere && (isRequired(field) && path == field.id || path != field.id && field.required == .always),
            error: problems.first { $0.field == path }?.message, unit: field.unit)
    }

    private func isCode(_ type: FieldType) -> Bool { if case .code = type { true } else { false } }
    private func isFile(_ type: FieldType) -> Bool { if case .file = type { true } else { false } }

    private func shownValues(_ value: Value, _ field: FieldDefinition) -> [String] {
        // What a board's or a list's link knows already stands where nothing stood before; a value that the record has is never typed over.
        if value == .null { return [initial[field.id] ?? (record == nil ? literalDefault(field) : nil)].compactMap { $0 } }
        return typed(value, field.type)
    }

    /// A default that is a plain word can stand in the form already.
    private func literalDefault(_ field: FieldDefinition) -> String? {
        guard let text = field.defaultValue?.text else { return nil }
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'"), !text.dropFirst().dropLast().contains("'") {
            return String(text.dropFirst().dropLast())
        }
        return Int64(text) != nil ? text : nil
    }

    /// A value as it would be typed.
    private func typed(_ value: Value, _ type: FieldType) -> [String] {
        switch (value, type) {
        case (.list(let items), .list(let element)):
            let texts = items.flatMap { typed($0, element) }
            return isCode(element) || isFile(element) ? texts : [texts.joined(separator: "\n")]
        case (.string(let code), .org): return [state.tree.organisation(code).map { "\($0.name) [\(code)]" } ?? code]
        case (.string(let text), _): return [text]
        case (.bool(let truth), _): return [truth ? "true" : "false"]
        case (.timestamp(let stamp), .date): return [Moment(clamping: stamp.milliseconds).day.description]
        case (.timestamp(let stamp), _):
            let moment = Moment(clamping: stamp.milliseconds)
            return [String("\(moment.day)T\(moment.clockTime)".prefix(16))]
        case (.object(let object), _): return [object.identity]
        case (.null, _): return []
        default: return [Presentation(state: state).text(value, FieldDefinition(id: "", label: "", type: type, position: .builtIn))]
        }
    }

    private func kind(_ field: FieldDefinition, name: String, node: FormTree?, value: Value, path: String) -> Control {
        let limit = field.max.flatMap { Int(exactly: $0) }
        switch field.type {
        case .text: return .text(.plain, maxLength: limit ?? 200)
        case .address: return .text(.address, maxLength: limit ?? 200)
        case .longtext: return .longText(maxLength: limit, rows: 4)
        case .number: return .number(min: field.min.map { String($0) }, max: field.max.map { String($0) })
        case .decimal: return .number(step: "any")
        case .money: return .money
        case .bool: return .choice([Choice("true", "是"), Choice("false", "否")], .radios)
        case .date: return .date()
        case .datetime: return .dateTime()
        case .time: return .time
        case .idcard: return .text(.idCard, maxLength: 18)
        case .phone: return .text(.phone, maxLength: 20)
        case .geo: return .location
        case .code(let list): return codeControl(list)
        case .org: return .picker(Picker(.organisation, likely: likelyOrganisations, address: lookUpAddress.map { "\($0)?kind=org" }))
        case .user:
            return .picker(Picker(.person, likely: [Choice(actor.id, actor.name)], address: lookUpAddress.map { "\($0)?kind=user" }))
        case .ref(let targets):
            return .picker(
                Picker(.record, address: lookUpAddress.map { "\($0)?kind=ref&to=\(QueryValues.encode(targets.joined(separator: ",")))" }))
        case .file: return .file(files(isMultiple: false, node, value, isPart: path.contains(".")))
        case .list(let element): return listControl(field, element, name: name, node: node, value: value, path: path)
        case .structure(let id):
            return structureControl(state.catalogue.structure(id)?.fields ?? [], field, name: name, node: node, value: value, path: path)
        case .inline(let parts): return structureControl(parts, field, name: name, node: node, value: value, path: path)
        }
    }

    private func codeControl(_ list: String, isMultiple: Bool = false) -> Control {
        let entries = state.catalogue.codeList(list)?.entries ?? []
        let labels = Dictionary(entries.map { ($0.code, $0.label) }, uniquingKeysWith: { first, _ in first })
        let choices = entries.map { Choice($0.code, $0.label, group: $0.parent.flatMap { labels[$0] }) }
        if isMultiple { return .choice(choices, .checkBoxes) }
        return .choice(choices, choices.count <= 4 ? .radios : .select)
    }

    private var likelyOrganisations: [Choice] {
        let own = state.tree.lineage(of: actor.org).compactMap { state.tree.organisation($0) }
        return (own + state.tree.children(of: actor.org).filter { ["city", "county", "office", "region"].contains($0.level) }).prefix(40)
            .map { Choice($0.code, $0.name) }
    }

    private func files(isMultiple: Bool, _ node: FormTree?, _ value: Value, isPart: Bool) -> FileRules {
        let hashes = typed(value, isMultiple ? .list(.file) : .file).filter { !$0.isEmpty }
        let sent = (node.map { $0.values + $0.rows.flatMap(\.values) } ?? []).filter { !$0.isEmpty }
        var rules = FileRules(
            accepted: [".pdf", ".jpg", ".jpeg", ".png", ".ofd"], acceptedWords: "PDF、OFD、JPG、PNG", maxBytes: AttachmentStore.limit,
            isMultiple: isMultiple, offersCamera: false,
            existing: isPart ? [] : hashes.map { NavItem("已有附件", to: "/attachments/\($0)") }, uploadAddress: uploadAddress)
        // Rows are sent whole: what a row has goes with it again. Elsewhere only what came with this form does.
        let kept = isPart ? (submitted == nil ? hashes : sent) : sent.filter { !hashes.contains($0) }
        // Of one file the last that was sent counts.
        rules.kept = (isMultiple ? kept : Array(kept.suffix(1))).map { Choice($0, fileName?($0) ?? "附件") }
        return rules
    }

    private func listControl(_ field: FieldDefinition, _ element: FieldType, name: String, node: FormTree?, value: Value, path: String)
        -> Control
    {
        switch element {
        case .code(let list): return codeControl(list, isMultiple: true)
        case .file: return .file(files(isMultiple: true, node, value, isPart: path.contains(".")))
        case .structure(let id):
            return rows(state.catalogue.structure(id)?.fields ?? [], field, name: name, node: node, value: value, path: path)
        case .inline(let parts): return rows(parts, field, name: name, node: node, value: value, path: path)
        default: return .longText(rows: 3)
        }
    }

    /// A structure by itself is a list of at most one.
    private func structureControl(
        _ parts: [FieldDefinition], _ field: FieldDefinition, name: String, node: FormTree?, value: Value, path: String
    ) -> Control {
        let drawn = parts.filter { !$0.isSystem && $0.computed == nil }.map { part in
            control(
                part, name: "\(name).\(part.id)", node: node?[part.id], value: partValue(value, part.id), path: "\(path).\(part.id)",
                beside: parts)
        }
        return .rows(RowsControl(rows: [drawn], blank: drawn, minimum: 1, maximum: 1, rowName: field.label))
    }

    private func partValue(_ value: Value, _ name: String) -> Value {
        if case .map(let map) = value { map[.string(name)] ?? .null } else { .null }
    }

    private func rows(_ parts: [FieldDefinition], _ field: FieldDefinition, name: String, node: FormTree?, value: Value, path: String)
        -> Control
    {
        let shown = parts.filter { !$0.isSystem && $0.computed == nil }
        func row(_ index: String, _ node: FormTree?, _ value: Value) -> [FormField] {
            shown.map { part in
                control(
                    part, name: "\(name)[\(index)].\(part.id)", node: node?[part.id], value: partValue(value, part.id),
                    path: "\(path).\(index).\(part.id)", beside: parts)
            }
        }
        var drawn: [[FormField]] = []
        if let submitted {
            var kept = node?.rows ?? []
            let command = submitted.rowsCommand?.split(separator: ":").map(String.init) ?? []
            if command.first == name, command.count >= 2 {
                if command[1] == "add", kept.count < 200 { kept.append(FormTree()) }
                if command[1] == "remove", let index = command.dropFirst(2).first.flatMap({ Int($0) }), kept.indices.contains(index) {
                    kept.remove(at: index)
                }
            }
            drawn = kept.enumerated().map { row(String($0.offset), $0.element, .null) }
        } else if case .list(let items) = value {
            drawn = items.enumerated().map { row(String($0.offset), nil, $0.element) }
        }
        // One row to begin with where one is always needed: an offered row that must be filled would stop whoever may leave it out.
        let isUsual = field.required == .always || action.needs.contains(field.id)
        if drawn.isEmpty, submitted == nil, isUsual { drawn = [row("0", nil, .null)] }
        let blank = shown.map { part in
            RecordForm(self).control(part, name: "\(name)[#].\(part.id)", node: nil, value: .null, path: "#", beside: parts)
        }
        return .rows(
            RowsControl(rows: drawn, blank: blank, minimum: 0, maximum: field.max.flatMap { Int(exactly: $0) }, rowName: field.label))
    }

    /// The same form before anything was sent: for blank rows.
    private init(_ other: RecordForm) {
        self = other
        submitted = nil
        problems = []
    }
}
