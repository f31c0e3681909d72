import Site

/// What looking up by number and code says by itself. What is found is told in Chinese.
enum LookUpText: String, PageText {
    static let group = "progress"
    case title = "查进度"
    case what = "不用登录。凭回执上的编号和查询码，看办到哪一步。"
    case number = "编号"
    case numberHelp = "在回执上，例如 450000BL2026011500123"
    case code = "查询码"
    case codeHelp = "在回执上，6位字母和数字"
    case look = "查询"
    case mine = "我的全部办件"
    case signIn = "用手机号登录，可以看到%1，还能补材料、撤回、评价。"
    case unfinished = "没填完的申请不在这里，请%1。"
    case resume = "用取件码继续"
    case sum = "%1加%2等于几？"
    case sumHelp = "前面错过几次，先答这道题"
    case sumFirst = "前面错过几次，请先答这道题"
    case wrongSum = "这道题答错了，请再算一遍"
    case wrongNumber = "请填写编号：由字母和数字组成，照回执填"
    case wrongCode = "请填写查询码：6位字母和数字，照回执填"
    /// What one answers when there is no such number, when the code is wrong, and when it is another's: word for word the same.
    case notFound = "没有查到。请照回执核对编号和查询码；还是查不到，请拨打 12348 或者到窗口查询"
    case tooOften = "查询得太频繁了，请过一会儿再试，或者拨打 12348"

    static let page = TranslatedPage("progress", [LookUpText.self])
}
