/// A published arrangement of holidays and adjusted working days (放假调休安排): the exceptions to the week's rule.
///
/// National arrangements are notices of the 国务院办公厅, one a year; regional ones (Guangxi's 壮族三月三, 自治区政府令第98号) are
/// arrangements of their own, laid over the national one by `WorkCalendar`.
public struct HolidayArrangement: Sendable, Hashable {
    /// What an exception makes of its day.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// 放假
        case holiday
        /// 调休上班
        case workday
    }

    /// One day that differs from, or is named in spite of, the week's rule.
    public struct Entry: Sendable, Hashable, Codable {
        public let day: Day
        public let kind: Kind
        /// The festival the day belongs to, for example 清明节.
        public let name: String

        public init(day: Day, kind: Kind, name: String) {
            self.day = day
            self.kind = kind
            self.name = name
        }
    }

    /// The exceptions in the order of their days, each day once.
    public let entries: [Entry]

    /// An arrangement without exceptions: the bare week's rule.
    public static let none = HolidayArrangement(sorted: [])

    /// - Throws: `.repeatedDay` (lines are places in `entries`, from 1) or `.malformedRow` for an empty name.
    public init(entries: [Entry]) throws(CalendarError) {
        try self.init(lines: entries.enumerated().map { ($0.offset + 1, $0.element) })
    }

    /// Reads the form of `holidays.csv`: the head `date,kind,name`, then a row a day. Empty lines and lines that begin with `#`
    /// are passed over; a byte order mark and CRLF line ends, as spreadsheets write them, are accepted.
    /// - Throws: `.malformedRow` or `.repeatedDay` with the line, counted from 1.
    public init(csv: String) throws(CalendarError) {
        var rows: [(line: Int, entry: Entry)] = []
        var headSeen = false
        let text = csv.unicodeScalars.first == "\u{FEFF}" ? String(csv.unicodeScalars.dropFirst()) : csv
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            if line.allSatisfy(\.isWhitespace) || line.first == "#" { continue }
            let columns = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            func wrong(_ problem: CalendarError.RowProblem) -> CalendarError {
                .malformedRow(line: index + 1, text: String(line), problem: problem)
            }
            if !headSeen {
                guard columns == ["date", "kind", "name"] else { throw wrong(.head) }
                headSeen = true
                continue
            }
            guard columns.count == 3 else { throw wrong(.columns) }
            guard let day = Day(columns[0]) else { throw wrong(.date) }
            guard let kind = Kind(rawValue: columns[1]) else { throw wrong(.kind) }
            rows.append((index + 1, Entry(day: day, kind: kind, name: columns[2])))
        }
        guard headSeen else { throw .malformedRow(line: 1, text: "", problem: .head) }
        try self.init(lines: rows)
    }

    private init(lines: [(line: Int, entry: Entry)]) throws(CalendarError) {
        var seen: [Day: Int] = [:]
        for (line, entry) in lines {
            guard !entry.name.allSatisfy(\.isWhitespace) else {
                throw .malformedRow(line: line, text: "\(entry.day),\(entry.kind.rawValue),\(entry.name)", problem: .name)
            }
            if let first = seen.updateValue(line, forKey: entry.day) { throw .repeatedDay(line: line, day: entry.day, firstLine: first) }
        }
        self.init(sorted: lines.map(\.entry).sorted { $0.day < $1.day })
    }

    private init(sorted: [Entry]) { entries = sorted }
}

extension HolidayArrangement {
    /// This arrangement with `layer` laid over it: where both name a day, the layer wins (a day off of the region on a working
    /// Sunday of the nation is a day off in the region).
    public func overlaid(by layer: HolidayArrangement) -> HolidayArrangement {
        var byDay: [Day: Entry] = [:]
        for entry in entries + layer.entries { byDay[entry.day] = entry }
        return HolidayArrangement(sorted: byDay.values.sorted { $0.day < $1.day })
    }

    /// The years this arrangement speaks for. Rows in December do not count: they are the head of the next year's 元旦.
    public var years: Set<Int> { Set(entries.lazy.map(\.day.civil).filter { $0.month < 12 }.map(\.year)) }

    /// The rows as `init(csv:)` reads them.
    public var csv: String {
        entries.reduce(into: "date,kind,name\n") { $0 += "\($1.day),\($1.kind.rawValue),\($1.name)\n" }
    }
}
