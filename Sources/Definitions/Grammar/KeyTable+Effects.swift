import WorkCalendar

extension KeyTable {
    static let units = LimitUnit.allCases.map(\.rawValue)

    /// Keys of what an action does.
    var effectKeys: [Key] {
        let when = Key("when", .expression, "条件")
        switch self {
        case .check:
            return [
                Key("check", .expression, required: true, "须成立的条件"),
                Key("message", .text, "不成立时的提示与办法"),
                Key("field", .name, "提示所在的字段"),
                Key("rule", .text, "规则编号"),
                Key("refuse", .choice(Self.refusals), "拒绝的种类，默认 invalid"),
            ]
        case .addition:
            return [Key("record", .name, required: true, "子记录"), Key("with", .assignments, "值"), when]
        case .rowUpdate:
            return [
                Key("record", .name, required: true, "子记录或关联记录"),
                Key("where", .expression, "哪些行"),
                Key("set", .assignments, required: true, "写入的字段"),
            ]
        case .creation:
            return [
                Key("record", .name, required: true, "system/record"),
                Key("action", .name, "建立记录的动作，默认 create"),
                Key("with", .assignments, "值"),
                when,
                Key("each", .expression, "列表；其中 item 为元素"),
                Key("as", .name, "存放新标识的字段"),
                Key("external", .flag, "该系统不在本文件夹中"),
            ]
        case .consequence:
            return [
                Key("on", .expression, required: true, "记录或记录列表"),
                Key("action", .name, required: true, "动作"),
                Key("with", .assignments, "值"),
                when,
            ]
        case .notification:
            return [
                Key("to", .expression, "机构、用户，或其列表"),
                Key("role", .some(.name), "角色"),
                Key("text", .text, "文字与 {字段}"),
                when,
                Key("via", .name, "途径，如 in_site、sms"),
            ]
        case .copy:
            return [
                Key("to", .expression, required: true, "机构"),
                Key("document", .name, "文书"),
                Key("within", .span, "期间"),
                Key("receipt", .flag, "要回执"),
                when,
            ]
        case .issue: return [Key("id", .name, required: true, "文书"), when]
        case .clockChange:
            return [
                Key("limits", .some(.name), required: true, "时限"),
                Key("reason", .text, "原因代码"),
                Key("basis", .text, "依据"),
                when,
            ]
        case .extend:
            return [
                Key("limit", .name, required: true, "时限"),
                Key("by", .expression, required: true, "延长多少"),
                Key("unit", .choice(Self.units), required: true, "单位"),
                Key("times", .integer, "最多几次，默认 1"),
                Key("total", .span, "自起点合计不超过"),
                Key("must_before_due", .flag, "须在到期前，默认 true"),
            ]
        case .cap:
            return [
                Key("times", .integer, required: true, "次数"),
                Key("per", .name, "字段或 actor；默认每件"),
                Key("within", .span, "期间"),
            ]
        case .window:
            return [Key("of", .name, required: true, "时间字段或动作"), Key("span", .span, required: true, "期间")]
        case .automatic:
            return [
                Key("after", .span, "多久之后"),
                Key("since", .name, "状态、时间字段或动作；默认为进入当前状态时"),
                Key("at", .name, "日期或时间字段"),
                when,
            ]
        default: return []
        }
    }
}
