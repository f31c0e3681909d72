import Storage

/// Records carry the ancestors of their owner in columns, so that a scope is one index. When organisations move in the tree, the columns of what they own follow:
/// otherwise a county's cases would stay in the sight of the city it has left, and out of that of the city it has joined.
struct ScopeAlignment {
    let before: OrganisationTree
    let after: OrganisationTree

    /// Organisations that had a place and have another now.
    var moved: [String] {
        after.all.map(\.code).filter { before.organisation($0) != nil && before.scopeColumns(of: $0) != after.scopeColumns(of: $0) }
    }

    /// - Parameter tables: of all records.
    func apply(to tables: [String], _ connection: any Connection) throws {
        for code in moved {
            let scope = after.scopeColumns(of: code)
            for table in tables {
                try connection.enqueue(
                    """
                    UPDATE \(identifier: table) SET _scope_1 = \(scope[0]), _scope_2 = \(scope[1]), _scope_3 = \(scope[2]), _scope_4 = \(scope[3]), _scope_5 = \(scope[4])
                    WHERE _org = \(code)
                    """)
            }
        }
    }
}
