import WorkCalendar

/// Which figure is wanted: an indicator of a record, of which time, of which organisation, split how.
public struct FigureQuery: Sendable, Hashable {
    /// `system/record`.
    public var type: String
    /// Id of an indicator of the record.
    public var indicator: String
    /// First day, by the indicator's `at`; nil: from the beginning.
    public var from: Day?
    /// Last day, which counts whole; nil: without end.
    public var through: Day?
    /// Only this organisation and those below it, by code or name; nil: all that the actor may see.
    public var org: String?
    /// `organisation` (the one asked for and each one directly below it), `day`, `month`, `quarter`, `year`, or a field of the record. In this order.
    public var by: [String]
    /// Whether each figure gets its digest: reads every row behind the figures instead of counting them.
    public var digests: Bool

    public init(
        type: String, indicator: String, from: Day? = nil, through: Day? = nil, org: String? = nil, by: [String] = [], digests: Bool = false
    ) {
        self.type = type
        self.indicator = indicator
        self.from = from
        self.through = through
        self.org = org
        self.by = by
        self.digests = digests
    }

    /// Divisions of time.
    static let periods = ["day", "month", "quarter", "year"]
}

/// One figure with what it rests on.
public struct Figure: Sendable, Hashable {
    /// One for each `by` of the query: code of an organisation, `2026-03`, `2026-Q1`, code of a field; nil where the records say nothing.
    public var keys: [String?]
    /// The same as people read it.
    public var labels: [String]
    /// Records behind it: of a ratio its denominator, of a mean or sum those that have a value.
    public var rows: Int64
    /// Count of the numerator of a ratio, or the sum in the indicator's unit, or the count itself.
    public var amount: Double
    /// Count; ratio from 0 to 1; mean or sum in the indicator's unit. Nil where there is nothing to divide by.
    public var value: Double?
    /// The list that holds exactly the records behind it, for the same actor at the same moment.
    public var list: ListQuery
    /// For a ratio the list of its numerator.
    public var part: ListQuery?
    /// SHA-256, hexadecimal, over the lines `id version` of the records behind it in the order of their ids; nil when not asked for.
    public var digest: String?
}

/// An indicator worked out.
public struct FigureTable: Sendable, Hashable {
    /// How it is worked out.
    public enum Kind: String, Sendable { case count, ratio, mean, sum }

    public var query: FigureQuery
    public var label: String
    public var kind: Kind
    /// `分钟`, `元` …; nil for counts and ratios that say none.
    public var unit: String?
    /// Law or standard that asks for it.
    public var source: String?
    /// What one row of the table is split by, as people read it.
    public var columns: [String]
    /// In the order of their keys; groups without records are not there.
    public var figures: [Figure]
    public var total: Figure
    /// The moment at which it was worked out: `now` of its conditions.
    public var asOf: Moment
    /// Whose view it is: `role@organisation`, several separated by commas.
    public var scope: String
}
