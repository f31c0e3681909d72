/// What every record has without saying so.
public enum StandingColumns {
    /// `id`, `version`, `org` (when no field of the record is its owner organisation), `state` (when it has a lifecycle), `created_at`,
    /// `created_by`, `updated_at`, `updated_by`; a child also `parent`, the id of the record it belongs to.
    public static func of(_ record: RecordDefinition) -> [FieldDefinition] {
        func column(_ id: String, _ label: String, _ type: FieldType) -> FieldDefinition {
            var field = FieldDefinition(id: id, label: label, type: type, position: .builtIn)
            field.isSystem = true
            return field
        }
        var columns = [column("id", "标识", .text), column("version", "版本", .number)]
        if record.field("org") == nil { columns.append(column("org", "所属机构", .org)) }
        if let parent = record.parent, record.field("parent") == nil {
            columns.append(column("parent", "所属记录", .ref(["\(record.system)/\(parent)"])))
        }
        if record.lifecycle != nil { columns.append(column("state", "状态", .text)) }
        columns += [
            column("created_at", "建立时间", .datetime), column("created_by", "建立人", .user), column("updated_at", "更新时间", .datetime),
            column("updated_by", "更新人", .user),
        ]
        return columns
    }
}

extension RecordDefinition {
    /// Standing columns and declared fields: all that a row of the record holds.
    public var columns: [FieldDefinition] { StandingColumns.of(self) + fields }

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
