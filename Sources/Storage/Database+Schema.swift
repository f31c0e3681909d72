extension Database {
    /// Changes the schema: `body` runs alone on the writer, in one transaction, under a lock that keeps out every other process. All
    /// connections prepare their statements anew afterwards.
    /// - Throws: what the body throws, or the database's error; then nothing has changed.
    public func alter(_ body: (any Connection) throws -> Void) throws {
        defer { readers.schemaChanged() }
        try onWriter(.alone) { session in
            try session.prepareToAlter()
            try body(session)
            session.forgetStatements()
        }
    }

    /// What `apply` would do now.
    /// - Throws: `schema` when adding is not enough; the message says the way out.
    public func plan(for tables: [Table]) throws -> SchemaPlan {
        try read { connection in try Self.plan(tables, connection) }
    }

    /// Makes the tables described exist: creates tables, adds columns, brings indexes into line. Never drops or changes a column or a
    /// table. Safe to call at every start, by several processes at once.
    /// - Returns: what was done and what was found and left, a sentence each; empty when all was there already.
    /// - Throws: `schema` when adding is not enough; the message says the way out. Then nothing has changed.
    @discardableResult public func apply(_ tables: [Table]) throws -> [String] {
        // The usual start finds nothing to do and need not stop anybody.
        let early = try plan(for: tables)
        if early.steps.isEmpty { return early.notes }
        var done: [String] = []
        try alter { connection in
            let plan = try Self.plan(tables, connection)
            done = []
            for step in plan.steps {
                try connection.execute(SQL(raw: step.statement))
                if !step.says.isEmpty { done.append(step.says) }
            }
            done += plan.notes
        }
        return done
    }

    private static func plan(_ tables: [Table], _ connection: any Connection) throws(DatabaseError) -> SchemaPlan {
        let names = tables.map(\.name)
        let existing =
            switch connection.dialect {
            case .sqlite: try ExistingTable.readSQLite(names, from: connection)
            case .postgresql: try ExistingTable.readPostgreSQL(names, from: connection)
            }
        return try SchemaPlan.additive(from: existing, to: tables, dialect: connection.dialect)
    }
}
