import Expressions
import Synchronization
import WorkCalendar

/// What was made of records for their readers – a line of JSON, a row of a page – kept for as long as neither the record nor its reader changes.
///
/// The database is asked for a record's version every time: what another server wrote is seen at once. Only what hangs on nothing but the record, its reader, the
/// definitions and moments known beforehand is kept; see ``OwnConditions``.
public final class RowMemory<Made: Sendable>: Sendable {
    /// For whom and as what something is made.
    struct Reader: Hashable, Sendable {
        var actor: Actor
        var type: String
        var fields: [String]?
        var variant: Int
        var masksPersonal: Bool
        var generation: Int
    }

    /// How the record stood.
    struct Stand: Equatable, Sendable {
        var version: Int64
        var missed: Int64
        var due: Int64?
        var isOverdue: Bool
    }

    private struct Key: Hashable {
        var reader: Int
        var id: String
    }

    private struct Kept {
        var stand: Stand
        /// When a condition turns that decides what may be seen; nil: never.
        var until: Moment?
        /// Nil: not this reader's to know.
        var made: Made?
    }

    private struct State {
        var readers: [Reader: Int] = [:]
        var next = 0
        var kept: [Key: Kept] = [:]
    }

    private let state = Mutex(State())
    private let greatest: Int

    /// - Parameter greatest: how many are kept; then all are forgotten and the next are made anew.
    public init(greatest: Int) { self.greatest = max(1, greatest) }

    func number(of reader: Reader) -> Int {
        state.withLock { state in
            if let number = state.readers[reader] { return number }
            if state.readers.count >= 4_096 {
                state.readers.removeAll(keepingCapacity: true)
                state.kept.removeAll(keepingCapacity: true)
            }
            state.next += 1
            state.readers[reader] = state.next
            return state.next
        }
    }

    enum Found {
        case unknown
        case hidden
        case made(Made)
    }

    func find(_ wanted: [(id: String, stand: Stand)], for reader: Int, at now: Moment) -> [Found] {
        state.withLock { state in
            wanted.map { id, stand in
                guard let kept = state.kept[Key(reader: reader, id: id)], kept.stand == stand,
                    kept.until.map({ now.milliseconds < $0.milliseconds }) ?? true
                else { return .unknown }
                return kept.made.map { .made($0) } ?? .hidden
            }
        }
    }

    func keep(_ made: Made?, of id: String, _ stand: Stand, for reader: Int, until: Moment?) {
        state.withLock { state in
            if state.kept.count >= greatest { state.kept.removeAll(keepingCapacity: true) }
            state.kept[Key(reader: reader, id: id)] = Kept(stand: stand, until: until, made: made)
        }
    }
}
