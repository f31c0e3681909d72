extension KeyTable {
    static let refusals = CheckDefinition.Refusal.allCases.map(\.rawValue)

    /// Keys of the lifecycle: states, to-dos, actions.
    var lifecycleKeys: [Key] {
        switch self {
        case .lifecycle:
            return [
                Key(
                    "states", .table(keys: .id(.snake), values: .either(scalar: .text, list: nil, mapping: .keys(.state))), required: true,
                    "状态"),
                Key("actions", .table(keys: .id(.snake), values: .keys(.action)), required: true, "动作"),
            ]
        case .state:
            return [
                Key("label", .text, required: true, "中文"),
                Key("todo", .mappings(.todo), "处于此状态时谁要做什么"),
                Key("clock", .choice(["suspended"]), "处于此状态时可中止的时限停走"),
                Key("end", .flag, "终结状态"),
            ]
        case .todo:
            return [
                Key("role", .name, "角色"),
                Key("at", .expression, "机构；默认为所属机构"),
                Key("user", .expression, "用户；个人待办"),
                Key("team", .expression, "团队"),
                Key("when", .expression, "条件"),
                Key("task", .text, "要做什么；默认为状态名"),
                Key("due", .name, "取期限的时限"),
            ]
        case .action:
            let cases = Shape.table(keys: .expression, values: .name)
            let checks = Shape.entries(.expression, .check)
            return [
                Key("label", .text, required: true, "动词"),
                Key("from", .some(.name), required: true, "状态，none、any、open 或 closed"),
                Key("to", .either(scalar: .name, list: nil, mapping: cases), "状态、same，或 {条件: 状态, otherwise: 状态}"),
                Key(
                    "by",
                    .either(
                        scalar: .name,
                        list: .list(.either(scalar: .name, list: nil, mapping: .table(keys: .name, values: .expression))),
                        mapping: .table(keys: .name, values: .expression)), "角色、{角色: 条件}、anyone 或 system"),
                Key("needs", .some(.name), "必须给的字段或输入"),
                Key("asks", .some(.name), "可以给的字段或输入"),
                Key("inputs", .table(keys: .id(.snake), values: .keys(.field)), "不作为字段保存的输入"),
                Key("check", checks, "须成立的条件"),
                Key("sets", .assignments, "写入的字段"),
                Key(
                    "adds",
                    .either(
                        scalar: nil, list: .list(.keys(.addition)),
                        mapping: .having(key: "record", then: .keys(.addition), otherwise: .table(keys: .name, values: .assignments))),
                    "新增的子记录"),
                Key("updates", .mappings(.rowUpdate), "更新的子记录或关联记录"),
                Key("creates", .mappings(.creation), "建立的其他记录"),
                Key("acts", .mappings(.consequence), "对其他记录的动作"),
                Key("notifies", .entries(.name, .notification), "通知"),
                Key("document", .entries(.name, .issue), "出具的文书，或 {id: 文书, when: 条件}"),
                Key("copies", .mappings(.copy), "抄送、送达"),
                Key("suspends", .entries(.name, .clockChange), "中止的时限"),
                Key("resumes", .entries(.name, .clockChange), "恢复的时限"),
                Key("restarts", .entries(.name, .clockChange), "重新起算的时限"),
                Key("extends", .mappings(.extend), "延长的时限"),
                Key("ends", .some(.name), "由此完成的时限"),
                Key("other_than", .some(.name), "办理人不得是最后做这些动作的人，或 creator"),
                Key("other_than_user", .expression, "不得办理的用户"),
                Key("at_most", .mappings(.cap), "次数上限"),
                Key("every", .span, "两次之间至少相隔"),
                Key("within", .keys(.window), "超过此期间不再受理"),
                Key("automatic", .keys(.automatic), "到时自动执行"),
                Key("confirm", .text, "不可撤销时的确认问句"),
                Key("consequence", .text, "后果"),
                Key("basis", .text, "法律依据"),
                Key("batch", .flag, "可以批量办理"),
                Key("hidden", .flag, "不作为按钮显示"),
                Key("sensitive", .flag, "需要再次验证身份"),
            ]
        default: return []
        }
    }
}
