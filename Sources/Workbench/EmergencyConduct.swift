import Casework
import HTML
import Site

/// What is to be done first when somebody's words or the marks of a matter tell of danger (domain specification public-legal-service.md §1 rules 8–10, §4 rule 5
/// and `escalate`). The words are parameters of the hotline: a region adds those of its own dialects.
struct EmergencyConduct {
    enum Sign: String, CaseIterable {
        case danger, selfHarm = "self_harm", medical, domesticViolence = "dv", minor, crowd

        /// The parameter that holds its words.
        var parameter: String { "\(rawValue)_words" }

        var title: String {
            switch self {
            case .danger: "有人身危险：先报警，不挂断"
            case .selfHarm: "可能自伤轻生：稳住情绪，不挂断"
            case .medical: "需要急救：先接 120"
            case .domesticViolence: "家庭暴力：先确认此刻是否安全"
            case .minor: "疑似侵害未成年人：须当即报告"
            case .crowd: "群体、舆情或扬言事项：当即报班长"
            }
        }

        /// Steps in their order; what the law asks for names it.
        var steps: [String] {
            switch self {
            case .danger:
                ["先问清在哪里、此刻是否安全、有没有人受伤", "三方通话转接 110，在线等到接通；不得盲转、不得主动结束", "登记“危及人身安全”，形成特急工单，并登记是否已报警"]
            case .selfHarm:
                ["慢慢说，问清在哪里、身边有没有人", "三方通话转接 110 或 120，在线等到接通", "可同时告知全国统一心理援助热线 12356", "登记“危及人身安全”，形成特急工单，督办员即时知悉"]
            case .medical: ["问清地点和伤情", "三方通话转接 120，在线等到接通", "需要报警的同时转接 110"]
            case .domesticViolence:
                [
                    "正在发生的：三方通话转接 110，在线等到接通；不发含内容的短信", "告知可向人民法院申请人身安全保护令（反家庭暴力法第二十三条）",
                    "告知遭受家庭暴力请求给予法律援助的，不受经济困难条件限制（法律援助法第三十二条）", "法律类别选“家庭暴力”，形成特急工单",
                ]
            case .minor: ["正在发生的先转接 110", "须当即向公安、民政、教育等部门报告并登记（未成年人保护法第十一条）；未登记报告的工单不能办结", "不通知可能的加害人和其他监护人"]
            case .crowd: ["问清人数、地点、时间和诉求，人数五人以上的填写人数", "当即“疑难上报”：班长立即处理，一小时内报告负责人", "信访事项不作咨询答复，告知渠道或转投诉"]
            }
        }

        /// Whom to bring into the call.
        var lines: [(target: String, label: String)] {
            switch self {
            case .danger, .domesticViolence, .minor: [("p110", "三方通话转 110")]
            case .selfHarm: [("p110", "三方通话转 110"), ("m120", "三方通话转 120")]
            case .medical: [("m120", "三方通话转 120")]
            case .crowd: []
            }
        }
    }

    /// By what each sign is raised; a sign that is not raised has an empty list.
    var raised: [Sign: [String]]
    /// The words by which scripts raise the others while one types.
    var vocabulary: [Sign: [String]]

    /// - Parameters:
    ///   - texts: what was written down of somebody's words.
    ///   - marks: signs that the record itself gives, with why.
    init(texts: [String?], marks: [(Sign, String)], words: (String) -> [String]) {
        let text = texts.compactMap { $0 }.joined(separator: "\n")
        var raised: [Sign: [String]] = [:]
        var vocabulary: [Sign: [String]] = [:]
        for sign in Sign.allCases {
            let known = words(sign.parameter)
            vocabulary[sign] = known
            raised[sign] = marks.filter { $0.0 == sign }.map(\.1) + known.filter { text.contains($0) }.map { "说到“\($0)”" }
        }
        self.raised = raised
        self.vocabulary = vocabulary
    }

    var isRaised: Bool { raised.values.contains { !$0.isEmpty } }

    /// A panel for each sign; those not raised are there, hidden, for the script that listens to what is typed.
    /// - Parameter actions: buttons of a sign.
    func panels(actions: (Sign) -> HTML = { _ in .empty }) -> HTML {
        let all = Sign.allCases.map { sign -> HTML in
            let why = raised[sign] ?? []
            let words = (vocabulary[sign] ?? []).joined(separator: "|")
            let buttons = actions(sign)
            return """
                <section class="conduct" data-sign="\(sign.rawValue)" data-words="\(words)"\(attribute: "hidden", why.isEmpty) aria-label="\(sign.title)"><p class="conduct-title">\(icon(.siren))<b>\(sign.title)</b> <span data-why>\(why.joined(separator: "；"))</span></p><ol>\(sign.steps.html { "<li>\($0)</li>" })</ol>\(HTML.when(!buttons.isEmpty, "<div class='buttons'>\(buttons)</div>"))</section>
                """
        }
        return "<div class='conducts' data-signs aria-live='assertive'>\(all.joined())</div>"
    }
}
