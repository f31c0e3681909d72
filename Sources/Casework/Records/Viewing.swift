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

    /// - Parameters:
    ///   - isWhole: with limits and actions, for the record page; without, for lists.
    ///   - masksPersonal: personal information is masked, as in lists; not for citizens reading what is their own.
    func view(_ record: StoredRecord, isWhole: Bool, masksPersonal: Bool = false) throws -> RecordView? {
        guard let visibility = try visibility(of: record) else { return nil }
        return try view(record, visibility, isWhole: isWhole, masksPersonal: masksPersonal)
    }

    /// - Parameters:
    ///   - visibility: what the actor may see of this record.
    ///   - wanted: only these fields; nil: all.
    func view(
        _ record: StoredRecord, _ visibility: Judge.Visibility, isWhole: Bool, wanted: [FieldDefinition]? = nil, masksPersonal: Bool = false
    ) throws -> RecordView? {
        guard let definition = unit.state.definition(record.type) else { return nil }
        let masksPersonal = masksPersonal && !unit.actor.isSystem && !isOwn(record)
        let presentation = Presentation(state: unit.state)
        let secretFields = SecretFields(box: unit.secrets, catalogue: unit.state.catalogue)
        var fields: [RecordView.Field] = []
        for field in wanted ?? definition.fields where visibility.shows(field.id) {
            var value = record[field.id]
            var isMasked = false
            if secretFields.hasSecrets(field), value != .null {
                let opened = secretFields.open(value, field, key: try unit.keys.existing(RecordReference(type: record.type, id: record.id)))
                value = mask(opened, field, masksPersonal: masksPersonal)
                isMasked = true
            } else if visibility.masked.contains(field.id), value != .null {
                value = .string(SecretFields.mask(presentation.text(value, field), field.type))
                isMasked = true
            } else if masksPersonal, value != .null, PersonalFields(unit.state.catalogue).hold(field) {
                value = mask(value, field, masksPersonal: true)
                isMasked = true
            }
            fields.append(
                RecordView.Field(definition: field, value: value, isMasked: isMasked, presentation: presentation))
        }
        return RecordView(
            type: record.type, id: record.id, version: record.version, state: record.state,
            stateLabel: record.state.flatMap { definition.state($0)?.label },
            title: title(record, definition, visibility, masksPersonal: masksPersonal), org: record.org, parent: record.parent,
            createdAt: record.createdAt,
            createdBy: record.createdBy,
            updatedAt: record.updatedAt, updatedBy: record.updatedBy, isClosed: record.isClosed, isOverdue: record.isOverdue(at: unit.now),
            due: record.due, fields: fields,
            deadlines: isWhole ? try deadlines(of: record, definition) : [],
            actions: isWhole ? try actions(on: record, definition, visibility) : [],
            mayEdit: visibility.mayEdit, mayReveal: visibility.mayReveal)
    }

    /// The title as lists show it; nil when the record is not the actor's to know.
    func listTitle(of record: StoredRecord) throws -> String? {
        guard let definition = unit.state.definition(record.type), let visibility = try visibility(of: record) else { return nil }
        return title(record, definition, visibility, masksPersonal: !unit.actor.isSystem && !isOwn(record))
    }

    /// A title made of a hidden field would tell it; in lists what is personal stands masked in it.
    private func title(
        _ record: StoredRecord, _ definition: RecordDefinition, _ visibility: Judge.Visibility, masksPersonal: Bool
    ) -> String {
        let title = unit.state.schemas[definition.type]?.title ?? TitleTemplate(definition)
        if title.fields.allSatisfy({ visibility.shows($0.id) && !visibility.masked.contains($0.id) }) {
            guard masksPersonal, title.isPersonal else { return record.label ?? definition.name }
            let filling = TemplateFilling(
                unit: unit, activation: RecordActivation(unit: unit, definition: definition, stored: record), context: .record)
            return title.text(of: record) { field in
                let text = unit.titleText(record[field.id], field)
                return field.isPersonal && !text.isEmpty ? SecretFields.mask(text, field.type) : text
            } worked: { place in
                // What is worked out from something personal would tell it.
                let named = (try? Expression(parsing: place))?.references ?? []
                let path = FieldPath(place, from: definition, in: unit.state.catalogue)
                if case .field(let field)? = path?.target, field.isPersonal {
                    return SecretFields.mask(filling.text(of: place), field.type)
                }
                let isPersonal = definition.fields.contains { $0.isPersonal && named.contains($0.id) }
                return isPersonal ? "••" : filling.text(of: place)
            }
        }
        if let number = definition.number?.field, visibility.shows(number), case .string(let text) = record[number] { return text }
        return definition.name
    }

    /// A citizen needs no protection from what he said himself.
    private func isOwn(_ record: StoredRecord) -> Bool {
        guard unit.actor.isCitizen else { return false }
        let judge = Judge(state: unit.state, actor: unit.actor)
        return unit.actor.grants.contains { judge.isIn([.own], $0, record) }
    }

    /// What is secret, and on demand what is personal, as it is shown in its place: whole values, and the parts of structures that are so.
    private func mask(_ value: Value, _ field: FieldDefinition, masksPersonal: Bool) -> Value {
        if field.isSecret {
            switch value {
            case .null: return .string("••••••")
            case .string(let text): return .string(SecretFields.mask(text, field.type))
            default: return .string("••••••")
            }
        }
        let personal = PersonalFields(unit.state.catalogue)
        let parts = personal.parts(of: field.type)
        func isMasked(_ part: FieldDefinition) -> Bool {
            part.isSecret || masksPersonal && personal.hold(part) || personal.parts(of: part.type).contains(where: isMasked)
        }
        // A value that is personal as a whole, and has no parts of which that is said.
        if masksPersonal, field.isPersonal, !parts.contains(where: isMasked) {
            return value == .null
                ? value : .string(SecretFields.mask(Presentation(state: unit.state).text(value, field), field.type))
        }
        switch value {
        case .list(let items): return .list(items.map { mask($0, field, masksPersonal: masksPersonal) })
        case .map(var map):
            for part in parts where isMasked(part) {
                if let held = map[.string(part.id)], held != .null {
                    map[.string(part.id)] = mask(held, part, masksPersonal: masksPersonal)
                }
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

    /// How long the whole view of a record may be kept while the record and the actor stay as they are.
    enum Lasting: Equatable {
        /// Not at all: it hangs on something else.
        case not
        case good
        /// A condition turns then.
        case until(Moment)

        var end: Moment? { if case .until(let moment) = self { moment } else { nil } }
    }

    func lasting(of record: StoredRecord) -> Lasting {
        guard let definition = unit.state.definition(record.type) else { return .not }
        let (sight, own) = (unit.sight(of: record.type), unit.state.ownConditions)
        guard sight.hangsOnRecord(alone: definition) else { return .not }
        let roles = Set(Judge(state: unit.state, actor: unit.actor).grants.map(\.role))
        var turns = [sight.turn(of: record, definition, after: unit.now)]
        for action in definition.lifecycle?.actions ?? [] where !action.createsRecord && !action.isHidden && isPossible(action, record) {
            for performer in action.by where roles.contains(performer.role) {
                guard let condition = performer.condition else { continue }
                guard own.isOwn(condition, of: definition) else { return .not }
                turns.append(own.turn(of: condition, on: record, definition, after: unit.now))
            }
        }
        let first = turns.compactMap { $0 }.min { $0.milliseconds < $1.milliseconds }
        return first.map { .until($0) } ?? .good
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
