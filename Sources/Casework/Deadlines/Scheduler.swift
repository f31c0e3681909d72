import Definitions
import Expressions
import Storage
import WorkCalendar

/// Reminds, escalates, marks overdue and performs what the clock performs: exactly once, also after a crash and with several servers, because the mark is
/// taken away in the same write in which it takes effect.
public struct Scheduler: Sendable {
    public let kernel: Kernel

    public init(kernel: Kernel) { self.kernel = kernel }

    /// What fired.
    public struct Firing: Sendable, Hashable {
        public var type: String
        public var record: String
        public var limit: String
        /// `remind:0`, `due`, `escalate:0`, `act`.
        public var mark: String
        public var at: Moment
        /// Why the clock's action was refused, when it was.
        public var refusal: String?
    }

    /// The next moment at which something fires; nil when nothing waits.
    public func next() throws -> Moment? {
        try kernel.database.read { try $0.first("SELECT MIN(next_at) FROM deadline WHERE next_at IS NOT NULL")?.int(0) }.map {
            Moment(clamping: $0)
        }
    }

    /// Fires what is due, oldest first; at the same moment what the clock does goes before marks: what it closes in time is not overdue.
    /// - Parameter limit: at most so many, so that one call never holds the writer for long.
    public func run(at now: Moment, limit: Int = 500) throws -> [Firing] {
        let due = try kernel.database.read { connection in
            try connection.query(
                "SELECT id FROM deadline WHERE next_at IS NOT NULL AND next_at <= \(now.milliseconds) ORDER BY next_at, CASE kind WHEN 'automatic' THEN 0 ELSE 1 END, id LIMIT \(limit)"
            ).compactMap { $0.text(0) }
        }
        var fired: [Firing] = []
        for id in due {
            let state = kernel.state
            do {
                let firing = try kernel.database.writeBlocking { connection in try fire(id, at: now, state: state, connection: connection) }
                if let firing { fired.append(firing) }
            } catch let error as DatabaseError where error.isOfOneRecord {
                // What one record's action cannot write must not keep all that is due after it waiting: the mark is taken, the action is not done.
                let firing = try kernel.database.writeBlocking { connection in
                    try fire(id, at: now, state: state, connection: connection, refusing: "这条记录里有数据库写不进去的内容（\(error.code)）")
                }
                if let firing { fired.append(firing) }
            }
        }
        return fired
    }

    /// Moves a scenario's clock: everything fires at its own moment, in order.
    public func advance(from start: Moment, to end: Moment) throws -> [Firing] {
        var fired: [Firing] = []
        var now = start
        while let next = try next(), next <= end {
            now = max(now, next)
            let round = try run(at: now)
            if round.isEmpty { break }
            fired += round
        }
        return fired
    }

    /// As `advance`, inside a write that the caller holds: the demonstration moves a year's clock and commits many steps together.
    /// - Returns: how many marks fired.
    public func advance(to end: Moment, state: EngineState, connection: any Connection) throws -> Int {
        var count = 0
        var last: (id: String, at: Int64)?
        while let row = try connection.first(
            "SELECT id, next_at FROM deadline WHERE next_at IS NOT NULL AND next_at <= \(end.milliseconds) ORDER BY next_at, CASE kind WHEN 'automatic' THEN 0 ELSE 1 END, id LIMIT 1"
        ),
            let id = row.text(0), let at = row.int(1)
        {
            // A mark that did not go away (its limit is no longer defined) must not be met for ever.
            guard last?.id != id || last?.at != at, try fire(id, at: Moment(clamping: at), state: state, connection: connection) != nil
            else { break }
            last = (id, at)
            count += 1
        }
        return count
    }

    /// - Parameter refusing: why the clock's action is not to be tried; nil: it is.
    private func fire(_ id: String, at now: Moment, state: EngineState, connection: any Connection, refusing: String? = nil) throws
        -> Firing?
    {
        guard let row = try connection.first("SELECT \(raw: DeadlineRow.columns) FROM deadline WHERE id = \(id)"),
            var deadline = DeadlineRow(row),
            let mark = deadline.nextMark, let at = deadline.nextAt, at <= now
        else { return nil }
        var firing = Firing(type: deadline.recordType, record: deadline.record, limit: deadline.limit, mark: mark, at: at, refusal: nil)
        let unit = EvaluationUnit(
            state: state, connection: connection, now: now, actor: .system, secrets: kernel.secrets, services: kernel.services)
        guard let definition = state.definition(deadline.recordType), var record = try unit.record(deadline.recordType, id: deadline.record)
        else {
            deadline.nextAt = nil
            deadline.nextMark = nil
            try deadline.update(connection)
            return firing
        }
        deadline.fired.append(mark)
        if deadline.kind == .automatic {
            deadline.state = .met
            deadline.endedAt = now
            deadline.nextAt = nil
            deadline.nextMark = nil
            try deadline.update(connection)
            firing.refusal = try refusing ?? act(deadline.limit, values: [:], record: record, at: now, state: state, connection: connection)
            try journal(firing.refusal, of: deadline.limit, definition, on: record, unit: unit)
            return firing
        }
        guard let limit = definition.limit(deadline.limit) else {
            // The limit has been taken out of the definition: its clock falls silent, or it would fire for ever.
            deadline.nextAt = nil
            deadline.nextMark = nil
            try deadline.update(connection)
            return firing
        }
        if mark == "due" {
            deadline.state = .missed
            try connection.enqueue(
                "UPDATE \(identifier: RecordSchema.tableName(of: record.type)) SET _missed = _missed + 1 WHERE _id = \(record.id)")
            // What is noted after this follows upon it.
            record.head = try Journal(unit: unit).note(
                record, action: "overdue", role: "system", changes: ["limit": .string("\(limit.label)：\(deadline.explanation)")])
        }
        let counter = Performance(
            unit: unit, request: ActionRequest(type: record.type, action: "", actor: .system), definition: definition,
            action: ActionDefinition(id: "", label: "", from: .any, to: .same, position: .builtIn), identifiers: kernel.identifiers,
            depth: 0)
        let next = Marks(limit, row: deadline, calendar: state.calendar, count: counter.count).next(notIn: deadline.fired)
        deadline.nextAt = next?.at
        deadline.nextMark = next?.id
        try deadline.update(connection)
        try tell(limit, mark: mark, deadline: deadline, record: record, unit: unit)
        if mark == "due", let expiry = limit.onExpiry {
            firing.refusal = try refusing ?? act(expiry, values: [:], record: record, at: now, state: state, connection: connection)
            try journal(firing.refusal, of: expiry, definition, on: record, unit: unit)
        }
        if mark.hasPrefix("escalate:"), let index = Int(mark.dropFirst("escalate:".count)), limit.escalations.indices.contains(index) {
            let escalation = limit.escalations[index]
            let activation = RecordActivation(unit: unit, definition: definition, stored: record)
            if let action = escalation.action, escalation.condition.map({ unit.holds($0, activation, .record) }) ?? true {
                var values: [String: Value] = [:]
                for assignment in escalation.values {
                    values[assignment.field] = try counter.plain((try? unit.evaluate(assignment.value, activation, .record)) ?? .null)
                }
                firing.refusal =
                    try refusing
                    ?? act(
                        action, values: values.filter { $0.value != .null }, record: record, at: now, state: state, connection: connection)
                try journal(firing.refusal, of: action, definition, on: record, unit: unit)
            }
        }
        return firing
    }

    /// - Returns: why it was refused, nil when it was done. A refusal of the clock's action must not undo the mark: it would fire for ever; and of the
    /// action itself nothing may stay, also when what followed from it was refused after it had written. So it has a savepoint of its own.
    private func act(
        _ action: String, values: [String: Value], record: StoredRecord, at now: Moment, state: EngineState, connection: any Connection
    ) throws -> String? {
        var request = ActionRequest(type: record.type, action: action, record: record.id, actor: .system, values: values)
        request.valuesAreStored = true
        try connection.enqueue("SAVEPOINT clock_action")
        do {
            _ = try kernel.perform(request, at: now, state: state, connection: connection)
            try connection.enqueue("RELEASE SAVEPOINT clock_action")
            return nil
        } catch let error where !(error is DatabaseError) {
            try connection.enqueue("ROLLBACK TO SAVEPOINT clock_action")
            try connection.enqueue("RELEASE SAVEPOINT clock_action")
            return (error as? Refusal)?.message ?? "\(error)"
        }
    }

    /// What the clock should have done and could not stands in the record's journal, with the reason: otherwise nobody would ever learn why nothing happened.
    private func journal(
        _ refusal: String?, of action: String, _ definition: RecordDefinition, on record: StoredRecord, unit: EvaluationUnit
    )
        throws
    {
        guard let refusal else { return }
        let label = UsualActions.find(action, of: definition)?.label ?? action
        _ = try Journal(unit: unit).note(
            record, action: "clock_refused", role: "system",
            changes: ["action": .string(action), "refused": .string("“\(label)”没有办成：\(refusal.prefix(500))")])
    }

    private func tell(_ limit: LimitDefinition, mark: String, deadline: DeadlineRow, record: StoredRecord, unit: EvaluationUnit) throws {
        let title = unit.state.definition(record.type).map { OpenTitle(state: unit.state).text(of: record, $0) } ?? ""
        let kind: String
        let text: String
        var roles: [String] = []
        switch mark {
        case "due":
            kind = "overdue"
            text = "“\(limit.label)”已超期：\(title)，\(deadline.explanation)"
        case let escalation where escalation.hasPrefix("escalate:"):
            kind = "escalation"
            text = "“\(limit.label)”须督办：\(title)，\(deadline.explanation)"
            if let index = Int(escalation.dropFirst("escalate:".count)), limit.escalations.indices.contains(index) {
                roles = limit.escalations[index].to
            }
        default:
            kind = "reminder"
            text = "“\(limit.label)”即将到期：\(title)，\(deadline.explanation)"
        }
        let notices = Notices(unit: unit)
        // Whoever has it to do is reminded; those named by an escalation are told at the record's organisation and at the nearest above that has the role.
        for (index, todo) in try unit.connection.query("SELECT role, org, person FROM todo WHERE record_id = \(record.id)").enumerated() {
            try notices.insert(
                id: "\(deadline.id)-\(mark)-\(deadline.fired.count)-\(index)", person: todo.text(2),
                role: todo.text(2) == nil ? todo.text(0) : nil,
                org: todo.text(2) == nil ? todo.text(1) : nil, kind: kind, text: text, record: record)
        }
        for role in roles {
            let lineage = unit.state.tree.lineage(of: record.org)
            let at =
                try lineage.first { try !Directory(connection: unit.connection).holders(of: role, at: $0, now: unit.now).isEmpty }
                ?? record.org
            try notices.insert(
                id: "\(deadline.id)-\(mark)-\(role)", person: nil, role: role, org: at, kind: kind, text: text, record: record)
        }
    }
}

extension DatabaseError {
    /// The record's own values are what cannot be written: the database is well.
    fileprivate var isOfOneRecord: Bool {
        switch kind {
        case .constraint, .value, .stale: true
        default: false
        }
    }
}
