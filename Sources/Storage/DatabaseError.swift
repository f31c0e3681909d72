/// Why the database did not do what it was asked. Both databases' codes are read into one list of kinds.
///
/// Neither the message nor the statement text holds the values that were bound: they may be personal data.
public struct DatabaseError: Error, Sendable, Hashable {
    /// What went wrong, in terms a caller can act upon.
    public enum Kind: Sendable, Hashable {
        /// No room left on the disk, or the size limit set for the database is reached.
        case full
        /// A write changed another number of rows than it had to: what it builds upon has changed meanwhile. Read again and decide anew.
        case stale
        /// Somebody else holds the lock, or too much is waiting already. Trying again later may help.
        case busy
        /// The server cannot be reached, went away, or the file cannot be opened. Nothing was written.
        case gone
        /// A rule of the schema would be broken.
        case constraint(Constraint)
        /// The file, a page or an index is damaged. Stop and restore.
        case corrupt
        /// A write was tried where only reading is possible: in a read, on a standby, on a read-only file.
        case readonly
        /// Cancelled or timed out before it was done. Nothing was written.
        case cancelled
        /// The connection broke while committing: whether the write happened is not known. Look before writing again.
        case outcomeUnknown
        /// The statement is wrong, or names a table or column that does not exist.
        case syntax
        /// A value cannot be stored or computed with: NaN, U+0000, out of range, wrong type.
        case value
        /// The tables described and the tables in the database cannot be reconciled by adding.
        case schema
        /// The database was closed, or a connection was used outside its read or write.
        case misuse
        /// The settings that make a commit durable are not in force. The database refuses to open.
        case notDurable
        /// Reading or writing the file failed.
        case io
        /// Anything else; see `code`.
        case other
    }

    /// The rule that would have been broken.
    public struct Constraint: Sendable, Hashable {
        /// What sort of rule.
        public enum Rule: String, Sendable, Hashable { case unique, notNull, check, foreignKey, other }
        public var rule: Rule
        /// For `unique` the name of the index (`TABLE_pkey` for the primary key), for `notNull` `TABLE.COLUMN`, otherwise the rule's
        /// name where the database tells it, or empty.
        public var name: String
        public init(rule: Rule, name: String) {
            self.rule = rule
            self.name = name
        }
    }

    public var kind: Kind
    /// What happened and on what, and where there is one, the mend. In English, for the log and the operator.
    public var message: String
    /// The statement's text with marks for the values.
    public var sql: String?
    /// SQLite's extended result code (`SQLITE_2067`) or PostgreSQL's SQLSTATE (`23505`), empty when the error is our own.
    public var code: String

    public init(_ kind: Kind, _ message: String, sql: String? = nil, code: String = "") {
        self.kind = kind
        self.message = message
        self.sql = sql
        self.code = code
    }

    /// Name of the unique index that was violated, when that is what happened.
    public var violatedUnique: String? {
        if case .constraint(let constraint) = kind, constraint.rule == .unique { constraint.name } else { nil }
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        var parts = [message]
        if !code.isEmpty { parts.append("code \(code)") }
        if let sql { parts.append("in: \(sql)") }
        return parts.joined(separator: " · ")
    }
}

extension DatabaseError {
    static let closed = DatabaseError(.misuse, "the database is closed: open it again")
    static func stale(_ changed: Int, expected: Int, sql: String?) -> DatabaseError {
        DatabaseError(
            .stale, "\(changed) rows changed where \(expected) had to: the record was changed meanwhile, or is not there", sql: sql)
    }
    static let outside = DatabaseError(
        .misuse, "a connection was used after its read or write had ended: keep connections inside the closure they were given to")
    static let nested = DatabaseError(
        .misuse, "a blocking write was started from inside a write: it would wait for itself. Use the connection at hand")

    static func notStorable(_ value: DatabaseValue, at position: Int, sql: String) -> DatabaseError {
        switch value {
        case .real: DatabaseError(.value, "value \(position + 1) is NaN, which no database column keeps: store NULL or refuse it", sql: sql)
        default:
            DatabaseError(
                .value, "value \(position + 1) is text containing U+0000, which PostgreSQL cannot store: refuse it at the door", sql: sql)
        }
    }
}

extension DatabaseValue {
    /// Whether both databases can keep this value exactly.
    var isStorable: Bool {
        switch self {
        case .real(let value): !value.isNaN
        case .text(let value): !value.utf8.contains(0)
        default: true
        }
    }
}
