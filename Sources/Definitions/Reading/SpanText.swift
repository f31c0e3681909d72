import WorkCalendar

/// Reads spans and marks as definitions write them.
enum SpanText {
    /// `5 workdays`, `4 service hours`, `1 month`, `param.key days`. Nil when it reads otherwise.
    static func span(_ text: String) -> Span? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2 || words.count == 3, let unit = unit(words.dropFirst().joined(separator: "-")) else { return nil }
        if words[0].hasPrefix("param.") {
            let id = String(words[0].dropFirst("param.".count))
            return Naming.snake.accepts(id) ? Span(count: .parameter(id), unit: unit) : nil
        }
        guard words[0].unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }), let count = Int(words[0]) else { return nil }
        return Span(count: .number(count), unit: unit)
    }

    private static func unit(_ word: String) -> LimitUnit? { LimitUnit(rawValue: word) ?? LimitUnit(rawValue: word + "s") }

    /// `50%`, `100% + 1 days`, `2 days before`, `1 days after`. Nil when it reads otherwise.
    static func mark(_ text: String) -> LimitDefinition.Mark? {
        if let percentSign = text.firstIndex(of: "%") {
            let digits = text[..<percentSign].trimmed
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let percent = Int(digits), (1...1000).contains(percent) else {
                return nil
            }
            let rest = text[text.index(after: percentSign)...].trimmed
            if rest.isEmpty { return .init(percent: percent, offset: nil, isBefore: false) }
            guard let sign = rest.first, sign == "+" || sign == "-", percent == 100, let offset = span(String(rest.dropFirst()).trimmed)
            else { return nil }
            return .init(percent: percent, offset: offset, isBefore: sign == "-")
        }
        for (word, isBefore) in [(" before", true), (" after", false)] where text.hasSuffix(word) {
            guard let offset = span(String(text.dropLast(word.count))) else { return nil }
            return .init(percent: nil, offset: offset, isBefore: isBefore)
        }
        return nil
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    var trimmed: String {
        var rest = Substring(self)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
