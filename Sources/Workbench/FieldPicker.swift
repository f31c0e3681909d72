import Casework
import HTML
import Site

/// Fields of the forms of one or more actions, picked by name for a layout of one's own.
struct FieldPicker {
    private let byName: [String: FormField]

    /// - Parameter forms: where two have a field of one name, the first counts.
    init(_ forms: [RecordForm]) {
        let all = forms.flatMap { form in form.fields.needed + form.fields.others }
        byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Those there are, in this order; what is yes or no is one box, and nothing is required before the server asks for it:
    /// somebody who waits, or a call that ends, must not wait for a form.
    func fields(_ names: [String]) -> [FormField] {
        names.compactMap { name in
            guard var field = byName[name] else { return nil }
            field.isRequired = false
            if case .choice(let choices, .radios) = field.control, choices.map(\.value) == ["true", "false"] { field.control = .yesNo }
            return field
        }
    }

    /// Boxes to tick, in one row, each with its own name beside it.
    func flags(_ names: [String]) -> HTML {
        let boxes = fields(names).html { field -> HTML in
            let isTicked = field.values.last == "true"
            return
                "\(hiddenInput(field.name, "false"))<label class='box' for='\(field.id)'><input type='checkbox' id='\(field.id)' name='\(field.name)' value='true'\(attribute: "checked", isTicked)><span>\(field.label)</span></label>"
        }
        return boxes.isEmpty ? .empty : "<div class='flags'>\(boxes)</div>"
    }

    /// Those there are, as lists to choose from however few the choices: where room is dearer than a press.
    func lists(_ names: [String]) -> [FormField] {
        fields(names).map { field in
            guard case .choice(let choices, .radios) = field.control else { return field }
            var field = field
            field.control = .choice(choices, .select)
            return field
        }
    }

    /// The parts of a structure as fields of their own: `visitor` → `visitor.name`, `visitor.phone` …
    func parts(of name: String, _ wanted: [String]) -> [FormField] {
        guard let field = byName[name], case .rows(let rows) = field.control, let row = rows.rows.first else { return [] }
        return wanted.compactMap { part in
            guard var found = row.first(where: { $0.name == "\(name).\(part)" }) else { return nil }
            found.isRequired = false
            return found
        }
    }

    /// Errors with the fields at which they are shown; what is wrong with nothing shown stands for the whole.
    func errors(_ refusal: Refusal?, shown: [String]) -> [FormError] {
        guard let refusal else { return [] }
        guard !refusal.problems.isEmpty else {
            return [FormError(refusal.source.map { "\(refusal.message)（依据：\($0)）" } ?? refusal.message)]
        }
        return refusal.problems.map { problem in
            let parts = problem.field.split(separator: ".").map(String.init)
            let name = parts.reduce("") { $0.isEmpty ? $1 : Int($1) != nil ? "\($0)[\($1)]" : "\($0).\($1)" }
            let isShown = shown.contains(parts.first ?? "") || shown.contains(name)
            return FormError(field: isShown ? name : nil, problem.message)
        }
    }

    /// Changes when what the server has of these fields changes: what was typed before is then no longer newer than it.
    func digest(_ names: [String]) -> String {
        let text = names.map { "\($0)=\(byName[$0]?.values.joined(separator: ",") ?? "")" }.joined(separator: "\u{1F}")
        return String(text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 36)
    }
}
