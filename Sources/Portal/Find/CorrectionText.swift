import Site

/// What telling of a wrong entry says by itself.
enum CorrectionText: String, PageText {
    static let group = "correct"
    case title = "信息有误"
    case heading = "哪里不对？"
    case which = "哪一项不对"
    case phone = "电话"
    case address = "地址、位置"
    case hours = "服务时间"
    case name = "名称、姓名"
    case scope = "业务范围"
    case standing = "执业许可或状态"
    case other = "其他"
    case proposed = "应该是什么"
    case yourPhone = "您的电话"
    case yourPhoneHelp = "可以不填；填了，需要核对时好联系您"
    case send = "提交"
    case chooseOne = "请选择哪一项不对"
    case writeProposed = "请写明应该是什么，最多500字"
    case phoneWrong = "电话写得不对：手机号11位，固定电话带区号；也可以不填"
    case notTaken = "没有收下，请核对后再提交"
    case tooOften = "这个网络一小时内提交的次数过多，请一小时后再试，或拨打12348"
    case received = "已收到"
    case thanks = "已收到，谢谢您"
    case about = "对象"
    case when = "处理时间"
    case latest = "最迟%1处理"
    case threeDays = "三个工作日内处理"
    case willMend = "核实后会更正本页。"
    case willTell = "核实后会更正本页。处理结果会在“我的”里告诉您。"
    case mine = "我提交的纠错"
    case backTo = "回到%1"
    case entry = "这一条"

    /// What may be wrong, in the words of whoever stands before a closed door.
    static let subjects: [CorrectionText] = [.phone, .address, .hours, .name, .scope, .standing, .other]

    static let page = TranslatedPage("find-correct", [CorrectionText.self, FindText.self])
}
