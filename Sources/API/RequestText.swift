/// Percent-encoded text (RFC 3986) read strictly: a broken escape, bytes that are not UTF-8 and U+0000 are refused, never repaired.
enum RequestText {
    /// - Parameter isQuery: `+` stands for a space, as forms and most clients write it.
    static func decoded(_ text: Substring, isQuery: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where isQuery: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The segments of a path below a prefix; nil when one cannot be read or is empty.
    static func segments(of path: String, below prefix: String) -> [String]? {
        guard path.hasPrefix(prefix) else { return nil }
        var segments: [String] = []
        for part in path.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = decoded(part), !segment.isEmpty else { return nil }
            segments.append(segment)
        }
        return segments
    }
}

/// The parameters of a query, each known and given once.
struct QueryParameters {
    private let values: [String: String]

    /// - Throws: `Problem` 400 that names the parameter.
    init(_ query: String?, allowed: Set<String>) throws(Problem) {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = RequestText.decoded(parts[0], isQuery: true),
                let value = parts.count > 1 ? RequestText.decoded(parts[1], isQuery: true) : ""
            else { throw Problem.query("query", "查询参数中有无法读出的字符，请按 RFC 3986 以 UTF-8 编码") }
            guard allowed.contains(name) else {
                throw Problem.query(name, "没有名为“\(name.prefix(40))”的查询参数，可用：\(allowed.sorted().joined(separator: "、"))")
            }
            guard values.updateValue(value, forKey: name) == nil else { throw Problem.query(name, "查询参数“\(name)”只能出现一次") }
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A whole number in a range.
    func number(_ name: String, in range: ClosedRange<Int64>, otherwise usual: Int64) throws(Problem) -> Int64 {
        guard let text = values[name] else { return usual }
        guard let number = Int64(text), range.contains(number) else {
            throw Problem.query(name, "“\(name)”应为 \(range.lowerBound) 到 \(range.upperBound) 之间的整数")
        }
        return number
    }
}
