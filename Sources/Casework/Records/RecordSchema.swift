import Definitions
import Storage

/// How a record's definition lies in a table.
///
/// The engine's own columns begin with `_`, so that no field of the specification can collide with them.
public struct RecordSchema: Sendable {
    public let definition: RecordDefinition
    public let table: String
    /// All columns in the order in which rows are read.
    let columns: [String]
    /// Fields kept in a column of their own, in order; the index into `columns` is `fieldOffset + position`.
    let fields: [FieldDefinition]
    /// Computed fields that speak of limits: they are reckoned again when an action has moved the limits.
    let fieldsOfLimits: [FieldDefinition]
    /// Fields in which files may stand, also inside structures. Set by who knows the structures.
    var fileFields: [FieldDefinition]
    let title: TitleTemplate
    /// The standing columns, named with their table, as a list for `SELECT`.
    private let standingSelection: SQL
    private let fieldSelections: [String: SQL]
    /// By action: what it takes, by name.
    private let accepted: [String: [String: FieldDefinition]]
    /// `INSERT INTO … (…) VALUES `, said once: every insert names the same columns, so that one prepared statement serves all.
    let insertion: SQL
    /// `SELECT … FROM … `, with all columns in their order.
    let selection: SQL
    static let standing = [
        "_id", "_version", "_state", "_org", "_scope_1", "_scope_2", "_scope_3", "_scope_4", "_scope_5", "_created_at", "_created_by",
        "_updated_at",
        "_updated_by", "_closed", "_due", "_missed", "_head", "_parent", "_label",
    ]
    static var fieldOffset: Int { standing.count }

    public init(_ definition: RecordDefinition) {
        self.definition = definition
        table = Self.tableName(of: definition.type)
        fields = definition.fields
        columns = Self.standing + fields.map(\.id)
        fieldsOfLimits = fields.filter { $0.computed.map { $0.text.contains("due(") || $0.text.contains("clock(") } ?? false }
        title = TitleTemplate(definition)
        let qualifier: SQL = "\(identifier: table)."
        standingSelection = Self.standing.map { qualifier + "\(identifier: $0)" }.joined(separator: ", ")
        fieldSelections = Dictionary(
            fields.map { ($0.id, qualifier + "\(identifier: $0.id)") }, uniquingKeysWith: { first, _ in first })
        accepted = Dictionary(
            (definition.lifecycle?.actions ?? []).map { ($0.id, Self.accepted(by: $0, of: definition)) },
            uniquingKeysWith: { first, _ in first })
        fileFields = []
        let written = Self.standing + fields.flatMap { $0.isSecret ? [$0.id, Self.digestColumn($0.id)] : [$0.id] }
        insertion = "INSERT INTO \(identifier: table) (\(identifiers: written)) VALUES "
        selection = "SELECT \(identifiers: columns) FROM \(identifier: table) "
    }

    /// Columns to read, named with their table: the standing ones, then those of the fields.
    func selection(of fields: [FieldDefinition]) -> SQL {
        var list = standingSelection
        for field in fields {
            guard let column = fieldSelections[field.id] else { continue }
            list += ", "
            list += column
        }
        return list
    }

    /// Which fields and inputs an action takes, by name.
    func accepted(by action: ActionDefinition) -> [String: FieldDefinition] {
        accepted[action.id] ?? Self.accepted(by: action, of: definition)
    }

    private static func accepted(by action: ActionDefinition, of definition: RecordDefinition) -> [String: FieldDefinition] {
        let named = Set(action.needs + action.asks)
        let takesAll = action.createsRecord || action.id == "edit"
        let fields = definition.fields.filter { named.contains($0.id) || takesAll && !$0.isSystem && $0.computed == nil }
        return Dictionary((action.inputs + fields).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// `work-order/work_order` → `work_order__work_order`.
    public static func tableName(of type: String) -> String {
        type.replacing("-", with: "_").replacing("/", with: "__")
    }

    /// Column that holds the keyed digest of a secret field, for searching by equality.
    static func digestColumn(_ field: String) -> String { "_\(field)_digest" }

    /// The table as Storage knows it.
    var storageTable: Table {
        var columns: [Column] = [
            .text("_id"), .integer("_version"), .optionalText("_state"), .text("_org"), .optionalText("_scope_1"),
            .optionalText("_scope_2"),
            .optionalText("_scope_3"), .optionalText("_scope_4"), .optionalText("_scope_5"), .integer("_created_at"), .text("_created_by"),
            .integer("_updated_at"), .text("_updated_by"), .integer("_closed"), .optionalInteger("_due"), .integer("_missed"),
            .blob("_head"),
            .optionalText("_parent"), .optionalText("_label"),
        ]
        var indexes: [Index] = []
        for field in fields {
            columns.append(Column(field.id, Self.columnType(of: field), notNull: false))
            if field.isSecret {
                columns.append(.optionalText(Self.digestColumn(field.id)))
                indexes.append(
                    Index(
                        indexName("\(field.id)_digest"), on: [Self.digestColumn(field.id)],
                        where: "\"\(Self.digestColumn(field.id))\" IS NOT NULL"))
            }
            if let others = field.uniqueWith {
                let column = field.isSecret ? Self.digestColumn(field.id) : field.id
                indexes.append(
                    Index(indexName("\(field.id)_unique"), on: [column] + others, unique: true, where: "\"\(column)\" IS NOT NULL"))
            } else if field.isIndexed || Self.isReference(field) {
                indexes.append(Index(indexName("\(field.id)"), on: [field.id], where: "\"\(field.id)\" IS NOT NULL"))
            }
        }
        if let number = definition.number, definition.field(number.field)?.uniqueWith == nil {
            indexes.append(Index(indexName("_number"), on: [number.field], unique: true, where: "\"\(number.field)\" IS NOT NULL"))
        }
        if definition.parent != nil {
            indexes.append(Index(indexName("_children"), on: ["_parent", "_created_at", "_id"]))
        } else {
            for level in 1...3 {
                indexes.append(
                    Index(
                        indexName("_scope_\(level)"), on: ["_scope_\(level)", "_created_at", "_id"],
                        where: "\"_scope_\(level)\" IS NOT NULL"))
            }
            indexes.append(Index(indexName("_owner"), on: ["_org", "_created_at", "_id"]))
            if let column = usualOrder {
                indexes.append(
                    Index(indexName("_owner_order"), on: ["_org", column, "_id"]))
                for level in 1...3 {
                    indexes.append(
                        Index(indexName("_scope_\(level)_order"), on: ["_scope_\(level)", column, "_id"]))
                }
            }
        }
        return Table(table, columns: columns, primaryKey: ["_id"], indexes: indexes)
    }

    /// Whether the table of who may see a record keeps its due date: then lists of one person's records come in that order by an index.
    var keepsDueInScope: Bool { usualOrder == "_due" }

    /// The column by which lists of this type are usually ordered, where it is not the time of making.
    private var usualOrder: String? {
        guard var name = definition.lists.sort else { return nil }
        if name.hasPrefix("-") { name.removeFirst() }
        if name == "due" || name == "due_at", definition.field(name) == nil { return "_due" }
        guard let field = definition.field(name), !field.isSecret, !field.type.isComposite, !field.isIndexed, field.uniqueWith == nil else {
            return nil
        }
        return name
    }

    /// PostgreSQL cuts names after 63 bytes: a long one keeps its beginning and ends in a digest of the whole.
    private func indexName(_ what: String) -> String {
        let name = "ix_\(table)__\(what)"
        guard name.utf8.count > 60 else { return name }
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\(name.prefix(44))_\(String(digest, radix: 36))"
    }

    private static func isReference(_ field: FieldDefinition) -> Bool {
        if case .ref = field.type { return true }
        return false
    }

    private static func columnType(of field: FieldDefinition) -> ColumnType { field.isSecret ? .blob : columnType(of: field.type) }

    static func columnType(of type: FieldType) -> ColumnType {
        switch type {
        case .number, .money, .bool, .date, .datetime: .integer
        case .decimal: .real
        default: .text
        }
    }
}
