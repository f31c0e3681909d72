import Definitions
import Expressions
import Foundation
import WorkCalendar

/// What an expression sees: a record with the input merged over it, the actor, the clock and what is related.
///
/// Values are looked up only when asked for. Used by one thread, inside one read or write; `@unchecked Sendable` because lazily read objects
/// must be sendable by type while they never leave that thread.
final class RecordActivation: Activation, @unchecked Sendable {
    let unit: EvaluationUnit
    let definition: RecordDefinition
    /// The record as it stood before, if it existed.
    let stored: StoredRecord?
    /// Fields as they are becoming: secrets in clear where they were typed just now.
    var values: [String: Value]
    var state: String?
    var input: [String: Value]
    var action: String?
    var grant: Grant?
    var item: Value?
    var parent: Value?
    /// Set once the action has been applied: `stored` is then the record as it became, `before` as it was.
    var hasActed = false
    var before: StoredRecord?
    let id: String

    init(
        unit: EvaluationUnit, definition: RecordDefinition, stored: StoredRecord?, values: [String: Value]? = nil,
        input: [String: Value] = [:], id: String? = nil, action: String? = nil, grant: Grant? = nil
    ) {
        self.unit = unit
        self.definition = definition
        self.stored = stored
        self.values = values ?? stored?.values ?? [:]
        self.input = input
        self.action = action
        self.grant = grant
        self.id = id ?? stored?.id ?? ""
        state = stored?.state
    }

    func value(of variable: String) throws -> Value? {
        if let field = definition.field(variable) { return try present(values[field.id] ?? .null, field.type, field) }
        if let typed = input[variable] { return typed }
        switch variable {
        case "id": return .string(id)
        case "state": return state.map { .string($0) } ?? .null
        case "action": return action.map { .string($0) } ?? .null
        case "now": return .timestamp(unit.now.timestamp)
        case "today": return .timestamp(unit.now.day.startTimestamp)
        case "actor": return .object(unit.actorObject(grant))
        case "param": return .object(parameters)
        case "input": return .map(Dictionary(input.map { (.string($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
        case "record": return .object(recordObject)
        case "old": return (hasActed ? before : stored).map { .object(unit.object(of: $0)) } ?? .null
        case "item": return item ?? .null
        case "parent": return try parent ?? parentObject() ?? .null
        case "overdue": return .bool(stored?.isOverdue(at: unit.now) ?? false)
        case "closed": return .bool(state.flatMap { definition.state($0)?.isEnd } ?? stored?.isClosed ?? false)
        case "org": return stored.map { .string($0.org) } ?? .string(unit.actor.org)
        case "version": return .int(stored?.version ?? 0)
        case "created_at": return .timestamp((stored?.createdAt ?? unit.now).timestamp)
        case "created_by": return .string(stored?.createdBy ?? unit.actor.id)
        case "updated_at": return .timestamp((stored?.updatedAt ?? unit.now).timestamp)
        case "updated_by": return .string(stored?.updatedBy ?? unit.actor.id)
        case "due_at": return stored?.due.map { .timestamp($0.timestamp) } ?? .null
        default: break
        }
        if let child = unit.state.children[definition.type]?.first(where: { $0.id == variable }) {
            guard stored != nil || unit.hasPendingChildren(of: id) else { return .list([]) }
            return .list(try unit.children(child.type, of: id).map { .object(unit.object(of: $0)) })
        }
        if let related = definition.related.first(where: { $0.id == variable }) {
            return .list(try unit.related(related, for: self).map { .object(unit.object(of: $0)) })
        }
        // Inputs of the action that were not given are absent, not unknown.
        if let action, definition.action(action)?.inputs.contains(where: { $0.id == variable }) == true { return .null }
        return nil
    }

    /// A stored value as expressions see it: secrets opened, references as objects, absent lists empty.
    func present(_ value: Value, _ type: FieldType, _ field: FieldDefinition) throws -> Value {
        switch (value, type) {
        case (.null, .list): return .list([])
        case (.null, _): return .null
        case (.bytes, _) where field.isSecret: return try unit.open(value, field, of: RecordReference(type: definition.type, id: id))
        case (.string(let id), .ref(let targets)): return try unit.reference(id, targets)
        case (.list(let items), .list(let element)) where needsOpening(element):
            return .list(try items.map { try present($0, element, field) })
        case (.map(let map), .structure(let id)):
            return Composite.object(map, unit.state.catalogue.structure(id)?.fields ?? []) { [self] in try present($0, $1.type, $1) }
        case (.map(let map), .inline(let fields)): return Composite.object(map, fields) { [self] in try present($0, $1.type, $1) }
        default: return value
        }
    }

    private func needsOpening(_ type: FieldType) -> Bool {
        if case .ref = type { return true }
        return type.isComposite
    }

    private var recordObject: ObjectValue {
        ObjectValue(type: definition.type, identity: id) { [self] name in try value(of: name) }
    }

    /// The parent of a child row that is just being made.
    var parentBeing: String?

    private func parentObject() throws -> Value? {
        guard let parentID = definition.parent, let id = stored?.parent ?? parentBeing else { return nil }
        return try unit.record("\(definition.system)/\(parentID)", id: id).map { .object(unit.object(of: $0)) }
    }

    private var parameters: ObjectValue {
        let day = (stored?.createdAt ?? unit.now).day
        let lineage = unit.state.tree.lineage(of: stored?.org ?? unit.actor.org)
        return ObjectValue(type: "param", identity: definition.system) { [unit, definition] name in
            guard let parameter = unit.state.catalogue.parameter(name, in: definition.system) else { return nil }
            return unit.parameterOverride(parameter, system: definition.system, day: day, lineage: lineage) ?? parameter.row(
                on: day, lineage: lineage
            ).map { Self.value($0.value, parameter.type) } ?? .null
        }
    }

    static func value(_ value: ParameterValue, _ type: FieldType) -> Value {
        switch value {
        case .number(let number): type == .money ? .int(number * 100) : type == .decimal ? .double(Double(number)) : .int(number)
        case .decimal(let number): type == .money ? .int(Int64((number * 100).rounded())) : .double(number)
        case .text(let text):
            switch type {
            case .date: Day(text).map { .timestamp($0.startTimestamp) } ?? .string(text)
            default: .string(text)
            }
        case .bool(let truth): .bool(truth)
        case .list(let items): .list(items.map { Self.value($0, .text) })
        }
    }
}
