/// Mistakes in a description that a database would only stumble over later, or not at all.
enum SchemaCheck {
    /// PostgreSQL cuts longer names off without an error, and two names may become one.
    static let longestName = 63

    static func check(_ tables: [Table]) throws(DatabaseError) {
        var names: Set<String> = []
        for table in tables {
            try checkName(table.name, "table \(table.name)")
            guard names.insert(table.name).inserted else { throw wrong("\(table.name) is described twice: give one of them another name") }
            for index in table.indexes {
                try checkName(index.name, "index \(index.name)")
                guard names.insert(index.name).inserted else {
                    throw wrong(
                        "index \(index.name) of table \(table.name) has a name that is taken: index names are unique in the database")
                }
            }
            try checkColumns(of: table)
        }
    }

    private static func checkColumns(of table: Table) throws(DatabaseError) {
        var columns: Set<String> = []
        guard !table.columns.isEmpty else { throw wrong("table \(table.name) has no columns") }
        for column in table.columns {
            try checkName(column.name, "column \(table.name).\(column.name)")
            // SQLite takes `Id` and `id` for one column, PostgreSQL for two.
            guard columns.insert(column.name.lowercased()).inserted else {
                throw wrong("table \(table.name) has the column \(column.name) twice: give one of them another name")
            }
            guard column.default?.isStorable ?? true, column.default?.fits(column.type) ?? true else {
                throw wrong("the default of column \(table.name).\(column.name) is no \(column.type.rawValue)")
            }
        }
        let known = Set(table.columns.map(\.name))
        let used =
            [("primary key", table.primaryKey)] + table.indexes.map { ("index \($0.name)", $0.columns) }
            + table.foreignKeys.map { ("reference to \($0.table)", $0.columns) }
        for (what, list) in used {
            for column in list where !known.contains(column) {
                throw wrong("the \(what) of table \(table.name) names \(column), which is no column of it")
            }
        }
        for index in table.indexes where index.columns.isEmpty { throw wrong("index \(index.name) of table \(table.name) has no columns") }
        for key in table.foreignKeys where key.columns.isEmpty || key.columns.count != key.references.count {
            throw wrong("the reference to \(key.table) of table \(table.name) has \(key.columns.count) columns for \(key.references.count)")
        }
    }

    private static func checkName(_ name: String, _ what: String) throws(DatabaseError) {
        guard !name.isEmpty, !name.utf8.contains(0) else { throw wrong("\(what) has no name") }
        guard name.utf8.count <= longestName else {
            throw wrong("the name of \(what) has \(name.utf8.count) bytes, and PostgreSQL keeps \(longestName): shorten it")
        }
        guard !name.lowercased().hasPrefix("sqlite_") else { throw wrong("\(what) begins with sqlite_, which SQLite keeps for itself") }
    }

    private static func wrong(_ text: String) -> DatabaseError { DatabaseError(.schema, text) }
}

extension DatabaseValue {
    func fits(_ type: ColumnType) -> Bool {
        switch (self, type) {
        case (.null, _), (.integer, .integer), (.real, .real), (.integer, .real), (.text, .text), (.blob, .blob): true
        default: false
        }
    }
}
