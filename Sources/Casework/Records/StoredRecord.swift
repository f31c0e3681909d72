import Definitions
import Expressions
import WorkCalendar

/// A record as it stands in the database, its secret values still sealed.
public struct StoredRecord: Sendable {
    public var type: String
    public var id: String
    public var version: Int64
    public var state: String?
    /// Owner organisation.
    public var org: String
    /// Ancestors of the owner from the root, as they were when it was last written.
    var scopeColumns: [String?]
    public var createdAt: Moment
    public var createdBy: String
    public var updatedAt: Moment
    public var updatedBy: String
    public var isClosed: Bool
    /// Earliest running effective due date.
    public var due: Moment?
    /// Limits missed so far.
    public var missed: Int64
    /// Hash of the record's newest journal entry.
    var head: [UInt8]
    /// Parent record's id, for child records.
    public var parent: String?
    /// The title as it was last written, for to-dos and references.
    public var label: String?
    /// Field id → value; absent fields are not in it. Secret fields hold `.bytes` (sealed).
    public var values: [String: Value]

    public func isOverdue(at now: Moment) -> Bool { missed > 0 || (due.map { $0 < now } ?? false) }
    public subscript(_ field: String) -> Value { values[field] ?? .null }
}
