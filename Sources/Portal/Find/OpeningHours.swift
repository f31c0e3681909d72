import Site
import WorkCalendar

/// When a place is open: by its structured week, else by its text where that is one of the usual ones.
struct OpeningHours: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        /// 1 Monday … 7 Sunday.
        var weekday: Int
        /// Minutes of the day.
        var from: Int
        var to: Int
    }

    enum State: Sendable, Hashable {
        case open(until: Int)
        case closed
        /// A statutory day off, of which the week says nothing.
        case holiday
        case unknown
    }

    let spans: [Span]
    /// On statutory days off closed, and open on days that were made working days instead.
    let followsWorkdays: Bool

    init(spans: [Span]) {
        self.spans = spans.sorted { ($0.weekday, $0.from) < ($1.weekday, $1.from) }
        followsWorkdays = false
    }

    /// `工作日 09:00–12:00、14:30–17:30`, `每天 09:00-17:00`, `周一至周五 …`; nil when it is written otherwise.
    init?(text: String) {
        let plain = text.filter { !$0.isWhitespace }
        let days: ClosedRange<Int>
        if plain.hasPrefix("工作日") || plain.hasPrefix("周一至周五") || plain.hasPrefix("星期一至星期五") {
            (days, followsWorkdays) = (1...5, plain.hasPrefix("工作日"))
        } else if plain.hasPrefix("每天") || plain.hasPrefix("周一至周日") {
            (days, followsWorkdays) = (1...7, false)
        } else {
            return nil
        }
        var found: [(Int, Int)] = []
        for part in plain.split(whereSeparator: { "、，,；;".contains($0) }) {
            guard let match = part.firstMatch(of: /([0-9]{1,2})[:：]([0-9]{2})[–—\-~至]+([0-9]{1,2})[:：]([0-9]{2})/),
                let from = Self.minute(match.1, match.2), let to = Self.minute(match.3, match.4), from < to
            else { return nil }
            found.append((from, to))
        }
        guard !found.isEmpty else { return nil }
        spans = days.flatMap { day in found.map { Span(weekday: day, from: $0.0, to: $0.1) } }
    }

    private static func minute(_ hour: Substring, _ minute: Substring) -> Int? {
        guard let hour = Int(hour), let minute = Int(minute), (0...24).contains(hour), (0...59).contains(minute) else { return nil }
        return hour * 60 + minute
    }

    /// `09:00` as minutes of the day.
    static func minute(of text: String) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count >= 2 else { return nil }
        return minute(parts[0], parts[1])
    }

    func state(at now: Moment, calendar: WorkCalendar) -> State {
        let day = now.day
        let isWorkday = calendar.isWorkday(day)
        var weekday = day.weekday
        if followsWorkdays {
            guard isWorkday else { return .closed }
            // A Saturday that was made a working day is kept as one.
            weekday = min(weekday, 5)
        } else if day.weekday <= 5, !isWorkday {
            return .holiday
        }
        let minute = now.minuteOfDay
        guard let span = spans.first(where: { $0.weekday == weekday && $0.from <= minute && minute < $0.to }) else { return .closed }
        return .open(until: span.to)
    }

    static func clock(_ minute: Int) -> String { "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)" }

    /// `周一至周五 9:00–12:00、14:30–17:30`, days with the same hours together.
    var lines: [String] { lines(names: ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"], everyDay: "每天", "、") { "\($0)至\($1)" } }

    /// All lines in one, in the page's language.
    func text(_ words: PageWords) -> String {
        let days: [FindText] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        return lines(names: [""] + days.map { words($0) }, everyDay: words(FindText.everyDay), words(FindText.listMark)) {
            words(FindText.dayRange, $0, $1)
        }.joined(separator: words(FindText.partMark))
    }

    private func lines(names: [String], everyDay: String, _ mark: String, range: (String, String) -> String) -> [String] {
        var groups: [(days: [Int], hours: String)] = []
        for day in 1...7 {
            let hours = spans.filter { $0.weekday == day }.map { "\(Self.clock($0.from))–\(Self.clock($0.to))" }.joined(separator: mark)
            guard !hours.isEmpty else { continue }
            if let last = groups.indices.last, groups[last].hours == hours, groups[last].days.last == day - 1 {
                groups[last].days.append(day)
            } else {
                groups.append(([day], hours))
            }
        }
        return groups.map { group in
            let (first, last) = (group.days.first ?? 1, group.days.last ?? 1)
            let words = first == 1 && last == 7 ? everyDay : first == last ? names[first] : range(names[first], names[last])
            return "\(words) \(group.hours)"
        }
    }
}
