import Definitions
import Expressions
import Storage
import WorkCalendar

/// Caps, spans, windows and the rule of two people.
extension Performance {
    func checkPolicies(_ stored: StoredRecord?, _ activation: RecordActivation) throws {
        try checkOtherUser(activation)
        if stored == nil { try checkCapsOfCreating(activation) }
        if let stored {
            try checkTwoPeople(stored)
            try checkCaps(stored, activation)
            try checkInterval(stored)
            try checkWindow(stored, activation)
        }
    }

    func checkTwoPeople(_ stored: StoredRecord) throws {
        // A consequence has no hand of its own.
        guard !unit.actor.isSystem else { return }
        let journal = JournalReader(connection: unit.connection)
        for other in action.otherThan {
            // Whoever made it at a window for somebody else made it all the same.
            let who: [String?] =
                other == "creator"
                ? [stored.createdBy, try journal.first(of: stored.id)?.actor] : [try journal.last(other, of: stored.id)?.actor]
            if who.contains(unit.actor.id) {
                let label = other == "creator" ? "创建" : definition.action(other)?.label ?? other
                throw refusal(.forbidden, "“\(action.label)”须由另一人进行：您已做过“\(label)”。请交由同级其他有权人员办理")
            }
        }
    }

    func checkOtherUser(_ activation: RecordActivation) throws {
        guard !unit.actor.isSystem else { return }
        if let source = action.otherThanUser {
            let barred = try? unit.evaluate(source, activation, .action(action.id))
            let isBarred =
                switch barred {
                case .string(let id)?: id == unit.actor.id
                case .list(let ids)?: ids.contains(.string(unit.actor.id))
                default: false
                }
            if isBarred { throw refusal(.forbidden, "“\(action.label)”须由另一人进行：您是当事的一方，应当回避") }
        }
    }

    /// A record that is just being made has no past: what its maker, or the field's value, has already made counts.
    private func checkCapsOfCreating(_ activation: RecordActivation) throws {
        guard !unit.actor.isSystem else { return }
        for cap in action.caps {
            let since = try cap.within.map { try moment(before: unit.now, $0) } ?? Moment.first
            let table = RecordSchema.tableName(of: definition.type)
            var condition: SQL
            switch cap.per {
            case nil: continue
            case "actor":
                condition =
                    "_id IN (SELECT record_id FROM journal WHERE actor = \(unit.actor.id) AND record_type = \(definition.type) AND action = \(action.id))"
            case let name?:
                guard let field = definition.field(name), !field.isSecret, let value = activation.values[name], value != .null else {
                    continue
                }
                condition = "\(identifier: name) = \(ValueCoding.column(value, field))"
            }
            condition += " AND _created_at >= \(since.milliseconds)"
            let row = try unit.connection.first("SELECT COUNT(*) FROM \(identifier: table) WHERE \(condition)")
            let past = Int(row?.int(0) ?? 0)
            if past >= cap.times {
                throw refusal(.policy, "“\(action.label)”\(cap.within.map { "在\(describe($0))内" } ?? "")最多\(cap.times)次，已做过\(past)次")
            }
        }
    }

    func checkCaps(_ stored: StoredRecord, _ activation: RecordActivation) throws {
        for cap in action.caps {
            var past = try JournalReader(connection: unit.connection).times(action.id, of: stored.id)
            if let within = cap.within {
                let since = try moment(before: unit.now, within)
                past = past.filter { $0.at >= since }
            }
            switch cap.per {
            case nil: break
            case "actor": past = past.filter { $0.actor == unit.actor.id }
            case let field?:
                // Counted while the field had the value it has now.
                let value = stored[field]
                let journal = JournalReader(connection: unit.connection)
                past = try past.filter { try journal.value(of: field, when: $0.sequence, record: stored) == value }
            }
            if past.count >= cap.times {
                throw refusal(.policy, "“\(action.label)”\(cap.within.map { "在\(describe($0))内" } ?? "")最多\(cap.times)次，已做过\(past.count)次")
            }
        }
    }

    func checkInterval(_ stored: StoredRecord) throws {
        guard let every = action.every, let last = try JournalReader(connection: unit.connection).last(action.id, of: stored.id) else {
            return
        }
        let next = try moment(after: last.at, every)
        if unit.now < next {
            throw refusal(.policy, "“\(action.label)”每\(describe(every))最多一次，上次在\(last.at.chinese)，\(next.chinese)之后可再进行")
        }
    }

    func checkWindow(_ stored: StoredRecord, _ activation: RecordActivation) throws {
        guard let window = action.window, !unit.actor.isSystem else { return }
        let start: Moment?
        if definition.field(window.of) != nil {
            if case .timestamp(let stamp) = stored[window.of] { start = Moment(stamp) } else { start = nil }
        } else {
            start = try JournalReader(connection: unit.connection).last(window.of, of: stored.id)?.at
        }
        guard let start else { return }
        let end = try moment(after: start, window.span)
        if unit.now > end { throw refusal(.policy, "“\(action.label)”须在\(describe(window.span))内进行，已于\(end.chinese)届满") }
    }

    // MARK: Spans

    func count(_ span: Definitions.Span) -> Int {
        switch span.count {
        case .number(let number): return number
        case .parameter(let id):
            let lineage = unit.state.tree.lineage(of: unit.actor.org)
            guard let parameter = unit.state.catalogue.parameter(id, in: definition.system),
                let value = unit.services.parameterOverride(system: definition.system, id: id, day: unit.now.day, lineage: lineage)
                    ?? parameter.row(on: unit.now.day, lineage: lineage)?.value,
                case .number(let number) = value
            else { return 0 }
            return Int(clamping: number)
        case .expression: return 0
        }
    }

    /// End of a span as a limit would have it, without moving from rest days: spans of policy are no limits to act.
    func moment(after start: Moment, _ span: Definitions.Span) throws -> Moment {
        let limit = try Limit(count(span), span.unit, hours: .office, movesFromRestDay: false)
        return try Clock(limit: limit, start: start).due(in: unit.state.calendar)?.effective ?? start
    }

    func moment(before end: Moment, _ span: Definitions.Span) throws -> Moment {
        let milliseconds: Int64 =
            switch span.unit {
            case .minutes, .serviceMinutes: Int64(count(span)) * 60_000
            case .hours, .serviceHours: Int64(count(span)) * 3_600_000
            default: 0
            }
        if milliseconds > 0 { return Moment(clamping: end.milliseconds - milliseconds) }
        let day = end.day
        switch span.unit {
        case .workdays: return .startOfDay(try unit.state.calendar.workday(count(span), before: day))
        case .months: return .startOfDay(try day.adding(months: -count(span)))
        case .years: return .startOfDay(try day.adding(years: -count(span)))
        default: return .startOfDay(try day.adding(days: -count(span)))
        }
    }

    func describe(_ span: Definitions.Span) -> String { span.unit.chinese(count(span)) }
}
