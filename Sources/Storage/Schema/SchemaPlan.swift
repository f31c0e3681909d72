/// What must be done so that the tables described are there. Only ever adds: columns and tables are never dropped or changed; an index
/// holds no data, so one no longer described is dropped and a changed one made anew.
public struct SchemaPlan: Sendable, Hashable {
    /// One statement with what it does, in words.
    public struct Step: Sendable, Hashable {
        public var statement: String
        public var says: String
    }
    /// To be run in this order, in one transaction.
    public var steps: [Step] = []
    /// What was found and is left as it is, for example a column no longer described.
    public var notes: [String] = []

    /// Compares.
    /// - Throws: `schema` when adding is not enough; the message says the way out.
    public static func additive(
        from existing: [ExistingTable], to wanted: [Table], dialect: Dialect
    ) throws(DatabaseError) -> SchemaPlan {
        var plan = SchemaPlan()
        let ddl = SchemaLanguage(dialect: dialect)
        let byName = Dictionary(existing.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        try SchemaCheck.check(wanted)
        // References may point forward, so tables come first and references after, where the database cannot look ahead.
        for table in wanted where byName[table.name] == nil {
            plan.steps.append(Step(statement: ddl.create(table), says: "created table \(table.name)"))
        }
        for table in wanted where byName[table.name] == nil {
            for statement in ddl.references(table) {
                plan.steps.append(Step(statement: statement, says: "added a reference to \(table.name)"))
            }
        }
        for table in wanted {
            if let present = byName[table.name] { try plan.addColumns(of: table, to: present, ddl) }
            plan.bringIndexes(of: table, has: byName[table.name]?.indexes ?? [], ddl)
        }
        return plan
    }

    private mutating func addColumns(of table: Table, to present: ExistingTable, _ ddl: SchemaLanguage) throws(DatabaseError) {
        let columns = Dictionary(present.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        if table.primaryKey != present.primaryKey {
            throw DatabaseError(
                .schema,
                """
                table \(table.name) has the primary key (\(present.primaryKey.joined(separator: ", "))) and (\(table.primaryKey.joined(separator: ", "))) \
                is wanted: a key is never changed in place. Describe a new table and copy the rows
                """)
        }
        for column in table.columns {
            guard let there = columns[column.name] else {
                guard !column.notNull || column.default.map({ !$0.isNull }) == true else {
                    throw DatabaseError(
                        .schema,
                        """
                        column \(table.name).\(column.name) is new and NOT NULL without a default: existing rows would have no value. Give it a \
                        default, or let it be NULL
                        """)
                }
                steps.append(Step(statement: ddl.add(column, to: table.name), says: "added column \(table.name).\(column.name)"))
                continue
            }
            guard there.type == column.type else {
                throw DatabaseError(
                    .schema,
                    """
                    column \(table.name).\(column.name) is \(there.typeName) and \(ddl.type(column.type)) is wanted: a type is never changed in \
                    place. Describe a column of another name, copy the values over, then stop describing the old one
                    """)
            }
            if there.notNull && !column.notNull && !table.primaryKey.contains(column.name) {
                throw DatabaseError(
                    .schema,
                    """
                    column \(table.name).\(column.name) is NOT NULL in the database and may be NULL by its description: rows without it would be \
                    refused. Describe it as NOT NULL, or describe a column of another name
                    """)
            }
            if column.notNull && !there.notNull && !table.primaryKey.contains(column.name) {
                notes.append("column \(table.name).\(column.name) is described as NOT NULL and stays as it is: rows may lack it")
            }
        }
        let described = Set(table.columns.map(\.name))
        for column in present.columns where !described.contains(column.name) {
            if column.notNull {
                throw DatabaseError(
                    .schema,
                    """
                    column \(table.name).\(column.name) is no longer described but NOT NULL: new rows would be refused. Describe it again, or \
                    drop it by hand after a backup: ALTER TABLE \(SQL.quoted(table.name)) DROP COLUMN \(SQL.quoted(column.name))
                    """)
            }
            notes.append("column \(table.name).\(column.name) is no longer described and stays, with its values")
        }
    }

    private mutating func bringIndexes(of table: Table, has present: [Index], _ ddl: SchemaLanguage) {
        for index in present where !table.indexes.contains(index) {
            let isChanged = table.indexes.contains { $0.name == index.name }
            steps.append(
                Step(
                    statement: ddl.drop(index),
                    says: "dropped index \(index.name)\(isChanged ? ", which has changed" : ", no longer described")"))
        }
        for index in table.indexes where !present.contains(index) {
            for (number, statement) in ddl.create(index, on: table.name).enumerated() {
                steps.append(Step(statement: statement, says: number == 0 ? "created index \(index.name)" : ""))
            }
        }
    }
}
