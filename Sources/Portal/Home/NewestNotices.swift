import Casework
import Definitions
import Expressions
import Logging
import Site
import Synchronization
import WorkCalendar

/// The newest notices on the first page; the same for all, read anew when one has been acted upon and every half minute.
final class NewestNotices: Sendable {
    static let type = "notices-disclosure/notice"

    /// One line.
    struct Line: Sendable, Hashable {
        var id: String
        var title: String
        var day: Day
    }

    private let site: Site
    private let kept = Mutex<(lines: [Line], at: ContinuousClock.Instant)?>(nil)

    init(site: Site) {
        self.site = site
        site.kernel.onAction { [weak self] _, request in
            if request.type == Self.type { self?.kept.withLock { $0 = nil } }
        }
    }

    /// What any citizen may read. A trouble is logged and no notices are shown: the question box does not wait for them.
    func lines(at now: Moment) -> [Line] {
        if let kept = kept.withLock({ $0 }), ContinuousClock.now - kept.at < .seconds(30) { return kept.lines }
        guard site.state.definition(Self.type) != nil else { return [] }
        do {
            let page = try site.kernel.list(
                ListQuery(type: Self.type, limit: 5, fields: ["title", "published_at"]), as: .publicReader, at: now)
            let lines = page.items.map { record -> Line in
                var title = record.title
                if case .string(let text) = record["title"] { title = text }
                var day = record.createdAt.day
                if case .timestamp(let stamp) = record["published_at"] { day = Moment(clamping: stamp.milliseconds).day }
                return Line(id: record.id, title: title, day: day)
            }
            kept.withLock { $0 = (lines, .now) }
            return lines
        } catch {
            site.logger.error("notices not read", metadata: ["error": "\(error)"])
            return []
        }
    }
}
