/// Instants and lengths of time as texts.
extension Timestamp {
    /// Reads RFC 3339: `2009-02-13T23:31:30.5Z`, `2009-02-14T07:31:30+08:00`. Nil for anything else and outside the years 1 to 9999.
    init?(text: String) {
        var reader = TimeReader(text)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"), let day = reader.digits(2),
            reader.skip("T"), let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2)
        else { return nil }
        guard let nanoseconds = reader.fraction() else { return nil }
        guard year >= 1, (1...12).contains(month), day >= 1, hour <= 23, minute <= 59, second <= 59 else { return nil }
        let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
        // A day that the month does not have comes back as another one.
        guard CivilTime.date(daysSinceEpoch: days) == (year, month, day) else { return nil }
        var offset: Int64 = 0
        if !reader.skip("Z") {
            let sign: Int64 = reader.skip("-") ? -1 : reader.skip("+") ? 1 : 0
            guard sign != 0, let hours = reader.digits(2), reader.skip(":"), let minutes = reader.digits(2), hours <= 23, minutes <= 59
            else {
                return nil
            }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard reader.isAtEnd else { return nil }
        self.init(seconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset, nanoseconds: nanoseconds)
    }

    /// RFC 3339 in UTC, with as many decimals as are not zero.
    public var text: String {
        let civil = CivilTime(self, offset: 0)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = String(civil.year)
        let padded = String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year
        let date = "\(padded)-\(two(civil.month))-\(two(civil.day))"
        return "\(date)T\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))\(decimals(Int64(nanoseconds)))Z"
    }
}

extension Span {
    /// Reads `1h45m47s`, `-1.5h`, `250ms`, `0`: units h, m, s, ms, us, ns. Nil for anything else and beyond what a span holds.
    init?(text: String) {
        var reader = TimeReader(text)
        let negative = reader.skip("-")
        if !negative { _ = reader.skip("+") }
        if reader.rest == "0" {
            nanoseconds = 0
            return
        }
        guard !reader.isAtEnd else { return nil }
        var total: Int64 = 0
        while !reader.isAtEnd {
            guard let number = reader.number(), let unit = reader.unit() else { return nil }
            // Counted downwards: the negative side reaches one further.
            let (whole, first) = number.whole.multipliedReportingOverflow(by: unit)
            let (less, second) = total.subtractingReportingOverflow(whole)
            // The decimals of the unit, at most 18 of them, in a width that cannot overflow.
            let part = Int64(truncatingIfNeeded: Int128(number.decimals) * Int128(unit) / Int128(number.scale))
            let (sum, third) = less.subtractingReportingOverflow(part)
            if first || second || third { return nil }
            total = sum
        }
        guard negative || total != .min else { return nil }
        nanoseconds = negative ? total : -total
    }

    /// Seconds with as many decimals as are not zero: `1000000s`, `-0.5s`.
    public var text: String {
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        return "\(nanoseconds < 0 ? "-" : "")\(seconds)\(decimals(Int64(rest)))s"
    }
}

/// `.5` for 500 000 000 nanoseconds; nothing for none.
private func decimals(_ nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
}

/// Reads the pieces of a time text.
private struct TimeReader {
    private var octets: Substring.UTF8View

    init(_ text: String) { octets = text[...].utf8 }

    var isAtEnd: Bool { octets.isEmpty }
    var rest: String { String(decoding: octets, as: UTF8.self) }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = octets.first, UInt32(first) == character.value else { return false }
        octets = octets.dropFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int64? {
        let piece = octets.prefix(count)
        guard piece.count == count, piece.allSatisfy(isDigit) else { return nil }
        octets = octets.dropFirst(count)
        return Int64(String(decoding: piece, as: UTF8.self))
    }

    private mutating func allDigits() -> String {
        let piece = octets.prefix(while: isDigit)
        octets = octets.dropFirst(piece.count)
        return String(decoding: piece, as: UTF8.self)
    }

    /// Nanoseconds of a fraction `.5`; 0 where there is none, nil where the point has no digits.
    mutating func fraction() -> Int32? {
        guard skip(".") else { return 0 }
        let digits = allDigits()
        if digits.isEmpty { return nil }
        // Beyond nanoseconds nothing is kept.
        let nine = digits.utf8.count < 9 ? digits + String(repeating: "0", count: 9 - digits.utf8.count) : String(digits.prefix(9))
        return Int32(nine)
    }

    /// `1`, `1.5`, `.5`
    mutating func number() -> (whole: Int64, decimals: Int64, scale: Int64)? {
        let whole = allDigits()
        var decimals = ""
        if skip(".") { decimals = String(allDigits().prefix(18)) }
        guard !whole.isEmpty || !decimals.isEmpty, let value = Int64(whole.isEmpty ? "0" : whole) else { return nil }
        var scale: Int64 = 1
        for _ in decimals.utf8 { scale *= 10 }
        return (value, Int64(decimals.isEmpty ? "0" : decimals) ?? 0, scale)
    }

    /// Nanoseconds of the unit.
    mutating func unit() -> Int64? {
        let piece = octets.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
        octets = octets.dropFirst(piece.count)
        switch String(decoding: piece, as: UTF8.self) {
        case "h": return 3_600_000_000_000
        case "m": return 60_000_000_000
        case "s": return 1_000_000_000
        case "ms": return 1_000_000
        case "us", "µs", "μs": return 1000
        case "ns": return 1
        default: return nil
        }
    }
}
