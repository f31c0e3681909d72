import Definitions
import Expressions
import Storage
import WorkCalendar

/// Fills the places of titles, messages and papers. A place is an expression, as the checker takes it; whatever passed the check is filled.
///
/// Fields are written as people read them: labels of codes, names of people and organisations, titles of records. What is encrypted is never written.
struct TemplateFilling {
    let unit: EvaluationUnit
    let activation: RecordActivation
    let context: ExpressionContext

    private var catalogue: Catalogue { unit.state.catalogue }
    private var definition: RecordDefinition { activation.definition }
    private var presentation: Presentation { Presentation(state: unit.state) }

    /// - Parameter known: places whose text is at hand; nil: to be found out.
    func fill(_ template: String, known: (String) -> String? = { _ in nil }) -> String {
        // A checked catalogue has no template that cannot be cut.
        guard let pieces = try? TemplateText.pieces(template) else { return template }
        return pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .place(let name, _): known(name) ?? text(of: name)
            }
        }.joined()
    }

    /// Empty where there is nothing, or nothing that may be written.
    func text(of place: String) -> String {
        let inputs = activation.action.flatMap { definition.action($0)?.inputs } ?? []
        let path = FieldPath(place, from: definition, inputs: inputs, in: catalogue)
        if path?.isSecret == true { return "" }
        guard let value = try? unit.evaluate(SourceExpression(place, at: .builtIn), activation, context) else { return "" }
        switch path?.target {
        case .field(let field)?: return text(value, field.type)
        case .state(let record)?: if case .string(let state) = value { return record.state(state)?.label ?? state }
        case .organisation?: if case .string(let code) = value { return unit.state.tree.organisation(code)?.name ?? code }
        case nil: break
        }
        return plain(value)
    }

    /// A field of the record as it stands in `record`, without evaluation.
    func text(of field: FieldDefinition, in record: StoredRecord) -> String { field.isSecret ? "" : text(record[field.id], field.type) }

    private func text(_ value: Value, _ type: FieldType) -> String {
        switch (value, type) {
        case (.null, _): ""
        case (.string(let id), .user): name(of: id)
        case (.string(let text), .ref(let targets)): title(of: text, targets)
        case (.object(let object), .ref(let targets)): title(of: object.identity, targets)
        case (.list(let items), .list(let element)):
            items.map { text($0, element) }.filter { !$0.isEmpty }.joined(separator: element.isComposite ? "；" : "、")
        case (_, .structure(let id)): parts(of: value, catalogue.structure(id)?.fields ?? [])
        case (_, .inline(let fields)): parts(of: value, fields)
        default: presentation.text(value, FieldDefinition(id: "", label: "", type: type, position: .builtIn))
        }
    }

    /// Encrypted parts are left out.
    private func parts(of value: Value, _ fields: [FieldDefinition]) -> String {
        let map: [Value: Value]
        switch value {
        case .map(let parts): map = parts
        case .object(let object): map = Composite.parts(of: object)
        default: return ""
        }
        return fields.filter { !$0.isSecret }.compactMap { field in
            let part = text(map[.string(field.id)] ?? .null, field.type)
            return part.isEmpty ? nil : part
        }.joined(separator: " ")
    }

    private func name(of person: String) -> String {
        if person == "system" { return "系统" }
        return (try? Directory(connection: unit.connection).person(person)?.name) ?? person
    }

    private func title(of text: String, _ targets: [String]) -> String {
        guard let reference = targets.count == 1 ? RecordReference(type: targets[0], id: text) : RecordReference(text: text),
            let definition = unit.state.definition(reference.type), let record = try? unit.record(reference.type, id: reference.id)
        else { return text }
        return OpenTitle(state: unit.state).text(of: record, definition)
    }

    /// A value of which no field says how it is written.
    private func plain(_ value: Value) -> String {
        switch value {
        case .null: return ""
        case .string(let text): return text
        case .bool(let truth): return truth ? "是" : "否"
        case .timestamp(let stamp):
            let moment = Moment(stamp)
            return moment.day.startTimestamp == stamp ? moment.day.chinese : moment.chinese
        case .list(let items): return items.map(plain).filter { !$0.isEmpty }.joined(separator: "、")
        case .object(let object):
            if let definition = unit.state.definition(object.type), let record = try? unit.record(object.type, id: object.identity) {
                return OpenTitle(state: unit.state).text(of: record, definition)
            }
            return object.type == "actor" ? unit.actor.name : object.identity
        default: return presentation.text(value, FieldDefinition(id: "", label: "", type: .text, position: .builtIn))
        }
    }
}
