import Definitions

/// Actions that exist by themselves, with who may do them by the access lines.
enum UsualActions {
    static func find(_ id: String, of definition: RecordDefinition) -> ActionDefinition? {
        if let own = definition.action(id) { return own }
        guard var usual = definition.performable(id) else { return nil }
        usual.by = definition.access.filter { $0.may.contains(id) }.map { ActionDefinition.Performer(role: $0.role) }
        return usual
    }
}
