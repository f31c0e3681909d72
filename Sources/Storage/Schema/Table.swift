/// What a column holds. BIGINT, DOUBLE PRECISION, TEXT (compared byte by byte), BLOB/BYTEA: nothing else, so that both databases agree.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    case integer, real, text, blob
}

/// One column of a table.
public struct Column: Sendable, Hashable {
    public var name: String
    public var type: ColumnType
    public var notNull: Bool
    /// Value for rows that do not say; nil for NULL.
    public var `default`: DatabaseValue?

    public init(_ name: String, _ type: ColumnType, notNull: Bool = false, default: DatabaseValue? = nil) {
        self.name = name
        self.type = type
        self.notNull = notNull
        self.default = `default`
    }
}

/// One index. Its name is unique in the whole database.
public struct Index: Sendable, Hashable {
    public var name: String
    public var columns: [String]
    public var unique: Bool
    /// Only rows for which this holds are in the index: an expression both databases read alike.
    public var `where`: String?

    public init(_ name: String, on columns: [String], unique: Bool = false, where: String? = nil) {
        self.name = name
        self.columns = columns
        self.unique = unique
        self.where = `where`
    }
}

/// A reference to the key of another table, or of the same.
public struct ForeignKey: Sendable, Hashable {
    public var columns: [String]
    public var table: String
    public var references: [String]

    public init(_ columns: [String], references table: String, _ references: [String]) {
        self.columns = columns
        self.table = table
        self.references = references
    }
}

/// A table as it is wanted.
public struct Table: Sendable, Hashable {
    public var name: String
    public var columns: [Column]
    /// Columns of the primary key; empty for none. The columns are NOT NULL. Keys are given by whoever inserts: no database makes them.
    public var primaryKey: [String]
    public var indexes: [Index]
    /// Made when the table is made, never added to an existing one.
    public var foreignKeys: [ForeignKey]

    public init(_ name: String, columns: [Column], primaryKey: [String], indexes: [Index] = [], foreignKeys: [ForeignKey] = []) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
        self.foreignKeys = foreignKeys
    }
}
