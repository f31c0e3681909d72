import WorkCalendar

/// A shift with who stands in it.
public struct CoverageShift: Sendable, Hashable {
    /// Somebody on it.
    public struct Person: Sendable, Hashable {
        public var name: String
        public var languages: Set<String>
        public var lines: Set<String>
        public init(name: String, languages: Set<String> = ["zh"], lines: Set<String> = []) {
            self.name = name
            self.languages = languages
            self.lines = lines
        }
    }

    public var id: String
    public var version: Int64
    /// The plan that it belongs to.
    public var plan: String
    /// Code of `shift_place`.
    public var place: String
    public var start: Moment
    public var end: Moment
    public var need: Int
    /// Codes of `lang` and `service_line` that must be there.
    public var languages: Set<String>
    public var lines: Set<String>
    public var people: [Person]

    public init(
        id: String, version: Int64 = 0, plan: String = "", place: String, start: Moment, end: Moment, need: Int,
        languages: Set<String> = [], lines: Set<String> = [], people: [Person] = []
    ) {
        self.id = id
        self.version = version
        self.plan = plan
        self.place = place
        self.start = start
        self.end = end
        self.need = need
        self.languages = languages
        self.lines = lines
        self.people = people
    }

    /// What is missing on this shift, in words; nil: nothing. Rules 1 and 2 of domain specification public-legal-service §9.
    /// - Parameter name: of a language or line by its code.
    public func fault(name: (String) -> String = { $0 }) -> String? {
        var found: [String] = []
        if people.count < need { found.append("缺\(need - people.count)人") }
        let spoken = people.reduce(into: Set<String>()) { $0.formUnion($1.languages) }
        let known = people.reduce(into: Set<String>()) { $0.formUnion($1.lines) }
        if !people.isEmpty {
            found += languages.subtracting(spoken).sorted().map { "缺\(name($0))" }
            // Whoever names no lines serves all of them.
            if !people.contains(where: \.lines.isEmpty) { found += lines.subtracting(known).sorted().map { "缺\(name($0))" } }
        }
        return found.isEmpty ? nil : found.joined(separator: "、")
    }
}

/// Hours that were published to the public: somebody must be there.
public struct PublishedHours: Sendable, Hashable {
    /// Code of `shift_place`.
    public var place: String
    /// Minutes since midnight.
    public var from: Int
    public var to: Int

    public init(place: String, from: Int, to: Int) {
        self.place = place
        self.from = from
        self.to = to
    }

    /// 7 days × 8 hours at the desks of the physical place, rest days included (programme's attachment 4 §三).
    public static let desk = PublishedHours(place: "window", from: 9 * 60, to: 17 * 60)
}

/// Which published minutes of which days nobody stands for.
public struct RosterCoverage: Sendable {
    /// A span without anybody.
    public struct Gap: Sendable, Hashable {
        public var day: Day
        public var place: String
        /// Minutes since midnight.
        public var from: Int
        public var to: Int

        /// `09:00—12:30`.
        public var words: String { "\(RosterCoverage.clock(from))—\(RosterCoverage.clock(to))" }
    }

    public var gaps: [Gap]

    /// - Parameter days: a contiguous span, both ends included.
    public init(_ shifts: [CoverageShift], hours: [PublishedHours], from first: Day, through last: Day) {
        var found: [Gap] = []
        var day = first
        while day <= last {
            for published in hours {
                let spans = shifts.filter { $0.place == published.place && !$0.people.isEmpty }.compactMap { shift -> (Int, Int)? in
                    // Minutes from this day's midnight; a night shift reaches into it from the day before.
                    let midnight = Moment.startOfDay(day).milliseconds
                    let (from, to) = (
                        Int((shift.start.milliseconds - midnight) / 60_000), Int((shift.end.milliseconds - midnight) / 60_000)
                    )
                    return to > published.from && from < published.to ? (max(from, published.from), min(to, published.to)) : nil
                }.sorted { $0 < $1 }
                var reached = published.from
                for (from, to) in spans {
                    if from > reached { found.append(Gap(day: day, place: published.place, from: reached, to: from)) }
                    reached = max(reached, to)
                }
                if reached < published.to { found.append(Gap(day: day, place: published.place, from: reached, to: published.to)) }
            }
            guard day < last, let next = Day(number: day.number + 1) else { break }
            day = next
        }
        gaps = found
    }

    /// Share of the published minutes that are covered, 0…1; 1 when none were published.
    public func share(of hours: [PublishedHours], days: Int) -> Double {
        let all = hours.reduce(0) { $0 + max(0, $1.to - $1.from) } * max(0, days)
        guard all > 0 else { return 1 }
        return 1 - Double(gaps.reduce(0) { $0 + $1.to - $1.from }) / Double(all)
    }

    static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
