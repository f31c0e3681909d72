import Definitions
import Expressions

/// The files that values speak of: in fields of type `file`, in lists of them, and in parts of structures.
struct FileHashes {
    let catalogue: Catalogue

    /// Whether values of the type can speak of files.
    func canHold(_ type: FieldType) -> Bool {
        switch type {
        case .file: true
        case .list(let element): canHold(element)
        default: PersonalFields(catalogue).parts(of: type).contains { canHold($0.type) }
        }
    }

    func hashes(in value: Value, _ type: FieldType) -> Set<String> {
        switch (value, type) {
        case (.string(let hash), .file): [hash]
        case (.list(let items), .list(let element)): items.reduce(into: []) { $0.formUnion(hashes(in: $1, element)) }
        case (.map(let map), .structure), (.map(let map), .inline):
            PersonalFields(catalogue).parts(of: type).reduce(into: []) { found, part in
                if let held = map[.string(part.id)] { found.formUnion(hashes(in: held, part.type)) }
            }
        default: []
        }
    }

    /// All files that a record speaks of now.
    func hashes(in record: StoredRecord, _ fields: [FieldDefinition]) -> Set<String> {
        fields.reduce(into: []) { $0.formUnion(hashes(in: record[$1.id], $1.type)) }
    }
}
