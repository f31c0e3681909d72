import Casework
import Definitions
import Expressions
import HTML
import WorkCalendar

/// The form of an action, from its definition: the fields it takes as controls, help, the law it rests on, what will follow; with what was typed and what is wrong.
public struct RecordForm: Sendable {
    public let definition: RecordDefinition
    public let action: ActionDefinition
    /// The record acted on, as the visitor sees it; nil for an action that creates.
    public let record: RecordView?
    /// What was sent, when it was refused or is only to be drawn anew.
    public var submitted: SubmittedForm?
    public var problems: [Refusal.FieldProblem] = []
    /// Values to begin with, by field id.
    public var initial: [String: String] = [:]
    let state: EngineState
    let actor: Actor
    /// Whether a field says under which condition it must be filled in.
    var saysWhen = true
    /// Records to choose from in sight, by field id: for whoever may not look records up. Values as `PickedText` has them: `[id]`.
    public var offered: [String: [Choice]] = [:]
    /// Where pickers ask; nil where the visitor may not look people and records up.
    public var lookUpAddress: String?
    public var uploadAddress: String? = "/attachments"
    /// How a file that came with the form, and was kept, is called; by its hash.
    public var fileName: (@Sendable (String) -> String?)?

    public init(
        definition: RecordDefinition, action: ActionDefinition, record: RecordView? = nil, submitted: SubmittedForm? = nil,
        problems: [Refusal.FieldProblem] = [], state: EngineState,
        actor: Actor, lookUpAddress: String? = "/look-up"
    ) {
        self.definition = definition
        self.action = action
        self.record = record
        self.submitted = submitted
        self.problems = problems
        self.state = state
        self.actor = actor
        self.lookUpAddress = lookUpAddress
    }

    /// Fields that the action takes: what it needs first, then what it asks.
    public var accepted: [FieldDefinition] {
        let inputs = action.inputs
        let named: [FieldDefinition]
        if action.createsRecord || action.id == "edit" {
            named = definition.fields.filter {
                !$0.isSystem && $0.computed == nil || action.needs.contains($0.id) || action.asks.contains($0.id)
            }
        } else {
            let names = action.needs + action.asks
            named = names.compactMap { name in definition.field(name) }
        }
        // What the visitor may not see he cannot type over.
        let visible = record.map { record in named.filter { record.field($0.id) != nil || action.needs.contains($0.id) } } ?? named
        return inputs + visible.filter { field in !inputs.contains { $0.id == field.id } }
    }

    /// Whether anything is to be filled in.
    public var isEmpty: Bool { accepted.isEmpty }

    public func isRequired(_ field: FieldDefinition) -> Bool {
        if action.needs.contains(field.id) { return field.defaultValue == nil || record != nil }
        return field.required == .always && field.defaultValue == nil
    }

    /// Those that must be filled in, and the rest.
    public var fields: (needed: [FormField], others: [FormField]) {
        let tree = submitted?.tree
        var needed: [FormField] = []
        var others: [FormField] = []
        for field in accepted {
            var drawn = control(field, name: field.id, node: tree?[field.id], value: record?[field.id] ?? .null, path: field.id)
            if let choices = offered[field.id] {
                let isList = if case .list = field.type { true } else { false }
                drawn.values = tree?[field.id]?.values ?? []
                drawn.control = .choice(choices, isList ? .checkBoxes : .radios)
                drawn.help = nil
            }
            if isFirst(field) { needed.append(drawn) } else { others.append(drawn) }
        }
        return (needed, others)
    }

    private func isFirst(_ field: FieldDefinition) -> Bool {
        if action.needs.contains(field.id) || action.inputs.contains(where: { $0.id == field.id }) { return true }
        switch field.required {
        case .always, .when: return true
        case .never: return action.createsRecord == false && action.id != "edit"
        }
    }

    /// Errors as a form shows them; what is wrong with nothing shown stands for the whole.
    public func errors(_ refusal: Refusal?) -> [FormError] {
        guard let refusal else { return [] }
        guard !refusal.problems.isEmpty else { return [FormError(Self.said(refusal))] }
        let shown = Set(accepted.map(\.id))
        return refusal.problems.map { problem in
            let root = problem.field.split(separator: ".").first.map(String.init) ?? problem.field
            return FormError(field: shown.contains(root) ? Self.controlName(problem.field) : nil, problem.message)
        }
    }

    static func said(_ refusal: Refusal) -> String { refusal.source.map { "\(refusal.message)（依据：\($0)）" } ?? refusal.message }

    /// `parties.0.id_no` of a refusal is `parties[0].id_no` in the form.
    static func controlName(_ path: String) -> String {
        path.split(separator: ".").reduce("") { name, part in
            name.isEmpty ? String(part) : Int(part) != nil ? "\(name)[\(part)]" : "\(name).\(part)"
        }
    }

    /// The whole form.
    public func html(to address: String, csrf: String, key: String, refusal: Refusal? = nil, cancelAddress: String, keepAs: String? = nil)
        -> HTML
    {
        let (needed, others) = fields
        let showsOthers = submitted != nil && others.contains { $0.error != nil || !$0.values.allSatisfy(\.isEmpty) }
        let more: HTML = HTML.when(
            !others.isEmpty,
            """
            <details class="more-fields"\(attribute: "open", showsOthers || needed.isEmpty)><summary>\(needed.isEmpty ? "可填写的内容" : "其他可填写的内容（\(others.count)项，选填）")</summary><div class="form-fields">\(others)</div></details>
            """)
        let law: HTML? = action.basis.map { "<p class='basis'>依据：\($0)</p>" }
        let says: HTML? = action.consequence.map { consequence($0) }
        let asks: HTML? = action.confirm.map { "<p class='confirm-text'><b>\($0)</b></p>" }
        let verb = action.label
        return Form(
            to: address, csrf: csrf, key: key, version: record.map { Int($0.version) }, errors: errors(refusal),
            keepAs: keepAs ?? "\(definition.type).\(action.id)",
            hasFiles: accepted.contains { hasFile($0.type) }, fields: needed, note: "\(more)\(law)\(says)\(asks)",
            buttons: "\(button(verb, action.isSensitive ? .danger : .primary))\(linkButton("取消", to: cancelAddress))"
        ).html
    }

    private func hasFile(_ type: FieldType) -> Bool {
        switch type {
        case .file: true
        case .list(let element): hasFile(element)
        case .structure(let id): (state.catalogue.structure(id)?.fields ?? []).contains { hasFile($0.type) }
        case .inline(let fields): fields.contains { hasFile($0.type) }
        default: false
        }
    }
}
