import Casework
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Identifiers
import Logging
import Site
import WorkCalendar

/// Two questions: the phone, the code. Works without scripts; the code's field is filled in by phones that read the text.
struct PhoneSignInPages: Sendable {
    let site: Site
    let signIn: PhoneSignIn
    private let sealing: Sealing

    init(site: Site, signIn: PhoneSignIn) {
        self.site = site
        self.signIn = signIn
        sealing = Sealing(master: site.settings.master, purpose: "entering by phone")
    }

    private static let codePath = PhoneSignIn.path + "/code"

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("enter/phone", for: .anyone) { visit in
            if visit.visitor != nil { return visit.redirect(to: visit.query["back"] ?? "/me") }
            return try phonePage(visit, back: visit.query["back"] ?? "/me")
        }
        routes.post("enter/phone", for: .anyone) { visit, form in try await send(visit, form) }
        routes.get("enter/phone/code", for: .anyone) { visit in
            if visit.visitor != nil { return visit.redirect(to: "/me") }
            guard let entering = entering(visit) else { return visit.redirect(to: PhoneSignIn.path) }
            return try codePage(visit, entering)
        }
        routes.post("enter/phone/code", for: .anyone) { visit, form in try await check(visit, form) }
        routes.post("enter/phone/unfreeze", for: .anyone) { visit, _ in try await unfreeze(visit) }
    }

    private func words(_ visit: Visit) -> PageWords { visit.words(for: EnterText.page) }

    /// A page of signing in, in the person's language.
    private func page(_ title: EnterText, _ visit: Visit, status: HTTPResponse.Status = .ok, _ body: (PageWords) -> HTML) throws -> Response
    {
        let words = words(visit)
        return try words.speaking {
            try visit.page(
                words(title), shell: .portal, status: status, in: words, body: "<div class='question-page'>\(body(words))</div>")
        }
    }

    // MARK: The phone

    private func phonePage(_ visit: Visit, back: String, phone: String = "", errors: [FormError] = []) throws -> Response {
        guard signIn.gateway != nil else { return try unavailable(visit, back: back) }
        return try page(.title, visit, status: errors.isEmpty ? .ok : .unprocessableContent) { words in
            func say(_ text: EnterText) -> String { words(text) }
            let rules: HTML = "<p class='help'>\(say(.firstTime)) <a href='/privacy'>\(say(.rules))</a></p>"
            let form = Form(
                to: PhoneSignIn.path, csrf: visit.csrf, errors: errors,
                fields: [
                    FormField(
                        "phone", say(.phone), .text(.phone, maxLength: 20), value: phone, help: say(.phoneHelp), isRequired: true,
                        error: errors.first { $0.field == "phone" }?.message),
                    FormField(
                        "agreed", say(.rules), .choice([Choice("true", say(.agreed))], .checkBoxes), isRequired: true,
                        error: errors.first { $0.field == "agreed" }?.message),
                ], note: "\(hiddenInput("back", back))\(rules)", buttons: button(say(.send), .primary))
            let otherwise = words.markup(EnterText.otherwise, "<a href='tel:12348'>12348</a>")
            return "\(pageHead(say(.byPhone)))\(form)<p class='help'>\(otherwise)</p>\(demonstrationWay(back, words))"
        }
    }

    private func demonstrationWay(_ back: String, _ words: PageWords) -> HTML {
        guard site.settings.isDemonstration else { return .empty }
        return notice(
            words(EnterText.demonstration), .soon, body: "<p>\(words(EnterText.demonstrationText))</p>",
            actions: linkButton(words(EnterText.chooseWho), to: "/sign-in?back=\(QueryValues.encode(back))"))
    }

    private func unavailable(_ visit: Visit, back: String) throws -> Response {
        try page(.title, visit, status: .serviceUnavailable) { words in
            let text = words.markup(EnterText.unavailableText, "<a href='tel:12348'>12348</a>")
            let ways: HTML =
                "\(linkButton(words(EnterText.findCounter), to: "/find"))\(linkButton(words(EnterText.progress), to: "/progress"))"
            return
                "\(pageHead(words(EnterText.byPhone)))\(notice(words(EnterText.unavailable), .soon, body: "<p>\(text)</p>", actions: ways))"
        }
    }

    private func send(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let back = SafeAddress.within(form["back"] ?? "") ?? "/me"
        let typed = form["phone"] ?? ""
        let words = words(visit)
        func say(_ text: EnterText) -> String { words(text) }
        var errors: [FormError] = []
        let phone = Phone(PhoneSignIn.tidiedPhone(typed)).flatMap { $0.kind == .mobile ? $0 : nil }
        if phone == nil { errors.append(FormError(field: "phone", say(typed.isEmpty ? .phoneMissing : .phoneWrong))) }
        if form["agreed"] != "true" { errors.append(FormError(field: "agreed", say(.agreeFirst))) }
        guard errors.isEmpty, let phone else { return try phonePage(visit, back: back, phone: typed, errors: errors) }
        do {
            let record = try await signIn.send(to: phone, source: visit.source, at: visit.now)
            let entering = Entering(record: record, phone: phone.description, back: back, madeAt: visit.now.milliseconds)
            return visit.setting(
                cookie: Entering.cookie, to: try entering.sealed(with: sealing), path: PhoneSignIn.path, seconds: Int(Entering.minutes) * 60
            ).redirect(to: Self.codePath)
        } catch let refusal as Refusal where refusal.reason == .policy {
            // Why exactly is said by the definition, in Chinese.
            let message = words.isChinese ? refusal.message : say(.tooOften)
            // The code sent a moment ago is still good: whoever holds its cookie goes on with it.
            if let entering = entering(visit), entering.phone == phone.description {
                return try codePage(visit, entering, errors: [FormError(message)])
            }
            return try phonePage(visit, back: back, phone: typed, errors: [FormError(field: "phone", message)])
        } catch let failure as MessageFailure {
            site.logger.error("text not handed over", metadata: ["reason": "\(failure.message)"])
            return try phonePage(visit, back: back, phone: typed, errors: [FormError(say(.notSent))])
        }
    }

    // MARK: The code

    private func entering(_ visit: Visit) -> Entering? { Entering(sealed: visit.cookie(Entering.cookie), with: sealing, at: visit.now) }

    private func codePage(_ visit: Visit, _ entering: Entering, errors: [FormError] = []) throws -> Response {
        try page(.code, visit, status: errors.isEmpty ? .ok : .unprocessableContent) { words in
            func say(_ text: EnterText) -> String { words(text) }
            let shown: HTML =
                (signIn.gateway as? DemonstrationMessages)?.text(of: entering.record).map {
                    notice(say(.shownHere), .soon, body: "<p data-demonstration-message>\(words.chinese($0))</p>")
                } ?? .empty
            let form = Form(
                to: Self.codePath, csrf: visit.csrf, errors: errors,
                fields: [
                    FormField(
                        "code", say(.code), .text(.code, maxLength: 12),
                        help: words(EnterText.codeHelp, "\(signIn.minutes(at: visit.now))"),
                        isRequired: true, error: errors.first { $0.field == "code" }?.message)
                ], buttons: button(say(.title), .primary))
            let again = Form(
                to: PhoneSignIn.path, csrf: visit.csrf, fields: [],
                note: "\(hiddenInput("phone", entering.phone))\(hiddenInput("agreed", "true"))\(hiddenInput("back", entering.back))",
                buttons: button(say(.again), .quiet))
            return """
                <a class='back' href='\(url: PhoneSignIn.address(back: entering.back))'>\(icon(.chevronLeft))\(say(.otherPhone))</a>\(pageHead(say(.enterCode)))<p>\(words(EnterText.sentTo, Phone(entering.phone)?.masked() ?? ""))</p>\(shown)\(form)\(again)
                """
        }
    }

    private func check(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let words = words(visit)
        func wrong(_ message: String) -> [FormError] { [FormError(field: "code", message)] }
        guard let entering = entering(visit) else { return visit.redirect(to: PhoneSignIn.path, saying: words(EnterText.timedOut)) }
        let typed = PhoneSignIn.tidied(form["code"] ?? "")
        guard !typed.isEmpty else { return try codePage(visit, entering, errors: wrong(words(EnterText.codeMissing))) }
        if try !signIn.isProven(entering.record, at: visit.now) {
            switch try await signIn.attempt(typed, of: entering.record, source: visit.source, at: visit.now) {
            case .right: break
            case .wrong(let left):
                note(visit, "验证码不对")
                return try codePage(
                    visit, entering, errors: wrong(left == 1 ? words(EnterText.codeWrongLast) : words(EnterText.codeWrong, "\(left)")))
            case .locked:
                note(visit, "验证码错误次数过多")
                return try codePage(visit, entering, errors: wrong(words(EnterText.codeLocked)))
            case .expired:
                return try codePage(visit, entering, errors: wrong(words(EnterText.codeExpired)))
            }
        }
        let entrance = try await signIn.enter(entering, device: device(visit), source: visit.source, at: visit.now)
        return try await answer(entrance, entering, visit)
    }

    private func unfreeze(_ visit: Visit) async throws -> Response {
        guard let entering = entering(visit), try signIn.isProven(entering.record, at: visit.now) else {
            return visit.redirect(to: PhoneSignIn.path, saying: words(visit)(EnterText.timedOut))
        }
        let entrance = try await signIn.unfreeze(entering, device: device(visit), source: visit.source, at: visit.now)
        return try await answer(entrance, entering, visit)
    }

    private func answer(_ entrance: PhoneSignIn.Entrance, _ entering: Entering, _ visit: Visit) async throws -> Response {
        switch entrance {
        case .person(let person, let isNew):
            var entered = try await visit.entering(as: person, kind: "citizen")
            if let cookie = KeptLanguage(site: site).cookie(for: person, visit) { entered = entered.setting(cookie: cookie) }
            return entered.setting(cookie: Entering.cookie, to: "", path: PhoneSignIn.path)
                .redirect(to: entering.back, saying: words(visit)(isNew ? EnterText.signedInNew : .signedIn))
        case .frozenByHimself:
            return try page(.frozen, visit) { words in
                """
                \(pageHead(words(EnterText.frozenByHimself)))<p>\(words(EnterText.frozenByHimselfText))</p>\(actionButton(words(EnterText.unfreeze), action: PhoneSignIn.path + "/unfreeze", .primary, csrf: visit.csrf))
                """
            }
        case .frozen(let cause, let until):
            return try page(.frozen, visit, status: .forbidden) { words in
                let why = words(cause == "fraud" ? EnterText.fraud : .wrongPasswords)
                let then = until.map { words(EnterText.endsItself, words.moment($0)) } ?? words(EnterText.endsAtCounter)
                return "\(pageHead(words(EnterText.frozen)))\(notice(words(EnterText.cannotNow), .danger, body: "<p>\(why) \(then)</p>"))"
            }
        }
    }

    private func note(_ visit: Visit, _ reason: String) {
        site.accessLog.note("sign_in_failed", actor: "", what: PhoneSignIn.path, reason: reason, source: visit.source, at: visit.now)
    }

    /// What kind of device it says it is, in a word: enough to recognise one's own.
    private func device(_ visit: Visit) -> String { Device.words(visit.request.headerFields[.userAgent] ?? "") }
}
