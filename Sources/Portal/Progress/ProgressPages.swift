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

    /// What one answers when there is no such number, when the code is wrong, and when it is another's: word for word the same.
    static let notFound = "没有查到。请照回执核对编号和查询码；还是查不到，请拨打 12348 或者到窗口查询"

    private func form(
        _ visit: Visit, errors: [FormError] = [], typed: SubmittedForm? = nil, asksSum: Bool = false, status: HTTPResponse.Status = .ok
    )
        throws -> Response
    {
        var fields = [
            FormField(
                "number", "编号", .text(maxLength: 60), value: typed?["number"] ?? visit.query["number"],
                help: "在回执上，例如 450000BL2026011500123",
                isRequired: true, error: errors.first { $0.field == "number" }?.message),
            FormField(
                "code", "查询码", .text(maxLength: 12), value: nil, help: "在回执上，6位字母和数字", isRequired: true,
                error: errors.first { $0.field == "code" }?.message),
        ]
        var note: HTML = .empty
        if asksSum {
            let sum = try CheckSum(site: site).make(at: visit.now)
            fields.append(
                FormField(
                    "sum", sum.question, .text(.code, maxLength: 4), value: nil, help: "前面错过几次，先答这道题", isRequired: true,
                    error: errors.first { $0.field == "sum" }?.message))
            note = hiddenInput("_sum", sum.sealed)
        }
        let own: HTML =
            visit.visitor?.isCitizen == true
            ? "<p>\(linkButton("看我的全部办件", to: "/me/matters", icon: .person))</p>"
            : "<p>用手机号登录，可以看到<a href='/me/matters'>我的全部办件</a>，还能补材料、撤回、评价。</p>"
        let form = Form(to: "/progress", csrf: visit.csrf, errors: errors, fields: fields, note: note, buttons: button("查询", .primary))
        return try visit.matterPage(
            "查进度", status: status,
            body:
                "<div class='question-page'>\(pageHead("查进度"))<p>不用登录。凭回执上的编号和查询码，看办到哪一步。</p>\(form)\(own)<p class='help'>没填完的申请不在这里，请<a href='/matters/resume'>用取件码继续</a>。</p></div>"
        )
    }

    private func look(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let number = (form["number"] ?? "").uppercased().filter { !$0.isWhitespace }
        let code = (form["code"] ?? "").uppercased().filter { !$0.isWhitespace && $0 != "-" }
        let isNumber =
            (6...60).contains(number.utf8.count) && number.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (65...90).contains($0) }
        guard isNumber, (1...6).contains(code.count) else {
            let errors = [
                isNumber ? nil : FormError(field: "number", "请填写编号：由字母和数字组成，照回执填"),
                (1...6).contains(code.count) ? nil : FormError(field: "code", "请填写查询码：6位字母和数字，照回执填"),
            ].compactMap { $0 }
            return try self.form(visit, errors: errors, typed: form, status: .unprocessableContent)
        }
        let hasSum = form["_sum"].map { CheckSum(site: site).isRight(form["sum"] ?? "", $0, at: visit.now) }
        if hasSum == false {
            return try self.form(
                visit, errors: [FormError(field: "sum", "这道题答错了，请再算一遍")], typed: form, asksSum: true, status: .unprocessableContent)
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
                return try self.form(visit, errors: [FormError(Self.notFound)], typed: form, status: .unprocessableContent)
            }
            return try LookedUp(site: site).remember(subject, on: visit).redirect(to: "/progress/now")
        } catch let refusal as Refusal where refusal.reason == .policy {
            if refusal.field == "captcha_ok" {
                return try self.form(
                    visit, errors: [FormError(field: "sum", "前面错过几次，请先答这道题")], typed: form, asksSum: true, status: .unprocessableContent)
            }
            return try self.form(visit, errors: [FormError(refusal.message)], typed: form, status: .tooManyRequests)
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
        let name = subject.type == Followed.application ? file.title : file.frame.definition.name
        let body: HTML = """
            <div class="progress-page">\(pageHead(name, note: file.number))\(ProgressView(file: file, now: visit.now, isPublic: true).html)\(notice("这里只显示进度、单位和日期", body: "<p>内容、文书和补材料、撤回、评价，请本人登录办理。</p>", actions: linkButton("登录查看全部", to: "\(PhoneSignIn.path)?back=\(QueryValues.encode(Progress.address(subject)))", .primary)))</div>
            """
        return try visit.matterPage("办理进度", body: body)
    }

    // MARK: One's own

    private func show(_ visit: Visit) throws -> Response {
        guard let type = Progress.type(visit.parameter("kind")) else { throw HTTPError(.notFound) }
        let file = try MatterFile(type, id: visit.parameter("id"), as: visit.actor, site: site, at: visit.now)
        return try visit.matterPage(
            "\(file.title)的进度", scripts: ["/js/print.js"], body: OwnMatterView(site: site, file: file, visit: visit).html())
    }
}
