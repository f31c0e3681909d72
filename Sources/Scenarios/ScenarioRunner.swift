import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Runs scenarios against a real kernel on a real database, with a clock that moves only when told.
public final class ScenarioRunner {
    /// What came of one scenario.
    public struct Result: Sendable {
        public var name: String
        public var file: String
        public var line: Int
        /// Nil: passed.
        public var failure: String?
    }

    let kernel: Kernel
    private let organisations: [Organisation]

    /// - Parameter kernel: over a database of its own: everything in it is deleted before each scenario.
    public init(kernel: Kernel, organisations: [Organisation]) throws {
        self.kernel = kernel
        self.organisations = organisations
        try kernel.replaceOrganisations(organisations)
    }

    public func run(_ scenario: Scenario) -> Result {
        var result = Result(name: scenario.name, file: scenario.file, line: scenario.line, failure: nil)
        do {
            try kernel.erase(keeping: ["organisation"])
            let performance = ScenarioPerformance(kernel: kernel, now: scenario.start)
            performance.names = Set(scenario.steps.compactMap { if case .action(let action) = $0 { action.performer.user } else { nil } })
            for given in scenario.given { try performance.set(given) }
            for step in scenario.steps { try performance.do(step) }
        } catch let failure as ScenarioFailure {
            result.line = failure.line
            result.failure = failure.message
        } catch {
            result.failure = "\(error)"
        }
        return result
    }
}

/// A step that went otherwise than expected.
struct ScenarioFailure: Error {
    var line: Int
    var message: String
}

/// One scenario under way.
final class ScenarioPerformance {
    let kernel: Kernel
    var now: Moment
    /// Saved name → record.
    var saved: [String: RecordReference] = [:]
    private var people: [String: Actor] = [:]
    var last: RecordReference?
    /// People the scenario names: they exist when they are spoken of.
    var names: Set<String> = []

    init(kernel: Kernel, now: Moment) {
        self.kernel = kernel
        self.now = now
    }

    // MARK: Steps

    func set(_ given: Scenario.Given) throws {
        do {
            let values = try interpolate(given.values, line: given.line)
            try prepare(values, of: given.record, isGiven: true)
            let reference = try kernel.insertGiven(type: given.record, state: given.state, values: values, at: given.at ?? now)
            if let name = given.name { saved[name] = reference }
        } catch let refusal as Refusal {
            throw ScenarioFailure(line: given.line, message: "given 不能建立：\(refusal.message)")
        }
    }

    func `do`(_ step: Scenario.Step) throws {
        switch step {
        case .wait(let wait):
            try self.wait(wait)
            let on = try wait.on.map { try reference($0, line: wait.line) } ?? last
            if let expectation = wait.expectation {
                try Expectations(performance: self, line: wait.line).check(expectation, on: on, outcome: nil, actor: .system)
            }
        case .action(let action): try perform(action)
        }
    }

    private func wait(_ wait: Scenario.Wait) throws {
        let end: Moment
        switch wait.length {
        case .until(let moment): end = moment
        case .span(let count, let unit):
            switch unit {
            case .minutes: end = try now.adding(minutes: count)
            case .hours: end = try now.adding(hours: count)
            case .days: end = try now.adding(hours: count * 24)
            case .workdays:
                let day = try kernel.state.calendar.workday(count, after: now.day)
                end = Moment(clamping: Moment.startOfDay(day).milliseconds + now.millisecondOfDay)
            case .months: end = Moment(clamping: Moment.startOfDay(try now.day.adding(months: count)).milliseconds + now.millisecondOfDay)
            default: end = Moment(clamping: Moment.startOfDay(try now.day.adding(years: count)).milliseconds + now.millisecondOfDay)
            }
        }
        guard end >= now else { throw ScenarioFailure(line: wait.line, message: "时钟不能倒退：现在是\(now)，要等到\(end)") }
        _ = try Scheduler(kernel: kernel).advance(from: now, to: end)
        now = end
    }

    private func perform(_ step: Scenario.Action) throws {
        guard let dot = step.do.lastIndex(of: ".") else { throw ScenarioFailure(line: step.line, message: "do 应为 系统/记录.动作") }
        let type = String(step.do[..<dot])
        let action = String(step.do[step.do.index(after: dot)...])
        guard kernel.state.definition(type) != nil else { throw ScenarioFailure(line: step.line, message: "没有名为 \(type) 的记录") }
        let on = try step.on.map { try reference($0, line: step.line) }
        let values = try interpolate(step.values, line: step.line)
        try prepare(values, of: type, action: action, isGiven: false)
        let actor = try self.actor(step.performer, on: on, line: step.line)
        let checks = Expectations(performance: self, line: step.line)
        do {
            let outcome = try carryOut(type, action, on: on, values: values, as: actor, line: step.line)
            if let reference = outcome.reference {
                if let name = step.save { saved[name] = reference }
                last = reference
            }
            guard let expectation = step.expectation else { return }
            try checks.check(expectation, on: outcome.reference, outcome: outcome, actor: actor)
        } catch let refusal as Refusal {
            try checks.check(refusal, step.expectation)
        } catch let problem as QueryProblem {
            let refusal = Refusal(
                .invalid, action: step.do, problem.message,
                problems: [.init(field: problem.parameter, label: problem.parameter, message: problem.message)])
            try checks.check(refusal, step.expectation)
        }
    }

    /// What a step gave.
    struct Done {
        var reference: RecordReference?
        var outcome: ActionOutcome?
        var view: RecordView?
        var page: [RecordView]?
        var revealed: Value?
    }

    private func carryOut(_ type: String, _ action: String, on: RecordReference?, values: [String: Value], as actor: Actor, line: Int)
        throws -> Done
    {
        switch action {
        case "view":
            guard let on else { throw ScenarioFailure(line: line, message: "view 须写明 on") }
            return Done(reference: on, view: try kernel.view(type, id: on.id, as: actor, at: now))
        case "list":
            var query = ListQuery(type: type, limit: 500)
            if case .string(let filter)? = values["filter"] { query.filter = filter }
            if case .string(let sort)? = values["sort"] { query.sort = sort }
            if let on { query.parent = on.id }
            return Done(reference: on, page: try kernel.list(query, as: actor, at: now).items)
        case "reveal":
            guard let on, case .string(let field)? = values["field"] else {
                throw ScenarioFailure(line: line, message: "reveal 须写明 on 与 field")
            }
            let purpose: String = if case .string(let text)? = values["purpose"] { text } else { "" }
            return Done(
                reference: on, revealed: try kernel.revealBlocking(type, id: on.id, field: field, purpose: purpose, as: actor, at: now))
        default:
            let outcome = try kernel.performBlocking(
                ActionRequest(type: type, action: action, record: on?.id, actor: actor, values: values), at: now)
            return Done(reference: RecordReference(type: type, id: outcome.id), outcome: outcome)
        }
    }

    // MARK: People

    private func actor(_ performer: Scenario.Performer, on: RecordReference?, line: Int) throws -> Actor {
        if performer.role == "system" { return .system }
        var org = ""
        if let at = performer.at {
            guard let organisation = kernel.state.tree.resolve(at) else { throw ScenarioFailure(line: line, message: "没有代码或名称为“\(at)”的单位") }
            org = organisation.code
        }
        // Whoever the record is assigned to is a particular person, not a post.
        if performer.role == "handler", performer.user == nil, let on,
            let assigned = try kernel.assignees(of: on).first(where: { id in org.isEmpty || people[id]?.org == org || people[id] == nil })
        {
            return try person(assigned, role: nil, org: org)
        }
        let id = performer.user ?? (org.isEmpty ? performer.role : "\(performer.role)@\(org)")
        return try person(id, role: performer.role, org: org)
    }

    func person(_ id: String, role: String?, org: String) throws -> Actor {
        let known = try kernel.actor(id, at: now)
        var grants = known?.grants ?? []
        if let role, !grants.contains(Grant(role: role, org: org)) {
            try kernel.ensurePerson(id: id, name: id, org: org, grants: [Grant(role: role, org: org)], at: now)
            grants.append(Grant(role: role, org: org))
        }
        guard var actor = try kernel.actor(id, at: now) else { throw ScenarioFailure(line: 0, message: "用户“\(id)”已停用或不存在") }
        // A particular person acts in the role named, even where several are held.
        if let role {
            actor.grants =
                actor.grants.filter { $0.role == role && ($0.org == org || org.isEmpty) }
                + actor.grants.filter { !($0.role == role && ($0.org == org || org.isEmpty)) }
        }
        people[id] = actor
        return actor
    }

    /// People and files that values speak of are there: nobody uploads in a scenario, and people are made on demand.
    private func prepare(_ values: [String: Value], of type: String, action: String? = nil, isGiven: Bool) throws {
        guard let definition = kernel.state.definition(type) else { return }
        let inputs = action.flatMap { definition.action($0) }?.inputs ?? []
        for (name, value) in values {
            guard let field = inputs.first(where: { $0.id == name }) ?? definition.field(name) else { continue }
            try prepare(value, field.type, isGiven: isGiven)
        }
    }

    private func prepare(_ value: Value, _ type: FieldType, isGiven: Bool) throws {
        switch (value, type) {
        case (.string(let id), .user):
            guard try kernel.actor(id, at: now) == nil, !id.isEmpty else { return }
            let parts = id.split(separator: "@", maxSplits: 1).map(String.init)
            if parts.count == 2, let org = kernel.state.tree.resolve(parts[1]) {
                _ = try person(id, role: parts[0], org: org.code)
            } else if isGiven || names.contains(id) {
                try kernel.ensurePerson(id: id, name: id, org: "", grants: [], at: now)
            }
        case (.string(let hash), .file): try kernel.ensureAttachment(hash: hash, at: now)
        case (.list(let items), .list(let element)): for item in items { try prepare(item, element, isGiven: isGiven) }
        case (.map(let map), .structure(let id)): try prepare(map, kernel.state.catalogue.structure(id)?.fields ?? [], isGiven: isGiven)
        case (.map(let map), .inline(let fields)): try prepare(map, fields, isGiven: isGiven)
        default: return
        }
    }

    private func prepare(_ map: [Value: Value], _ fields: [FieldDefinition], isGiven: Bool) throws {
        for field in fields { if let value = map[field.id] { try prepare(value, field.type, isGiven: isGiven) } }
    }

    // MARK: Names

    /// A saved name, `NAME.field` for the record that a saved one refers to (what the clock has made has no name of its own), or `type:id`.
    func reference(_ name: String, line: Int) throws -> RecordReference {
        if let known = saved[name] { return known }
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, let owner = saved[parts[0]],
            case .ref(let targets)? = kernel.state.definition(owner.type)?.field(parts[1])?.type
        {
            guard case .string(let id) = try kernel.view(owner.type, id: owner.id, as: .system, at: now)[parts[1]] else {
                throw ScenarioFailure(line: line, message: "“\(parts[0])”的“\(parts[1])”还没有指向任何记录")
            }
            if let reference = RecordReference(text: id) ?? targets.first.map({ RecordReference(type: $0, id: id) }) { return reference }
        }
        if let reference = RecordReference(text: name) { return reference }
        throw ScenarioFailure(line: line, message: "没有保存过名为“\(name)”的记录")
    }

    func interpolate(_ values: [String: Value], line: Int) throws -> [String: Value] {
        try values.mapValues { try interpolate($0, line: line) }
    }

    /// `${A.field}` in texts; a text that is one mark alone takes the value itself.
    func interpolate(_ value: Value, line: Int) throws -> Value {
        switch value {
        case .string(let text):
            guard text.contains("${") else { return value }
            if text.hasPrefix("${"), text.hasSuffix("}"), text.firstIndex(of: "}") == text.index(before: text.endIndex) {
                return try lookUp(String(text.dropFirst(2).dropLast()), line: line)
            }
            var result = ""
            var rest = text[...]
            while let open = rest.range(of: "${") {
                result += rest[..<open.lowerBound]
                guard let close = rest[open.upperBound...].firstIndex(of: "}") else { break }
                if case .string(let found) = try lookUp(String(rest[open.upperBound..<close]), line: line) { result += found }
                rest = rest[rest.index(after: close)...]
            }
            return .string(result + rest)
        case .list(let items): return .list(try items.map { try interpolate($0, line: line) })
        case .map(let map): return .map(try map.mapValues { try interpolate($0, line: line) })
        default: return value
        }
    }

    private func lookUp(_ path: String, line: Int) throws -> Value {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return .null }
        let reference = try reference(name, line: line)
        switch parts.count > 1 ? parts[1] : "id" {
        case "id": return .string(reference.id)
        case "ref": return .string(reference.text)
        case let field:
            let view = try kernel.view(reference.type, id: reference.id, as: .system, at: now)
            if field == "state" { return view.state.map { .string($0) } ?? .null }
            if field == "version" { return .int(view.version) }
            return view[field]
        }
    }
}

extension String {
    func range(of text: String) -> Range<String.Index>? { self[...].range(of: text) }
}

extension Substring {
    func range(of text: String) -> Range<Substring.Index>? { ranges(of: text).first }
}
