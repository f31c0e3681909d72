/// One spelling of a telephone number, taken apart.
struct PhoneReading {
    let canonical: String
    let kind: Phone.Kind

    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        // The country code, in the two ways it is dialled; a number behind it is written without separators or after one.
        var international = false
        for prefix in ["+86", "0086"] where rest.starts(with: prefix.utf8) {
            rest = rest.dropFirst(prefix.utf8.count)
            if let byte = rest.first, Self.isSeparator(byte) { rest = rest.dropFirst() }
            international = true
            break
        }
        guard var groups = Self.groups(rest) else { return nil }
        let digits = groups.flatMap { $0 }

        if digits.count == 11, digits.starts(with: "1".utf8), (UInt8(ascii: "3")...UInt8(ascii: "9")).contains(digits[1]),
            Self.are(groups, [[11], [3, 4, 4]])
        {
            (canonical, kind) = (ASCII.text(digits), .mobile)
            return
        }
        if digits.count == 10, digits.starts(with: "400".utf8) || digits.starts(with: "800".utf8), !international,
            Self.are(groups, [[10], [3, 7], [3, 3, 4], [3, 4, 3]])
        {
            (canonical, kind) = (ASCII.text(digits), .service)
            return
        }
        if groups.count == 1, !international, Self.isShort(digits) {
            (canonical, kind) = (ASCII.text(digits), .short)
            return
        }
        // Abroad the area code is written without its zero.
        if international, groups[0].first != UInt8(ascii: "0") { groups[0] = [UInt8(ascii: "0")] + groups[0] }
        guard let length = Self.areaLength(groups[0]) else { return nil }
        if groups[0].count > length {
            groups.insert(Array(groups[0].dropFirst(length)), at: 1)
            groups[0] = Array(groups[0].prefix(length))
        }
        guard groups.count == 2 || groups.count == 3 else { return nil }
        let number = groups[1]
        if groups.count == 2, Self.isShort(number) {
            (canonical, kind) = (ASCII.text(groups[0]) + "-" + ASCII.text(number), .short)
            return
        }
        guard number.count == 7 || number.count == 8, number[0] != UInt8(ascii: "0") else { return nil }
        if groups.count == 3, !(1...6).contains(groups[2].count) { return nil }
        (canonical, kind) = (groups.map { ASCII.text($0) }.joined(separator: "-"), .landline)
    }

    /// The digits between single separators: hyphens, spaces, and for an extension `转`. Nil for anything else.
    /// An area code may stand in parentheses.
    private static func groups(_ text: ArraySlice<UInt8>) -> [[UInt8]]? {
        var text = text
        var groups: [[UInt8]] = []
        if text.first == UInt8(ascii: "("), let close = text.firstIndex(of: UInt8(ascii: ")")) {
            groups.append(Array(text[(text.startIndex + 1)..<close]))
            text = text[(close + 1)...]
            if let byte = text.first, isSeparator(byte) { text = text.dropFirst() }
        }
        let turn = Array("转".utf8)
        var current: [UInt8] = []
        while let byte = text.first {
            if ASCII.isDigit(byte) {
                current.append(byte)
                text = text.dropFirst()
                continue
            }
            guard isSeparator(byte) || text.starts(with: turn) else { return nil }
            groups.append(current)
            current = []
            text = text.dropFirst(isSeparator(byte) ? 1 : turn.count)
        }
        groups.append(current)
        guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) }) else { return nil }
        return groups
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ") }

    private static func are(_ groups: [[UInt8]], _ patterns: [[Int]]) -> Bool { patterns.contains(groups.map(\.count)) }

    /// How many digits of the front are an area code: 3 for `010` and `02x`, 4 for `0[3-9]xx`.
    private static func areaLength(_ digits: [UInt8]) -> Int? {
        guard digits.count >= 3, digits[0] == UInt8(ascii: "0") else { return nil }
        switch digits[1] {
        case UInt8(ascii: "1"): return digits[2] == UInt8(ascii: "0") ? 3 : nil
        case UInt8(ascii: "2"): return 3
        case UInt8(ascii: "3")...UInt8(ascii: "9"): return digits.count >= 4 ? 4 : nil
        default: return nil
        }
    }

    /// Numbers of public services by the national plan (电信网编号计划): `1xx` emergencies and services, `10xxx`, `12xxx` (`12348`, `12345`),
    /// `11xxx`, `116xxx`, `118xxx`, `95xxx`, `96xxx` with one digit more where given.
    private static func isShort(_ digits: [UInt8]) -> Bool {
        guard let first = digits.first, let second = digits.dropFirst().first else { return false }
        switch (first, second, digits.count) {
        case (UInt8(ascii: "1"), UInt8(ascii: "1")...UInt8(ascii: "2"), 3): return true
        case (UInt8(ascii: "1"), UInt8(ascii: "0")...UInt8(ascii: "2"), 5): return true
        case (UInt8(ascii: "1"), UInt8(ascii: "1"), 6): return digits[2] == UInt8(ascii: "6") || digits[2] == UInt8(ascii: "8")
        case (UInt8(ascii: "9"), UInt8(ascii: "5")...UInt8(ascii: "6"), 5...6): return true
        default: return false
        }
    }
}
