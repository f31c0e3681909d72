import Definitions
import Expressions

extension EvaluationUnit {
    /// A value as a title tells it: people and other records by name, not by id.
    ///
    /// Another record is named as it may be named anywhere (``OpenTitle``): who sees this one need not see that one.
    func titleText(_ value: Value, _ field: FieldDefinition) -> String {
        switch (value, field.type) {
        case (.string(let id), .user):
            if id == "system" { return "系统" }
            return (try? Directory(connection: connection).person(id)?.name) ?? id
        case (.string(let text), .ref(let targets)):
            let reference = targets.count == 1 ? RecordReference(type: targets[0], id: text) : RecordReference(text: text)
            guard let reference, let definition = state.definition(reference.type),
                let record = try? record(reference.type, id: reference.id)
            else { return text }
            return OpenTitle(state: state).text(of: record, definition)
        default: return Presentation(state: state).text(value, field)
        }
    }
}
