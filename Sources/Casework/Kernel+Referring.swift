import Definitions
import Storage
import WorkCalendar

/// Records of one type that name another in a field of theirs.
public struct ReferringRecords: Sendable {
    public var type: String
    /// What they are called.
    public var name: String
    public var field: FieldDefinition
    /// As lists show them, newest first.
    public var items: [RecordView]
    /// Not all that there are.
    public var hasMore: Bool
}

extension Kernel {
    /// The records that refer to one, by type and field, as the actor may see them: found by the index of each reference field, so that the cost
    /// hangs on how many refer to it and not on how many there are.
    /// - Parameter most: of each type and field.
    public func referring(to reference: RecordReference, as actor: Actor, at now: Moment, most: Int = 20) throws -> [ReferringRecords] {
        try reading(actor, at: now) { unit in
            let viewing = Viewing(unit: unit)
            var found: [ReferringRecords] = []
            for definition in unit.state.catalogue.records where definition.parent == nil {
                guard !Judge(state: unit.state, actor: actor).viewLines(definition.type).isEmpty || actor.isSystem else { continue }
                for field in definition.fields where !field.isSecret {
                    guard case .ref(let targets) = field.type, targets.contains(reference.type) else { continue }
                    let named = targets.count == 1 ? reference.id : reference.text
                    // Some of them may be none of the actor's: a few more are read than are shown.
                    let wanted = most * 4
                    let rows = try unit.reader.records(
                        definition.type, where: "\(identifier: field.id) = \(named) ORDER BY _created_at DESC, _id DESC LIMIT \(wanted)")
                    var items: [RecordView] = []
                    for row in rows where items.count < most {
                        guard let visibility = try viewing.visibility(of: row), visibility.shows(field.id),
                            !visibility.masked.contains(field.id),
                            let view = try viewing.view(row, isWhole: false, masksPersonal: true)
                        else { continue }
                        items.append(view)
                    }
                    guard !items.isEmpty else { continue }
                    found.append(
                        ReferringRecords(
                            type: definition.type, name: definition.name, field: field, items: items,
                            hasMore: rows.count == wanted || rows.count > items.count && items.count == most))
                }
            }
            return found
        }
    }
}
