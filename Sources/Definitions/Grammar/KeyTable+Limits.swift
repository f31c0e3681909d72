extension KeyTable {
    /// Keys of time limits.
    var limitKeys: [Key] {
        switch self {
        case .limit:
            let within = Shape.either(
                scalar: .span, list: nil,
                mapping: .having(
                    key: "by", then: .keys(.limitSpan),
                    otherwise: .table(keys: .expression, values: .either(scalar: .span, list: nil, mapping: .keys(.limitSpan)))))
            let until = Shape.either(
                scalar: .name, list: .list(.either(scalar: .name, list: nil, mapping: .keys(.limitUntil))), mapping: .keys(.limitUntil))
            let hours = Shape.choice(LimitDefinition.HoursKind.allCases.map(\.rawValue))
            return [
                Key("label", .text, required: true, "中文"),
                Key("from", .either(scalar: .name, list: .list(.name), mapping: .keys(.limitStart)), required: true, "起算的动作，或 {field: 字段}"),
                Key("until", until, required: true, "完成的动作，或 {state: 状态}"),
                Key("when", .expression, "适用条件"),
                Key("within", within, "期间，或 {条件: 期间, otherwise: 期间}，或 {by: 表达式, unit: 单位}"),
                Key(
                    "hours", .either(scalar: hours, list: nil, mapping: .table(keys: .expression, values: hours)),
                    "service-hours 用哪种服务时间，默认 office；或 {条件: desk, otherwise: office}"),
                Key("at_start", .name, "起算时刻所在的字段"),
                Key("kind", .choice(Self.authorities), "效力，默认 default"),
                Key("source", .text, "出处"),
                Key("moves", .flag, "遇休息日顺延，默认 true"),
                Key("backwards", .flag, "自某日倒算"),
                Key("fixed", .expression, "到期日本身"),
                Key("suspendable", .flag, "可以中止"),
                Key("remind", .some(.mark), "催办"),
                Key("escalate", .entries(.name, .escalation), "升级督办"),
                Key("on_expiry", .name, "到期视为的动作"),
                Key("at_most", .name, "不得超过的法定时限"),
                Key("public", .flag, "对群众显示"),
            ]
        case .limitStart: return [Key("field", .name, required: true, "日期或时间字段")]
        case .limitUntil: return [Key("state", .some(.name), required: true, "状态")]
        case .limitSpan: return [Key("by", .expression, required: true, "数量"), Key("unit", .choice(Self.units), required: true, "单位")]
        case .escalation:
            return [
                Key("at", .mark, "何时，默认 100%"),
                Key("do", .name, "动作"),
                Key("with", .assignments, "值"),
                Key("to", .some(.name), "告知的角色"),
                Key("when", .expression, "条件"),
            ]
        default: return []
        }
    }
}
