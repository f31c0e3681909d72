import Casework
import Definitions

/// A record as the API gives it: an object of field ids, with the standing columns beside them.
///
/// A field that the caller may not see is absent; one without a value is null; one that is masked holds its masked text and is named in
/// `_masked`. Where a field bears the name of a standing column, the field stands there.
struct RecordJSON {
    let catalogue: Catalogue
    /// Names of standing columns that a field of this record bears itself.
    private let taken: Set<String>

    init(catalogue: Catalogue, definition: RecordDefinition) {
        self.catalogue = catalogue
        taken = Self.standing.filter { definition.field($0) != nil }
    }

    /// - Parameter isWhole: with `_deadlines` and `_actions`, as when one record is read; without, as in lists and answers to actions.
    func write(
        _ view: RecordView, of definition: RecordDefinition, isWhole: Bool, created: [RecordReference]? = nil, to json: inout JSONBuffer
    ) {
        json.object { json in
            writeStanding(view, definition, to: &json)
            let values = FieldJSON(catalogue: catalogue)
            for field in view.fields where !Self.reserved.contains(field.definition.id) {
                json.key(field.definition.id)
                values.write(field.value, field.definition.type, to: &json)
            }
            if view.fields.contains(where: \.isMasked) {
                json.key("_masked")
                json.array(view.fields.lazy.filter(\.isMasked)) { json, field in json.text(field.definition.id) }
            }
            if let created, !created.isEmpty {
                json.key("_created")
                json.array(created) { json, reference in json.text(reference.text) }
            }
            if isWhole {
                writeDeadlines(view, to: &json)
                writeActions(view, definition, to: &json)
            }
        }
    }

    /// What an action did, for a caller who may not see the record (any more).
    func write(_ outcome: ActionOutcome, of definition: RecordDefinition, to json: inout JSONBuffer) {
        json.object { json in
            json.member("id", text: outcome.id)
            json.member("version", number: outcome.version)
            if definition.lifecycle != nil { json.member("state", text: outcome.state) }
            if let field = definition.number?.field, let number = outcome.number { json.member(field, text: number) }
            if !outcome.created.isEmpty {
                json.key("_created")
                json.array(outcome.created) { json, reference in json.text(reference.text) }
            }
        }
    }

    /// Names that belong to the platform: no field can take them.
    static let reserved: Set<String> = ["id", "version"]

    /// What every record has, unless a field bears the name.
    static let standing: Set<String> = [
        "id", "version", "state", "title", "org", "parent", "created_at", "created_by", "updated_at", "updated_by", "due_at", "overdue",
        "closed",
    ]

    private func writeStanding(_ view: RecordView, _ definition: RecordDefinition, to json: inout JSONBuffer) {
        json.member("id", text: view.id)
        json.member("version", number: view.version)
        func stands(_ name: String) -> Bool { taken.isEmpty || !taken.contains(name) }
        if definition.lifecycle != nil, stands("state") { json.member("state", text: view.state) }
        if stands("title") { json.member("title", text: view.title) }
        if stands("org") { json.member("org", text: view.org) }
        if definition.parent != nil, stands("parent") { json.member("parent", text: view.parent) }
        if stands("created_at") { json.member("created_at", moment: view.createdAt) }
        if stands("created_by") { json.member("created_by", text: view.createdBy) }
        if stands("updated_at") { json.member("updated_at", moment: view.updatedAt) }
        if stands("updated_by") { json.member("updated_by", text: view.updatedBy) }
        if stands("due_at") { json.member("due_at", moment: view.due) }
        if stands("overdue") { json.member("overdue", truth: view.isOverdue) }
        if stands("closed") { json.member("closed", truth: view.isClosed) }
    }

    private func writeDeadlines(_ view: RecordView, to json: inout JSONBuffer) {
        json.key("_deadlines")
        json.array(view.deadlines) { json, deadline in
            json.object { json in
                json.member("limit", text: deadline.limit)
                json.member("label", text: deadline.label)
                json.member("state", text: deadline.state)
                json.member("authority", text: deadline.authority.rawValue)
                json.member("started_at", moment: deadline.startedAt)
                json.member("raw_due_at", moment: deadline.rawDue)
                json.member("due_at", moment: deadline.due)
                json.member("ended_at", moment: deadline.endedAt)
                json.member("by_day", truth: deadline.isDay)
                json.member("explanation", text: deadline.explanation)
            }
        }
    }

    private func writeActions(_ view: RecordView, _ definition: RecordDefinition, to json: inout JSONBuffer) {
        json.key("_actions")
        var actions = view.actions.map { ($0.id, $0.label) }
        if view.mayEdit, definition.action("edit") == nil, let edit = definition.performable("edit") {
            actions.append((edit.id, edit.label))
        }
        json.array(actions) { json, action in
            json.object { json in
                json.member("id", text: action.0)
                json.member("label", text: action.1)
            }
        }
    }
}
