import Cryptography
import Definitions
import Expressions
import Storage
import WorkCalendar

/// What all expressions of one read or write share: the connection, the clock, the actor, and what was already looked up.
///
/// Used by one thread; `@unchecked Sendable` for the reason given at ``RecordActivation``.
final class EvaluationUnit: @unchecked Sendable {
    let state: EngineState
    let connection: any Connection
    let now: Moment
    let actor: Actor
    let secrets: SecretBox
    let keys: RecordKeys
    let services: any CaseworkServices
    private var found: [String: StoredRecord?] = [:]
    private var childRows: [String: [StoredRecord]] = [:]
    private var pendingParents: Set<String> = []
    private var deadlineRows: [String: [DeadlineRow]] = [:]
    private var reckoned: Set<String> = []
    /// Records whose creation is under way further up: they may be referred to before their row is there.
    var beingCreated: Set<String> = []

    init(state: EngineState, connection: any Connection, now: Moment, actor: Actor, secrets: SecretBox, services: any CaseworkServices) {
        self.state = state
        self.connection = connection
        self.now = now
        self.actor = actor
        self.secrets = secrets
        self.services = services
        keys = RecordKeys(box: secrets, connection: connection)
    }

    private var sights: [String: Sight] = [:]
    /// What the actor may see of a type.
    func sight(of type: String) -> Sight {
        if let known = sights[type] { return known }
        let sight = Sight(judge: Judge(state: state, actor: actor), type: type)
        sights[type] = sight
        return sight
    }

    var reader: RecordReader { RecordReader(state: state, connection: connection) }

    // MARK: Records

    func record(_ type: String, id: String) throws -> StoredRecord? {
        let key = "\(type):\(id)"
        if let known = found[key] { return known }
        let record = try reader.record(type, id: id)
        found[key] = record
        return record
    }

    /// After a write in this unit: what was looked up before is no longer so.
    func remember(_ record: StoredRecord) {
        found["\(record.type):\(record.id)"] = record
        if let parent = record.parent {
            childRows.removeValue(forKey: "\(record.type):\(parent)")
            pendingParents.insert(parent)
        }
    }

    /// Limits of a record: as this action leaves them, once it has reckoned them; none of a record that is just being made.
    func deadlines(of id: String, type: String) throws -> [DeadlineRow] {
        if let known = deadlineRows[id] { return known }
        if !reckoned.contains(id), beingCreated.contains("\(type):\(id)") { return [] }
        let rows = try DeadlineRow.of(id, connection)
        deadlineRows[id] = rows
        return rows
    }

    /// The action has reckoned the limits of its record.
    func remember(deadlines rows: [DeadlineRow], of id: String) {
        reckoned.insert(id)
        deadlineRows[id] = rows
    }

    /// Another action was done in the same write: whatever limits it moved are read anew.
    func forgetDeadlines() { deadlineRows.removeAll(keepingCapacity: true) }

    func hasPendingChildren(of id: String) -> Bool { pendingParents.contains(id) }

    func children(_ type: String, of parent: String) throws -> [StoredRecord] {
        let key = "\(type):\(parent)"
        if let known = childRows[key] { return known }
        let rows = try reader.children(type, of: parent)
        childRows[key] = rows
        return rows
    }

    func related(_ related: RelatedDefinition, for activation: RecordActivation) throws -> [StoredRecord] {
        guard let definition = state.definition(related.record), let schema = state.schemas[related.record] else { return [] }
        var conditions: [SQL] = []
        for (field, source) in related.match.sorted(by: { $0.key < $1.key }) {
            let wanted = try evaluate(source, activation, .record)
            if case .null = wanted { return [] }
            if let match = definition.field(field) {
                if match.isSecret, let digest = SecretFields(box: secrets, catalogue: state.catalogue).digest(wanted, match) {
                    conditions.append("\(identifier: RecordSchema.digestColumn(field)) = \(digest)")
                } else {
                    // A list means any of its elements.
                    if case .list(let items) = wanted {
                        conditions.append("\(identifier: field) IN (\(items.map { ValueCoding.column($0, match) }))")
                    } else {
                        conditions.append("\(identifier: field) = \(ValueCoding.column(wanted, match))")
                    }
                }
            } else if let column = EngineColumns.column(field), case .string(let text) = wanted {
                conditions.append("\(identifier: column) = \(text)")
            } else {
                return []
            }
        }
        guard !conditions.isEmpty else { return [] }
        let rows = try connection.query(
            "\(schema.selection)WHERE \(conditions.joined(separator: " AND ")) ORDER BY _created_at DESC, _id LIMIT \(related.limit)"
        ).map { RecordReader.decode($0, schema) }
        guard let condition = related.condition else { return rows }
        return rows.filter { row in
            let inner = RecordActivation(unit: self, definition: definition, stored: row)
            inner.parent = .object(object(of: activation))
            return holds(condition, inner, .row(of: activation.definition.type, action: nil))
        }
    }

    // MARK: Objects

    func object(of record: StoredRecord) -> ObjectValue {
        guard let definition = state.definition(record.type) else {
            return ObjectValue(type: record.type, identity: record.id) { _ in nil }
        }
        let activation = RecordActivation(unit: self, definition: definition, stored: record)
        return ObjectValue(type: record.type, identity: record.id) { name in try activation.value(of: name) }
    }

    func object(of activation: RecordActivation) -> ObjectValue {
        ObjectValue(type: activation.definition.type, identity: activation.id) { name in try activation.value(of: name) }
    }

    /// A reference as an object that is read when a field of it is asked for.
    func reference(_ text: String, _ targets: [String]) throws -> Value {
        let reference = targets.count == 1 ? RecordReference(type: targets[0], id: text) : RecordReference(text: text)
        guard let reference else { return .null }
        return .object(
            ObjectValue(type: targets.count == 1 ? reference.type : "record", identity: targets.count == 1 ? reference.id : reference.text)
            { [self] name in
                if name == "id" { return .string(reference.id) }
                if name == "type" { return .string(reference.type) }
                guard let record = try record(reference.type, id: reference.id) else { return .null }
                return try object(of: record).field(name)
            })
    }

    func actorObject(_ grant: Grant?) -> ObjectValue {
        ObjectValue(type: "actor", identity: actor.id) { [actor, state] name in
            switch name {
            case "id": .string(actor.id)
            case "name": .string(actor.name)
            case "role": .string(grant?.role ?? actor.grants.first?.role ?? "")
            case "roles": .list(actor.grants.map { .string($0.role) })
            case "org": .string(grant.map { $0.org.isEmpty ? actor.org : $0.org } ?? actor.org)
            case "level":
                state.tree.organisation(grant.map { $0.org.isEmpty ? actor.org : $0.org } ?? actor.org).map { .string($0.level) }
                    ?? .string("public")
            case "teams": .list(actor.teams.map { .string($0) })
            case "is_citizen": .bool(actor.isCitizen)
            case "is_system": .bool(actor.isSystem)
            default: nil
            }
        }
    }

    // MARK: Secrets

    func open(_ value: Value, _ field: FieldDefinition, of reference: RecordReference) throws -> Value {
        SecretFields(box: secrets, catalogue: state.catalogue).open(value, field, key: try keys.existing(reference))
    }

    // MARK: Expressions

    /// - Throws: `EvaluationError` where CEL has an error, `DefinitionProblem` where the expression cannot be compiled (a checked catalogue has none).
    func evaluate(_ source: SourceExpression, _ activation: RecordActivation, _ context: ExpressionContext) throws -> Value {
        try state.compiled.expression(source, for: activation.definition, in: context).evaluate(activation)
    }

    /// An error means: not met.
    func holds(_ source: SourceExpression, _ activation: RecordActivation, _ context: ExpressionContext) -> Bool {
        guard let value = try? evaluate(source, activation, context) else { return false }
        return value == .bool(true)
    }

    func holds(_ condition: Condition, _ activation: RecordActivation, _ context: ExpressionContext) -> Bool {
        switch condition {
        case .never: false
        case .always: true
        case .when(let source): holds(source, activation, context)
        }
    }

    /// A value that an administrator set in place of the definition's.
    func parameterOverride(_ parameter: Parameter, system: String, day: Day, lineage: [String]) -> Value? {
        services.parameterOverride(system: system, id: parameter.id, day: day, lineage: lineage).map {
            RecordActivation.value($0, parameter.type)
        }
    }
}

/// The engine's own columns under the names that expressions and filters use.
enum EngineColumns {
    static func column(_ name: String) -> String? {
        switch name {
        case "id": "_id"
        case "state": "_state"
        case "org": "_org"
        case "version": "_version"
        case "created_at": "_created_at"
        case "created_by": "_created_by"
        case "updated_at": "_updated_at"
        case "updated_by": "_updated_by"
        case "due_at": "_due"
        case "parent": "_parent"
        default: nil
        }
    }
}
