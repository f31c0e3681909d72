import Definitions
import Expressions

/// A record's title where it leaves the record's page: in to-dos and messages, which are read without asking what their reader may see of the record.
///
/// A title made of a field that is kept from anybody is replaced by the number, else by the record's name.
struct OpenTitle {
    let state: EngineState

    func text(of record: StoredRecord, _ definition: RecordDefinition) -> String {
        let template = definition.title ?? ""
        let kept = definition.fields.contains { field in
            template.contains("{\(field.id)}")
                && definition.access.contains { line in
                    line.hides.contains(field.id) || line.masks.contains(field.id) || !line.shows.isEmpty && !line.shows.contains(field.id)
                }
        }
        guard kept else { return record.label ?? definition.name }
        if let number = definition.number?.field, case .string(let text) = record[number] { return text }
        return definition.name
    }
}
