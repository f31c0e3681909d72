extension Moment: LosslessStringConvertible {
    /// Reads `2026-03-02T09:00`, `2026-03-02T09:00:30` or `2026-03-02T09:00:30.250`, always as China standard time. A zone
    /// designator is refused: whoever has one must convert knowingly.
    public init?(_ text: String) {
        guard let moment = Array(text.utf8).withUnsafeBufferPointer({ Moment(ascii: $0) }) else { return nil }
        self = moment
    }

    private init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard [16, 19, 23].contains(bytes.count), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            let day = Day(ascii: bytes[..<10]), let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16])
        else { return nil }
        var (second, fraction) = (0, 0)
        if bytes.count > 16 {
            guard bytes[16] == UInt8(ascii: ":"), let value = decimal(bytes[17..<19]) else { return nil }
            second = value
        }
        if bytes.count > 19 {
            guard bytes[19] == UInt8(ascii: "."), let value = decimal(bytes[20..<23]) else { return nil }
            fraction = value
        }
        guard let whole = Moment(day: day, hour: hour, minute: minute, second: second) else { return nil }
        milliseconds = whole.milliseconds + Int64(fraction)
    }

    /// `2026-03-02T09:00`; seconds and milliseconds only where they are not zero.
    public var description: String { "\(day)T\(clockTime)" }

    /// `09:00`; seconds and milliseconds only where they are not zero.
    public var clockTime: String {
        let fraction = Int(millisecondOfDay % 1_000)
        var text = "\(padded(hour, to: 2)):\(padded(minute, to: 2))"
        if second != 0 || fraction != 0 { text += ":\(padded(second, to: 2))" }
        if fraction != 0 { text += ".\(padded(fraction, to: 3))" }
        return text
    }

    /// As people read it: `2026年4月7日（周二）09:14`.
    public var chinese: String { "\(day.chinese)\(padded(hour, to: 2)):\(padded(minute, to: 2))" }
}

extension Moment: Codable {
    /// Decodes `"2026-03-02T09:00"` as China standard time.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Moment(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a moment of the form 2026-03-02T09:00[:30[.250]]")
        }
        self = moment
    }

    /// Encodes `"2026-03-02T09:00"`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
