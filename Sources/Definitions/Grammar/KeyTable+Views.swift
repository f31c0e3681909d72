extension KeyTable {
    static let verbs = ["view", "list", "create", "edit", "export", "reveal", "actions"]

    /// Keys of rules, related records, access, lists, indicators and documents.
    var viewKeys: [Key] {
        switch self {
        case .rule:
            return [
                Key("id", .text, "规则编号"),
                Key("check", .expression, required: true, "须成立的条件"),
                Key("on", .some(.name), "适用的动作；默认为所有写入的动作"),
                Key("message", .text, required: true, "不成立时的提示与办法"),
                Key("field", .name, "提示所在的字段"),
                Key("source", .text, "出处"),
                Key("refuse", .choice(Self.refusals), "拒绝的种类，默认 invalid"),
            ]
        case .related:
            return [
                Key("record", .name, required: true, "记录，或 system/record"),
                Key("match", .assignments, required: true, "对方字段: 本记录的表达式"),
                Key("where", .expression, "对方须满足的条件"),
                Key("limit", .integer, "最多几条，默认 1000"),
                Key("external", .flag, "该系统不在本文件夹中"),
            ]
        case .access:
            return [
                Key("role", .some(.name), required: true, "角色"),
                Key("may", .some(.name), required: true, "view list create edit export reveal actions，或动作"),
                Key("scope", .some(.choice(Self.scopes)), "范围；默认为角色的范围"),
                Key("hides", .some(.name), "隐藏的字段"),
                Key("masks", .some(.name), "掩码显示的字段"),
                Key("shows", .some(.name), "只显示这些字段"),
                Key("when", .expression, "条件"),
            ]
        case .lists:
            return [
                Key("columns", .list(.name), "列"),
                Key("filters", .list(.name), "筛选"),
                Key("sort", .name, "排序字段，前加 - 为倒序"),
                Key("views", .table(keys: .id(.snake), values: .keys(.view)), "视图"),
            ]
        case .view: return [Key("label", .text, required: true, "中文"), Key("filter", .expression, required: true, "条件")]
        case .indicator:
            return [
                Key("label", .text, required: true, "中文"),
                Key("ratio", .list(.expression), "[分子条件, 分母条件]"),
                Key("count", .expression, "计数条件"),
                Key("mean", .expression, "求平均的值"),
                Key("sum", .expression, "求和的值"),
                Key("where", .expression, "范围条件"),
                Key("at", .name, "归入期间的日期字段，默认 created_at"),
                Key("by", .some(.name), "organisation、day、month、year 或代码字段"),
                Key("unit", .text, "单位"),
                Key("source", .text, "出处"),
            ]
        case .document:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key("number", .keys(.documentNumber), "文号"),
                Key("body", .text, "模板文件；默认 documents/<id>.md"),
            ]
        case .documentNumber:
            return [
                Key("field", .name, "存放文号的字段"),
                Key("pattern", .text, required: true, "文字与 {org6} {org} {yyyy} {yyyyMM} {yyyyMMdd} {字段} {seqN}"),
                Key("counter", .list(.name), "计数器的组成"),
                Key("shared", .name, "多种文书共用的计数器名"),
            ]
        default: return []
        }
    }
}
