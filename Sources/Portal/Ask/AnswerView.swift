import Casework
import HTML
import Knowledge
import Site

/// An answer of the robot as a turn of the conversation: what it says, what it rests on, what can be started.
struct AnswerView {
    let answer: Answer
    /// In danger every answer begins with the numbers to call.
    var isEmergency = false
    /// The page's; nil: Chinese.
    var words: PageWords?
    /// Sends an option back as the next question; nil where nothing can be asked (an older turn, a page about one matter).
    var choosing: ((String) -> HTML)?

    static let name = "智能机器人"
    private var isForeign: Bool { words.map { !$0.isChinese } ?? false }

    func turn(id: String? = nil, time: String? = nil, actions: HTML = .empty) -> ConversationTurn {
        ConversationTurn(
            .robot, name: words?(AskText.robot) ?? Self.name, time: time, id: id, body: body, sources: sources,
            actions: "\(isForeign && !matter.isEmpty ? "<span lang='zh-CN'>\(matter)</span>" : matter)\(actions)",
            language: isForeign ? "zh-CN" : nil)
    }

    var body: HTML {
        let steps: HTML = HTML.when(!answer.steps.isEmpty, "<ol>\(answer.steps.html { "<li>\($0)</li>" })</ol>")
        let hint: HTML? = answer.deadlineHint.map { "<p class='answer-limit'>\(icon(.clock))<b>注意时限：</b>\($0)</p>" }
        let warning: HTML? = answer.warning.map { "<p class='answer-warning'>\(icon(.shield))\($0)</p>" }
        return """
            \(numbers)\(answer.text.filter { !$0.isEmpty }.html { "<p>\($0)</p>" })\(steps)\(hint)\(clarification)\(warning)<p class="ai-mark">\(AnswerText.mark)</p>
            """
    }

    /// Numbers to press, before anything else.
    private var numbers: HTML {
        if answer.conduct == .emergency || !answer.hotlines.isEmpty {
            let lines = answer.hotlines.map { EmergencyNumber($0.number, $0.name) }
            return urgentBand(words?(AskText.callNow) ?? AskText.callNow.rawValue, lines.isEmpty ? EmergencyNumber.national : lines)
        }
        return HTML.when(isEmergency, "<p><b>\(words?(AskText.numbersFirst) ?? AnswerText.numbers)</b></p>")
    }

    private var clarification: HTML {
        guard let clarification = answer.clarification else { return .empty }
        let options: HTML =
            if let choosing { choosing(clarification.question) } else { "<ul>\(clarification.options.html { "<li>\($0)</li>" })</ul>" }
        return "<p><b>\(clarification.question)</b></p>\(options)"
    }

    /// Articles, cases and guides, each with what it was worth on the day.
    var sources: [AnswerSource] {
        let articles = (answer.sources + answer.related).map { source in
            AnswerSource(
                Self.title(source), version: Self.version(source),
                excerpt: String(source.text.prefix(90)) + (source.text.count > 90 ? "……" : ""),
                link: LawAddress.of(source, on: answer.asOf))
        }
        let named = answer.citedOnly.map {
            AnswerSource($0.label, version: "条文原文不在本机的法律库中", link: LawAddress.of($0, on: answer.asOf))
        }
        return articles + named
    }

    static func title(_ source: Answer.Source) -> String {
        switch source.kind {
        case .statute: "《\(source.law.split(separator: "@").first.map(String.init) ?? source.law)》\(source.article)"
        case .typicalCase: "案例：\(source.article.isEmpty ? source.title : source.article)"
        case .guide: "指南：\(source.article.isEmpty ? source.title : source.article)"
        }
    }

    static func version(_ source: Answer.Source) -> String {
        guard source.kind == .statute else { return source.version.map { "更新于\($0.chinese)" } ?? source.kind.label }
        return source.statusLabel + (source.version.map { "，\($0.chinese)文本" } ?? "")
    }

    /// What to start next: a page of ours, or whom to call.
    private var matter: HTML {
        guard let matter = answer.matter, answer.conduct != .clarify, answer.conduct != .smalltalk else { return .empty }
        if let address = MatterAddress.of(matter) { return linkButton(matter.label, to: address, .secondary, icon: .arrowRight) }
        // 向人社部门办理（12333）: the number can be pressed.
        if let number = matter.label.firstMatch(of: /（([0-9]{3,6})）/)?.1 {
            return "<a class='button secondary' href='\(url: "tel:\(number)")'>\(icon(.phone))\(matter.label)</a>"
        }
        return "<span class='answer-next'>\(icon(.arrowRight))\(matter.label)</span>"
    }
}

/// Where a matter of the platform is begun.
enum MatterAddress {
    /// Nil: others handle it.
    static func of(_ matter: Knowledge.Matter) -> String? {
        switch matter {
        case .consultation: "/ask/message"
        case .directory: "/find"
        case .guide: "/matters"
        case .progress: "/progress"
        case .complaint: "/complaint"
        case .disclosure: "/disclosure"
        case .judicialOffice: "/find"
        case .legalAid: "/matters/legal-aid"
        case .notary: "/matters/notary"
        case .lawyer: "/matters/lawyer"
        case .mediation: "/matters/mediation"
        case .forensic: "/matters/forensic"
        case .arbitration: "/matters/arbitration"
        case .grassroots: "/matters/grassroots"
        case .legalQualification: "/matters/qualification"
        case .licence: "/matters/licence"
        default: nil
        }
    }
}

/// Addresses of the law's own pages.
enum LawAddress {
    static func of(_ reference: ArticleReference, on day: CivilDay) -> String {
        "/law/\(QueryValues.encode(reference.law))/\(QueryValues.encode(reference.article))?on=\(day)"
    }

    static func of(_ source: Answer.Source, on day: CivilDay) -> String? {
        if source.kind == .statute { return ArticleReference(source.id).map { of($0, on: day) } }
        return "/law/text?id=\(QueryValues.encode(source.id))"
    }
}
