import Casework
import Knowledge
import Site
import Storage
import Synchronization
import WorkCalendar

/// What is asked most: how often each entry answered in the last seven days.
final class AskedMatters: Sendable {
    /// An entry on the first page.
    struct Matter: Sendable, Hashable {
        var entry: String
        var question: String
    }
    /// The six, and how many of them were asked at all this week.
    struct Week: Sendable, Hashable {
        var matters: [Matter]
        var asked: Int
    }

    static let most = 6
    static let days = 7
    private let database: Database
    private let library: Library
    private let kept = Mutex<(week: Week, day: Day, at: ContinuousClock.Instant)?>(nil)

    init(site: Site, library: Library) {
        database = site.kernel.database
        self.library = library
    }

    /// Counts an answer, within a write that the caller holds.
    static func count(_ entry: String, on day: Day, _ connection: any Connection) throws {
        try connection.enqueue(
            """
            INSERT INTO ask_asked (day, entry, count) VALUES (\(day.number), \(entry), 1)
            ON CONFLICT (day, entry) DO UPDATE SET count = ask_asked.count + 1
            """)
        try connection.enqueue("DELETE FROM ask_asked WHERE day < \(day.number - 400)")
    }

    /// Read anew after ten seconds; the same for all.
    /// - Throws: `DatabaseError`.
    func week(at now: Moment) throws -> Week {
        if let kept = kept.withLock({ $0 }), kept.day == now.day, ContinuousClock.now - kept.at < .seconds(10) { return kept.week }
        let first = now.day.number - Self.days + 1
        let rows = try database.read {
            try $0.query(
                "SELECT entry, SUM(count) AS asked FROM ask_asked WHERE day >= \(first) AND day <= \(now.day.number) GROUP BY entry ORDER BY asked DESC, entry LIMIT 40"
            )
        }
        let entries = library.answerer.entries.entries
        let day = CivilDay(now.day.description) ?? .today
        func matter(_ id: String) -> Matter? {
            guard let entry = entries[id], entry.risk != .high, entry.isValid(on: day) else { return nil }
            return Matter(entry: id, question: entry.question)
        }
        let asked = Array(rows.compactMap { $0.text(0).flatMap(matter) }.prefix(Self.most))
        // Too few were asked: the entries' own order, in which what people come for most stands first.
        var all = asked
        for id in entries.keys.sorted() where all.count < Self.most {
            if let next = matter(id), !all.contains(next) { all.append(next) }
        }
        let week = Week(matters: all, asked: asked.count)
        kept.withLock { $0 = (week, now.day, .now) }
        return week
    }
}
