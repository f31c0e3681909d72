import Definitions
import Expressions
import Storage
import WorkCalendar

/// Writes what a performance has found right.
struct Application {
    let performance: Performance
    let activation: RecordActivation
    let stored: StoredRecord?
    let target: String?
    let grant: Grant
    private var unit: EvaluationUnit { performance.unit }
    private var action: ActionDefinition { performance.action }
    private var definition: RecordDefinition { performance.definition }

    init(_ performance: Performance, activation: RecordActivation, stored: StoredRecord?, target: String?, grant: Grant) {
        self.performance = performance
        self.activation = activation
        self.stored = stored
        self.target = target
        self.grant = grant
    }

    func apply() throws -> ActionOutcome {
        let reference = RecordReference(type: definition.type, id: activation.id)
        let isNew = stored == nil
        let org = try ownerOrganisation()
        let number = try drawNumber(org: org)
        let created = try createOthers()

        // Seal secrets, find what changed.
        let secretFields = SecretFields(box: unit.secrets, catalogue: unit.state.catalogue)
        var sealed: [String: Value] = [:]
        var digests: [String: String] = [:]
        var changed: Set<String> = []
        for field in definition.fields {
            let value = activation.values[field.id] ?? .null
            if field.isSecret {
                if case .bytes = value {
                    sealed[field.id] = value
                    continue
                }
                digests[field.id] = secretFields.digest(value, field)
            }
            let kept =
                secretFields.hasSecrets(field)
                ? try secretFields.seal(value, field) { try unit.keys.key(for: reference, isNew: isNew) } : value
            if kept != .null { sealed[field.id] = kept }
            if kept != stored?[field.id] ?? .null { changed.insert(field.id) }
        }

        let isClosed = target.flatMap { definition.state($0)?.isEnd } ?? false
        var record = StoredRecord(
            type: definition.type, id: activation.id, version: (stored?.version ?? 0) + 1, state: target, org: org,
            scopeColumns: unit.state.tree.scopeColumns(of: org), createdAt: stored?.createdAt ?? unit.now,
            createdBy: stored?.createdBy ?? creator,
            updatedAt: unit.now, updatedBy: unit.actor.id, isClosed: isClosed, due: stored?.due, missed: stored?.missed ?? 0,
            head: stored?.head ?? [],
            parent: stored?.parent ?? parentID(), label: nil, values: sealed)
        record.label = title(of: record)

        let deadlines = Deadlines(performance: performance, activation: activation, record: record, before: stored)
        let summary = try deadlines.update()
        record.due = summary.due
        record.missed = summary.missed
        // Computed fields that speak of limits see them as this action leaves them.
        for field in unit.state.schemas[definition.type]?.fieldsOfLimits ?? [] {
            guard let source = field.computed else { continue }
            let value = try performance.stored((try? unit.evaluate(source, activation, .record)) ?? .null, field)
            record.values[field.id] = value == .null ? nil : value
            if value != stored?[field.id] ?? .null { changed.insert(field.id) } else { changed.remove(field.id) }
        }
        record.head = try Journal(unit: unit).append(
            record: record, before: stored, changed: changed, action: action.id, grant: grant, actor: performance.request.actor,
            source: performance.request.source)

        let writer = RecordWriter(state: unit.state, connection: unit.connection, secrets: unit.secrets)
        if isNew { try writer.insert(record, digests: digests) } else { try writer.update(record, changed: changed, digests: digests) }
        try ScopeTable(unit: unit).update(record, before: stored)
        try AttachmentEntries(unit: unit).update(record, before: stored, changed: changed) { performance.identifiers.next(at: unit.now) }
        unit.remember(record)
        // From here on the record is as it will be: what follows speaks about it so.
        let after = RecordActivation(
            unit: unit, definition: definition, stored: record, input: activation.input, action: action.id, grant: grant)
        after.hasActed = true
        after.before = stored
        try addRows(after)
        try updateRows(after)
        try Todos(unit: unit).update(record, activation: after, due: summary)
        try issueDocuments(record, after)
        try sendCopies(after)
        try Notices(unit: unit).send(action, record: record, activation: after)
        try project(record)
        try actOnOthers(after)
        // What followed may have acted on this record again.
        let last = action.acts.isEmpty ? record : try unit.reader.record(record.type, id: record.id) ?? record
        return ActionOutcome(
            type: definition.type, id: record.id, version: last.version, state: last.state,
            number: number ?? definition.number.flatMap { if case .string(let text) = record[$0.field] { text } else { nil } },
            created: created + performance.created)
    }

    private func project(_ record: StoredRecord) throws {
        guard !performance.projections.isEmpty else { return }
        let projected = ProjectedRecord(
            type: record.type, id: record.id, state: record.state, org: record.org, actor: unit.actor.id, values: activation.values)
        for projection in performance.projections {
            try projection.project(projected, action: action.id, at: unit.now, connection: unit.connection)
        }
    }

    /// The citizen for whom a window or an agent acts owns what is made.
    private var creator: String {
        if performance.isGiven, case .string(let given)? = performance.request.values["created_by"] { return given }
        return performance.request.actor.onBehalfOf ?? unit.actor.id
    }

    private func parentID() -> String? {
        if case .string(let id)? = performance.request.values["parent"] { return id }
        return nil
    }

    private func ownerOrganisation() throws -> String {
        if let parent = definition.parent, let id = stored?.parent ?? parentID() {
            guard let owner = try unit.record("\(definition.system)/\(parent)", id: id) else {
                throw performance.refusal(.notfound, "没有所属的记录，请从其页面进入后再办理")
            }
            return owner.org
        }
        if performance.isGiven, case .string(let given)? = performance.request.values["org"],
            let organisation = unit.state.tree.resolve(given), definition.field("org") == nil
        {
            return organisation.code
        }
        let field = definition.scope.organisation
        // A field may bear the name and refer to something else: only a known organisation owns.
        if case .string(let org)? = activation.values[field], unit.state.tree.organisation(org) != nil { return org }
        if let stored { return stored.org }
        let org = grant.org.isEmpty ? unit.actor.org : grant.org
        if !org.isEmpty { return org }
        return performance.causeOrganisation ?? unit.state.tree.root?.code ?? ""
    }

    private func drawNumber(org: String) throws -> String? {
        guard let number = definition.number, (activation.values[number.field] ?? .null) == .null else { return nil }
        guard number.at.map({ $0 == action.id }) ?? (stored == nil) else { return nil }
        let text = try Numbering(unit: unit).next(number, type: definition.type, org: org) { field in activation.values[field] ?? .null }
        activation.values[number.field] = .string(text)
        return text
    }

    private func title(of record: StoredRecord) -> String {
        let filling = TemplateFilling(unit: unit, activation: activation, context: .record)
        return (unit.state.schemas[definition.type]?.title ?? TitleTemplate(definition)).text(
            of: record, shown: { unit.titleText(record[$0.id], $0) }, worked: { filling.text(of: $0) })
    }

    // MARK: Rows

    private func addRows(_ after: RecordActivation) throws {
        for addition in action.adds {
            if let condition = addition.condition, !unit.holds(condition, after, .action(action.id)) { continue }
            let values = try evaluate(addition.values, after)
            try follow(
                type: "\(definition.system)/\(addition.record)", action: creatingAction(of: "\(definition.system)/\(addition.record)"),
                record: nil, values: values.merging(["parent": .string(after.id)]) { $1 })
        }
    }

    private func updateRows(_ after: RecordActivation) throws {
        for update in action.updates {
            let type: String
            let rows: [StoredRecord]
            if let related = definition.related.first(where: { $0.id == update.record }) {
                type = related.record
                rows = try unit.related(related, for: after)
            } else {
                type = "\(definition.system)/\(update.record)"
                rows = try unit.children(type, of: after.id)
            }
            guard let rowDefinition = unit.state.definition(type) else { continue }
            for row in rows {
                let inner = RecordActivation(
                    unit: unit, definition: rowDefinition, stored: row, input: after.input, action: nil, grant: grant)
                inner.parent = .object(unit.object(of: after))
                if let condition = update.condition, !unit.holds(condition, inner, .row(of: definition.type, action: action.id)) {
                    continue
                }
                var values: [String: Value] = [:]
                for assignment in update.values {
                    values[assignment.field] = try performance.plain(
                        (try? unit.evaluate(assignment.value, inner, .row(of: definition.type, action: action.id))) ?? .null)
                }
                try follow(type: type, action: "edit", record: row.id, values: values)
            }
        }
    }

    // MARK: Other records

    private func createOthers() throws -> [RecordReference] {
        var references: [RecordReference] = []
        for creation in action.creates {
            let context = ExpressionContext.item(action: action.id)
            var items: [Value?] = [nil]
            if let each = creation.each {
                guard case .list(let list) = try present(each, activation) else { continue }
                items = list
            }
            for item in items {
                activation.item = item
                defer { activation.item = nil }
                if let condition = creation.condition, !unit.holds(condition, activation, context) { continue }
                var values: [String: Value] = [:]
                for assignment in creation.values {
                    values[assignment.field] = try performance.plain((try? unit.evaluate(assignment.value, activation, context)) ?? .null)
                }
                let outcome = try follow(
                    type: creation.record, action: creation.action, record: nil, values: values.filter { $0.value != .null })
                let reference = RecordReference(type: outcome.type, id: outcome.id)
                references.append(reference)
                if let field = creation.storedIn.flatMap({ definition.field($0) }) {
                    if case .ref(let targets) = field.type {
                        activation.values[field.id] = .string(targets.count == 1 ? reference.id : reference.text)
                    }
                }
            }
        }
        return references
    }

    private func actOnOthers(_ after: RecordActivation) throws {
        for consequence in action.acts {
            let context = ExpressionContext.action(action.id)
            let target = try present(consequence.on, after)
            let targets: [Value] = if case .list(let list) = target { list } else { [target] }
            for case .object(let object) in targets {
                after.item = .object(object)
                defer { after.item = nil }
                if let condition = consequence.condition, !unit.holds(condition, after, context) { continue }
                let reference = RecordReference(text: object.identity) ?? RecordReference(type: object.type, id: object.identity)
                try follow(
                    type: reference.type, action: consequence.action, record: reference.id,
                    values: try evaluate(consequence.values, after, context).filter { $0.value != .null })
            }
        }
    }

    /// Null where something on the way is absent: there is then nobody to act on and nobody to tell.
    private func present(_ source: SourceExpression, _ activation: RecordActivation) throws -> Value {
        do { return try unit.evaluate(source, activation, .action(action.id)) } catch is EvaluationError { return .null }
    }

    private func evaluate(_ assignments: [ActionDefinition.Assignment], _ activation: RecordActivation, _ context: ExpressionContext? = nil)
        throws -> [String: Value]
    {
        var values: [String: Value] = [:]
        for assignment in assignments {
            values[assignment.field] = try performance.plain(
                (try? unit.evaluate(assignment.value, activation, context ?? .action(action.id))) ?? .null)
        }
        return values
    }

    private func creatingAction(of type: String) -> String {
        unit.state.definition(type)?.lifecycle?.actions.first { $0.createsRecord }?.id ?? "create"
    }

    /// What follows is done by the platform because the actor did something: rights of the actor on the other record are not asked.
    @discardableResult
    private func follow(type: String, action: String, record: String?, values: [String: Value]) throws -> ActionOutcome {
        try performance.follow(type: type, action: action, record: record, values: values)
    }

    // MARK: Papers

    private func issueDocuments(_ record: StoredRecord, _ after: RecordActivation) throws {
        for id in action.documents {
            guard let document = definition.documents.first(where: { $0.id == id }) else { continue }
            if let condition = action.documentConditions[id], !unit.holds(condition, after, .action(action.id)) { continue }
            try Papers(unit: unit).issue(
                document, record: record, activation: after, identifier: performance.identifiers.next(at: unit.now))
        }
    }

    private func sendCopies(_ after: RecordActivation) throws {
        for copy in action.copies {
            if let condition = copy.condition, !unit.holds(condition, after, .action(action.id)) { continue }
            let receivers = try present(copy.to, after)
            let orgs: [Value] = if case .list(let list) = receivers { list } else { [receivers] }
            for case .string(let org) in orgs {
                let due = try copy.within.map { try performance.moment(after: unit.now, $0) }
                try unit.connection.enqueue(
                    """
                    INSERT INTO document_copy (id, record_type, record_id, to_org, document, at, due, received_at, received_by)
                    VALUES (\(performance.identifiers.next(at: unit.now)), \(definition.type), \(after.id), \(org), \(copy.document), \(unit.now.milliseconds), \(due?.milliseconds), NULL, NULL)
                    """)
            }
        }
    }
}

extension Performance {
    private var ownOrganisation: String? {
        get throws { try request.record.flatMap { try unit.record(request.type, id: $0)?.org } ?? causeOrganisation }
    }

    /// An action that follows from this one, in the same write.
    @discardableResult
    func follow(type: String, action: String, record: String?, values: [String: Value]) throws -> ActionOutcome {
        guard let definition = unit.state.definition(type), let found = UsualActions.find(action, of: definition) else {
            throw refusal(.policy, "没有动作 \(type).\(action)")
        }
        let inner = EvaluationUnit(
            state: unit.state, connection: unit.connection, now: unit.now, actor: unit.actor.consequence, secrets: unit.secrets,
            services: unit.services)
        inner.beingCreated = unit.beingCreated
        var request = ActionRequest(type: type, action: action, record: record, actor: self.request.actor, values: values)
        request.valuesAreStored = true
        request.source = self.request.source
        let performance = Performance(
            unit: inner, request: request, definition: definition, action: found, identifiers: identifiers, depth: depth + 1)
        performance.projections = projections
        performance.causeOrganisation = try ownOrganisation
        let outcome = try performance.run()
        unit.forgetDeadlines()
        if let written = try inner.record(type, id: outcome.id) { unit.remember(written) }
        created.append(contentsOf: outcome.created)
        return outcome
    }

    /// Without lazily read objects, so that it can be read again as input.
    func plain(_ value: Value) throws -> Value {
        switch value {
        case .object(let object): Composite.kept(object)
        case .list(let items): .list(try items.map { try plain($0) })
        case .map(let map): .map(try map.mapValues { try plain($0) })
        // Money is typed in 元 and kept in 分: a computed one is already in 分.
        default: value
        }
    }
}
