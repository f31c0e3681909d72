/// Everything a record's keys may name.
struct RecordNames {
    /// Columns every record has, unlisted.
    static let standing = ["id", "version", "org", "state", "created_at", "created_by", "updated_at", "updated_by"]

    let record: RecordDefinition
    let children: [RecordDefinition]
    let fields: Set<String>
    let states: Set<String>
    /// Declared actions and the usual `create` and `edit`.
    let actions: Set<String>
    let limits: Set<String>
    let documents: Set<String>
    /// Declared fields and standing columns.
    let columns: Set<String>
    /// Columns that hold a date or a moment.
    let moments: Set<String>
    private let types: [String: FieldType]

    init(_ record: RecordDefinition, children: [RecordDefinition]) {
        self.record = record
        self.children = children
        fields = Set(record.fields.map(\.id))
        states = Set(record.lifecycle?.states.map(\.id) ?? [])
        let declared = record.lifecycle?.actions ?? []
        var actions = Set(declared.map(\.id))
        actions.insert("edit")
        if !declared.contains(where: \.createsRecord) { actions.insert("create") }
        self.actions = actions
        limits = Set(record.limits.map(\.id))
        documents = Set(record.documents.map(\.id))
        types = Dictionary(record.columns.map { ($0.id, $0.type) }, uniquingKeysWith: { _, declared in declared })
        columns = Set(types.keys)
        moments = Set(types.filter { $0.value == .date || $0.value == .datetime }.keys)
    }

    func type(of column: String) -> FieldType? { types[column] }

    /// Children and related lists.
    var rows: Set<String> { Set(children.map(\.id)).union(record.related.map(\.id)) }
}
