import Casework
import Storage
import WorkCalendar

/// Places of the navigation that a person wants on top of it, by their links.
public struct Favourites: Sendable {
    /// So many fit above the systems without hiding them.
    public static let most = 20
    private let database: Database
    /// They stand on every page.
    private let known = CommitMemory<String, [String]>(greatest: 10_000)

    init(database: Database) { self.database = database }

    /// In the order in which they were chosen.
    public func links(of person: String, at now: Moment) throws -> [String] {
        try known.answer(person, commits: database.commits, at: now) {
            try database.read {
                try $0.query("SELECT link FROM favourite WHERE person = \(person) ORDER BY at, link LIMIT \(Self.most)").compactMap {
                    $0.text(0)
                }
            }
        }
    }

    /// Chooses a place, or takes it off.
    /// - Returns: whether it is a favourite now; nil when there are too many already.
    public func toggle(_ link: String, of person: String, at now: Moment) async throws -> Bool? {
        try await database.write { connection in
            if try connection.execute("DELETE FROM favourite WHERE person = \(person) AND link = \(link)") > 0 { return false }
            let count = try connection.first("SELECT COUNT(*) FROM favourite WHERE person = \(person)")?.int(0) ?? 0
            guard count < Self.most else { return nil }
            try connection.enqueue("INSERT INTO favourite (person, link, at) VALUES (\(person), \(link), \(now.milliseconds))")
            return true
        }
    }
}
