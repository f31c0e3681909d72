extension ExistingTable {
    /// Reads the tables of these names as they are in the current schema of a PostgreSQL database.
    static func readPostgreSQL(_ names: [String], from connection: any Connection) throws(DatabaseError) -> [ExistingTable] {
        if names.isEmpty { return [] }
        let relations: SQL = """
            SELECT c.oid FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname IN (\(names))
            """
        let columns = try connection.query(
            """
            SELECT a.attrelid::bigint AS "table", c.relname::text AS table_name, a.attnum::bigint AS number, a.attname::text AS name,
                   format_type(a.atttypid, a.atttypmod)::text AS type, a.attnotnull::int::bigint AS not_null
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attrelid IN (\(relations)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum
            """)
        let indexes = try connection.query(
            """
            SELECT i.indrelid::bigint AS "table", c.relname::text AS name, i.indkey::text AS columns, i.indisunique::int::bigint AS "unique",
                   i.indisprimary::int::bigint AS "primary", obj_description(i.indexrelid, 'pg_class')::text AS comment
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid IN (\(relations)) ORDER BY c.relname
            """)
        var tables: [Int64: ExistingTable] = [:]
        var names: [Int64: [Int64: String]] = [:]
        for row in columns {
            guard let id = row.int("table"), let name = row.text("name"), let number = row.int("number") else { continue }
            let type = row.text("type") ?? ""
            tables[id, default: ExistingTable(name: row.text("table_name") ?? "", columns: [], primaryKey: [], indexes: [])].columns.append(
                Column(name: name, type: types[type], typeName: type, notNull: row.int("not_null") == 1))
            names[id, default: [:]][number] = name
        }
        for row in indexes {
            guard let id = row.int("table"), let name = row.text("name") else { continue }
            let columns = (row.text("columns") ?? "").split(separator: " ").compactMap { Int64($0) }.compactMap { names[id]?[$0] }
            if row.int("primary") == 1 { tables[id]?.primaryKey = columns }
            guard let comment = row.text("comment"), let condition = SchemaLanguage.condition(inComment: comment) else { continue }
            tables[id]?.indexes.append(Index(name, on: columns, unique: row.int("unique") == 1, where: condition))
        }
        return tables.values.sorted { $0.name < $1.name }
    }

    private static let types: [String: ColumnType] = ["bigint": .integer, "double precision": .real, "text": .text, "bytea": .blob]
}
