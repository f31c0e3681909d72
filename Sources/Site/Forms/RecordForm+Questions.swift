import Casework
import Definitions
import Expressions

extension RecordForm {
    /// One question's control, filled with what was answered before and marked with what is wrong.
    /// - Returns: nil where the definition has no such field.
    public func question(_ part: QuestionPart) -> FormField? {
        // Whether a question is asked hangs on the same condition: it needs not be said.
        var form = self
        form.saysWhen = false
        return form.asked(part)
    }

    private func asked(_ part: QuestionPart) -> FormField? {
        guard let field = definition.field(part.field) ?? action.inputs.first(where: { $0.id == part.field }) else { return nil }
        let names = part.path.split(separator: ".").map(String.init)
        var drawn: FormField
        if names.count == 2, let inner = structure(of: field.type)?.first(where: { $0.id == names[1] }) {
            drawn = control(inner, name: part.path, node: submitted?.tree[field.id]?[inner.id], value: .null, path: part.path)
        } else if !part.parts.isEmpty, case .list(let element) = field.type, let inner = structure(of: element) {
            drawn = control(field, name: field.id, node: submitted?.tree[field.id], value: .null, path: field.id)
            drawn.control = .rows(questionRows(part, field, inner))
        } else {
            drawn = control(field, name: field.id, node: submitted?.tree[field.id], value: .null, path: field.id)
        }
        if let choices = offered[field.id] {
            let isList = if case .list = field.type { true } else { false }
            drawn.values = submitted?.tree[field.id]?.values ?? []
            drawn.control = .choice(choices, isList ? .checkBoxes : .radios)
            // How one would type them is no help to whoever ticks them.
            drawn.help = nil
        }
        return put(drawn, part)
    }

    /// How a question is put: the words, what may be chosen, whether it may be left out.
    private func put(_ field: FormField, _ part: QuestionPart) -> FormField {
        var drawn = field
        drawn.isRequired = !part.isOptional
        drawn.label = part.label ?? drawn.label
        drawn.help = part.help ?? drawn.help
        if case .choice(let choices, let look) = drawn.control {
            var offered = part.only.map { only in only.compactMap { code in choices.first { $0.value == code } } } ?? choices
            offered = offered.map { choice in
                var choice = choice
                choice.help = part.explained[choice.value]
                return choice
            }
            if let none = part.none { offered.append(Choice("", none)) }
            if case .checkBoxes = look {
                drawn.control = .choice(offered, .checkBoxes)
            } else {
                // All in sight as long as they fit on one screen of a phone or need a word each.
                drawn.control = .choice(offered, offered.count <= 8 || !part.explained.isEmpty || part.none != nil ? .radios : .select)
            }
        }
        return drawn
    }

    private func structure(of type: FieldType) -> [FieldDefinition]? {
        switch type {
        case .structure(let id): state.catalogue.structure(id)?.fields
        case .inline(let fields): fields
        default: nil
        }
    }

    private func questionRows(_ part: QuestionPart, _ field: FieldDefinition, _ inner: [FieldDefinition]) -> RowsControl {
        func row(_ index: String, _ node: FormTree?, in form: RecordForm) -> [FormField] {
            part.parts.compactMap { wanted in
                guard let one = inner.first(where: { $0.id == wanted.path }) else { return nil }
                return form.put(
                    form.control(
                        one, name: "\(field.id)[\(index)].\(one.id)", node: node?[one.id], value: .null,
                        path: "\(field.id).\(index).\(one.id)"),
                    wanted)
            }
        }
        var kept = submitted?.tree[field.id]?.rows ?? []
        let command = submitted?.rowsCommand?.split(separator: ":").map(String.init) ?? []
        if command.first == field.id, command.count >= 2 {
            if command[1] == "add", kept.count < 50 { kept.append(FormTree()) }
            if command[1] == "remove", let index = command.dropFirst(2).first.flatMap({ Int($0) }), kept.indices.contains(index) {
                kept.remove(at: index)
            }
        }
        if kept.isEmpty { kept = [FormTree()] }
        var blank = self
        blank.submitted = nil
        blank.problems = []
        return RowsControl(
            rows: kept.enumerated().map { row(String($0.offset), $0.element, in: self) }, blank: row("#", nil, in: blank),
            minimum: 1, maximum: field.max.flatMap { Int(exactly: $0) }, rowName: part.label ?? field.label)
    }

    /// `applicants.0.name` of an examination is `applicants[0].name` in the form.
    public static func controlNamed(_ path: String) -> String { controlName(path) }
}
