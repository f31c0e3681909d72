/// Words for tables and indexes in either dialect.
struct SchemaLanguage {
    let dialect: Dialect

    func type(_ type: ColumnType) -> String {
        switch (type, dialect) {
        case (.integer, .sqlite): "INTEGER"
        case (.integer, .postgresql): "BIGINT"
        case (.real, .sqlite): "REAL"
        case (.real, .postgresql): "DOUBLE PRECISION"
        case (.text, .sqlite): "TEXT"
        // By bytes, as SQLite compares: the order must not depend on the server's language.
        case (.text, .postgresql): "TEXT COLLATE \"C\""
        case (.blob, .sqlite): "BLOB"
        case (.blob, .postgresql): "BYTEA"
        }
    }

    func create(_ table: Table) -> String {
        var parts = table.columns.map { column($0, notNull: $0.notNull || table.primaryKey.contains($0.name)) }
        if !table.primaryKey.isEmpty { parts.append("PRIMARY KEY \(names(table.primaryKey))") }
        if dialect == .sqlite { parts += table.foreignKeys.map(reference) }
        // STRICT: a text in an integer column is refused, as PostgreSQL does.
        return "CREATE TABLE \(SQL.quoted(table.name)) (\(parts.joined(separator: ", ")))\(dialect == .sqlite ? " STRICT" : "")"
    }

    /// References of a table that was just made, where they could not be made with it.
    func references(_ table: Table) -> [String] {
        if dialect == .sqlite { return [] }
        return table.foreignKeys.map { "ALTER TABLE \(SQL.quoted(table.name)) ADD \(reference($0))" }
    }

    func add(_ new: Column, to table: String) -> String {
        "ALTER TABLE \(SQL.quoted(table)) ADD COLUMN \(column(new, notNull: new.notNull))"
    }

    /// The mark tells our indexes from those somebody made by hand, which are left alone. PostgreSQL rewrites conditions, so there the
    /// comment also keeps the condition as it was described.
    func create(_ index: Index, on table: String) -> [String] {
        let condition = index.where.map { " WHERE \($0)" } ?? ""
        let mark = dialect == .sqlite ? " \(Self.sqliteMark)" : ""
        let unique = index.unique ? "UNIQUE " : ""
        let create = "CREATE \(unique)INDEX \(SQL.quoted(index.name))\(mark) ON \(SQL.quoted(table)) \(names(index.columns))\(condition)"
        if dialect == .sqlite { return [create] }
        return [create, "COMMENT ON INDEX \(SQL.quoted(index.name)) IS \(literal(.text(Self.comment(index))))"]
    }

    func drop(_ index: Index) -> String { "DROP INDEX \(SQL.quoted(index.name))" }

    static let sqliteMark = "/* described */"
    private static let commentMark = "described"
    static func comment(_ index: Index) -> String { index.where.map { "\(commentMark) where \($0)" } ?? commentMark }
    /// The condition an index was described with: nil when the comment is not ours.
    static func condition(inComment comment: String) -> String?? {
        if comment == commentMark { return .some(nil) }
        guard comment.hasPrefix("\(commentMark) where ") else { return nil }
        return .some(String(comment.dropFirst("\(commentMark) where ".count)))
    }

    private func column(_ column: Column, notNull: Bool) -> String {
        var text = "\(SQL.quoted(column.name)) \(type(column.type))"
        if notNull { text += " NOT NULL" }
        if let value = column.default { text += " DEFAULT \(literal(value))" }
        return text
    }

    private func reference(_ key: ForeignKey) -> String {
        "FOREIGN KEY \(names(key.columns)) REFERENCES \(SQL.quoted(key.table)) \(names(key.references))"
    }

    private func names(_ list: [String]) -> String { "(" + list.map(SQL.quoted).joined(separator: ", ") + ")" }

    /// A value as text of a statement: for defaults, which cannot be bound.
    func literal(_ value: DatabaseValue) -> String {
        switch value {
        case .null: return "NULL"
        case .integer(let number): return number == .min ? "(-9223372036854775807 - 1)" : String(number)
        case .real(let number):
            if number.isInfinite {
                let sign = number < 0 ? "-" : ""
                return dialect == .sqlite ? "(\(sign)9e999)" : "'\(sign)Infinity'"
            }
            return "\(number)"
        case .text(let text): return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case .blob(let bytes):
            let digits = Array("0123456789abcdef")
            let hex = String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            return dialect == .sqlite ? "X'\(hex)'" : "'\\x\(hex)'"
        }
    }
}
