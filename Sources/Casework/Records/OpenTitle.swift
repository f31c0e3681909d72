import Definitions
import Expressions

/// A record's title where it leaves the record's page: in to-dos and messages, which are read without asking what their reader may see of the record.
///
/// A title made of a field that is kept from anybody, or of personal information, is replaced by the number, else by the record's name.
struct OpenTitle {
    let state: EngineState

    func text(of record: StoredRecord, _ definition: RecordDefinition) -> String {
        guard state.schemas[definition.type]?.title.tellsWhatIsKept ?? true else { return record.label ?? definition.name }
        if let number = definition.number?.field, case .string(let text) = record[number] { return text }
        return definition.name
    }
}
