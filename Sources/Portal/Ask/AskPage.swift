import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Knowledge
import Site
import WorkCalendar

/// The conversation as a page: what was said, what is going on, where one writes.
struct AskPage {
    let pages: AskPages
    let visit: Visit
    let cookie: AskCookie
    /// The one going on, or the newest that ended.
    let session: AskSession?
    /// Handed over before: their orders are followed here.
    let earlier: [AskSession]
    /// Said above the box: too fast, too long, not kept.
    var trouble: String?
    /// What was typed and could not be taken.
    var typed = ""

    private var isSpeaking: Bool { session.map { !$0.isEnded } ?? false }
    private var hours: DeskHours { DeskHours(pages.site.kernel, at: visit.now) }

    func answer(status: HTTPResponse.Status = .ok) throws -> Response {
        if visit.isFragment, status == .ok { return visit.fragment(try body()) }
        // Nothing in the title that a glance at the tab would tell others.
        let title = session?.isDiscreet == true ? "便民查询" : "问法律"
        return try visit.page(
            title, shell: .portal, status: status, scripts: ["/js/ask.js?v=\(pages.site.settings.assetVersion)"],
            body: "<div id='ask-page'>\(try body())</div>")
    }

    private func body() throws -> HTML {
        let head: HTML =
            session == nil
            ? "<h1>您遇到了什么法律问题？</h1>"
            : "<h1 class='ask-heading'>\(session?.isDiscreet == true ? "便民查询" : "问法律")</h1>"
        let exit: HTML = HTML.when(session?.isDiscreet == true, quickExit)
        let band: HTML = HTML.when(
            session?.isEmergency == true,
            urgentBand("有危险先打电话", EmergencyNumber.national, text: "110可以发短信：12110。说不出话也可以拨打，等对方询问。"))
        return """
            \(exit)<div class="ask-page">\(head)\(band)\(try log())\(try orders())\(try panel())\(box)\(foot)</div>
            """
    }

    private var quickExit: HTML {
        """
        <p class="quick-exit"><a class="button danger" href="/ask/exit" rel="noopener" data-exit>\(icon(.close))快速离开</a><span>点一下就离开本页，并清除这台设备上的对话。</span></p>
        """
    }

    // MARK: What was said

    private func log() throws -> HTML {
        guard let session, !session.turns.isEmpty else { return introduction }
        if session.isForgotten { return notice("这段对话的内容已经删除", .neutral) }
        let last = session.turns.last { $0.role == "robot" }?.sequence
        let turns = session.turns.map { turn -> ConversationTurn in
            let id = "turn-\(turn.sequence)"
            switch turn.role {
            case "user": return ConversationTurn(.asker, name: "您", time: Self.time(turn.at), id: id, body: paragraphs(turn.text))
            case "person": return ConversationTurn(.person, name: "工作人员", time: Self.time(turn.at), id: id, body: paragraphs(turn.text))
            default:
                let isLast = turn.sequence == last && session.isOpen
                guard let answer = turn.answer else {
                    return ConversationTurn(
                        .robot, name: AnswerView.name, time: Self.time(turn.at), id: id, body: paragraphs(turn.text),
                        actions: feedback(turn, isLast: isLast))
                }
                var view = AnswerView(answer: answer, isEmergency: turn.text.hasPrefix(AnswerText.numbers))
                if isLast { view.choosing = { _ in choices(answer) } }
                return view.turn(
                    id: id, time: Self.time(turn.at), actions: "\(handOver(answer, isLast: isLast))\(feedback(turn, isLast: isLast))")
            }
        }
        return conversation(turns, label: "与智能机器人的对话")
    }

    private static func time(_ moment: Moment) -> String { String(moment.clockTime.prefix(5)) }

    private func paragraphs(_ text: String) -> HTML { text.split(separator: "\n").html { "<p>\($0)</p>" } }

    private func choices(_ answer: Answer) -> HTML {
        guard let clarification = answer.clarification else { return .empty }
        let key = visit.freshKey()
        return """
            <form class="ask-choices" method="post" action="/ask" data-ask>\(hiddenFields(csrf: visit.csrf, key: key))\(clarification.options.html { button($0, .secondary, name: "text", value: $0) })</form>
            """
    }

    private func handOver(_ answer: Answer, isLast: Bool) -> HTML {
        guard isLast, session?.isOpen == true else { return .empty }
        return handOverButton(isWanted: answer.handOver != nil)
    }

    /// One click: within the desk's hours a person is called, outside them the message is written.
    private func handOverButton(isWanted: Bool = false) -> HTML {
        let rank: ButtonRank = isWanted ? .primary : .secondary
        guard hours.isOpen else { return linkButton("转人工（留言）", to: "/ask/message", rank, icon: .person) }
        return actionButton("转人工", action: "/ask/hand-over", rank, icon: .person, csrf: visit.csrf, key: visit.freshKey())
    }

    private func feedback(_ turn: AskSession.Turn, isLast: Bool) -> HTML {
        switch turn.feedback {
        case "up": return "<span class='answer-rated'>\(icon(.check))您说有帮助，谢谢</span>"
        case "down": return "<span class='answer-rated'>您说没有帮助，已记下</span>"
        default: break
        }
        guard session?.isEnded == false, turn.answer?.conduct != .smalltalk else { return .empty }
        let name = isLast ? "" : "（第\(turn.sequence)条）"
        return """
            <form class="inline answer-feedback" method="post" action="/ask/feedback">\(hiddenFields(csrf: visit.csrf, key: "\(turn.sequence)"))\(hiddenInput("turn", String(turn.sequence)))<button type="submit" class="button quiet" name="verdict" value="up">有帮助<span class="visually-hidden">\(name)</span></button><button type="submit" class="button quiet" name="verdict" value="down">没有帮助<span class="visually-hidden">\(name)</span></button></form>
            """
    }

    /// The first screen says what answers, what is kept and how to reach a person (specification, rule 1): in a line above the box, the rest beneath it.
    private var introduction: HTML {
        "<p>回答您的是<b>智能机器人</b>，不是律师，也不是真人。每个回答都附法律依据，仅供参考；随时可以<b>转人工</b>。</p>"
    }

    private var terms: HTML {
        """
        <div class="ask-intro"><p>点“提问”即表示您已阅读并同意：</p><ul><li>不用登录。不要写身份证号、银行卡号和密码，写了也会被遮盖。</li><li>对话遮盖后保存6个月用于答复和改进，之后去除标识；您可以随时删除。不会用来训练模型。</li><li>人工服务时间每天\(hours.words)，其他时间可以留言，24小时内答复；也可以拨打<a href="tel:12348">12348</a>。</li></ul><p class="quiet">不同意的，可以拨打12348或到公共法律服务窗口咨询。</p></div>
        """
    }

    // MARK: What is going on

    private func panel() throws -> HTML {
        guard let session else { return .empty }
        switch session.state {
        case "queued":
            let leave: HTML = HTML.when(
                !session.isEmergency,
                actionButton("不等了", action: "/ask/leave-queue", csrf: visit.csrf, key: "\(session.id)"))
            return notice(
                "正在为您接通人工", .active,
                body: """
                    <p>一般3分钟内接入。请不要关闭本页；可以先在下面补充情况，接入的工作人员看得到上面的对话，您不用重复。\(HTML.when(session.isEmergency, "<b>有危险请马上拨打110。</b>"))</p>\(contactForm(session))
                    """, actions: "\(linkButton("看看有没有接入", to: "/ask", icon: .clock))\(leave)")
        case "with_human":
            return notice(
                "工作人员已经接入", .done, body: "<p>请在下面继续说。答复会出现在上面的对话里。</p>\(contactForm(session))",
                actions: linkButton("看新的答复", to: "/ask", icon: .chat))
        case "ended":
            guard session.order == nil else {
                return HTML.when(
                    session.isEmergency,
                    notice(
                        "已作为特急工单转给值班人员", .danger,
                        body:
                            "<p>现在不是人工服务时间（每天\(hours.words)），值班人员会尽快处理。<b>有危险请马上拨打110，受伤拨打120</b>；想马上有人说话，请拨打<a href='tel:12348'>12348</a>。</p>"
                    ))
            }
            return notice("这段对话已经结束", .neutral, body: "<p>在下面提问就开始新的对话。</p>")
        default:
            if session.isSilenced {
                return notice(
                    "您要求人工服务", .active,
                    body: "<p>\(hours.isOpen ? "点“转人工”，由12348的工作人员接着答复您。" : "现在不是人工服务时间（\(hours.words)）。请留言，24小时内答复；着急请拨打12348。")</p>",
                    actions: handOverButton(isWanted: true))
            }
            let offers = session.record["offer_human"] == .bool(true)
            return HTML.when(
                offers && session.turns.last?.answer?.handOver == nil,
                notice("没有帮到您？", .soon, body: "<p>可以由工作人员答复您，上面的对话会一并转过去。</p>", actions: handOverButton(isWanted: true)))
        }
    }

    private func contactForm(_ session: AskSession) -> HTML {
        guard !session.hasContact, session.account == nil else {
            return HTML.when(session.hasContact, "<p>\(icon(.check))已留下联系电话。</p>")
        }
        let hint = session.isDiscreet ? "请只留一个您自己接听、别人看不到的号码；不留也可以" : "万一页面断开，可以打给您；不留也可以"
        return """
            <form class="ask-contact" method="post" action="/ask/contact">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label for="ask-phone">联系电话（选填）</label><input id="ask-phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="20" aria-describedby="ask-phone-help"><p class="help" id="ask-phone-help">\(hint)</p>\(button("留下电话"))</form>
            """
    }

    /// Orders that came of this browser's conversations, with the answers of people.
    private func orders() throws -> HTML {
        let all = (session.map { [$0] } ?? []) + earlier
        return try all.filter { $0.order != nil }.html { try OrderCard(visit: visit, session: $0).html }
    }

    // MARK: Where one writes

    private var box: HTML {
        let refused: HTML = trouble.map { notice($0, .soon, body: "<p>着急请拨打<a href='tel:12348'>12348</a>。</p>") } ?? .empty
        let keep = "reply-\(session?.id.suffix(6) ?? "new")-\(session?.turns.count ?? 0)"
        if session == nil || session?.turns.isEmpty == true {
            return """
                \(refused)<form class="reply-box ask-first" method="post" action="/ask" data-keep="\(keep)" data-ask>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label for="reply">用自己的话说说遇到的事</label><textarea id="reply" name="text" rows="4" maxlength="1000" required>\n\(typed)</textarea><div class="buttons">\(button("提问", .primary, icon: .chat))\(linkButton("给12348留言", to: "/ask/message", icon: .edit))</div></form>\(HTML.when(session == nil, terms))
                """
        }
        let label = session?.isWithPeople == true ? "补充情况" : "接着问"
        let hint = session?.isWithPeople == true ? "补充的内容工作人员看得到" : session?.isEnded == true ? "提问就开始新的对话" : "还想问什么"
        return """
            \(refused)<form class="reply-box" method="post" action="/ask" data-keep="\(keep)" data-ask>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label class="visually-hidden" for="reply">\(label)</label><textarea id="reply" name="text" rows="2" maxlength="1000" placeholder="\(hint)" required>\n\(typed)</textarea><div class="buttons">\(button(session?.isWithPeople == true ? "发送" : "提问", .primary, icon: .chat))</div></form>
            """
    }

    private var foot: HTML {
        guard let session, !session.turns.isEmpty else { return .empty }
        let new: HTML = HTML.when(
            !session.isWithPeople, actionButton("新对话", action: "/ask/new", .quiet, icon: .plus, csrf: visit.csrf, key: session.id))
        return """
            <div class="ask-foot" data-state="\(session.state)" data-turns="\(session.turns.count)">\(HTML.when(session.isOpen && session.turns.last?.role != "robot", handOverButton()))\(new)\(linkButton("删除本次对话", to: "/ask/delete", .quiet, icon: .trash))</div>
            """
    }
}
