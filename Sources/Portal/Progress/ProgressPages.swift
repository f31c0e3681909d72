import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Where a matter stands.
///
///     /progress                              by number and code, without an account
///     /progress/now                          what was found so: nodes, organisations and dates, nothing else
///     /progress/:kind/:id                    one's own, whole
///     /progress/:kind/:id/do/:on/:action     what its owner may do
///     /me/matters                            all of one's own
struct ProgressPages: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        site.navigation.add(portal: .init(label: "查进度", link: "/progress", icon: .hourglass) { _, _ in true })
        routes.get("/progress", for: .anyone) { visit in try form(visit) }
        routes.post("/progress", for: .anyone) { visit, form in try await look(visit, form) }
        routes.get("/progress/now", for: .anyone) { visit in try found(visit) }
        routes.get("/progress/:kind/:id", for: .citizen) { visit in try show(visit) }
        MatterActs(site: site).addRoutes(routes)
        routes.get("/me/matters", for: .citizen) { visit in try OwnMatters(visit: visit).answer() }
    }

    // MARK: Looking up

    private func form(
        _ visit: Visit, errors: [FormError] = [], typed: SubmittedForm? = nil, asksSum: Bool = false, status: HTTPResponse.Status = .ok
    )
        throws -> Response
    {
        let words = visit.words(for: LookUpText.page)
        return try words.speaking { try form(visit, errors: errors, typed: typed, asksSum: asksSum, status: status, words) }
    }

    private func form(
        _ visit: Visit, errors: [FormError], typed: SubmittedForm?, asksSum: Bool, status: HTTPResponse.Status, _ words: PageWords
    ) throws -> Response {
        func say(_ text: LookUpText) -> String { words(text) }
        var fields = [
            FormField(
                "number", say(.number), .text(maxLength: 60), value: typed?["number"] ?? visit.query["number"],
                help: say(.numberHelp),
                isRequired: true, error: errors.first { $0.field == "number" }?.message),
            FormField(
                "code", say(.code), .text(maxLength: 12), value: nil, help: say(.codeHelp), isRequired: true,
                error: errors.first { $0.field == "code" }?.message),
        ]
        var note: HTML = .empty
        if asksSum {
            let sum = try CheckSum(site: site).make(at: visit.now)
            fields.append(
                FormField(
                    "sum", words.isChinese ? sum.question : words(LookUpText.sum, "\(sum.terms.0)", "\(sum.terms.1)"),
                    .text(.code, maxLength: 4), value: nil,
                    help: say(.sumHelp), isRequired: true,
                    error: errors.first { $0.field == "sum" }?.message))
            note = hiddenInput("_sum", sum.sealed)
        }
        let own: HTML =
            visit.visitor?.isCitizen == true
            ? "<p>\(linkButton(say(.mine), to: "/me/matters", icon: .person))</p>"
            : "<p>\(words.markup(LookUpText.signIn, "<a href='/me/matters'>\(say(.mine))</a>"))</p>"
        let form = Form(
            to: "/progress", csrf: visit.csrf, errors: errors, fields: fields, note: note, buttons: button(say(.look), .primary))
        return try visit.matterPage(
            say(.title), status: status, in: words,
            body:
                "<div class='question-page'>\(pageHead(say(.title)))<p>\(say(.what))</p>\(form)\(own)<p class='help'>\(words.markup(LookUpText.unfinished, "<a href='/matters/resume'>\(say(.resume))</a>"))</p></div>"
        )
    }

    private func look(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let number = (form["number"] ?? "").uppercased().filter { !$0.isWhitespace }
        let code = (form["code"] ?? "").uppercased().filter { !$0.isWhitespace && $0 != "-" }
        let words = visit.words(for: LookUpText.page)
        func say(_ text: LookUpText) -> String { words(text) }
        let isNumber =
            (6...60).contains(number.utf8.count) && number.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (65...90).contains($0) }
        guard isNumber, (1...6).contains(code.count) else {
            let errors = [
                isNumber ? nil : FormError(field: "number", say(.wrongNumber)),
                (1...6).contains(code.count) ? nil : FormError(field: "code", say(.wrongCode)),
            ].compactMap { $0 }
            return try self.form(visit, errors: errors, typed: form, status: .unprocessableContent)
        }
        let hasSum = form["_sum"].map { CheckSum(site: site).isRight(form["sum"] ?? "", $0, at: visit.now) }
        if hasSum == false {
            return try self.form(
                visit, errors: [FormError(field: "sum", say(.wrongSum))], typed: form, asksSum: true, status: .unprocessableContent)
        }
        var values: [String: Value] = [
            "via": .string("code"), "number": .string(number), "code": .string(code), "source_hash": .string(visit.source ?? "unknown"),
        ]
        if hasSum == true { values["captcha_ok"] = .bool(true) }
        var request = ActionRequest(type: "progress-query/progress_query_log", action: "query", actor: .system, values: values)
        request.source = visit.source
        do {
            let outcome = try await visit.kernel.perform(request, at: visit.now)
            let log = try visit.kernel.view(outcome.type, id: outcome.id, as: .system, at: visit.now)
            guard log["matched"] == .bool(true), let subject = MatterFile.reference(log["subject"]) else {
                return try self.form(visit, errors: [FormError(say(.notFound))], typed: form, status: .unprocessableContent)
            }
            return try LookedUp(site: site).remember(subject, on: visit).redirect(to: "/progress/now")
        } catch let refusal as Refusal where refusal.reason == .policy {
            if refusal.field == "captcha_ok" {
                return try self.form(
                    visit, errors: [FormError(field: "sum", say(.sumFirst))], typed: form, asksSum: true, status: .unprocessableContent)
            }
            return try self.form(
                visit, errors: [FormError(words.isChinese ? refusal.message : say(.tooOften))], typed: form, status: .tooManyRequests)
        }
    }

    /// Nodes, organisations and dates: neither party nor content nor paper (progress rules 2).
    private func found(_ visit: Visit) throws -> Response {
        guard let subject = LookedUp(site: site).read(visit) else { return visit.redirect(to: "/progress") }
        let file = try MatterFile(subject.type, id: subject.id, as: .system, site: site, at: visit.now)
        if let visitor = visit.visitor, visitor.isCitizen,
            (try? visit.kernel.view(subject.type, id: subject.id, as: visitor, at: visit.now)) != nil
        {
            return visit.redirect(to: Progress.address(subject))
        }
        let words = visit.words(for: FoundText.page)
        return try words.speaking { try found(file, words, visit, signIn: Progress.address(subject)) }
    }

    private func found(_ file: MatterFile, _ words: PageWords, _ visit: Visit, signIn address: String) throws -> Response {
        func say(_ text: FoundText) -> String { words(text) }
        // What an application is for is the guide's own name; everything else is called after its kind.
        let name =
            file.frame.view.type == Followed.application ? words.chinese(file.title) : "\(words.name(of: file.frame.definition))"
        let head: HTML = """
            <header class="page-head"><div class="page-title"><h1>\(name)</h1>\(file.number.map { "<span class='page-note'>\($0)</span>" as HTML })</div></header>
            """
        let line = ProgressView(file: file, now: visit.now, isPublic: true, words: words).html
        let more = notice(
            say(.onlyThis), body: "<p>\(say(.onlyThisText))</p>",
            actions:
                "\(linkButton(say(.seeAll), to: PhoneSignIn.address(back: address), .primary))\(linkButton(say(.another), to: "/progress"))"
        )
        return try visit.matterPage(say(.title), in: words, body: "<div class='progress-page'>\(head)\(line)\(more)</div>")
    }

    // MARK: One's own

    private func show(_ visit: Visit) throws -> Response {
        guard let type = Progress.type(visit.parameter("kind")) else { throw HTTPError(.notFound) }
        let file = try MatterFile(type, id: visit.parameter("id"), as: visit.actor, site: site, at: visit.now)
        return try visit.matterPage(
            "\(file.title)的进度", scripts: ["/js/print.js"], body: OwnMatterView(site: site, file: file, visit: visit).html())
    }
}
