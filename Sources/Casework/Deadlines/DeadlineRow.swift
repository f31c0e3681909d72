import Expressions
import Storage
import WorkCalendar

/// One running or finished limit of a record, or one action that the clock will perform.
struct DeadlineRow {
    enum Kind: String { case limit, automatic }
    /// Clock states of the specification.
    enum State: String { case running, suspended, met, missed, cancelled }

    var id: String
    var recordType: String
    var record: String
    /// Limit id, or the id of the automatic action.
    var limit: String
    var kind: Kind
    var state: State
    var startedAt: Moment
    var rawDue: Moment?
    var due: Moment?
    var endedAt: Moment?
    /// Nil for automatic actions and fixed dates.
    var clock: Clock?
    /// Marks already acted upon.
    var fired: [String]
    var isDay: Bool
    var explanation: String
    var source: String?
    var nextAt: Moment?
    var nextMark: String?
    var org: String

    /// Not yet ended: also a missed one waits for what is due.
    var isOpen: Bool { endedAt == nil && state != .cancelled }

    static let columns =
        "id, record_type, record_id, limit_id, kind, state, started_at, raw_due, due, ended_at, clock, explanation, source, next_at, next_mark, org"

    init(id: String, recordType: String, record: String, limit: String, kind: Kind, startedAt: Moment, org: String) {
        self.id = id
        self.recordType = recordType
        self.record = record
        self.limit = limit
        self.kind = kind
        self.startedAt = startedAt
        self.org = org
        state = .running
        fired = []
        isDay = false
        explanation = ""
    }

    init?(_ row: Row) {
        guard let id = row.text(0), let type = row.text(1), let record = row.text(2), let limit = row.text(3),
            let kind = row.text(4).flatMap(Kind.init),
            let state = row.text(5).flatMap(State.init)
        else { return nil }
        self.init(
            id: id, recordType: type, record: record, limit: limit, kind: kind, startedAt: Moment(clamping: row.int(6) ?? 0),
            org: row.text(15) ?? "")
        self.state = state
        rawDue = row.int(7).map { Moment(clamping: $0) }
        due = row.int(8).map { Moment(clamping: $0) }
        endedAt = row.int(9).map { Moment(clamping: $0) }
        explanation = row.text(11) ?? ""
        source = row.text(12)
        nextAt = row.int(13).map { Moment(clamping: $0) }
        nextMark = row.text(14)
        if let text = row.text(10), case .map(let kept)? = try? PlainJSON.read(text) { restore(kept) }
    }

    private mutating func restore(_ kept: [Value: Value]) {
        if case .list(let marks)? = kept[.string("fired")] {
            fired = marks.compactMap { if case .string(let mark) = $0 { mark } else { nil } }
        }
        isDay = kept[.string("day")] == .bool(true)
        guard case .int(let count)? = kept[.string("count")], case .string(let unitText)? = kept[.string("unit")],
            let unit = LimitUnit(rawValue: unitText)
        else { return }
        let hours: ServiceHours = kept[.string("desk")] == .bool(true) ? .desk : .office
        guard
            let limit = try? Limit(
                Int(clamping: count), unit, hours: hours, movesFromRestDay: kept[.string("moves")] == .bool(true),
                backwards: kept[.string("back")] == .bool(true))
        else { return }
        var clock = Clock(limit: limit, start: startedAt)
        if case .int(let start)? = kept[.string("start")] { clock.start = Moment(clamping: start) }
        if case .list(let pauses)? = kept[.string("pauses")] {
            clock.pauses = pauses.compactMap { pause -> Pause? in
                guard case .list(let parts) = pause, parts.count == 3, case .int(let from) = parts[0], case .string(let reason) = parts[2]
                else { return nil }
                let to: Moment? = if case .int(let end) = parts[1] { Moment(clamping: end) } else { nil }
                return Pause(from: Moment(clamping: from), to: to, reason: reason)
            }
        }
        if case .list(let extensions)? = kept[.string("extensions")] {
            clock.extensions = extensions.compactMap { part -> LimitExtension? in
                guard case .list(let parts) = part, parts.count == 2, case .int(let count) = parts[0], case .string(let text) = parts[1],
                    let unit = LimitUnit(rawValue: text)
                else {
                    return nil
                }
                return LimitExtension(Int(clamping: count), unit)
            }
        }
        self.clock = clock
    }

    private var kept: String {
        var map: [Value: Value] = [:]
        if !fired.isEmpty { map[.string("fired")] = .list(fired.map { .string($0) }) }
        if isDay { map[.string("day")] = .bool(true) }
        if let clock {
            map[.string("count")] = .int(Int64(clock.limit.count))
            map[.string("unit")] = .string(clock.limit.unit.rawValue)
            map[.string("start")] = .int(clock.start.milliseconds)
            if clock.limit.hours == .desk { map[.string("desk")] = .bool(true) }
            if clock.limit.movesFromRestDay { map[.string("moves")] = .bool(true) }
            if clock.limit.backwards { map[.string("back")] = .bool(true) }
            if !clock.pauses.isEmpty {
                map[.string("pauses")] = .list(
                    clock.pauses.map {
                        .list([.int($0.from.milliseconds), $0.to.map { .int($0.milliseconds) } ?? .null, .string($0.reason)])
                    })
            }
            if !clock.extensions.isEmpty {
                map[.string("extensions")] = .list(clock.extensions.map { .list([.int(Int64($0.count)), .string($0.unit.rawValue)]) })
            }
        }
        return PlainJSON.write(.map(map))
    }

    func insert(_ connection: any Connection) throws {
        try connection.enqueue(
            """
            INSERT INTO deadline (\(raw: Self.columns)) VALUES (\(id), \(recordType), \(record), \(limit), \(kind.rawValue), \(state.rawValue), \(startedAt.milliseconds),
            \(rawDue?.milliseconds), \(due?.milliseconds), \(endedAt?.milliseconds), \(kept), \(explanation), \(source), \(nextAt?.milliseconds), \(nextMark), \(org))
            """)
    }

    func update(_ connection: any Connection) throws {
        try connection.enqueue(
            """
            UPDATE deadline SET state = \(state.rawValue), started_at = \(startedAt.milliseconds), raw_due = \(rawDue?.milliseconds), due = \(due?.milliseconds),
            ended_at = \(endedAt?.milliseconds), clock = \(kept), explanation = \(explanation), next_at = \(nextAt?.milliseconds), next_mark = \(nextMark), org = \(org) WHERE id = \(id)
            """)
    }

    static func of(_ record: String, _ connection: any Connection) throws -> [DeadlineRow] {
        try connection.query("SELECT \(raw: columns) FROM deadline WHERE record_id = \(record) ORDER BY id").compactMap(DeadlineRow.init)
    }
}
