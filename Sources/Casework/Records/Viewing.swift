import Definitions
import Expressions
import Storage
import WorkCalendar

/// Records as an actor may see them.
struct Viewing {
    let unit: EvaluationUnit

    func owner(of record: StoredRecord) throws -> StoredRecord? {
        guard let definition = unit.state.definition(record.type), let parentType = definition.parent, let parent = record.parent else {
            return nil
        }
        return try unit.record("\(definition.system)/\(parentType)", id: parent)
    }

    func visibility(of record: StoredRecord) throws -> Judge.Visibility? {
        guard let definition = unit.state.definition(record.type) else { return nil }
        let owner = try owner(of: record)
        return unit.sight(of: record.type).visibility(of: record, owner: owner) { source, grant, context in
            unit.holds(source, RecordActivation(unit: unit, definition: definition, stored: record, grant: grant), context)
        }
    }

    /// - Parameter isWhole: with limits and actions, for the record page; without, for lists.
    func view(_ record: StoredRecord, isWhole: Bool) throws -> RecordView? {
        guard let visibility = try visibility(of: record) else { return nil }
        return try view(record, visibility, isWhole: isWhole)
    }

    /// - Parameters:
    ///   - visibility: what the actor may see of this record.
    ///   - wanted: only these fields; nil: all.
    func view(_ record: StoredRecord, _ visibility: Judge.Visibility, isWhole: Bool, wanted: [FieldDefinition]? = nil) throws -> RecordView? {
        guard let definition = unit.state.definition(record.type) else { return nil }
        let presentation = Presentation(state: unit.state)
        let secretFields = SecretFields(box: unit.secrets, catalogue: unit.state.catalogue)
        var fields: [RecordView.Field] = []
        for field in wanted ?? definition.fields where visibility.shows(field.id) {
            var value = record[field.id]
            var isMasked = false
            if secretFields.hasSecrets(field), value != .null {
                let opened = secretFields.open(value, field, key: try unit.keys.existing(RecordReference(type: record.type, id: record.id)))
                value = mask(opened, field)
                isMasked = true
            } else if visibility.masked.contains(field.id), value != .null {
                value = .string(SecretFields.mask(presentation.text(value, field), field.type))
                isMasked = true
            }
            fields.append(
                RecordView.Field(definition: field, value: value, isMasked: isMasked, presentation: presentation))
        }
        return RecordView(
            type: record.type, id: record.id, version: record.version, state: record.state,
            stateLabel: record.state.flatMap { definition.state($0)?.label },
            title: title(record, definition, visibility), org: record.org, parent: record.parent, createdAt: record.createdAt,
            createdBy: record.createdBy,
            updatedAt: record.updatedAt, updatedBy: record.updatedBy, isClosed: record.isClosed, isOverdue: record.isOverdue(at: unit.now),
            due: record.due, fields: fields,
            deadlines: isWhole ? try deadlines(of: record, definition) : [],
            actions: isWhole ? try actions(on: record, definition, visibility) : [],
            mayEdit: visibility.mayEdit, mayReveal: visibility.mayReveal)
    }

    /// A title made of a hidden field would tell it.
    private func title(_ record: StoredRecord, _ definition: RecordDefinition, _ visibility: Judge.Visibility) -> String {
        let named = unit.state.schemas[definition.type]?.title.fields ?? definition.fields
        if named.allSatisfy({ visibility.shows($0.id) && !visibility.masked.contains($0.id) }) { return record.label ?? definition.name }
        if let number = definition.number?.field, visibility.shows(number), case .string(let text) = record[number] { return text }
        return definition.name
    }

    private func mask(_ value: Value, _ field: FieldDefinition) -> Value {
        if field.isSecret {
            switch value {
            case .null: return .string("••••••")
            case .string(let text): return .string(SecretFields.mask(text, field.type))
            default: return .string("••••••")
            }
        }
        func parts(_ type: FieldType) -> [FieldDefinition] {
            switch type {
            case .structure(let id): unit.state.catalogue.structure(id)?.fields ?? []
            case .inline(let fields): fields
            case .list(let element): parts(element)
            default: []
            }
        }
        switch value {
        case .list(let items): return .list(items.map { mask($0, field) })
        case .map(var map):
            for part in parts(field.type) where part.isSecret {
                if let held = map[.string(part.id)], held != .null { map[.string(part.id)] = mask(held, part) }
            }
            return .map(map)
        default: return value
        }
    }

    private func deadlines(of record: StoredRecord, _ definition: RecordDefinition) throws -> [RecordView.Deadline] {
        guard !definition.limits.isEmpty else { return [] }
        return try DeadlineRow.of(record.id, unit.connection).compactMap { row in
            guard row.kind == .limit, let limit = definition.limit(row.limit) else { return nil }
            return RecordView.Deadline(
                limit: row.limit, label: limit.label, state: row.state.rawValue, startedAt: row.startedAt, rawDue: row.rawDue, due: row.due,
                isDay: row.isDay, endedAt: row.endedAt,
                explanation: row.explanation, authority: limit.authority)
        }
    }

    private func actions(on record: StoredRecord, _ definition: RecordDefinition, _ visibility: Judge.Visibility) throws
        -> [ActionDefinition]
    {
        let judge = Judge(state: unit.state, actor: unit.actor)
        let owner = try owner(of: record)
        return (definition.lifecycle?.actions ?? []).filter { action in
            guard !action.createsRecord, !action.isHidden, isPossible(action, record) else { return false }
            return judge.grant(for: action, type: record.type, on: record, owner: owner) { source, grant, context in
                unit.holds(
                    source, RecordActivation(unit: unit, definition: definition, stored: record, action: action.id, grant: grant), context)
            } != nil
        }
    }

    private func isPossible(_ action: ActionDefinition, _ record: StoredRecord) -> Bool {
        switch action.from {
        case .none: false
        case .any: true
        case .open: !record.isClosed
        case .closed: record.isClosed
        case .states(let states): states.contains(record.state ?? "")
        }
    }
}
