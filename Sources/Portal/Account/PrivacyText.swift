import Site

/// How personal information is dealt with here, in plain words: what the law wants said before (个人信息保护法 17).
enum PrivacyText: String, PageText {
    static let group = "privacy"
    case title = "个人信息处理规则"
    case version = "版本 %1"
    case who = "谁在处理"
    case whoText = "本站由司法行政机关主办。您申请办理事项时，承办该事项的司法行政机关或法律服务机构也会处理您为该事项提供的信息，并各自负责。"
    case what = "收集什么，用来做什么"
    case whatPhone = "手机号：登录，通知您办理进度。"
    case whatName = "姓名和证件号码：只在所办事项要求实名时收集，用于核对是您本人。"
    case whatContent = "您填写的诉求、申请和上传的材料：用于办理该事项。"
    case whatDevice = "登录时间和设备类型：用于发现他人冒用您的账户，至少保存六个月（网络安全法第二十三条）。"
    case not = "不收集什么"
    case notText = "不要求人脸图像；做了人脸核验的，只记结果，不留图像。不索取与所办事项无关的信息；不同意提供可填可不填的信息，不影响您办事。"
    case consent = "需要您单独同意的"
    case consentText = "健康、经济困难等敏感个人信息，向律师事务所提供您的信息，公开您的信息，用于改进智能问答，都会单独问您；不同意不影响其他服务，同意以后随时可以撤回（个人信息保护法第十五条）。"
    case seen = "谁能看到"
    case seenText = "承办您事项的人员。列表中姓名、电话、证件号码一律遮盖；工作人员要看明文，须先写明目的。谁在什么时候、为什么看过，您在“我的”里都能查到。"
    case kept = "存在哪里，存多久"
    case keptText = "存储在境内。账户注销、冷静期七日届满后，个人信息删除或匿名化；法律规定须归档的办件材料依法保存，限制处理。"
    case rights = "您的权利"
    case rightsText = "查阅、复制、更正、补充、删除、要求解释、撤回同意、注销账户，都可以在“我的”里提出，十五个工作日内答复（个人信息保护法第四十四条至第五十条）。"
    case rightsCourt = "对答复不服的，可以向人民法院起诉，或者向履行个人信息保护职责的部门投诉。"
    case children = "不满十四周岁"
    case childrenText = "儿童账户由父母或者其他监护人注册，并单独同意儿童个人信息处理规则：除办理监护人提出的事项外不作他用，工作人员查看须经另一人批准并留痕，每年审计。儿童自己来咨询不会被拒绝。"
    case questions = "有疑问请拨打 %1，或到就近的公共法律服务中心窗口。"

    static let parts: [(title: PrivacyText, lines: [PrivacyText])] = [
        (.who, [.whoText]), (.what, [.whatPhone, .whatName, .whatContent, .whatDevice]), (.not, [.notText]), (.consent, [.consentText]),
        (.seen, [.seenText]), (.kept, [.keptText]), (.rights, [.rightsText, .rightsCourt]), (.children, [.childrenText]),
    ]

    static let page = TranslatedPage("privacy", [PrivacyText.self])
}
