import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// What one has agreed to, and taking it back (个人信息保护法 15).
struct ConsentsPage {
    let visit: Visit

    private func consents(_ account: RecordView) throws -> [RecordView] {
        try visit.kernel.list(ListQuery(type: "citizen-account/consent", limit: 200, parent: account.id), as: visit.actor, at: visit.now)
            .items
    }

    func answer() throws -> Response {
        guard let account = try OwnAccount(visit).account else { return try withoutAccount(visit, "同意与撤回") }
        let all = try consents(account)
        let rows = all.html { consent -> HTML in
            let isOpen = consent["withdrawn_at"] == .null
            let given = consent.moment("given_at")?.chinese ?? ""
            let state: HTML = isOpen ? badge("有效", .done) : badge("已撤回", .neutral)
            let take: HTML =
                isOpen && consent.text("purpose") != "rules_read"
                ? linkButton("撤回", to: "/me/consents/\(consent.text("purpose") ?? "")") : .empty
            let withdrawn = consent.moment("withdrawn_at").map { "，\($0.chinese)撤回" } ?? ""
            return """
                <li><p class='shelf-title'>\(consent.words("purpose"))\(state)</p><p class='shelf-facts'>\(given)同意\(withdrawn)，文本版本\(consent.words("text_version"))</p>\(take)</li>
                """
        }
        let list: HTML = all.isEmpty ? emptyState("没有同意记录", icon: .shield) : "<ul class='shelf'>\(rows)</ul>"
        return try visit.page(
            "同意与撤回", shell: .portal,
            body: """
                \(meHead("同意与撤回"))<p>撤回以后不再为该目的处理您的信息，不影响其他服务。<a href='/privacy'>个人信息处理规则</a></p>\(list)\(linkButton("另外同意一项", to: "/me/consents/new"))
                """)
    }

    private func open() throws -> (account: RecordView, consent: RecordView) {
        guard let account = try OwnAccount(visit).account,
            let consent = try consents(account).first(where: {
                $0.text("purpose") == visit.parameter("purpose") && $0["withdrawn_at"] == .null
            })
        else { throw Refusal(.notfound, action: "consent.withdraw", "没有可以撤回的同意，也许已经撤回") }
        return (account, consent)
    }

    // MARK: Agreeing

    /// What may be agreed to here; the rules themselves are read when signing in.
    private static let offered = ["sensitive", "health", "hardship", "biometric", "share_firm", "publish", "training", "cross_dept"]

    private func agreeing(errors: [FormError] = []) throws -> Response {
        guard let account = try OwnAccount(visit).account else { return try withoutAccount(visit, "同意与撤回") }
        let open = Set(try consents(account).filter { $0["withdrawn_at"] == .null }.compactMap { $0.text("purpose") })
        let choices = Self.offered.filter { !open.contains($0) }.map {
            Choice($0, visit.catalogue.label(of: $0, in: "citizen-account/consent_purpose") ?? $0)
        }
        let form = Form(
            to: "/me/consents/new", csrf: visit.csrf, key: visit.freshKey(), errors: errors,
            fields: [
                FormField(
                    "purpose", "为了什么", .choice(choices, .radios), isRequired: true, error: errors.first { $0.field == "purpose" }?.message),
                FormField(
                    "separately", "单独同意", .choice([Choice("true", "我知道这是单独的同意，可以不同意，随时可以撤回")], .checkBoxes), isRequired: true,
                    error: errors.first { $0.field == "separately" }?.message),
            ], buttons: button("同意", .primary))
        return try visit.page(
            "同意一项", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: """
                <div class='question-page'><a class='back' href='/me/consents'>\(icon(.chevronLeft))同意与撤回</a>\(pageHead("同意一项"))<p>不同意不影响其他服务（个人信息保护法第十六条）。</p>\(form)</div>
                """)
    }

    private func agree(_ form: SubmittedForm) async throws -> Response {
        guard let account = try OwnAccount(visit).account else { return try withoutAccount(visit, "同意与撤回") }
        var errors: [FormError] = []
        if form["purpose"] == nil { errors.append(FormError(field: "purpose", "请选择为了什么")) }
        if form["separately"] != "true" { errors.append(FormError(field: "separately", "要勾选才算单独同意")) }
        guard errors.isEmpty, let purpose = form["purpose"] else { return try agreeing(errors: errors) }
        do {
            try await visit.perform(
                account.type, "give_consent", on: account.id,
                values: FormValues(["purpose": .string(purpose), "version_read": .string(PrivacyPage.version), "separately": .bool(true)]),
                key: form.key)
            return visit.redirect(to: "/me/consents", saying: "已同意")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            return try agreeing(errors: DisclosurePages.errors(refusal))
        }
    }

    // MARK: Taking it back

    func confirm() throws -> Response {
        if visit.parameter("purpose") == "new" { return try agreeing() }
        let (_, consent) = try open()
        let purpose = consent.words("purpose")
        return try visit.page(
            "撤回同意", shell: .portal,
            body: """
                <div class='question-page'><a class='back' href='/me/consents'>\(icon(.chevronLeft))同意与撤回</a>\(pageHead("撤回“\(purpose)”的同意？"))<p>撤回后不再为这个目的处理您的信息；撤回前的处理不受影响，不影响其他服务（个人信息保护法第十五条、第十六条）。</p>\(actionButton("撤回同意", action: "/me/consents/\(visit.parameter("purpose"))", .danger, csrf: visit.csrf, key: visit.freshKey()))\(linkButton("不撤回", to: "/me/consents"))</div>
                """)
    }

    func withdraw(_ form: SubmittedForm) async throws -> Response {
        if visit.parameter("purpose") == "new" { return try await agree(form) }
        let (account, _) = try open()
        try await visit.perform(
            account.type, "withdraw_consent", on: account.id, values: FormValues(["purpose": .string(visit.parameter("purpose"))]),
            key: form.key)
        return visit.redirect(to: "/me/consents", saying: "已撤回")
    }
}
