/// A table as it is in the database.
public struct ExistingTable: Sendable, Hashable {
    /// A column; its type is nil when it is none of those we make.
    public struct Column: Sendable, Hashable {
        public var name: String
        public var type: ColumnType?
        public var typeName: String
        public var notNull: Bool
    }
    public var name: String
    public var columns: [Column]
    public var primaryKey: [String]
    /// The indexes that were made from a description. Those that somebody else made are left alone and not listed.
    public var indexes: [Index]
}
