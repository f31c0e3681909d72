import Casework
import Definitions
import Expressions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Knowledge
import Logging
import Site
import WorkCalendar

/// The conversation with the robot.
///
///     /ask                     the conversation; POST puts a question
///     /ask/about/{entry}       one matter with its answer, kept nowhere
///     /ask/topics/{field}      what is asked about one kind of trouble
///     /ask/hand-over           a person takes over
///     /ask/message             a message to the desk
///     /ask/receipt             number and code of what was handed over
///     /ask/feedback, /contact, /leave-queue, /new, /delete, /exit
///     /complaint               a complaint: taken by people
///     /law/{law}/{article}     an article, as in force on a day
struct AskPages: Sendable {
    let site: Site
    let library: Library
    let published: PublishedEntries
    let unanswered: UnansweredClusters
    let limits = AskLimits()

    func addRoutes(_ routes: SiteRoutes) {
        site.navigation.add(portal: .init(label: "问法律", link: "/ask", icon: .chat, rank: 10) { _, _ in true })
        routes.get("ask", for: .anyone) { visit in
            var page = try page(visit)
            page.typed = String((visit.query["q"] ?? "").prefix(1000))
            return try page.answer()
        }
        routes.post("ask", for: .anyone) { visit, form in try await ask(visit, form) }
        routes.post("ask/feedback", for: .anyone) { visit, form in try await feedback(visit, form) }
        routes.post("ask/new", for: .anyone) { visit, _ in try await startAnew(visit) }
        let handing = HandOverPages(pages: self)
        routes.post("ask/hand-over", for: .anyone) { visit, form in try await handing.handOver(visit, form) }
        routes.get("ask/message", for: .anyone) { visit in try handing.message(visit) }
        routes.post("ask/message", for: .anyone) { visit, form in try await handing.message(visit, form) }
        routes.get("ask/receipt", for: .anyone) { visit in try await handing.showReceipt(visit) }
        routes.post("ask/contact", for: .anyone) { visit, form in try await handing.contact(visit, form) }
        routes.post("ask/leave-queue", for: .anyone) { visit, _ in try await handing.leaveQueue(visit) }
        let leaving = LeavingPages(pages: self)
        routes.get("ask/delete", for: .anyone) { visit in try leaving.confirm(visit) }
        routes.post("ask/delete", for: .anyone) { visit, _ in try await leaving.delete(visit) }
        routes.get("ask/exit", for: .anyone) { visit in leaving.exit(visit) }
        routes.get("calendar", for: .anyone) { visit in try leaving.calendar(visit) }
        ComplaintPages(pages: self).addRoutes(routes)
        let topics = TopicPages(site: site, library: library, published: published)
        routes.get("ask/about/:entry", for: .anyone) { visit in try topics.about(visit) }
        routes.get("ask/topics/:field", for: .anyone) { visit in try topics.topic(visit) }
        let law = LawPages(site: site, library: library)
        routes.get("law/text", for: .anyone) { visit in try law.text(visit) }
        routes.get("law/:law/:article", for: .anyone) { visit in try law.article(visit) }
    }

    // MARK: The conversation

    /// The conversation of this browser: the newest, and those before it that became orders.
    /// - Parameter given: the cookie that the browser is only being given.
    func page(_ visit: Visit, given: AskCookie? = nil) throws -> AskPage {
        let cookie = given ?? AskCookie(visit)
        let account = visit.visitor.flatMap { $0.isCitizen ? $0.id : nil }
        let ids = try AskStore(kernel: site.kernel).sessions(cookie, account: account)
        var sessions: [AskSession] = []
        for id in ids { if let session = try AskSession.read(id, site.kernel, at: visit.now) { sessions.append(session) } }
        // Who has signed out, or is another, sees nothing of an account's conversation.
        sessions = sessions.filter { $0.account == nil || $0.account == account }
        return AskPage(pages: self, visit: visit, cookie: cookie, session: sessions.first, earlier: Array(sessions.dropFirst()))
    }

    /// Which language whoever takes over should speak: that of the last question, or of the page.
    func spoken(_ visit: Visit, _ session: AskSession?) -> String {
        if let said = session?.text("lang"), said != "zh" { return said }
        switch visit.words(for: AskText.page).language {
        case .chinese: return "zh"
        case .english: return "en"
        case .zhuang: return "za"
        }
    }

    /// The session going on.
    func current(_ visit: Visit) throws -> (page: AskPage, session: AskSession?) {
        let page = try page(visit)
        return (page, page.session.flatMap { $0.isEnded ? nil : $0 })
    }

    /// To the end of the conversation; scripts get it at once.
    func back(_ visit: Visit, cookie: AskCookie, isDiscreet: Bool = false) throws -> Response {
        let visit = visit.setting(cookie: cookie.header(visit, isDiscreet: isDiscreet))
        guard visit.isFragment else { return visit.redirect(to: "/ask#reply") }
        var given = cookie
        given.isKnown = true
        return try page(visit, given: given).answer()
    }

    private func ask(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let typed = Asking.cleaned(form["text"] ?? "")
        // On the first page one box takes a question, a name and a number.
        if form["from"] == "home", let other = BoxReading(typed).address { return visit.redirect(to: other) }
        var (page, session) = try current(visit)
        guard !typed.isEmpty else {
            page.trouble = page.words(AskText.nothingAsked)
            return try page.answer(status: .unprocessableContent)
        }
        guard limits.allows(.address, visit.source, at: visit.now) else { return try refused(page, typed, page.words(AskText.tooFast)) }
        do { try published.refresh(at: visit.now) } catch {
            site.logger.error("published entries not read", metadata: ["error": "\(error)"])
        }
        let clock = ContinuousClock()
        let began = clock.now
        let asking = Asking(site: site, library: library, published: published, visit: visit, cookie: page.cookie)
        let answer = asking.judge(typed, in: session)
        let spent = clock.now - began
        if answer.conduct != .emergency {
            guard limits.allows(.conversation, page.cookie.isKnown ? page.cookie.digest(site.kernel) : visit.source, at: visit.now) else {
                return try refused(page, typed, page.words(AskText.tooFast))
            }
            if let session, session.turns.count >= AskSession.mostTurns {
                return try refused(page, typed, page.words(AskText.tooLong))
            }
        }
        let milliseconds = Int64(spent.components.seconds * 1000 + spent.components.attoseconds / 1_000_000_000_000_000)
        let outcome: Asking.Outcome
        do {
            outcome = try await asking.put(answer, text: typed, in: session, key: form.key, milliseconds: milliseconds)
        } catch let refusal as Refusal where refusal.reason == .state || refusal.reason == .notfound {
            // It ended between reading and writing: the question begins a new one.
            session = nil
            outcome = try await asking.put(answer, text: typed, in: nil, key: form.key, milliseconds: milliseconds)
        } catch let refusal as Refusal where refusal.action.hasSuffix(".say") {
            return try refused(page, typed, refusal.message)
        }
        if let said = outcome.answer { await unanswered.note(said, in: session, at: visit.now) }
        let isDiscreet = session?.isDiscreet == true || answer.conduct == .emergency || Self.isDiscreet(answer, library)
        return try back(visit, cookie: page.cookie, isDiscreet: isDiscreet)
    }

    private static func isDiscreet(_ answer: Answer, _ library: Library) -> Bool {
        answer.entry.flatMap { library.answerer.entries.entries[$0] }?.lawField == "dv"
    }

    private func refused(_ page: AskPage, _ typed: String, _ words: String) throws -> Response {
        var page = page
        page.trouble = words
        page.typed = String(typed.prefix(1000))
        return try page.answer(status: .tooManyRequests)
    }

    private func feedback(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let (page, session) = try current(visit)
        guard let session, let turn = form["turn"].flatMap({ Int($0) }), let verdict = form["verdict"], verdict == "up" || verdict == "down"
        else { return visit.redirect(to: "/ask") }
        if session.turns.first(where: { $0.sequence == turn })?.feedback == "none" {
            var values: [String: Value] = ["turn_seq": .int(Int64(turn)), "verdict": .string(verdict)]
            if let why = form["why"] { values["why"] = .string(String(why.prefix(200))) }
            try await act("give_feedback", on: session, values, visit, key: "feedback-\(session.id)-\(turn)")
        }
        return try back(visit, cookie: page.cookie, isDiscreet: session.isDiscreet)
    }

    private func startAnew(_ visit: Visit) async throws -> Response {
        let page = try page(visit)
        if let session = page.session, !session.isWithPeople {
            if session.isOpen, !session.isEmergency || session.account != nil {
                try await act("end", on: session, [:], visit, key: "end-\(session.id)")
            }
            // What became an order stays in sight; the rest is put away.
            if session.order == nil { try await AskStore(kernel: site.kernel).dismiss(page.cookie, session.id) }
        }
        return visit.redirect(to: "/ask")
    }

    /// An action on a session, by whose it is, or by the platform for who has no account.
    @discardableResult func act(_ action: String, on session: AskSession, _ values: [String: Value], _ visit: Visit, key: String? = nil)
        async throws -> ActionOutcome
    {
        var request = ActionRequest(
            type: AskSession.type, action: action, record: session.id, actor: Asking.actor(visit, session: session), values: values,
            idempotencyKey: key.map { "ask-\($0)" })
        request.source = visit.source
        return try await site.kernel.perform(request, at: visit.now)
    }
}
