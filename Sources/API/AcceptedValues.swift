import Definitions

/// The values that an action takes, as the kernel reads them: its inputs, and the fields it needs or asks for; creating and editing take
/// every field that people may type.
struct AcceptedValues: Sendable {
    let fields: [FieldDefinition]
    /// Ids without which the action is always refused. Others may be demanded by a condition.
    let required: Set<String>

    init(_ action: ActionDefinition, of record: RecordDefinition) {
        var found = action.inputs
        let named = Set(action.needs + action.asks)
        let isOpen = action.createsRecord || action.id == "edit"
        for field in record.fields where !found.contains(where: { $0.id == field.id }) {
            if named.contains(field.id) || (isOpen && !field.isSystem && field.computed == nil) { found.append(field) }
        }
        if action.createsRecord, record.parent != nil, !found.contains(where: { $0.id == "parent" }),
            let parent = record.columns.first(where: { $0.id == "parent" })
        {
            found.append(parent)
        }
        fields = found
        let given = Set(action.sets.map(\.field))
        var required: Set<String> = []
        for field in found where field.defaultValue == nil && field.computed == nil && !given.contains(field.id) {
            let isInput = action.inputs.contains { $0.id == field.id }
            // A field that an earlier action filled is not asked for again.
            let isAsked = action.needs.contains(field.id) && (isInput || action.createsRecord)
            let isAlways = field.required == .always && (isInput || action.createsRecord)
            if isAsked || isAlways { required.insert(field.id) }
        }
        if let number = record.number?.field { required.remove(number) }
        self.required = required
    }

    private init(fields: [FieldDefinition], required: Set<String>) {
        self.fields = fields
        self.required = required
    }

    /// What an action takes that begins with a new record: a draft made and submitted at once.
    func joined(_ other: AcceptedValues) -> AcceptedValues {
        AcceptedValues(
            fields: fields + other.fields.filter { field in !fields.contains { $0.id == field.id } },
            required: required.union(other.required))
    }
}

/// The actions by which a record can come into being through the API.
struct Beginnings: Sendable {
    /// With the values each takes, in the order of the definition.
    let actions: [(action: ActionDefinition, values: AcceptedValues)]

    init(_ record: RecordDefinition) {
        let declared = record.lifecycle?.actions ?? []
        let creating = declared.filter(\.createsRecord) + record.usualActions.filter(\.createsRecord)
        var found = creating.map { (action: $0, values: AcceptedValues($0, of: record)) }
        // An action from the state that the first creating action leads to may be named at once: the kernel creates and acts in one write.
        if let first = creating.first {
            for action in declared where !action.createsRecord {
                guard case .states(let from) = action.from, !Set(first.to.states).isDisjoint(with: from) else { continue }
                found.append((action, AcceptedValues(first, of: record).joined(AcceptedValues(action, of: record))))
            }
        }
        actions = found
    }

    /// The one meant when none is named: where there is one creating action only.
    var usual: String? {
        let creating = actions.filter(\.action.createsRecord)
        return creating.count == 1 ? creating.first?.action.id : nil
    }

    subscript(_ id: String) -> AcceptedValues? { actions.first { $0.action.id == id }?.values }
}
