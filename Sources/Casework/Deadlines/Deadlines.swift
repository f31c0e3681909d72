import Definitions
import Expressions
import Storage
import WorkCalendar

/// What an action does to the limits of its record.
struct Deadlines {
    struct Summary {
        /// Earliest running effective due date.
        var due: Moment?
        var missed: Int64 = 0
        /// Limit id → due date and why, of what runs.
        var byLimit: [String: (due: Moment, reason: String)] = [:]
        var earliestReason = ""
    }

    let performance: Performance
    let activation: RecordActivation
    let record: StoredRecord
    let before: StoredRecord?
    private var unit: EvaluationUnit { performance.unit }
    private var action: ActionDefinition { performance.action }
    private var definition: RecordDefinition { performance.definition }
    private var now: Moment { unit.now }

    init(performance: Performance, activation: RecordActivation, record: StoredRecord, before: StoredRecord?) {
        self.performance = performance
        self.activation = activation
        self.record = record
        self.before = before
    }

    func update() throws -> Summary {
        let automatic = definition.lifecycle?.actions.filter { $0.automatic != nil } ?? []
        guard !definition.limits.isEmpty || !automatic.isEmpty else { return Summary() }
        var rows = before == nil ? [] : try DeadlineRow.of(record.id, unit.connection)
        var touched: Set<String> = []
        var fresh: [DeadlineRow] = []
        let end = record.state.flatMap { definition.state($0) }?.isEnd ?? false

        for limit in definition.limits {
            let index = rows.lastIndex { $0.kind == .limit && $0.limit == limit.id && $0.isOpen }
            var isOpen = index != nil
            if let index {
                if limit.until.contains(action.id) || action.ends.contains(limit.id)
                    || (record.state.map { limit.untilStates.contains($0) } ?? false)
                {
                    finish(&rows[index])
                    isOpen = false
                    touched.insert(rows[index].id)
                } else if action.restarts.contains(where: { $0.limits.contains(limit.id) && holds($0.condition) }) {
                    rows[index].state = .cancelled
                    rows[index].endedAt = now
                    silence(&rows[index])
                    isOpen = false
                    touched.insert(rows[index].id)
                    if let row = try start(limit, at: nil) { fresh.append(row) }
                    continue
                } else {
                    if try changeClock(&rows[index], limit) { touched.insert(rows[index].id) }
                    if end {
                        rows[index].state = rows[index].state == .missed ? .missed : .cancelled
                        rows[index].endedAt = now
                        silence(&rows[index])
                        touched.insert(rows[index].id)
                        isOpen = false
                    }
                }
            } else if action.restarts.contains(where: { $0.limits.contains(limit.id) && holds($0.condition) }),
                let row = try start(limit, at: nil)
            {
                fresh.append(row)
                continue
            }
            if !isOpen, try mayStart(limit, rows) { if let row = try start(limit, at: nil) { fresh.append(row) } }
            if case .field(let field) = limit.start, changedField(field) {
                if let index, rows[index].isOpen {
                    rows[index].state = .cancelled
                    rows[index].endedAt = now
                    silence(&rows[index])
                    touched.insert(rows[index].id)
                }
                if case .timestamp(let stamp)? = activation.values[field], !end, let row = try start(limit, at: Moment(stamp)) {
                    fresh.append(row)
                }
            }
        }
        for action in automatic { try schedule(action, &rows, &fresh, &touched, end: end) }
        for row in rows where touched.contains(row.id) { try row.update(unit.connection) }
        for row in fresh { try row.insert(unit.connection) }
        unit.remember(deadlines: rows + fresh, of: record.id)
        return summary(rows + fresh)
    }

    private func holds(_ condition: SourceExpression?) -> Bool { condition.map { unit.holds($0, activation, .action(action.id)) } ?? true }

    private func changedField(_ field: String) -> Bool { (activation.values[field] ?? .null) != (before?[field] ?? .null) }

    private func mayStart(_ limit: LimitDefinition, _ rows: [DeadlineRow]) throws -> Bool {
        guard case .actions(let actions) = limit.start else { return false }
        guard
            performance.isGiven ? GivenLimits(definition).wouldRun(limit, begunBy: actions, in: record.state) : actions.contains(action.id)
        else { return false }
        return limit.condition.map { unit.holds($0, activation, .record) } ?? true
    }

    // MARK: Starting

    private func start(_ limit: LimitDefinition, at given: Moment?) throws -> DeadlineRow? {
        if let condition = limit.condition, !unit.holds(condition, activation, .record) { return nil }
        var start = given ?? now
        if let field = limit.startField {
            if case .timestamp(let stamp)? = activation.values[field] { start = Moment(stamp) } else if !performance.isGiven { return nil }
        }
        var row = DeadlineRow(
            id: performance.identifiers.next(at: now), recordType: record.type, record: record.id, limit: limit.id, kind: .limit,
            startedAt: start, org: record.org)
        row.source = limit.source
        if let fixed = limit.fixed {
            guard case .timestamp(let stamp)? = try? unit.evaluate(fixed, activation, .record) else { return nil }
            let moment = Moment(stamp)
            row.isDay = moment.millisecondOfDay == 0
            row.rawDue = row.isDay ? .endOfDay(moment.day) : moment
            row.due = row.rawDue
            row.explanation = "日期为\(moment.day.chinese)\(row.isDay ? "" : " " + moment.clockTime)\(limit.source.map { "，依据\($0)" } ?? "")"
            setNext(&row, limit)
            return row
        }
        guard let span = limit.within.first(where: { $0.condition.map { unit.holds($0, activation, .record) } ?? true })?.span else {
            return nil
        }
        var count = performance.count(span)
        if case .expression(let source) = span.count {
            guard case .int(let number)? = try? unit.evaluate(source, activation, .record) else { return nil }
            count = Int(clamping: number)
        }
        let hours = limit.hoursCases.first { unit.holds($0.condition, activation, .record) }?.hours ?? limit.hours
        let measured = try Limit(
            count, span.unit, hours: hours == .desk ? .desk : .office, movesFromRestDay: limit.moves, backwards: limit.countsBackwards)
        row.clock = Clock(limit: measured, start: start)
        if record.state.flatMap({ definition.state($0) })?.suspendsClocks == true && limit.isSuspendable {
            row.clock?.pauses.append(Pause(from: now, to: nil, reason: definition.state(record.state ?? "")?.label ?? ""))
            row.state = .suspended
        }
        try reckon(&row)
        setNext(&row, limit)
        return row
    }

    private func reckon(_ row: inout DeadlineRow) throws {
        guard let clock = row.clock else { return }
        let due = try clock.due(in: unit.state.calendar) ?? clock.due(in: unit.state.calendar, asIfResumedAt: now)
        row.rawDue = due.raw
        row.due = due.effective
        row.isDay = due.isDay
        row.explanation = due.explained(source: row.source)
    }

    private func setNext(_ row: inout DeadlineRow, _ limit: LimitDefinition) {
        guard row.state == .running || row.state == .missed, row.isOpen else { return silence(&row) }
        let next = Marks(limit, row: row, calendar: unit.state.calendar, count: performance.count).next(notIn: row.fired)
        row.nextAt = next?.at
        row.nextMark = next?.id
    }

    private func silence(_ row: inout DeadlineRow) {
        row.nextAt = nil
        row.nextMark = nil
    }

    // MARK: Ending, suspending, extending

    private func finish(_ row: inout DeadlineRow) {
        if row.state == .suspended, var clock = row.clock {
            if let last = clock.pauses.indices.last { clock.pauses[last].to = now }
            row.clock = clock
            try? reckon(&row)
        }
        // A day belongs to whoever acts in it to its last moment.
        let isLate = row.due.map { row.isDay ? now.milliseconds >= $0.milliseconds + 1000 : now > $0 } ?? false
        row.state = row.state == .missed || isLate ? .missed : .met
        row.endedAt = now
        silence(&row)
    }

    /// The explanation of a due date is read by people: the reason's words, not its code.
    private func words(_ suspension: ActionDefinition.ClockChange) -> String {
        guard let reason = suspension.reason else { return suspension.basis ?? "" }
        return unit.state.catalogue.codeList("shared/pause_reason")?.label(of: reason) ?? reason
    }

    private func changeClock(_ row: inout DeadlineRow, _ limit: LimitDefinition) throws -> Bool {
        var isChanged = false
        let entersPause =
            record.state != before?.state && (record.state.flatMap { definition.state($0) }?.suspendsClocks ?? false) && limit.isSuspendable
        let leavesPause =
            record.state != before?.state && (before?.state.flatMap { definition.state($0) }?.suspendsClocks ?? false)
            && !(record.state.flatMap { definition.state($0) }?.suspendsClocks ?? false)
        let suspension = action.suspends.first { $0.limits.contains(limit.id) && holds($0.condition) }
        if (suspension != nil || entersPause), row.clock != nil, row.state == .running || row.state == .missed {
            row.clock?.pauses.append(
                Pause(from: now, to: nil, reason: suspension.map(words) ?? definition.state(record.state ?? "")?.label ?? ""))
            row.state = .suspended
            isChanged = true
        }
        let resumption = action.resumes.contains { $0.limits.contains(limit.id) && holds($0.condition) }
        if resumption || leavesPause, row.state == .suspended, let last = row.clock?.pauses.indices.last {
            row.clock?.pauses[last].to = now
            // One that was missed before it was suspended has not become unmissed.
            row.state = row.fired.contains("due") ? .missed : .running
            isChanged = true
        }
        for extend in action.extends where extend.limit == limit.id {
            try self.extend(&row, limit, extend)
            isChanged = true
        }
        guard isChanged else { return false }
        try reckon(&row)
        if row.state == .running || row.state == .missed {
            // What had been missed and has been given more time is running again.
            // It may be missed again, once; and what follows from being missed follows again.
            if row.state == .missed, let due = row.due, now <= due {
                row.state = .running
                row.fired.removeAll { !$0.hasPrefix("remind:") }
            }
            setNext(&row, limit)
        } else {
            silence(&row)
        }
        return true
    }

    private func extend(_ row: inout DeadlineRow, _ limit: LimitDefinition, _ extend: ActionDefinition.Extend) throws {
        guard let clock = row.clock else { throw performance.refusal(.policy, "“\(limit.label)”是固定日期，不能延期") }
        if extend.mustBeBeforeDue, let due = row.due, now > due {
            throw performance.refusal(.policy, "“\(limit.label)”已于\(due.chinese)届满，延期须在届满之前批准")
        }
        guard clock.extensions.count < extend.times else { throw performance.refusal(.policy, "“\(limit.label)”最多延期\(extend.times)次") }
        guard case .int(let count)? = try? unit.evaluate(extend.by, activation, .action(action.id)), count > 0,
            let unitOf = LimitUnit(rawValue: extend.unit)
        else {
            throw performance.refusal(.invalid, "请填写延长的时间")
        }
        if let total = extend.total, total.unit == unitOf {
            let before = clock.extensions.reduce(clock.limit.unit == unitOf ? clock.limit.count : 0) {
                $0 + ($1.unit == unitOf ? $1.count : 0)
            }
            guard before + Int(clamping: count) <= performance.count(total) else {
                throw performance.refusal(
                    .policy, "延期后合计不得超过\(performance.describe(total))，现合计为\(unitOf.chinese(before + Int(clamping: count)))")
            }
        }
        row.clock?.extensions.append(LimitExtension(Int(clamping: count), unitOf, approved: extend.mustBeBeforeDue ? now : nil))
    }

    // MARK: Actions of the clock

    private func schedule(
        _ automatic: ActionDefinition, _ rows: inout [DeadlineRow], _ fresh: inout [DeadlineRow], _ touched: inout Set<String>, end: Bool
    ) throws {
        guard let rule = automatic.automatic else { return }
        let state = record.state ?? ""
        let isPossible: Bool =
            switch automatic.from {
            case .none: false
            case .any: true
            case .open: !end
            case .closed: end
            case .states(let states): states.contains(state)
            }
        let isWanted = isPossible && (rule.condition.map { unit.holds($0, activation, .record) } ?? true)
        let index = rows.lastIndex { $0.kind == .automatic && $0.limit == automatic.id && $0.isOpen }
        let at = isWanted ? try moment(of: rule, existing: index.map { rows[$0] }) : nil
        if let index {
            if let at, rows[index].due == at { return }
            rows[index].state = .cancelled
            rows[index].endedAt = now
            silence(&rows[index])
            touched.insert(rows[index].id)
        }
        guard let at else { return }
        // What the clock has done for this moment it does not do again.
        if rows.contains(where: { $0.kind == .automatic && $0.limit == automatic.id && $0.state == .met && $0.due == at }) { return }
        if automatic.id == action.id, at <= now { return }
        var row = DeadlineRow(
            id: performance.identifiers.next(at: now), recordType: record.type, record: record.id, limit: automatic.id, kind: .automatic,
            startedAt: now, org: record.org)
        row.due = at
        row.rawDue = at
        row.nextAt = at
        row.nextMark = "act"
        row.explanation = "\(automatic.label)：\(at.chinese)"
        fresh.append(row)
    }

    private func moment(of rule: ActionDefinition.Automatic, existing: DeadlineRow?) throws -> Moment? {
        if let field = rule.at {
            guard case .timestamp(let stamp)? = activation.values[field] else { return nil }
            return Moment(stamp)
        }
        guard let span = rule.after else { return now }
        var since: Moment? = now
        if let name = rule.since, definition.field(name) != nil {
            if case .timestamp(let stamp)? = activation.values[name] { since = Moment(stamp) } else { since = nil }
        } else if let name = rule.since, definition.action(name) != nil {
            since = name == action.id ? now : try JournalReader(connection: unit.connection).last(name, of: record.id)?.at
        } else if record.state == before?.state, let existing {
            return existing.due
        }
        return try since.map { try automaticMoment(after: $0, span) }
    }

    /// Days of the clock's own actions end with the day, so that the whole last day belongs to whoever might still act.
    private func automaticMoment(after start: Moment, _ span: Definitions.Span) throws -> Moment {
        let end = try performance.moment(after: start, span)
        return span.unit.endsWithDay ? Moment(clamping: end.milliseconds + 1000) : end
    }

    // MARK: Summary

    private func summary(_ rows: [DeadlineRow]) -> Summary {
        var summary = Summary()
        for row in rows where row.kind == .limit {
            if row.state == .missed { summary.missed += 1 }
            guard row.isOpen, row.state != .suspended, let due = row.due else { continue }
            summary.byLimit[row.limit] = (due, row.explanation)
            if summary.due.map({ due < $0 }) ?? true {
                summary.due = due
                summary.earliestReason = "\(definition.limit(row.limit)?.label ?? row.limit)：\(row.explanation)"
            }
        }
        return summary
    }
}
