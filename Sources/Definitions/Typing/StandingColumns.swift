/// What every record has without saying so.
public enum StandingColumns {
    /// `id`, `version`, `org` (when no field of the record is its owner organisation), `state` (when it has a lifecycle), `created_at`,
    /// `created_by`, `updated_at`, `updated_by`; a child also `parent`, the id of the record it belongs to.
    public static func of(_ record: RecordDefinition) -> [FieldDefinition] {
        ["id", "version", "org", "parent", "state", "created_at", "created_by", "updated_at", "updated_by"].compactMap {
            named($0, of: record)
        }
    }

    /// The standing column of this name, if a record of the type has it.
    static func named(_ id: String, of record: RecordDefinition) -> FieldDefinition? {
        func column(_ label: String, _ type: FieldType) -> FieldDefinition {
            var field = FieldDefinition(id: id, label: label, type: type, position: .builtIn)
            field.isSystem = true
            return field
        }
        switch id {
        case "id": return column("标识", .text)
        case "version": return column("版本", .number)
        case "org": return record.field("org") == nil ? column("所属机构", .org) : nil
        case "parent":
            guard let parent = record.parent, record.field("parent") == nil else { return nil }
            return column("所属记录", .ref(["\(record.system)/\(parent)"]))
        case "state": return record.lifecycle == nil ? nil : column("状态", .text)
        case "created_at": return column("建立时间", .datetime)
        case "created_by": return column("建立人", .user)
        case "updated_at": return column("更新时间", .datetime)
        case "updated_by": return column("更新人", .user)
        default: return nil
        }
    }
}

extension RecordDefinition {
    /// Standing columns and declared fields: all that a row of the record holds.
    public var columns: [FieldDefinition] { StandingColumns.of(self) + fields }

    /// The standing column or declared field of this name; the same as the first of ``columns`` that has it.
    public func column(_ id: String) -> FieldDefinition? { StandingColumns.named(id, of: self) ?? field(id) }

    /// The declared action, or the usual one of this id: `create` when no action creates the record, and `edit`.
    public func performable(_ id: String) -> ActionDefinition? { action(id) ?? usualActions.first { $0.id == id } }

    /// Actions that exist by themselves. Who may do them is said by access (`create`, `edit`) alone.
    public var usualActions: [ActionDefinition] {
        var actions: [ActionDefinition] = []
        let typed = fields.filter { !$0.isSystem && $0.computed == nil }.map(\.id)
        if lifecycle?.actions.contains(where: \.createsRecord) != true, action("create") == nil {
            let first = lifecycle?.states.first.map { TargetState.state($0.id) } ?? .same
            var create = ActionDefinition(id: "create", label: "新建", from: .none, to: first, position: .builtIn)
            create.asks = typed
            actions.append(create)
        }
        if action("edit") == nil {
            var edit = ActionDefinition(id: "edit", label: "修改", from: .any, to: .same, position: .builtIn)
            edit.asks = typed
            actions.append(edit)
        }
        return actions
    }
}
