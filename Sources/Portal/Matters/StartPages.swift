import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Starting a matter: an introduction, a question a page, all answers to check, and off it goes. No account before the last step.
///
///     /matters/:item/start             what awaits one; begin, or go on with what was begun on this device
///     /matters/:item/start/:page       a question; `check`: all answers
///     /matters/:item/upload            a file at once, where scripts run
///     /matters/resume                  go on with the return code
struct StartPages: Sendable {
    let site: Site
    let guides: Guides
    var store: DraftStore { DraftStore(site: site) }
    var attempts: Attempts { Attempts(kernel: site.kernel) }

    /// Bytes of a page of materials without scripts: three files at their limit.
    static let materialsLimit = 64 << 20

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("/matters/resume", for: .anyone) { visit in try resumePage(visit) }
        routes.post("/matters/resume", for: .anyone) { visit, form in try await resume(visit, form) }
        routes.get("/matters/:item/start", for: .anyone) { visit in try introduction(visit) }
        routes.post("/matters/:item/start", for: .anyone) { visit, form in try await begin(visit, form) }
        routes.post("/matters/:item/leave", for: .anyone) { visit, form in try await leave(visit, form) }
        routes.post("/matters/:item/own", for: .anyone) { visit, form in try await forOneself(visit, form) }
        routes.upload("/matters/:item/upload", for: .anyone) { visit, headers, body in try await upload(visit, headers, body) }
        routes.get("/matters/:item/start/:page", for: .anyone) { visit in try page(visit) }
        routes.post("/matters/:item/start/:page", for: .anyone, limit: Self.materialsLimit) { visit, form in try await answer(visit, form) }
    }

    // MARK: The draft of this device

    static func cookie(_ matter: Matter) -> String { "draft-\(matter.slug)" }

    /// - Parameter code: nil takes the cookie away.
    func remembering(_ code: String?, _ matter: Matter, _ visit: Visit) -> Visit {
        let secure = site.settings.isSecure ? "; Secure" : ""
        let value = code.map { "\($0); Path=/matters; HttpOnly; SameSite=Lax" } ?? "; Path=/matters; HttpOnly; SameSite=Lax; Max-Age=0"
        return visit.setting(cookie: "\(Self.cookie(matter))=\(value)\(secure)")
    }

    func held(_ matter: Matter, _ visit: Visit) throws -> DraftStore.Found? {
        guard let typed = visit.cookie(Self.cookie(matter)), let code = ReturnCode.read(typed),
            let found = try store.find(code, at: visit.now),
            found.draft.slug == matter.slug
        else { return nil }
        return found
    }

    func matter(_ visit: Visit) throws -> Matter {
        guard let matter = Matter.named(visit.parameter("item")), site.state.definition(matter.type) != nil else {
            throw HTTPError(.notFound)
        }
        return matter
    }

    func filing(_ draft: Draft, _ matter: Matter, _ visit: Visit) throws -> Filing {
        let representing = try Representing(draft, of: matter, visit, guides: guides)
        // Only whoever acts may look at the authority.
        let actor = representing?.acting == nil ? Actor.publicReader : visit.actor
        return try Filing(draft, of: matter, site: site, actor: actor, representing: representing, now: visit.now)
    }

    static func start(_ matter: Matter, _ page: String? = nil) -> String { "/matters/\(matter.slug)/start" + (page.map { "/\($0)" } ?? "") }

    // MARK: Introduction

    private func introduction(_ visit: Visit) throws -> Response {
        let matter = try matter(visit)
        let guide = try guides.guide(for: matter, item: visit.query["item"], at: visit.now)
        if let guide, guide.isSuspended {
            return try visit.matterPage(
                matter.name,
                body:
                    "\(pageHead(matter.name))\(notice("暂停办理", .soon, body: "<p>\(guide.stopReason)</p>", actions: linkButton("看办事指南", to: "/matters/\(guide.address)")))"
            )
        }
        let filing = try filing(Draft(slug: matter.slug, key: ""), matter, visit)
        var going: HTML = .empty
        if let found = try held(matter, visit) {
            let own = try self.filing(found.draft, matter, visit)
            let address = Self.start(matter, own.firstOpen?.id ?? "check")
            going = notice(
                "上次填到一半", body: "<p>取件码 <code>\(ReturnCode.shown(found.code))</code>，保存到\(found.expiresAt.day.chinese)。</p>",
                actions:
                    "\(linkButton("接着填", to: address, .primary))\(actionButton("从本机清除", action: "/matters/\(matter.slug)/leave", csrf: visit.csrf))"
            )
        }
        let prepare = guide.map { guide -> HTML in
            guide.materials.isEmpty
                ? "<p>不用准备材料。</p>"
                : "<ul>\(guide.materials.filter { $0.need != "optional" }.html { "<li>\($0.name)\($0.condition.map { "（\($0)）" as HTML })</li>" })</ul>"
        }
        let acting = Acting.current(visit)
        if let acting, let reason = try Representing.refusal(acting, matter, guides, at: visit.now) {
            return try visit.matterPage(
                matter.name,
                body:
                    "<div class='question-page'><a class='back' href='\(url: "/matters/\(guide?.address ?? matter.slug)")'>\(icon(.chevronLeft))办事指南</a>\(pageHead(matter.name))\(notice("不能为\(acting.name)在网上办这一项", .soon, body: "<p>\(reason)。</p>", actions: "\(actionButton("改为自己办", action: "/me/family/act", csrf: visit.csrf))\(linkButton("家人和代理", to: "/me/family"))"))</div>"
            )
        }
        let forWhom: HTML = acting.map { "<div><dt>为谁办</dt><dd><b>\($0.name)</b>，您是\($0.capacity)。每一步和回执上都会写明由您代为办理。</dd></div>" } ?? .empty
        let fee: String = guide.map { $0.isCharged ? "按规定收费，标准见办事指南" : "不收费" } ?? "见办事指南"
        let last = Question.Kind.isMaterials(filing.questions.last?.kind) ? "最后上传材料，" : ""
        let begin = Form(
            to: Self.start(matter), csrf: visit.csrf, fields: [], note: visit.query["item"].map { hiddenInput("item", $0) } ?? .empty,
            buttons:
                "\(button(going.isEmpty ? "开始填写" : "另起一份", going.isEmpty ? .primary : .secondary))\(linkButton("用取件码继续", to: "/matters/resume"))"
        )
        let body: HTML = """
            <div class="question-page"><a class="back" href="\(url: "/matters/\(guide?.address ?? matter.slug)")">\(icon(.chevronLeft))办事指南</a><h1>\(matter.name)</h1><p>\(matter.summary)</p>\(going)
            <dl class="answers">\(forWhom)<div><dt>怎么填</dt><dd>一页一个问题，大约\(filing.questions.count)页；\(last)每一步都自动保存，可以随时停下，凭取件码再来。</dd></div><div><dt>要登录吗</dt><dd>先不用。最后提交时用手机验证码登录。</dd></div><div><dt>费用</dt><dd>\(fee)</dd></div>\(prepare.map { "<div><dt>请先准备</dt><dd>\($0)</dd></div>" as HTML })</dl>\(begin)<p class="help">不方便在网上办，可以到就近的公共法律服务中心，或者拨打 <a href="tel:12348">12348</a>。</p></div>
            """
        return try visit.matterPage(matter.name, body: body)
    }

    private func begin(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let matter = try matter(visit)
        guard try await attempts.take("draft begun", by: visit.source ?? "unknown", most: 300, within: 60, at: visit.now) else {
            return try tooOften(visit)
        }
        try await store.sweep(at: visit.now)
        let code = ReturnCode.make()
        var draft = Draft(slug: matter.slug, key: visit.freshKey())
        if let acting = Acting.current(visit) {
            // The page before says why, and offers to do it for oneself.
            if try Representing.refusal(acting, matter, guides, at: visit.now) != nil { return visit.redirect(to: Self.start(matter)) }
            draft.represent(acting, as: matter.representation)
        }
        draft.item = form["item"].flatMap { $0.utf8.count <= 60 ? $0 : nil }
        draft.item = try draft.item.flatMap { try guides.find($0, at: visit.now)?.id }
        try await store.save(draft, under: code, at: visit.now)
        let first = try filing(draft, matter, visit).questions.first?.id ?? "check"
        return remembering(code, matter, visit).redirect(to: Self.start(matter, first))
    }

    private func leave(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let matter = try matter(visit)
        let words = try held(matter, visit).map { "已从本机清除。凭取件码 \(ReturnCode.shown($0.code)) 还能继续" } ?? "本机没有未完成的申请"
        return remembering(nil, matter, visit).redirect(to: "/matters/\(matter.slug)", saying: words)
    }

    /// The draft becomes one for whoever fills it in: the answers stay, the name is asked anew.
    private func forOneself(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let matter = try matter(visit)
        guard let found = try held(matter, visit) else { return visit.redirect(to: Self.start(matter)) }
        var draft = found.draft
        draft.behalf = nil
        draft.set("\(matter.representation.party).name", nil)
        try await store.save(draft, under: found.code, at: visit.now)
        let open = try filing(draft, matter, visit).firstOpen?.id ?? "check"
        return visit.redirect(to: Self.start(matter, open), saying: "已改为您自己的申请，请核对姓名")
    }

    func tooOften(_ visit: Visit) throws -> Response {
        try visit.matterPage(
            "请稍后再试", status: .tooManyRequests,
            body: notice("试得太频繁了", .soon, body: "<p>请一小时以后再试，或者拨打 12348、到公共法律服务中心办理。</p>", actions: linkButton("回到办事", to: "/matters")))
    }

    // MARK: Coming back

    private func resumePage(_ visit: Visit, error: String? = nil, typed: String? = nil) throws -> Response {
        let field = FormField(
            "code", "取件码", .text(maxLength: 20), value: typed, help: "十位字母和数字，大小写、横线不用管", isRequired: true, error: error)
        let form = Form(
            to: "/matters/resume", csrf: visit.csrf, errors: error.map { [FormError(field: "code", $0)] } ?? [], fields: [field],
            buttons: button("继续填写", .primary))
        return try visit.matterPage(
            "用取件码继续", status: error == nil ? .ok : .unprocessableContent,
            body:
                "<div class='question-page'>\(pageHead("用取件码继续"))<p>上次没填完的申请，凭取件码接着填。已经提交的，请到<a href='/progress'>查进度</a>。</p>\(form)</div>")
    }

    private func resume(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let typed = form["code"] ?? ""
        let source = visit.source ?? "unknown"
        guard try !attempts.isSpent("draft code", by: source, most: 10, within: 60, at: visit.now) else { return try tooOften(visit) }
        if let code = ReturnCode.read(typed), let found = try store.find(code, at: visit.now), let matter = Matter.named(found.draft.slug) {
            let open = try filing(found.draft, matter, visit).firstOpen?.id ?? "check"
            return remembering(code, matter, visit).redirect(to: Self.start(matter, open), saying: "已找到上次填写的内容")
        }
        _ = try await attempts.take("draft code", by: source, most: 10, within: 60, at: visit.now)
        return try resumePage(visit, error: "没有找到。请核对取件码；超过三十天没有保存的，已经删除，需要重新填写", typed: typed)
    }

    // MARK: A page

    private func page(_ visit: Visit) throws -> Response {
        let matter = try matter(visit)
        guard let found = try held(matter, visit) else { return visit.redirect(to: Self.start(matter)) }
        let filing = try filing(found.draft, matter, visit)
        if visit.parameter("page") == "check" { return try CheckPage(site: site, found: found, filing: filing).answer(visit) }
        guard let question = filing.question(visit.parameter("page")) else {
            return visit.redirect(to: Self.start(matter, filing.firstOpen?.id ?? "check"))
        }
        let wasAnswered = found.draft.answered.contains(question.id)
        return try QuestionView(site: site, guides: guides, found: found, filing: filing, question: question).answer(
            visit, problems: wasAnswered ? filing.problems(of: question) : [], status: .ok)
    }

    private func answer(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let matter = try matter(visit)
        guard let found = try held(matter, visit) else {
            return visit.redirect(to: "/matters/resume", saying: "这台设备上没有未完成的申请，请用取件码继续")
        }
        let filing = try filing(found.draft, matter, visit)
        if visit.parameter("page") == "check" {
            return try await Submission(site: site, pages: self, found: found, filing: filing).file(visit, form)
        }
        guard let question = filing.question(visit.parameter("page")) else {
            return visit.redirect(to: Self.start(matter, filing.firstOpen?.id ?? "check"))
        }
        var taking = Taking(site: site, guides: guides, store: store, found: found, filing: filing, question: question, now: visit.now)
        try await taking.take(form)
        let saved = try await store.save(taking.draft, under: found.code, at: visit.now)
        let after = try self.filing(taking.draft, matter, visit)
        let same = after.question(question.id) ?? question
        let view = QuestionView(site: site, guides: guides, found: saved, filing: after, question: same, rows: form.rowsCommand)
        if form.isRefresh { return try view.answer(visit, problems: [], status: .ok) }
        if taking.mustShowAgain {
            return visit.redirect(to: Self.start(matter, same.id) + (visit.query["change"] == nil ? "" : "?change=1"))
        }
        let problems = taking.problems + after.problems(of: same)
        if !problems.isEmpty { return try view.answer(visit, problems: problems, status: .unprocessableContent) }
        let next =
            form["_change"] != nil || visit.query["change"] != nil
            ? after.firstOpen : after.questions.dropFirst(after.index(of: same) + 1).first
        return visit.redirect(to: Self.start(matter, next?.id ?? "check"))
    }

    private func upload(_ visit: Visit, _ headers: HTTPFields, _ body: RequestBody) async throws -> Response {
        do {
            let sent = try await RawUpload.read(visit, headers, body)
            let matter = try matter(visit)
            guard let found = try held(matter, visit) else {
                return visit.json(.notFound, ["title": "没有收下", "detail": "没有未完成的申请，请先用取件码继续"])
            }
            let filing = try filing(found.draft, matter, visit)
            let question = filing.questions.first { Question.Kind.isMaterials($0.kind) } ?? .materials
            var taking = Taking(site: site, guides: guides, store: store, found: found, filing: filing, question: question, now: visit.now)
            let id = try taking.keep(sent.bytes, name: sent.name, item: String((visit.query["for"] ?? "").prefix(100)))
            try await store.save(taking.draft, under: found.code, at: visit.now)
            return visit.json(.created, ["value": id, "name": sent.name])
        } catch let fault as SubmittedForm.Fault {
            return visit.json(HTTPResponse.Status(code: fault.status), ["title": "文件没有收下", "detail": fault.message])
        } catch let refused as AttachmentStore.Refused {
            return visit.json(.unprocessableContent, ["title": "文件没有收下", "detail": refused.message])
        }
    }
}

extension Question.Kind {
    static func isMaterials(_ kind: Question.Kind?) -> Bool { if case .materials? = kind { true } else { false } }
}
