import Site

/// What the line of a matter says by itself: done, now, until when. What records say stays Chinese.
enum FoundText: String, PageText {
    static let group = "found"
    case title = "办理进度"
    case ended = "已经结束：%1"
    case endedAdvice = "对结果有意见的，可以投诉或者拨打 12348。"
    case paused = "计时已停：%1"
    case holder = "在谁那里：%1"
    case appointed = "约定时间：%1"
    case limitPaused = "%1：计时已停，恢复后接着算。"
    case limit = "%1：%2前，%3（%4）"
    case withSource = "%1，%2"
    case statute = "法定期限"
    case standard = "标准期限"
    case promise = "平台承诺"
    case past = "已经超过"
    case today = "今天到期"
    case daysLeft = "还有%1天"
    case oneDayLeft = "还有1天"
    case basis = "依据：%1"
    case late = "已经超过期限"
    case organ = "承办单位"
    case lateText = "%1没有按期办完。系统已经提醒并报告上级督办。您可以拨打 %2 催办，或者登录后投诉。"
    case lateOwn = "%1没有按期办完。系统已经提醒并报告上级督办。您可以拨打 %2 催办，也可以投诉。"
    case onlyThis = "这里只显示进度、单位和日期"
    case onlyThisText = "内容、文书和补材料、撤回、评价，请本人登录办理。"
    case seeAll = "登录查看全部"
    case another = "查另一件"

    /// What is found by number and code: labels of all that can be followed, and of the limits of the business behind it.
    static let page = TranslatedPage(
        "progress-found", [FoundText.self], codes: [MatterFile.nodeCodes], records: Progress.kinds.map(\.type),
        limits: Matter.all.map(\.type).filter { type in !Progress.kinds.contains { $0.type == type } })
}
