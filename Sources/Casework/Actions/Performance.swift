import Definitions
import Expressions
import Identifiers
import Storage
import WorkCalendar

/// One action being performed, inside one write: authorise, validate, apply, journal, deadlines, to-dos.
///
/// Everything is judged before anything is written; what follows from the action (child rows, other records, other records' actions) happens in the same
/// write, so that it is done whole or not at all.
final class Performance {
    let unit: EvaluationUnit
    let request: ActionRequest
    let definition: RecordDefinition
    let action: ActionDefinition
    let identifiers: any IdentifierSource
    /// How deep in consequences of consequences.
    let depth: Int
    var created: [RecordReference] = []
    var projections: [any Projection] = []
    /// A record set up as if it had lived: what its life would have demanded is not demanded again.
    var isGiven = false
    /// Owner of the record whose action led here: what the clock makes belongs where its cause belongs.
    var causeOrganisation: String?
    static let deepest = 8

    init(
        unit: EvaluationUnit, request: ActionRequest, definition: RecordDefinition, action: ActionDefinition,
        identifiers: any IdentifierSource, depth: Int
    ) {
        self.unit = unit
        self.request = request
        self.definition = definition
        self.action = action
        self.identifiers = identifiers
        self.depth = depth
    }

    func refusal(_ reason: Refusal.Reason, _ message: String, field: String? = nil, rule: String? = nil, source: String? = nil) -> Refusal {
        let problems = field.map { [Refusal.FieldProblem(field: $0, label: label(of: $0), message: message)] } ?? []
        return Refusal(reason, action: request.name, record: request.record, message, rule: rule, source: source, problems: problems)
    }

    func label(of field: String) -> String { definition.field(field)?.label ?? action.inputs.first { $0.id == field }?.label ?? field }

    func run() throws -> ActionOutcome {
        // A span that a person or an expression gave may be beyond all reckoning: that is the value's fault, not the program's.
        do { return try perform() } catch let error as CalendarError { throw refusal(.invalid, "时限无法计算：\(error)") }
    }

    private func perform() throws -> ActionOutcome {
        guard depth <= Self.deepest else { throw refusal(.policy, "动作引发的后续动作超过\(Self.deepest)层，已停止") }
        let stored = try load()
        let owner = try stored.flatMap { try ownerOfScope($0) }
        let grant = try authorise(stored, owner)
        try checkVersion(stored)
        try checkState(stored)

        let id = stored?.id ?? identifiers.next(at: unit.now)
        if stored == nil { unit.beingCreated.insert("\(request.type):\(id)") }
        let activation = RecordActivation(unit: unit, definition: definition, stored: stored, id: id, action: action.id, grant: grant)
        if stored == nil, definition.parent != nil, case .string(let parent)? = request.values["parent"] { activation.parentBeing = parent }
        let typed = try readInput(stored, activation)
        try checkPolicies(stored, activation)
        try check(activation)
        let target = try targetState(stored, activation)
        try assign(activation, typed: typed, stored: stored)
        activation.state = target
        try compute(activation, stored: stored)
        try checkUnique(activation)
        if !isGiven {
            try checkRequired(activation, target: target)
            try checkRules(activation)
        }
        return try Application(self, activation: activation, stored: stored, target: target, grant: grant).apply()
    }

    // MARK: Authorise

    private func load() throws -> StoredRecord? {
        if action.createsRecord {
            guard request.record == nil else { throw refusal(.state, "“\(action.label)”新建\(definition.name)，不能对已有的记录进行") }
            return nil
        }
        guard let id = request.record, let record = try unit.record(request.type, id: id) else { throw notFound() }
        return record
    }

    private func notFound() -> Refusal { refusal(.notfound, "没有这条\(definition.name)，或您无权知悉。请核对编号，或向承办单位查询") }

    /// A child is in its parent's scope.
    private func ownerOfScope(_ record: StoredRecord) throws -> StoredRecord? {
        guard let parentType = definition.parent, let parent = record.parent else { return nil }
        return try unit.record("\(definition.system)/\(parentType)", id: parent)
    }

    private func authorise(_ stored: StoredRecord?, _ owner: StoredRecord?) throws -> Grant {
        let judge = Judge(state: unit.state, actor: unit.actor)
        func holds(_ source: SourceExpression, _ grant: Grant, _ context: ExpressionContext) -> Bool {
            let activation = RecordActivation(unit: unit, definition: definition, stored: stored, action: action.id, grant: grant)
            activation.input = request.values
            if stored == nil { activation.values = request.values }
            return unit.holds(source, activation, context)
        }
        if stored == nil, !unit.actor.isSystem, let parent = try parentOfNew() {
            // A row is made within the scope of the record that it will belong to.
            if let grant = judge.grant(for: action, type: request.type, on: parent, owner: parent, holds: holds) { return grant }
            if try Viewing(unit: unit).visibility(of: parent) == nil { throw notFoundParent() }
            throw refusal(.forbidden, "您没有在这条记录中“\(action.label)”\(definition.name)的权限。有权者：\(performers)")
        }
        if let grant = judge.grant(for: action, type: request.type, on: stored, owner: owner, holds: holds) { return grant }
        if let stored, judge.visibility(of: stored, owner: owner, holds: holds) == nil { throw notFound() }
        throw refusal(.forbidden, "您没有“\(action.label)”这条\(definition.name)的权限。有权者：\(performers)。如确需办理，请联系安全管理员授权")
    }

    /// The record to which a new row will belong.
    private func parentOfNew() throws -> StoredRecord? {
        guard let parentType = definition.parent else { return nil }
        guard case .string(let id)? = request.values["parent"], let parent = try unit.record("\(definition.system)/\(parentType)", id: id)
        else { throw notFoundParent() }
        return parent
    }

    private func notFoundParent() -> Refusal { refusal(.notfound, "没有所属的记录，或您无权知悉，请从其页面进入后再办理") }

    private var performers: String {
        let names = action.by.map { unit.state.catalogue.role($0.role)?.name ?? $0.role }
        return names.isEmpty ? "系统" : names.joined(separator: "、")
    }

    private func checkVersion(_ stored: StoredRecord?) throws {
        guard let seen = request.version, let stored, stored.version != seen else { return }
        // What the actor may not see has not changed for the actor.
        let visibility = try Viewing(unit: unit).visibility(of: stored)
        let changes = try JournalReader(connection: unit.connection).changedFields(of: stored.id, after: seen).filter { field in
            definition.field(field) != nil && visibility?.shows(field) == true
        }
        let labels = changes.map { label(of: $0) }.joined(separator: "、")
        throw refusal(.stale, "您打开之后，这条\(definition.name)已被更改\(labels.isEmpty ? "" : "（\(labels)）")。您填写的内容仍在，请核对最新内容后再提交")
    }

    private func checkState(_ stored: StoredRecord?) throws {
        guard let stored else { return }
        // Rows are kept true by the platform also when their own life has ended.
        if unit.actor.isSystem, action.id == "edit" { return }
        let state = stored.state ?? ""
        let isAllowed =
            switch action.from {
            case .none: false
            case .any: true
            case .open: !stored.isClosed
            case .closed: stored.isClosed
            case .states(let states): states.contains(state)
            }
        guard !isAllowed else { return }
        let now = definition.state(state)?.label ?? state
        let from: String =
            switch action.from {
            case .states(let states): states.map { "“\(definition.state($0)?.label ?? $0)”" }.joined(separator: "、")
            case .open: "未办结的状态"
            case .closed: "已办结的状态"
            default: "其他状态"
            }
        throw refusal(.state, "现在是“\(now)”，“\(action.label)”只能在\(from)时进行")
    }

    // MARK: Validate

    private func readInput(_ stored: StoredRecord?, _ activation: RecordActivation) throws -> Set<String> {
        let accepted = unit.state.schemas[definition.type]?.accepted(by: action) ?? [:]
        var problems: [Refusal.FieldProblem] = []
        var typed: Set<String> = []
        let reading = FieldReading(unit.state, valuesAreStored: request.valuesAreStored) {
            [unit] existing in
            switch existing {
            case .record(let type, let id): try unit.beingCreated.contains("\(type):\(id)") || unit.record(type, id: id) != nil
            case .user(let id): try id == "system" || Directory(connection: unit.connection).exists(id)
            case .file(let hash): try AttachmentEntries(unit: unit).mayName(hash, in: stored)
            }
        }
        for (name, raw) in request.values.sorted(by: { $0.key < $1.key }) {
            guard let field = accepted[name] ?? (unit.actor.isSystem ? definition.field(name) : nil) else {
                // The parent of a child row is given beside its fields.
                if name == "parent", definition.parent != nil, stored == nil { continue }
                if isGiven, name == "org" || name == "created_by" { continue }
                let known = accepted.keys.contains(name) || definition.field(name) != nil
                problems.append(
                    .init(
                        field: name, label: label(of: name),
                        message: known ? "“\(action.label)”不能填写“\(label(of: name))”，请删去" : "没有名为 \(name) 的字段，请删去"))
                continue
            }
            do {
                let value = try reading.read(raw, as: field)
                typed.insert(name)
                if definition.field(name) != nil { activation.values[name] = value }
                activation.input[name] = try activation.present(value, field.type, field)
            } catch let problem as FieldReading.Problem {
                problems.append(
                    .init(
                        field: ([name] + problem.path).joined(separator: "."), label: field.label,
                        message: "“\(field.label)”\(problem.message)"))
            }
        }
        for name in action.needs where problems.allSatisfy({ $0.field != name }) {
            let value = activation.input[name] ?? activation.values[name] ?? .null
            let isMissing: Bool = if case .null = value { true } else { false }
            if isMissing && !hasDefault(name, stored) {
                problems.append(.init(field: name, label: label(of: name), message: "请填写“\(label(of: name))”"))
            }
        }
        guard problems.isEmpty else {
            throw Refusal(
                .invalid, action: request.name, record: request.record, problems.map(\.message).joined(separator: "；"), problems: problems)
        }
        return typed
    }

    private func hasDefault(_ name: String, _ stored: StoredRecord?) -> Bool {
        (stored == nil && definition.field(name)?.defaultValue != nil) || definition.field(name)?.computed != nil
            || action.sets.contains { $0.field == name }
            || action.inputs.first { $0.id == name }?.defaultValue != nil
    }

    private func check(_ activation: RecordActivation) throws {
        // Defaults come first: checks speak about the record as it would be.
        if activation.stored == nil {
            for field in definition.fields {
                guard let source = field.defaultValue, activation.values[field.id].map({ $0 == .null }) ?? true else { continue }
                activation.values[field.id] = try stored(try evaluate(source, activation, .action(action.id), field: field), field)
            }
        }
        for input in action.inputs {
            guard let source = input.defaultValue, activation.input[input.id].map({ $0 == .null }) ?? true else { continue }
            activation.input[input.id] = try evaluate(source, activation, .action(action.id), field: input)
        }
        for input in action.inputs where unit.holds(input.required, activation, .action(action.id)) {
            if (activation.input[input.id] ?? .null) == .null { throw refusal(.invalid, "请填写“\(input.label)”", field: input.id) }
        }
        for check in action.checks where !unit.holds(check.expression, activation, .action(action.id)) { throw refused(check) }
    }

    func refused(_ check: CheckDefinition, source: String? = nil) -> Refusal {
        let reason: Refusal.Reason =
            switch check.refusal {
            case .invalid: .invalid
            case .forbidden: .forbidden
            case .state: .state
            case .policy: .policy
            }
        return refusal(reason, check.message, field: check.field, rule: check.rule, source: source)
    }

    func targetState(_ stored: StoredRecord?, _ activation: RecordActivation) throws -> String? {
        switch action.to {
        case .same: return stored?.state
        case .state(let state): return state
        case .cases(let cases):
            for one in cases where one.condition.map({ unit.holds($0, activation, .action(action.id)) }) ?? true {
                return one.state == "same" ? stored?.state : one.state
            }
            throw refusal(.state, "“\(action.label)”之后应到哪个状态无法确定，请核对所填内容")
        }
    }

    private func assign(_ activation: RecordActivation, typed: Set<String>, stored: StoredRecord?) throws {
        for assignment in action.sets {
            guard let field = definition.field(assignment.field) else { continue }
            activation.values[field.id] = try self.stored(
                try evaluate(assignment.value, activation, .action(action.id), field: field), field)
        }
    }

    private func compute(_ activation: RecordActivation, stored: StoredRecord?) throws {
        for field in definition.fields {
            guard let source = field.computed else { continue }
            let value = (try? unit.evaluate(source, activation, .record)) ?? .null
            activation.values[field.id] = try self.stored(value, field)
        }
    }

    /// A broken expression names itself: the definition's author must be able to find it.
    private func evaluate(_ source: SourceExpression, _ activation: RecordActivation, _ context: ExpressionContext, field: FieldDefinition)
        throws -> Value
    {
        do { return try unit.evaluate(source, activation, context) } catch let error as EvaluationError {
            // An absent value inside a default or a set leaves the field absent; a value beyond its range must not be lost in silence.
            guard error.reason == .overflow || error.reason == .tooMuchWork else { return .null }
            throw refusal(.invalid, "“\(field.label)”无法算出：\(error.message)。请核对所填数值", field: field.id)
        }
    }

    /// What an expression gave, as the field keeps it.
    func stored(_ value: Value, _ field: FieldDefinition) throws -> Value {
        switch (value, field.type) {
        case (.object(let object), _): return Composite.kept(object)
        case (.list(let items), .list(let element)):
            if items.isEmpty { return .null }
            return .list(
                try items.map { item in
                    if case .object(let object) = item {
                        return Composite.kept(object)
                    } else {
                        return try stored(item, FieldDefinition(id: field.id, label: field.label, type: element, position: field.position))
                    }
                })
        case (.map(let map), _):
            return .map(
                try map.filter { $0.value != .null && $0.value != .list([]) }.mapValues { part in
                    if case .object(let object) = part { return Composite.kept(object) } else { return part }
                })
        case (.timestamp(let stamp), .date): return .timestamp(Moment(stamp).day.startTimestamp)
        case (.double(let number), .number), (.double(let number), .money):
            return Int64(exactly: number.rounded()).map { .int($0) } ?? .null
        case (.uint(let number), .number): return Int64(exactly: number).map { .int($0) } ?? .null
        case (.int(let number), .decimal): return .double(Double(number))
        case (.int(let number), .text), (.int(let number), .code): return .string(String(number))
        case (.duration(let span), .number): return .int(span.milliseconds / 1000)
        case (.string(""), _): return .null
        default: return value
        }
    }

    private func checkRequired(_ activation: RecordActivation, target: String?) throws {
        var problems: [Refusal.FieldProblem] = []
        for field in definition.fields {
            guard (activation.values[field.id] ?? .null) == .null else { continue }
            let isRequired = unit.holds(field.required, activation, .record) || (target.map { field.requiredIn.contains($0) } ?? false)
            // The number is drawn after everything has been found right.
            guard isRequired, field.id != definition.number?.field else { continue }
            problems.append(.init(field: field.id, label: field.label, message: "请填写“\(field.label)”"))
        }
        guard problems.isEmpty else {
            throw Refusal(
                .invalid, action: request.name, record: request.record, problems.map(\.message).joined(separator: "；"), problems: problems)
        }
    }

    /// Writes on one database are serial: what is free now is free until this write is done.
    private func checkUnique(_ activation: RecordActivation) throws {
        for field in definition.fields {
            guard let others = field.uniqueWith, let value = activation.values[field.id], value != .null else { continue }
            if case .bytes = value { continue }
            if let stored = activation.stored, stored[field.id] == value,
                others.allSatisfy({ stored[$0] == activation.values[$0] ?? .null })
            {
                continue
            }
            var conditions: [SQL] = ["_id <> \(activation.id)"]
            if field.isSecret {
                guard let digest = SecretFields(box: unit.secrets, catalogue: unit.state.catalogue).digest(value, field) else { continue }
                conditions.append("\(identifier: RecordSchema.digestColumn(field.id)) = \(digest)")
            } else {
                conditions.append("\(identifier: field.id) = \(ValueCoding.column(value, field))")
            }
            var isComplete = true
            for other in others {
                guard let otherField = definition.field(other), let held = activation.values[other], held != .null else {
                    isComplete = false
                    break
                }
                conditions.append("\(identifier: other) = \(ValueCoding.column(held, otherField))")
            }
            guard isComplete else { continue }
            let table = RecordSchema.tableName(of: definition.type)
            if try unit.connection.first("SELECT 1 FROM \(identifier: table) WHERE \(conditions.joined(separator: " AND ")) LIMIT 1") != nil
            {
                let labels = ([field.id] + others).map { "“\(label(of: $0))”" }.joined(separator: "与")
                throw refusal(.invalid, "\(labels)已有相同的\(definition.name)，不能重复", field: field.id)
            }
        }
    }

    private func checkRules(_ activation: RecordActivation) throws {
        for rule in definition.rules where rule.on.isEmpty || rule.on.contains(action.id) {
            if !unit.holds(rule.check.expression, activation, rule.on.isEmpty ? .record : .action(action.id)) {
                var check = rule.check
                check.rule = check.rule ?? rule.id
                throw refused(check, source: rule.source)
            }
        }
    }
}

/// Where record ids come from: time-ordered, so that indexes grow at their end.
public protocol IdentifierSource: Sendable {
    func next(at moment: Moment) -> String
}
