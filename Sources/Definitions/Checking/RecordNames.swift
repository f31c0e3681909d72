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
    }

    /// Declared fields and standing columns.
    var columns: Set<String> {
        var columns = fields.union(Self.standing)
        if record.lifecycle == nil, !fields.contains("state") { columns.remove("state") }
        return columns
    }

    func type(of column: String) -> FieldType? {
        if let field = record.field(column) { return field.type }
        return switch column {
        case "created_at", "updated_at": .datetime
        case "org": .org
        case "created_by", "updated_by": .user
        case "id", "state": .text
        case "version": .number
        default: nil
        }
    }

    /// Columns that hold a date or a moment.
    var moments: Set<String> { columns.filter { type(of: $0) == .date || type(of: $0) == .datetime } }

    /// Children and related lists.
    var rows: Set<String> { Set(children.map(\.id)).union(record.related.map(\.id)) }
}
