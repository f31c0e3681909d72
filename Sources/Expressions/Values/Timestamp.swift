/// An instant, in seconds and nanoseconds since 1970-01-01T00:00:00Z.
///
/// CEL's timestamps lie in the years 1 to 9999 (`range`); arithmetic in expressions that leaves them is an error.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Whole seconds since the epoch, rounded down.
    public let seconds: Int64
    /// The rest, 0 ..< 1 000 000 000.
    public let nanoseconds: Int32

    /// Seconds of 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z. Source: google.protobuf.Timestamp.
    public static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Nil outside the years 1 to 9999, or when `nanoseconds` is not in 0 ..< 1 000 000 000.
    public init?(seconds: Int64, nanoseconds: Int32) {
        guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// From milliseconds since the epoch, the form in which records hold instants.
    public init(milliseconds: Int64) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        seconds = remainder < 0 ? quotient - 1 : quotient
        nanoseconds = Int32(remainder < 0 ? remainder + 1000 : remainder) * 1_000_000
    }

    /// Milliseconds since the epoch, rounded down. Never overflows: no instant can be made that lies further out.
    public var milliseconds: Int64 {
        let rest = Int64(nanoseconds / 1_000_000)
        return seconds < 0 ? (seconds + 1) * 1000 + (rest - 1000) : seconds * 1000 + rest
    }

    /// Whether the instant lies in the years 1 to 9999.
    var isInRange: Bool { Self.range.contains(seconds) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The instant `span` later; nil where it leaves the years 1 to 9999.
    public func advanced(by span: Span) -> Timestamp? {
        var (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        rest += Int64(nanoseconds)
        if rest < 0 {
            rest += 1_000_000_000
            seconds -= 1
        } else if rest >= 1_000_000_000 {
            rest -= 1_000_000_000
            seconds += 1
        }
        let (sum, overflow) = self.seconds.addingReportingOverflow(seconds)
        return overflow ? nil : Timestamp(seconds: sum, nanoseconds: Int32(rest))
    }

    /// The time from `other` to this instant; nil where it exceeds what a span holds (292 years).
    public func since(_ other: Timestamp) -> Span? {
        // In a width where the parts cannot overflow when only their sum fits.
        let whole = (Int128(seconds) - Int128(other.seconds)) * 1_000_000_000
        return Int64(exactly: whole + Int128(nanoseconds) - Int128(other.nanoseconds)).map { Span(nanoseconds: $0) }
    }
}
