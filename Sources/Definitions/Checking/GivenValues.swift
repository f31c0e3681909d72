/// Whether values handed to an action of some record fit it: they may be given, and those that must be given are.
struct GivenValues {
    let problems: Problems

    /// - Parameters:
    ///   - values: what is handed over.
    ///   - target: the record the action belongs to.
    ///   - action: id of the action; `create` and `edit` exist by themselves.
    ///   - extra: ids that whoever performs it adds.
    func check(
        _ values: [ActionDefinition.Assignment], for action: String, of target: RecordDefinition, at position: Position, creating: Bool
    ) {
        let declared = target.action(action)
        let isUsual =
            declared == nil
            && (action == "edit" || (action == "create" && target.lifecycle?.actions.contains(where: \.createsRecord) != true))
        guard declared != nil || isUsual else {
            let candidates = (target.lifecycle?.actions ?? []).filter { !creating || $0.createsRecord }.map(\.id)
            return problems.unknown(position, creating ? "建立记录的动作" : "动作", action, among: candidates, where: "“\(target.type)”")
        }
        if creating, let declared, !declared.createsRecord {
            return problems.report(position, "“\(target.type)”的“\(action)”不建立记录", mend: "改用 from: none 的动作，或者用 acts")
        }
        if !creating, let declared, declared.createsRecord {
            return problems.report(position, "“\(target.type)”的“\(action)”建立新记录，不能对已有的记录做", mend: "改用 creates")
        }
        let givable = Self.givable(by: declared, of: target)
        for value in values where !givable.contains(value.field) {
            if let field = target.field(value.field), field.isSystem || field.computed != nil {
                problems.report(value.value.position, "“\(target.type)”的“\(value.field)”由系统写入，不能给", mend: "从 with 中删去它")
            } else {
                problems.unknown(value.value.position, "可以给“\(action)”的字段或输入", value.field, among: givable, where: "“\(target.type)”")
            }
        }
        let given = Set(values.map(\.field))
        for need in Self.required(by: declared, of: target, creating: creating) where !given.contains(need) {
            problems.report(position, "“\(target.type)”的“\(action)”需要“\(need)”，这里没有给", mend: "在 with 中加上 \(need): 表达式")
        }
    }

    /// What may be given to an action; nil: the usual `create` or `edit`.
    static func givable(by action: ActionDefinition?, of record: RecordDefinition) -> Set<String> {
        guard let action, !action.createsRecord else {
            let typed = record.fields.filter { !$0.isSystem && $0.computed == nil }.map(\.id)
            var all = Set(typed + (action?.inputs.map(\.id) ?? []))
            if record.parent != nil { all.insert("parent") }
            return all
        }
        return Set(action.needs + action.asks + action.inputs.map(\.id))
    }

    private static func required(by action: ActionDefinition?, of record: RecordDefinition, creating: Bool) -> [String] {
        var needed = action?.needs ?? []
        needed += action?.inputs.filter { $0.required == .always && $0.defaultValue == nil }.map(\.id) ?? []
        if creating {
            let set = Set(action?.sets.map(\.field) ?? [])
            needed += record.fields.filter {
                $0.required == .always && $0.defaultValue == nil && $0.computed == nil && !$0.isSystem && !set.contains($0.id)
            }.map(\.id)
        }
        var seen: Set<String> = []
        return needed.filter { seen.insert($0).inserted }
    }
}
