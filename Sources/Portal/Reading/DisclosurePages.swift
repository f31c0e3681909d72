import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Asking for government information (政府信息公开条例): the application, its receipt, and where it stands.
struct DisclosurePages: Sendable {
    let site: Site
    static let type = "notices-disclosure/disclosure_request"

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("disclosure", for: .anyone) { visit in try explain(visit) }
        routes.get("disclosure/new", for: .citizen) { visit in try form(visit) }
        routes.post("disclosure/new", for: .citizen) { visit, form in try await send(visit, form) }
        routes.get("disclosure/:id", for: .citizen) { visit in try show(visit) }
        routes.post("disclosure/:id/correct", for: .citizen) { visit, form in try await correct(visit, form) }
        routes.get("disclosure/:id/files/:hash", for: .citizen) { visit in
            try site.attachmentAnswer(visit.parameter("hash"), of: view(visit), visit)
        }
    }

    private func explain(_ visit: Visit) throws -> Response {
        let steps: HTML = """
            <ol class='reading'><li>写明您要什么信息：名称、文号，或者内容特征。</li><li>机关与您确认收到。自确认之日起<b>20个工作日</b>内答复；需要延长的，经批准最多再延20个工作日，并会告诉您（政府信息公开条例第三十三条）。</li><li>写得不清楚的，七个工作日内一次告诉您怎么补正（第三十条）。</li><li>答复在网上给您；不服的，六十日内先申请行政复议。</li></ol>
            """
        return try visit.page(
            "申请公开政府信息", shell: .portal,
            body: """
                <a class='back' href='/notices'>\(icon(.chevronLeft))公开</a>\(pageHead("申请公开政府信息"))<p>先在<a href='/notices'>“公开”</a>里找一找，也许已经公开了。没有的，可以申请。不收费。</p>\(steps)<div class='buttons'>\(linkButton("开始申请", to: "/disclosure/new", .primary))\(visit.visitor == nil ? .empty : linkButton("我的申请", to: "/me/requests"))</div><p class='help'>答复要送到您本人，所以申请前要用手机登录。也可以到窗口当面提出，或邮寄书面申请；读写有困难的，窗口可以代填。</p>
                """)
    }

    // MARK: Applying

    private func organs() -> [Choice] {
        site.state.tree.all.filter { ["region", "city", "county"].contains($0.level) && $0.isActive && $0.kind != "service_centre" }
            .filter { ["department", "city_bureau", "county_bureau"].contains($0.kind) }
            .sorted { $0.code < $1.code }.map { Choice($0.code, $0.name) }
    }

    private func codes(_ list: String) -> [Choice] {
        (site.catalogue.codeList("notices-disclosure/\(list)")?.entries ?? []).map { Choice($0.code, $0.label) }
    }

    private func form(_ visit: Visit, _ form: SubmittedForm? = nil, errors: [FormError] = []) throws -> Response {
        func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }
        let own = try OwnAccount(visit)
        let organs = organs()
        let drawn = Form(
            to: "/disclosure/new", csrf: visit.csrf, key: form?.key ?? visit.freshKey(), errors: errors, keepAs: "disclosure",
            fields: [
                FormField(
                    "wanted", "您要什么信息", .longText(maxLength: 2000), value: form?["wanted"], help: "名称、文号，或者便于查找的其他特征", isRequired: true,
                    error: error("wanted")),
                FormField(
                    "organ", "向哪个机关申请", .choice(organs), value: form?["organ"] ?? site.state.tree.root?.code, isRequired: true,
                    error: error("organ")),
                FormField(
                    "form", "怎么给您", .choice(codes("obtain_form"), .radios), value: form?["form"] ?? "electronic", isRequired: true,
                    error: error("form")),
                FormField(
                    "name", "您的姓名或单位名称", .text(.name, maxLength: 100), value: form?["name"] ?? own.account?.text("name"), isRequired: true,
                    error: error("name")),
                FormField(
                    "phone", "联系电话", .text(.phone, maxLength: 20), value: form?["phone"], help: "不填就用登录的手机号", error: error("phone")),
                FormField(
                    "help_needs", "阅读或视听有困难，需要帮助", .choice(codes("help_need"), .checkBoxes), values: form?.all("help_needs") ?? [],
                    help: "没有就不选", error: error("help_needs")),
            ], note: consequence("提交后由机关与您确认收到，二十个工作日内答复（政府信息公开条例第三十三条）"), buttons: button("提交申请", .primary))
        return try visit.page(
            "申请公开政府信息", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body:
                "<div class='question-page'><a class='back' href='/disclosure'>\(icon(.chevronLeft))返回</a>\(pageHead("申请公开政府信息"))\(drawn)</div>"
        )
    }

    private func send(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        var applicant: [Value: Value] = [:]
        if let name = form["name"] { applicant[.string("name")] = .string(name) }
        if let phone = form["phone"] {
            applicant[.string("phone")] = .string(phone)
        } else if let phone = try await OwnAccount(visit).phone(for: "填写信息公开申请的联系电话") {
            applicant[.string("phone")] = .string(phone)
        }
        var values: [String: Value] = ["applicant": .map(applicant), "via": .string("online")]
        for field in ["wanted", "organ", "form"] { if let text = form[field] { values[field] = .string(text) } }
        let needs = form.all("help_needs").filter { !$0.isEmpty }
        if !needs.isEmpty { values["help_needs"] = .list(needs.map { .string($0) }) }
        do {
            let outcome = try await visit.perform(Self.type, "register", values: FormValues(values), key: form.key)
            return visit.redirect(to: "/disclosure/\(outcome.id)?new=1")
        } catch let refusal as Refusal where refusal.reason == .invalid {
            return try self.form(visit, form, errors: Self.errors(refusal))
        }
    }

    static func errors(_ refusal: Refusal) -> [FormError] {
        guard !refusal.problems.isEmpty else { return [FormError(refusal.message)] }
        return refusal.problems.map { problem in
            FormError(field: problem.field.split(separator: ".").last.map(String.init) ?? problem.field, problem.message)
        }
    }

    // MARK: Where it stands

    private func view(_ visit: Visit) throws -> RecordView {
        try visit.kernel.view(Self.type, id: visit.parameter("id"), as: visit.actor, at: visit.now)
    }

    private func show(_ visit: Visit, errors: [FormError] = []) throws -> Response {
        let view = try view(visit)
        let number = view.text("req_no") ?? ""
        let isNew = visit.query["new"] != nil && view.state == "registered"
        let head: HTML =
            isNew
            ? receipt(
                title: "申请已提交",
                entries: [("申请编号", number), ("受理机关", view.words("organ")), ("提交日期", view.day("submitted_on")?.chinese ?? "")],
                next: "<p>机关会与您确认收到；从确认之日起二十个工作日内答复。每一步都会出现在本页，也会通知您。</p>",
                actions:
                    "\(linkButton("我的申请", to: "/me/requests"))<button type='button' class='button secondary' data-print hidden>\(icon(.print))打印</button>"
            )
            : pageHead("信息公开申请", note: number)
        return try visit.page(
            "信息公开申请 \(number)", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            scripts: ["/js/print.js?v=\(site.settings.assetVersion)"],
            body: """
                <a class='back' href='/me/requests'>\(icon(.chevronLeft))我的申请</a>\(head)\(try correction(visit, view, errors))\(try answer(view))\(progressLine(steps(view)))\(card("申请内容", content(view)))
                """)
    }

    private func content(_ view: RecordView) -> HTML {
        let rows = ["organ", "wanted", "form", "help_needs", "submitted_on", "received_on"].compactMap { name -> (String, String)? in
            let words = view.words(name)
            return words.isEmpty ? nil : (view.field(name)?.definition.label ?? name, words)
        }
        return "<dl class='fact-list'>\(rows.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>"
    }

    /// Done, now and next, with dates and the law behind them.
    private func steps(_ view: RecordView) -> [ProgressStep] {
        let order = ["registered", "handling", "answered", "closed"]
        let state = view.state ?? ""
        let standing =
            switch state {
            case "correction", "third_party", "extended": "handling"
            default: state
            }
        let now = order.firstIndex(of: standing) ?? 0
        let received = view.day("received_on")
        let titles = ["已登记", "办理", "答复", "办结"]
        let times = [
            view.day("submitted_on")?.chinese, received.map { "\($0.chinese)确认收到" }, view.day("answered_on")?.chinese,
            view.moment("closed_at")?.day.chinese,
        ]
        return titles.indices.map { index in
            let place: StateStep.Place = index < now || state == "closed" ? .past : index == now ? .current : .possible
            var body: HTML = .empty
            var tone = Tone.active
            if index == now, state != "closed" {
                switch state {
                case "registered":
                    body = received == nil ? "<p>等机关与您确认收到。</p>" : "<p>已确认收到，七个工作日内核对是否需要补正（条例第三十条）。</p>"
                case "correction": body = "<p>等您补正。</p>"
                case "third_party": body = "<p>正在征求第三方意见，这段时间不计入答复期限（条例第三十二条）。</p>"
                default:
                    let due = view.moment("answer_due_at")
                    let isLate = view.isOverdue
                    tone = isLate ? .danger : .active
                    body =
                        "<p>\(due.map { "最迟\($0.day.chinese)答复（政府信息公开条例第三十三条）" } ?? "二十个工作日内答复")\(view.state == "extended" ? "，已经批准延期" : "")。</p>\(HTML.when(isLate, "<p><b>已超过期限。</b>您可以拨打12348反映，也可以依法申请行政复议。</p>"))"
                }
            }
            return ProgressStep(titles[index], place, time: times[index], tone: tone, body: body)
        }
    }

    private func correction(_ visit: Visit, _ view: RecordView, _ errors: [FormError]) throws -> HTML {
        guard view.state == "correction" else { return .empty }
        let due = view.deadlines.first { $0.limit == "correct" && $0.state == "running" }?.due
        let form = Form(
            to: "/disclosure/\(view.id)/correct", csrf: visit.csrf, key: visit.freshKey(), errors: errors,
            fields: [
                FormField(
                    "wanted", "补正后的内容", .longText(maxLength: 2000), value: view.text("wanted"), isRequired: true,
                    error: errors.first { $0.field == "wanted" }?.message)
            ], note: consequence("答复期限从机关收到补正之日起重新计算"), buttons: button("提交补正", .primary))
        return card(
            "请补正",
            "<p>\(view.text("correction_text") ?? "")</p>\(due.map { "<p>请在\($0.day.chinese)前补正；没有正当理由逾期不补正的，视为放弃申请（条例第三十条）。</p>" as HTML })\(form)"
        )
    }

    private func correct(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        do {
            try await visit.perform(
                Self.type, "correct", on: visit.parameter("id"), values: FormValues(["wanted": .string(form["wanted"] ?? "")]),
                key: form.key)
            return visit.redirect(to: "/disclosure/\(visit.parameter("id"))", saying: "已提交补正")
        } catch let refusal as Refusal where refusal.reason == .invalid {
            return try show(visit, errors: Self.errors(refusal))
        }
    }

    private func answer(_ view: RecordView) throws -> HTML {
        guard view.state == "answered" || view.state == "closed" else { return .empty }
        let files = try site.attachmentList(of: view, field: "answer_doc", at: "/disclosure/\(view.id)/files")
        let reason: HTML = [view.words("refuse_ground"), view.text("answer_reason") ?? ""].filter { !$0.isEmpty }.html {
            "<p>理由：\($0)</p>" as HTML
        }
        return card(
            "答复：\(view.words("answer_kind"))",
            "\(prose(view.text("answer_text") ?? ""))\(reason)\(files)\(view.text("remedy_text").map { "<p class='help'>\($0)</p>" as HTML })"
        )
    }
}
