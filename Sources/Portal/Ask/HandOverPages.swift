import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Identifiers
import Knowledge
import Site
import Storage
import WorkCalendar

/// A person takes over: at once within the desk's hours, by a message outside them. Both lead to the same desk.
struct HandOverPages: Sendable {
    let pages: AskPages

    private var site: Site { pages.site }

    /// A person is called. Outside the desk's hours the message is written first.
    func handOver(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let (page, session) = try pages.current(visit)
        guard let session, session.isOpen else { return visit.redirect(to: session == nil ? "/ask/message" : "/ask") }
        guard DeskHours(site.kernel, at: visit.now).isOpen else { return visit.redirect(to: "/ask/message") }
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else {
            throw HTTPError(.tooManyRequests, message: page.words(AskText.tooOften))
        }
        let trigger = session.turns.last { $0.role == "robot" }?.answer?.handOver?.trigger
        let cause = session.dissatisfied >= Conversation.mostDissatisfied ? HandOver.Trigger.twiceDown : trigger ?? .userAsk
        try await pages.act(
            "hand_over", on: session,
            [
                "cause_of": .string(cause.rawValue), "summary": .string(Asking.kept(session.summary)),
                "lang": .string(pages.spoken(visit, session)),
            ], visit,
            key: "hand-\(session.id)-\(form.key ?? "")")
        return try pages.back(visit, cookie: page.cookie, isDiscreet: session.isDiscreet)
    }

    // MARK: Messages

    func message(_ visit: Visit) throws -> Response {
        let (_, session) = try pages.current(visit)
        if session?.isWithPeople == true { return visit.redirect(to: "/ask") }
        return try messagePage(visit, session, text: session?.summary ?? "", phone: "", errors: [])
    }

    private func messagePage(_ visit: Visit, _ session: AskSession?, text: String, phone: String, errors: [FormError]) throws -> Response {
        let words = visit.words(for: AskText.page)
        return try words.speaking { try messagePage(visit, session, text: text, phone: phone, errors: errors, words) }
    }

    private func messagePage(
        _ visit: Visit, _ session: AskSession?, text: String, phone: String, errors: [FormError], _ words: PageWords
    ) throws -> Response {
        let hours = DeskHours(site.kernel, at: visit.now)
        let discreet = session?.isDiscreet == true
        func said(_ field: String) -> String? { errors.first { $0.field == field }?.message }
        let fields = [
            FormField(
                "content", words(AskText.content), .longText(maxLength: 1800, rows: 8), values: [text],
                help: words(session == nil ? AskText.contentHelp : .contentFromTalk),
                isRequired: true, error: said("content")),
            FormField(
                "phone", words(AskText.phone), .text(.phone, maxLength: 20), values: [phone],
                help: words(discreet ? AskText.phoneSafe : .phoneHelp), error: said("phone")),
        ]
        let when = hours.isOpen ? words(AskText.openNow) : words(AskText.closedNow, hours.words)
        let body: HTML = """
            \(HTML.when(discreet, "<p class='quick-exit'><a class='button danger' href='/ask/exit' data-exit>\(icon(.close))\(words(AskText.leave))</a></p>"))<div class="ask-page">\(pageHead(words(AskText.message)))<p>\(when) \(words.markup(AskText.messageText, "<a href='tel:110'>110</a>"))</p>\(Form(
                to: "/ask/message", csrf: visit.csrf, key: visit.freshKey(), errors: errors, keepAs: "ask-message", fields: fields,
                note: "<p class='quiet'>\(words(AskText.messageNote))</p>",
                buttons: "\(button(words(AskText.sendMessage), .primary))\(linkButton(words(AskText.back), to: "/ask"))"))</div>
            """
        return try visit.page(
            words(discreet ? AskText.discreetTitle : .message), shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            in: words, body: body)
    }

    func message(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let (page, session) = try pages.current(visit)
        if session?.isWithPeople == true { return visit.redirect(to: "/ask") }
        let text = Asking.cleaned(form["content"] ?? "")
        let typedPhone = (form["phone"] ?? "").filter { !$0.isWhitespace && $0 != "-" }
        let words = page.words
        var errors: [FormError] = []
        if text.count < 5 { errors.append(FormError(field: "content", words(AskText.fiveCharacters))) }
        if text.count > 1800 { errors.append(FormError(field: "content", words(AskText.tooManyCharacters, "\(text.count)"))) }
        let phone = Phone(typedPhone)
        if !typedPhone.isEmpty, phone == nil { errors.append(FormError(field: "phone", words(AskText.wrongPhoneOptional))) }
        guard errors.isEmpty else { return try messagePage(visit, session, text: text, phone: typedPhone, errors: errors) }
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else {
            return try messagePage(visit, session, text: text, phone: typedPhone, errors: [FormError(words(AskText.tooOften))])
        }
        let masked = PersonalData.mask(text).text
        let answer = pages.library.answerer.answer(text, on: CivilDay(visit.now.day.description) ?? .today)
        let id = try await send(masked, phone: typedPhone, answer, session, page.cookie, visit, key: form.key)
        return visit.setting(cookie: page.cookie.header(visit, isDiscreet: session?.isDiscreet == true || answer.conduct == .emergency))
            .redirect(to: "/ask/receipt?session=\(id)")
    }

    /// Opens a session where there is none, keeps the message in it and hands it over, in one write.
    private func send(
        _ text: String, phone: String, _ answer: Answer, _ session: AskSession?, _ cookie: AskCookie, _ visit: Visit, key: String?
    ) async throws -> String {
        let kernel = site.kernel
        let actor = Asking.actor(visit, session: session)
        let state = kernel.state
        let digest = cookie.digest(kernel)
        let known = kernel.secrets.digest("\(key ?? RandomToken.make(bytes: 12))|\(text)", purpose: "ask key")
        let trigger: HandOver.Trigger =
            answer.conduct == .emergency ? (answer.handOver?.trigger ?? .emergency) : session?.isMinor == true ? .minor : .userAsk
        // What the message is written in; a page in another language says what its reader speaks.
        let own = pages.spoken(visit, session)
        let lang = answer.language == "zh" ? own : answer.language
        let isDanger = trigger == .emergency || trigger == .minor
        let entry = answer.entry.flatMap { pages.library.answerer.entries.entries[$0] }
        let id = try await kernel.database.write { connection -> String in
            func perform(_ action: String, _ record: String?, _ values: [String: Value], as actor: Actor, key: String? = nil) throws
                -> ActionOutcome
            {
                var request = ActionRequest(
                    type: AskSession.type, action: action, record: record, actor: actor, values: values, idempotencyKey: key)
                request.source = visit.source
                return try kernel.perform(request, at: visit.now, state: state, connection: connection)
            }
            let id = try session?.id ?? perform("open", nil, ["agreed": .bool(true)], as: actor, key: "message-open-\(known)").id
            try AskStore.link(digest, id, account: actor.isSystem ? nil : actor.id, at: visit.now, connection)
            if session == nil {
                let said = try perform("say", id, ["text": .string(text)], as: actor, key: "message-say-\(known)")
                if said.wasRepeated { return id }
            }
            if isDanger {
                _ = try perform(
                    "flag", id, ["danger_now": .bool(true), "child": .bool(trigger == .minor)], as: .system, key: "message-flag-\(known)")
            }
            var values: [String: Value] = [
                "cause_of": .string(trigger.rawValue), "summary": .string(text), "lang": .string(lang),
            ]
            // Danger within the desk's hours goes to a person, not to a message.
            if !isDanger { values["to"] = .string("message") }
            if !phone.isEmpty { values["contact_no"] = .string(phone) }
            if let entry {
                if state.isCode(entry.lawField, of: "law_field") { values["law_field"] = .string(entry.lawField) }
                if state.isCode(entry.serviceLine, of: "service_line") { values["service_line"] = .string(entry.serviceLine) }
            }
            _ = try perform("hand_over", id, values, as: actor, key: "message-hand-\(known)")
            return id
        }
        site.live.tell("todos")
        return id
    }

    // MARK: Afterwards

    /// Number and query code, for whoever holds the conversation's cookie. Showing the code leaves a trace in the order's journal.
    func showReceipt(_ visit: Visit) async throws -> Response {
        let page = try pages.page(visit)
        let words = page.words
        let all = (page.session.map { [$0] } ?? []) + page.earlier
        guard let session = all.first(where: { $0.id == visit.query["session"] }) else { return visit.redirect(to: "/ask") }
        guard let id = session.order else { return visit.redirect(to: "/ask") }
        guard pages.limits.allows(.handOver, page.cookie.digest(site.kernel), at: visit.now) else {
            throw HTTPError(.tooManyRequests, message: "查看得太频繁了，请过一会儿再来。")
        }
        let order = try site.kernel.view(OrderCard.type, id: id, as: .system, at: visit.now)
        let code = try await site.kernel.reveal(
            OrderCard.type, id: id, field: "query_code", purpose: "留言人在提交的设备上查看查询码", as: .system, at: visit.now)
        func text(_ value: Value) -> String { if case .string(let text) = value { text } else { "" } }
        let due = order.deadlines.first { $0.limit == "c1" }?.due
        let entries: [(label: String, value: String)] = [
            (words(AskText.orderNumber), text(order["order_no"])), (words(AskText.queryCode), text(code)),
            (words(AskText.sentAt), words.moment(order.createdAt)),
        ]
        let next: HTML = """
            <h2>\(words(AskText.next))</h2><ol><li>\(words(AskText.nextAccept))</li><li>\(due.map { words.markup(AskText.nextReply, "<b>\(words.moment($0))</b>") } ?? "\(words(AskText.nextReplyPlain))")</li><li>\(words.markup(AskText.nextSee, "<a href='/ask'>\(words(AskText.thisDevice))</a>"))</li></ol><p>\(words(AskText.writeDown))</p>
            """
        let number = QueryValues.encode(text(order["order_no"]))
        let body = receipt(
            title: words(AskText.received), entries: entries, next: next,
            actions:
                "\(linkButton(words(AskText.progress), to: "/progress?number=\(number)", .primary))\(linkButton(words(AskText.backToTalk), to: "/ask"))<button type='button' class='button secondary' data-print hidden>\(icon(.print))\(words(AskText.print))</button>"
        )
        return try visit.page(
            words(session.isDiscreet ? AskText.discreetTitle : .receivedTitle), shell: .portal,
            scripts: ["/js/print.js?v=\(site.settings.assetVersion)"], in: words, body: body)
    }

    func contact(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let page = try pages.page(visit)
        // Also afterwards, when nobody was there to call back.
        guard let session = page.session, !session.isEnded || session.order != nil else { return visit.redirect(to: "/ask") }
        let typed = (form["phone"] ?? "").filter { !$0.isWhitespace && $0 != "-" }
        guard Phone(typed) != nil else {
            var page = page
            page.trouble = page.words(AskText.wrongPhone)
            return try page.answer(status: .unprocessableContent)
        }
        var values: [String: Value] = ["contact_no": .string(typed)]
        let how = Asking.cleaned(form["how"] ?? "")
        if !how.isEmpty { values["contact_note"] = .string(String(PersonalData.mask(how).text.prefix(100))) }
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else {
            throw HTTPError(.tooManyRequests, message: page.words(AskText.tooOften))
        }
        try await pages.act(
            "leave_contact", on: session, values, visit, key: "contact-\(session.id)-\(form.key ?? "")")
        return try pages.back(visit, cookie: page.cookie, isDiscreet: session.isDiscreet)
    }

    func leaveQueue(_ visit: Visit) async throws -> Response {
        let (page, session) = try pages.current(visit)
        if let session, session.state == "queued", !session.isEmergency {
            try await pages.act("leave_queue", on: session, [:], visit, key: "leave-\(session.id)")
        }
        return try pages.back(visit, cookie: page.cookie)
    }
}
