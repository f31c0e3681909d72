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
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else { throw HTTPError(.tooManyRequests, message: Self.tooMany) }
        let trigger = session.turns.last { $0.role == "robot" }?.answer?.handOver?.trigger
        let cause = session.dissatisfied >= Conversation.mostDissatisfied ? HandOver.Trigger.twiceDown : trigger ?? .userAsk
        try await pages.act(
            "hand_over", on: session,
            ["cause_of": .string(cause.rawValue), "summary": .string(Asking.kept(session.summary))], visit,
            key: "hand-\(session.id)-\(form.key ?? "")")
        return try pages.back(visit, cookie: page.cookie, isDiscreet: session.isDiscreet)
    }

    private static let tooMany = "转人工和留言太频繁了，请过一小时再试；着急请拨打12348。"

    // MARK: Messages

    func message(_ visit: Visit) throws -> Response {
        let (_, session) = try pages.current(visit)
        if session?.isWithPeople == true { return visit.redirect(to: "/ask") }
        return try messagePage(visit, session, text: session?.summary ?? "", phone: "", errors: [])
    }

    private func messagePage(_ visit: Visit, _ session: AskSession?, text: String, phone: String, errors: [FormError]) throws -> Response {
        let hours = DeskHours(site.kernel, at: visit.now)
        let discreet = session?.isDiscreet == true
        func said(_ field: String) -> String? { errors.first { $0.field == field }?.message }
        let fields = [
            FormField(
                "content", "要问的事", .longText(maxLength: 1800, rows: 8), values: [text],
                help: session == nil ? "什么时候、在哪里、和谁、发生了什么，想知道什么。不要写身份证号和银行卡号。" : "这是根据您的对话整理的，请改成您要说的话，确认后提交。",
                isRequired: true, error: said("content")),
            FormField(
                "phone", "联系电话", .text(.phone, maxLength: 20), values: [phone],
                help: discreet ? "请只留一个您自己接听的安全号码。不留也可以：凭编号和查询码看答复。" : "答复后短信告诉您。不留也可以：凭编号和查询码看答复。", error: said("phone")),
        ]
        let when = hours.isOpen ? "现在是人工服务时间，也可以回到对话点“转人工”，马上由工作人员接待。" : "现在不是人工服务时间（每天\(hours.words)）。"
        let body: HTML = """
            \(HTML.when(discreet, "<p class='quick-exit'><a class='button danger' href='/ask/exit' data-exit>\(icon(.close))快速离开</a></p>"))<div class="ask-page">\(pageHead("给12348留言"))<p>\(when)留言由工作人员在<b>24小时内</b>答复。有人身危险请马上拨打<a href="tel:110">110</a>。</p>\(Form(
                to: "/ask/message", csrf: visit.csrf, key: visit.freshKey(), errors: errors, keepAs: "ask-message", fields: fields,
                note: "<p class='quiet'>不需要登录。留言内容会遮盖证件号和卡号后保存，只给办理的工作人员看。</p>",
                buttons: "\(button("提交留言", .primary))\(linkButton("返回对话", to: "/ask"))"))</div>
            """
        return try visit.page(
            discreet ? "便民查询" : "给12348留言", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent, body: body)
    }

    func message(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let (page, session) = try pages.current(visit)
        if session?.isWithPeople == true { return visit.redirect(to: "/ask") }
        let text = Asking.cleaned(form["content"] ?? "")
        let typedPhone = (form["phone"] ?? "").filter { !$0.isWhitespace && $0 != "-" }
        var errors: [FormError] = []
        if text.count < 5 { errors.append(FormError(field: "content", "请至少用五个字写明要问的事")) }
        if text.count > 1800 { errors.append(FormError(field: "content", "最多1800字，现有\(text.count)字，请删减")) }
        let phone = Phone(typedPhone)
        if !typedPhone.isEmpty, phone == nil { errors.append(FormError(field: "phone", "电话号码不对：手机号为11位数字，固定电话请带区号；也可以不填")) }
        guard errors.isEmpty else { return try messagePage(visit, session, text: text, phone: typedPhone, errors: errors) }
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else {
            return try messagePage(visit, session, text: text, phone: typedPhone, errors: [FormError(Self.tooMany)])
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
            var values: [String: Value] = ["cause_of": .string(trigger.rawValue), "summary": .string(text)]
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
            ("编号", text(order["order_no"])), ("查询码", text(code)), ("提交时间", order.createdAt.chinese),
        ]
        let next: HTML = """
            <h2>接下来</h2><ol><li>12348前台受理您的留言。</li><li>\(due.map { "在<b>\($0.chinese)</b>前答复（SF/T 0058—2019：留言咨询二十四小时内答复）。" as HTML } ?? "由工作人员答复。")</li><li>答复后可以在<a href="/ask">这台设备的对话页</a>看到，或者用编号和查询码到“查进度”查看，并可以评价。</li></ol><p>请抄下或打印编号和查询码：换一台设备就靠它们查询。</p>
            """
        let number = QueryValues.encode(text(order["order_no"]))
        let body = receipt(
            title: "您的留言已收到", entries: entries, next: next,
            actions:
                "\(linkButton("查进度", to: "/progress?number=\(number)", .primary))\(linkButton("回到对话", to: "/ask"))<button type='button' class='button secondary' data-print hidden>\(icon(.print))打印</button>"
        )
        return try visit.page(
            session.isDiscreet ? "便民查询" : "留言已收到", shell: .portal, scripts: ["/js/print.js?v=\(site.settings.assetVersion)"], body: body)
    }

    func contact(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let (page, session) = try pages.current(visit)
        guard let session else { return visit.redirect(to: "/ask") }
        let typed = (form["phone"] ?? "").filter { !$0.isWhitespace && $0 != "-" }
        guard Phone(typed) != nil else {
            var page = page
            page.trouble = "电话号码不对：手机号为11位数字，固定电话请带区号"
            return try page.answer(status: .unprocessableContent)
        }
        try await pages.act(
            "leave_contact", on: session, ["contact_no": .string(typed)], visit, key: "contact-\(session.id)-\(form.key ?? "")")
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
