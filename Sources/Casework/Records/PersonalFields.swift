import Definitions

/// Where personal information stands: in fields that say so (`personal: true`), and in parts of structures that do.
struct PersonalFields {
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// Whether a field holds personal information, itself or in a part.
    func hold(_ field: FieldDefinition) -> Bool { field.isPersonal || parts(of: field.type).contains(where: hold) }

    /// The parts of a structure or of a list of structures.
    func parts(of type: FieldType) -> [FieldDefinition] {
        switch type {
        case .structure(let id): catalogue.structure(id)?.fields ?? []
        case .inline(let fields): fields
        case .list(let element): parts(of: element)
        default: []
        }
    }
}
