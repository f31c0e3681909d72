import Casework
import Expressions
import Storage

/// A table as a backup describes it, the same for both databases.
struct PortableTable: Sendable, Hashable {
    struct Column: Sendable, Hashable {
        var name: String
        var type: ColumnType
        var notNull: Bool
    }
    var name: String
    var columns: [Column]
    var primaryKey: [String]

    /// Where Storage itself notes which commits happened on PostgreSQL: of the server, not of the data.
    private static let ofStorage = "bagui_batch"

    /// All tables of the database, by name.
    static func all(_ connection: any Connection) throws -> [PortableTable] { try every(connection).filter { $0.name != ofStorage } }

    private static func every(_ connection: any Connection) throws -> [PortableTable] {
        switch connection.dialect {
        case .sqlite:
            return try connection.query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).map { row in
                let name = row.text(0) ?? ""
                let info = try connection.query("SELECT name, type, \"notnull\", pk FROM pragma_table_info(\(name)) ORDER BY cid")
                let keys = info.filter { ($0.int(3) ?? 0) > 0 }.sorted { ($0.int(3) ?? 0) < ($1.int(3) ?? 0) }
                return PortableTable(
                    name: name,
                    columns: info.map {
                        Column(
                            name: $0.text(0) ?? "", type: type(of: $0.text(1) ?? ""), notNull: $0.bool(2) ?? false || ($0.int(3) ?? 0) > 0)
                    },
                    primaryKey: keys.compactMap { $0.text(0) })
            }
        case .postgresql:
            let columns = try connection.query(
                """
                SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable::text FROM information_schema.columns AS c
                JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name COLLATE "C", c.ordinal_position
                """)
            let keys = try connection.query(
                """
                SELECT k.table_name::text, k.column_name::text FROM information_schema.key_column_usage AS k
                JOIN information_schema.table_constraints AS t ON t.constraint_schema = k.constraint_schema AND t.constraint_name = k.constraint_name AND t.table_name = k.table_name
                WHERE t.table_schema = current_schema() AND t.constraint_type = 'PRIMARY KEY' ORDER BY k.table_name COLLATE "C", k.ordinal_position
                """)
            var tables: [PortableTable] = []
            for row in columns {
                let name = row.text(0) ?? ""
                if tables.last?.name != name {
                    tables.append(
                        PortableTable(name: name, columns: [], primaryKey: keys.filter { $0.text(0) == name }.compactMap { $0.text(1) }))
                }
                tables[tables.count - 1].columns.append(
                    Column(name: row.text(1) ?? "", type: type(of: row.text(2) ?? ""), notNull: row.text(3) == "NO"))
            }
            return tables
        }
    }

    private static func type(of declared: String) -> ColumnType {
        switch declared.lowercased() {
        case "bigint", "integer", "int", "smallint": .integer
        case "double precision", "real", "double": .real
        case "blob", "bytea": .blob
        default: .text
        }
    }

    /// As Storage makes it. Indexes come with the definitions when the kernel opens.
    var table: Table { Table(name, columns: columns.map { Storage.Column($0.name, $0.type, notNull: $0.notNull) }, primaryKey: primaryKey) }

    var value: Value {
        .map([
            .string("name"): .string(name), .string("primary_key"): .list(primaryKey.map { .string($0) }),
            .string("columns"): .list(columns.map { .list([.string($0.name), .string($0.type.rawValue), .bool($0.notNull)]) }),
        ])
    }

    init(name: String, columns: [Column], primaryKey: [String]) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
    }

    init?(_ value: Value) {
        guard case .map(let map) = value, case .string(let name)? = map[.string("name")],
            case .list(let keys)? = map[.string("primary_key")],
            case .list(let columns)? = map[.string("columns")]
        else { return nil }
        self.name = name
        primaryKey = keys.compactMap { if case .string(let text) = $0 { text } else { nil } }
        self.columns = []
        for column in columns {
            guard case .list(let parts) = column, parts.count == 3, case .string(let name) = parts[0], case .string(let type) = parts[1],
                let type = ColumnType(rawValue: type),
                case .bool(let notNull) = parts[2]
            else { return nil }
            self.columns.append(Column(name: name, type: type, notNull: notNull))
        }
    }

    // MARK: Rows

    /// A row as a line of JSON: an array in the order of the columns.
    static func line(_ row: Row) -> String {
        PlainJSON.write(
            .list(
                row.values.map { value in
                    switch value {
                    case .null: .null
                    case .integer(let number): .int(number)
                    // As text: every double comes back as it was.
                    case .real(let number): .string("\(number)")
                    case .text(let text): .string(text)
                    case .blob(let bytes): .bytes(bytes)
                    }
                }))
    }

    /// Nil when the line does not fit the columns.
    func values(_ line: String) -> [DatabaseValue]? {
        guard case .list(let parts)? = try? PlainJSON.read(line), parts.count == columns.count else { return nil }
        var values: [DatabaseValue] = []
        for (part, column) in zip(parts, columns) {
            switch (part, column.type) {
            case (.null, _): values.append(.null)
            case (.int(let number), .integer): values.append(.integer(number))
            case (.string(let text), .real):
                guard let number = Double(text) else { return nil }
                values.append(.real(number))
            case (.int(let number), .real): values.append(.real(Double(number)))
            case (.string(let text), .text): values.append(.text(text))
            case (.bytes(let bytes), .blob): values.append(.blob(bytes))
            default: return nil
            }
        }
        return values
    }
}
