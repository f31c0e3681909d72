extension ExistingTable {
    /// Reads the tables of these names as they are in a SQLite database.
    static func readSQLite(_ names: [String], from connection: any Connection) throws(DatabaseError) -> [ExistingTable] {
        var tables: [ExistingTable] = []
        for name in names {
            let columns = try connection.query("SELECT name, type, \"notnull\", pk FROM pragma_table_info(\(name)) ORDER BY cid")
            if columns.isEmpty { continue }
            let key = columns.filter { ($0.int(3) ?? 0) > 0 }.sorted { ($0.int(3) ?? 0) < ($1.int(3) ?? 0) }
            tables.append(
                ExistingTable(
                    name: name,
                    columns: columns.map {
                        let type = $0.text(1) ?? ""
                        return Column(name: $0.text(0) ?? "", type: types[type.uppercased()], typeName: type, notNull: $0.int(2) == 1)
                    }, primaryKey: key.map { $0.text(0) ?? "" }, indexes: try indexes(of: name, connection)))
        }
        return tables
    }

    private static let types: [String: ColumnType] = ["INTEGER": .integer, "REAL": .real, "TEXT": .text, "BLOB": .blob]

    private static func indexes(of table: String, _ connection: any Connection) throws(DatabaseError) -> [Index] {
        var found: [Index] = []
        let list = try connection.query(
            """
            SELECT l.name, l."unique", m.sql FROM pragma_index_list(\(table)) AS l JOIN sqlite_master AS m ON m.type = 'index' AND m.name = l.name
            WHERE l.origin = 'c' ORDER BY l.name
            """)
        for row in list {
            guard let name = row.text(0), let statement = row.text(2), statement.contains(SchemaLanguage.sqliteMark) else { continue }
            let columns = try connection.query("SELECT name FROM pragma_index_info(\(name)) ORDER BY seqno").map { $0.text(0) ?? "" }
            var index = Index(name, on: columns, unique: row.int(1) == 1)
            let head = SchemaLanguage(dialect: .sqlite).create(index, on: table)[0]
            // SQLite keeps the statement as it was written.
            if statement.hasPrefix(head + " WHERE ") { index.where = String(statement.dropFirst(head.count + " WHERE ".count)) }
            found.append(index)
        }
        return found
    }
}
