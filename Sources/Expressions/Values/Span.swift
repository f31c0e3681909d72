/// A length of time, CEL's `duration`: a signed count of nanoseconds, thus about ±292 years, as in the reference implementation.
public struct Span: Sendable, Hashable, Comparable {
    /// The whole length.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Nil where it exceeds what a span holds.
    public init?(milliseconds: Int64) {
        let (total, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        if overflow { return nil }
        nanoseconds = total
    }

    /// Nil where it exceeds what a span holds.
    public init?(seconds: Int64) {
        let (total, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return nil }
        nanoseconds = total
    }

    /// Whole milliseconds, rounded toward zero.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }

    public static func < (left: Span, right: Span) -> Bool { left.nanoseconds < right.nanoseconds }
}
