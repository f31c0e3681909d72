extension Day: LosslessStringConvertible {
    /// Reads exactly `yyyy-MM-dd` in ASCII digits, an existing date. Never trims or repairs: a mended date moves a limit.
    public init?(_ text: String) {
        guard let day = Array(text.utf8).withUnsafeBufferPointer({ Day(ascii: $0[...]) }) else { return nil }
        self = day
    }

    init?(ascii bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let at = bytes.startIndex
        guard bytes.count == 10, bytes[at + 4] == UInt8(ascii: "-"), bytes[at + 7] == UInt8(ascii: "-"),
            let year = decimal(bytes[at..<at + 4]), let month = decimal(bytes[at + 5..<at + 7]), let day = decimal(bytes[at + 8..<at + 10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `2026-03-02`
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

extension Day {
    /// As people read it: `2026年4月7日（周二）`.
    public var chinese: String { "\(chineseDate)（\(chineseWeekday)）" }
    /// `2026年4月7日`
    public var chineseDate: String {
        let (year, month, day) = civil
        return "\(year)年\(month)月\(day)日"
    }
    /// `4月7日`, for places where the year is clear.
    public var chineseMonthDay: String {
        let (_, month, day) = civil
        return "\(month)月\(day)日"
    }
    /// `周二`
    public var chineseWeekday: String {
        switch weekday {
        case 1: "周一"
        case 2: "周二"
        case 3: "周三"
        case 4: "周四"
        case 5: "周五"
        case 6: "周六"
        default: "周日"
        }
    }
}

extension Day: Codable {
    /// Decodes `"2026-03-02"`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a date of the form 2026-03-02")
        }
        self = day
    }

    /// Encodes `"2026-03-02"`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The value of some ASCII digits (at most nine); nil when another character stands among them.
func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

/// A number with leading zeros up to `width` digits.
func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
