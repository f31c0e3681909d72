extension KeyTable {
    static let typeNames = [
        "text", "longtext", "number", "decimal", "money", "bool", "date", "datetime", "time", "code", "org", "user", "ref", "idcard",
        "phone",
        "address", "geo", "file", "list",
    ]

    /// Keys of records, their scope, number and fields.
    var recordKeys: [Key] {
        switch self {
        case .record:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key("number", .keys(.number), "编号"),
                Key("title", .text, "标题模板：文字与 {字段}"),
                Key("parent", .name, "所属的记录（同一系统）"),
                Key("scope", .keys(.scope), "哪些字段决定谁能看见"),
                Key("fields", .table(keys: .id(.snake), values: .keys(.field)), required: true, "字段"),
                Key("lifecycle", .keys(.lifecycle), "状态与动作"),
                Key("limits", .table(keys: .id(.snake), values: .keys(.limit)), "时限"),
                Key("rules", .list(.keys(.rule)), "规则"),
                Key("related", .table(keys: .id(.snake), values: .keys(.related)), "表达式可用的关联记录"),
                Key("access", .list(.keys(.access)), "授权"),
                Key("lists", .keys(.lists), "列表页"),
                Key("indicators", .table(keys: .id(.snake), values: .keys(.indicator)), "指标"),
                Key("documents", .table(keys: .id(.snake), values: .keys(.document)), "文书"),
                Key("exchange", .keys(.exchange), "交换"),
            ]
        case .scope:
            return [
                Key("organisation", .name, "org 字段；默认 org"),
                Key("team", .name, "团队字段"),
                Key("assigned", .some(.name), "承办人字段"),
                Key("own", .some(.name), "当事人（用户）字段"),
                Key("shared", .some(.name), "协办、受移送的机构字段"),
            ]
        case .number:
            return [
                Key("field", .name, required: true, "存放编号的字段"),
                Key("pattern", .text, required: true, "文字与 {org6} {org} {yyyy} {yyyyMM} {yyyyMMdd} {字段} {seqN}"),
                Key("counter", .list(.name), "计数器的组成；默认为 {seq} 之前的部分"),
                Key("shared", .name, "多种记录共用的计数器名"),
                Key("at", .name, "编号的动作；默认为建立记录的动作"),
            ]
        case .exchange:
            return [Key("upward", .flag, "上报上级节点"), Key("ministry", .flag, "上报司法部")]
        case .field:
            return typeKeys(inList: false) + [
                Key("required", .expression, "true，或者必填的条件"),
                Key("required_in", .some(.name), "处于这些状态时必须已填"),
                Key("default", .expression, "默认值"),
                Key("computed", .expression, "由系统计算，不能填写"),
                Key("system", .flag, "只由动作的 sets 写入"),
                Key("personal", .flag, "个人信息"),
                Key("secret", .flag, "加密保存"),
                Key("unique", .either(scalar: .flag, list: .list(.name), mapping: nil), "唯一，或与这些字段合起来唯一"),
                Key("pattern", .text, "整个文字须匹配的正则表达式"),
                Key("pattern_message", .text, "不匹配时的提示"),
                Key("help", .text, "填写说明"),
                Key("purpose", .text, "持有个人信息的目的"),
                Key("unit", .text, "单位"),
                Key("index", .flag, "建立索引"),
                Key("later", .flag, "新建和修改时不填，只由写明它的后续动作填写"),
                Key("internal", .flag, "只供平台自己使用，页面上不显示"),
            ]
        case .listOf: return typeKeys(inList: true)
        default: return []
        }
    }

    private func typeKeys(inList: Bool) -> [Key] {
        let listOf = Shape.either(
            scalar: .name, list: nil,
            mapping: .having(key: "type", then: .keys(.listOf), otherwise: .table(keys: .id(.snake), values: .keys(.field))))
        var keys = [
            Key("type", .name, required: true, "类型，或结构的名称"),
            Key("codes", .name, "代码表"),
            Key("to", .some(.name), "引用的记录（system/record）"),
            Key("external", .flag, "引用的系统不在本文件夹中"),
            Key("of", listOf, "列表元素的类型"),
            Key("min", .integer, "最短、最小、最少；money 以元写"),
            Key("max", .integer, "最长、最大、最多；money 以元写"),
        ]
        if !inList { keys.insert(Key("label", .text, required: true, "中文"), at: 0) }
        return keys
    }
}
