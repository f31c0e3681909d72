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

    private var hours: DeskHours { DeskHours(pages.site.kernel, at: visit.now) }
    /// The page's texts in the person's language.
    let words: PageWords

    init(pages: AskPages, visit: Visit, cookie: AskCookie, session: AskSession?, earlier: [AskSession]) {
        self.pages = pages
        self.visit = visit
        self.cookie = cookie
        self.session = session
        self.earlier = earlier
        words = visit.words(for: AskText.page)
    }

    private func say(_ text: AskText) -> String { words(text) }
    /// The language of what is Chinese on a page that is not.
    private var chinese: String? { words.isChinese ? nil : "zh-CN" }

    func answer(status: HTTPResponse.Status = .ok) throws -> Response { try words.speaking { try drawn(status: status) } }

    private func drawn(status: HTTPResponse.Status) throws -> Response {
        if visit.isFragment, status == .ok { return visit.fragment(try body()) }
        // Nothing in the title that a glance at the tab would tell others.
        let title = say(session?.isDiscreet == true ? .discreetTitle : .title)
        return try visit.page(
            title, shell: .portal, status: status, scripts: ["/js/ask.js?v=\(pages.site.settings.assetVersion)"],
            in: words, body: "<div id='ask-page' data-looking='\(say(.looking))' data-you='\(say(.you))'>\(try body())</div>")
    }

    private func body() throws -> HTML {
        let head: HTML =
            session == nil
            ? "<h1>\(say(.question))</h1>"
            : "<h1 class='ask-heading'>\(say(session?.isDiscreet == true ? .discreetTitle : .title))</h1>"
        let exit: HTML = HTML.when(session?.isDiscreet == true, quickExit)
        let band: HTML =
            session.flatMap { isUnattended($0) ? unattended($0) : nil }
            ?? HTML.when(
                session?.isEmergency == true,
                urgentBand(say(.dangerFirst), EmergencyText.national(words), text: say(.dangerText)))
        return """
            \(exit)<div class="ask-page">\(head)\(band)\(try log())\(try orders())\(try panel())\(box)\(foot)</div>
            """
    }

    private var quickExit: HTML {
        """
        <p class="quick-exit"><a class="button danger" href="/ask/exit" rel="noopener" data-exit>\(icon(.close))\(say(.leave))</a><span>\(say(.leaveHelp))</span></p>
        """
    }

    // MARK: What was said

    private func log() throws -> HTML {
        guard let session, !session.turns.isEmpty else { return introduction }
        if session.isForgotten { return notice(say(.forgotten), .neutral) }
        let last = session.turns.last { $0.role == "robot" }?.sequence
        let turns = session.turns.map { turn -> ConversationTurn in
            let id = "turn-\(turn.sequence)"
            switch turn.role {
            case "user": return ConversationTurn(.asker, name: say(.you), time: Self.time(turn.at), id: id, body: paragraphs(turn.text))
            case "person":
                return ConversationTurn(.person, name: say(.person), time: Self.time(turn.at), id: id, body: paragraphs(turn.text))
            default:
                let isLast = turn.sequence == last && session.isOpen
                guard let answer = turn.answer else {
                    return ConversationTurn(
                        .robot, name: say(.robot), time: Self.time(turn.at), id: id, body: paragraphs(turn.text),
                        actions: feedback(turn, isLast: isLast), language: chinese)
                }
                var view = AnswerView(answer: answer, isEmergency: turn.text.hasPrefix(AnswerText.numbers), words: words)
                if isLast { view.choosing = { _ in choices(answer) } }
                return view.turn(
                    id: id, time: Self.time(turn.at), actions: "\(handOver(answer, isLast: isLast))\(feedback(turn, isLast: isLast))")
            }
        }
        return
            "\(HTML.when(!words.isChinese, "<p class='quiet'>\(say(.answersInChinese))</p>"))\(conversation(turns, label: say(.conversation), sourcesTitle: say(.sources)))"
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
        guard hours.isOpen else { return linkButton(say(.handOverMessage), to: "/ask/message", rank, icon: .person) }
        return actionButton(say(.handOver), action: "/ask/hand-over", rank, icon: .person, csrf: visit.csrf, key: visit.freshKey())
    }

    private func feedback(_ turn: AskSession.Turn, isLast: Bool) -> HTML {
        switch turn.feedback {
        case "up": return "<span class='answer-rated'>\(icon(.check))\(say(.saidHelped))</span>"
        case "down": return "<span class='answer-rated'>\(say(.saidNotHelped))</span>"
        default: break
        }
        guard session?.isEnded == false, turn.answer?.conduct != .smalltalk else { return .empty }
        let name = isLast ? "" : words(AskText.turn, "\(turn.sequence)")
        return """
            <form class="inline answer-feedback" method="post" action="/ask/feedback">\(hiddenFields(csrf: visit.csrf, key: "\(turn.sequence)"))\(hiddenInput("turn", String(turn.sequence)))<button type="submit" class="button quiet" name="verdict" value="up">\(say(.helped))<span class="visually-hidden">\(name)</span></button><button type="submit" class="button quiet" name="verdict" value="down">\(say(.notHelped))<span class="visually-hidden">\(name)</span></button></form>
            """
    }

    /// The first screen says what answers, what is kept and how to reach a person (specification, rule 1): in a line above the box, the rest beneath it.
    private var introduction: HTML {
        "<p>\(say(.introduction))</p>\(HTML.when(!words.isChinese, "<p><b>\(say(.language))</b></p>"))"
    }

    private var terms: HTML {
        """
        <div class="ask-intro"><p>\(say(.consent))</p><ul><li>\(say(.consentNoSignIn))</li><li>\(say(.consentKept))</li><li>\(words.markup(AskText.consentHours, "\(hours.words)", hotline))</li><li>\(say(.cannot))</li></ul><p class="quiet">\(say(.notAgree))</p></div>
        """
    }

    private var hotline: HTML { "<a href='tel:12348'>12348</a>" }

    // MARK: What is going on

    private func panel() throws -> HTML {
        guard let session else { return .empty }
        switch session.state {
        case "queued":
            let leave: HTML = HTML.when(
                !session.isEmergency,
                actionButton(say(.leaveQueue), action: "/ask/leave-queue", csrf: visit.csrf, key: "\(session.id)"))
            return notice(
                say(.queued), .active,
                body: """
                    <p>\(say(.queuedText))\(HTML.when(session.isEmergency, "<b>\(say(.dangerCall))</b>"))</p>\(contactForm(session))
                    """, actions: "\(linkButton(say(.lookAgain), to: "/ask", icon: .clock))\(leave)")
        case "with_human":
            return notice(
                say(.picked), .done, body: "<p>\(say(.pickedText))</p>\(contactForm(session))",
                actions: linkButton(say(.lookForReply), to: "/ask", icon: .chat))
        case "ended":
            guard session.order == nil else {
                return HTML.when(
                    session.isEmergency && !isUnattended(session),
                    notice(say(.urgentOrder), .danger, body: "<p>\(words(AskText.urgentOrderText, hours.words))</p>"))
            }
            return notice(say(.ended), .neutral, body: "<p>\(say(.endedText))</p>")
        default:
            if session.isSilenced {
                let text = hours.isOpen ? say(.wantPersonNow) : words(AskText.wantPersonLater, hours.words)
                return notice(say(.wantPerson), .active, body: "<p>\(text)</p>", actions: handOverButton(isWanted: true))
            }
            let offers = session.record["offer_human"] == .bool(true)
            return HTML.when(
                offers && session.turns.last?.answer?.handOver == nil,
                notice(say(.noHelp), .soon, body: "<p>\(say(.noHelpText))</p>", actions: handOverButton(isWanted: true)))
        }
    }

    /// In danger, nobody was at the desk, and nobody could call back.
    private func isUnattended(_ session: AskSession) -> Bool {
        session.isEmergency && session.isEnded && session.order != nil && !session.hasContact && session.account == nil
            && session.record["picked_at"] == .null && !session.isForgotten
    }

    /// Said plainly, above all else: nobody can call back; whom to call now; and a way to leave one that is safe.
    private func unattended(_ session: AskSession) -> HTML {
        let numbers = [
            EmergencyNumber("110", EmergencyText.police(words)), EmergencyNumber("12348", say(.legalHotline)),
            EmergencyNumber("12338", say(.women)),
        ]
        return """
            <div data-first>\(notice(say(.nobodyCanCall), .danger, body: "<p>\(words(AskText.nobodyCanCallText, hours.words))</p>"))\(urgentBand(say(.callNow), numbers, text: say(.policeText)))\(safeContact(session))</div>
            """
    }

    private func safeContact(_ session: AskSession) -> HTML {
        """
        <form class="ask-contact" method="post" action="/ask/contact">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<h2>\(say(.safeContact))</h2><label for="ask-phone">\(say(.safePhone))</label><input id="ask-phone" name="phone" type="tel" inputmode="tel" autocomplete="off" maxlength="20" required><label for="ask-how">\(say(.safeHow))</label><input id="ask-how" name="how" maxlength="100" autocomplete="off" aria-describedby="ask-how-help"><p class="help" id="ask-how-help">\(say(.safeHowHelp))</p>\(button(say(.leaveContact)))<p class="help">\(say(.safeLater))</p></form>
        """
    }

    private func contactForm(_ session: AskSession) -> HTML {
        guard !session.hasContact, session.account == nil else {
            return HTML.when(session.hasContact, "<p>\(icon(.check))\(say(.hasContact))</p>")
        }
        let hint = say(session.isDiscreet ? .contactSafe : .contactHelp)
        return """
            <form class="ask-contact" method="post" action="/ask/contact">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label for="ask-phone">\(say(.contact))</label><input id="ask-phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="20" aria-describedby="ask-phone-help"><p class="help" id="ask-phone-help">\(hint)</p>\(button(say(.leaveContact)))</form>
            """
    }

    /// Orders that came of this browser's conversations, with the answers of people.
    private func orders() throws -> HTML {
        let all = (session.map { [$0] } ?? []) + earlier
        return try all.filter { $0.order != nil }.html { try OrderCard(visit: visit, session: $0, words: words).html }
    }

    // MARK: Where one writes

    private var box: HTML {
        let refused: HTML = trouble.map { notice($0, .soon, body: "<p>\(words.markup(AskText.call, hotline))</p>") } ?? .empty
        let keep = "reply-\(session?.id.suffix(6) ?? "new")-\(session?.turns.count ?? 0)"
        if session == nil || session?.turns.isEmpty == true {
            return """
                \(refused)<form class="reply-box ask-first" method="post" action="/ask" data-keep="\(keep)" data-ask>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label for="reply">\(say(.firstLabel))</label><textarea id="reply" name="text" rows="4" maxlength="1000" required>\n\(typed)</textarea><div class="buttons">\(button(say(.ask), .primary, icon: .chat))\(linkButton(say(.message), to: "/ask/message", icon: .edit))</div></form>\(HTML.when(session == nil, terms))
                """
        }
        let isWithPeople = session?.isWithPeople == true
        let label = say(isWithPeople ? .add : .askOn)
        let hint = say(isWithPeople ? .addHint : session?.isEnded == true ? .newHint : .askHint)
        return """
            \(refused)<form class="reply-box" method="post" action="/ask" data-keep="\(keep)" data-ask>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label class="visually-hidden" for="reply">\(label)</label><textarea id="reply" name="text" rows="2" maxlength="1000" placeholder="\(hint)" required>\n\(typed)</textarea><div class="buttons">\(button(say(isWithPeople ? .send : .ask), .primary, icon: .chat))</div></form>
            """
    }

    private var foot: HTML {
        guard let session, !session.turns.isEmpty else { return .empty }
        let new: HTML = HTML.when(
            !session.isWithPeople,
            actionButton(say(.newConversation), action: "/ask/new", .quiet, icon: .plus, csrf: visit.csrf, key: session.id))
        return """
            <div class="ask-foot" data-state="\(session.state)" data-turns="\(session.turns.count)">\(HTML.when(session.isOpen && session.turns.last?.role != "robot", handOverButton()))\(new)\(linkButton(say(.delete), to: "/ask/delete", .quiet, icon: .trash))</div>
            """
    }
}

/// Police, fire, ambulance as the page's language names them.
enum EmergencyText {
    static func police(_ words: PageWords) -> String { words(ShellText.police) }
    static func national(_ words: PageWords) -> [EmergencyNumber] {
        [
            EmergencyNumber("110", words(ShellText.police)), EmergencyNumber("119", words(ShellText.fire)),
            EmergencyNumber("120", words(ShellText.ambulance)),
        ]
    }
}
