import WorkCalendar

/// Which records are wanted.
public struct ListQuery: Sendable, Hashable {
    public var type: String
    /// CEL over the record's own columns; see `docs/definitions.md`.
    public var filter: String?
    /// Field or standing name, with a leading `-` for descending; nil: newest first.
    public var sort: String?
    /// Where the page before ended.
    public var after: String?
    /// 1…500.
    public var limit: Int
    /// Equality on secret fields goes through their digest.
    public var equals: [String: String]
    /// Only children of this record.
    public var parent: String?
    /// Only records whose owner organisation is this one or below it; code of an organisation.
    public var under: String?
    /// Only these fields are read, beside what every record has; nil: all. Names of no field are left out.
    public var fields: [String]?
    /// Only records made at this moment or later. By the indexes that scopes are read by: the cost is that of the time asked for, not of all that is kept.
    public var since: Moment?
    /// Personal information in clear: for pages of one record and for judging by its value, never for a list that people read. Rows of
    /// one parent are read as part of it, in clear.
    public var showsPersonal: Bool

    public init(
        type: String, filter: String? = nil, sort: String? = nil, after: String? = nil, limit: Int = 50, equals: [String: String] = [:],
        parent: String? = nil, under: String? = nil, fields: [String]? = nil, since: Moment? = nil, showsPersonal: Bool = false
    ) {
        self.type = type
        self.filter = filter
        self.sort = sort
        self.after = after
        self.limit = limit
        self.equals = equals
        self.parent = parent
        self.under = under
        self.fields = fields
        self.since = since
        self.showsPersonal = showsPersonal
    }
}

/// One page of records.
public struct RecordPage: Sendable {
    public var items: [RecordView]
    /// Where the next page begins; nil at the end.
    public var next: String?
}

/// A query that cannot be answered, in words for whoever asked.
public struct QueryProblem: Error, Sendable, Hashable {
    /// `filter`, `sort`, `after`, `limit`, or a field.
    public var parameter: String
    public var message: String
    public init(_ parameter: String, _ message: String) {
        self.parameter = parameter
        self.message = message
    }
}
