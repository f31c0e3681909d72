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

    // MARK: The phone

    private func phonePage(_ visit: Visit, back: String, phone: String = "", errors: [FormError] = []) throws -> Response {
        guard signIn.gateway != nil else { return try unavailable(visit, back: back) }
        let rules: HTML = "<p class='help'>第一次登录会为这个手机号建立账户。<a href='/privacy'>个人信息处理规则</a></p>"
        let form = Form(
            to: PhoneSignIn.path, csrf: visit.csrf, errors: errors,
            fields: [
                FormField(
                    "phone", "手机号", .text(.phone, maxLength: 20), value: phone, help: "只用于登录和通知您办理进度", isRequired: true,
                    error: errors.first { $0.field == "phone" }?.message),
                FormField(
                    "agreed", "个人信息处理规则", .choice([Choice("true", "我已阅读并同意")], .checkBoxes), isRequired: true,
                    error: errors.first { $0.field == "agreed" }?.message),
            ], note: "\(hiddenInput("back", back))\(rules)", buttons: button("获取验证码", .primary))
        let others: HTML = """
            <p class='help'>没有手机，或收不到短信？可以拨打 <a href='tel:12348'>12348</a>，或到就近的公共法律服务中心窗口办理。咨询、找机构、看指南不用登录。</p>\(demonstrationWay(back))
            """
        return try visit.page(
            "登录", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "<div class='question-page'>\(pageHead("手机登录"))\(form)\(others)</div>")
    }

    private func demonstrationWay(_ back: String) -> HTML {
        guard site.settings.isDemonstration else { return .empty }
        return notice(
            "演示系统", .soon, body: "<p>不发短信，验证码显示在下一页。也可以直接选一个身份进入。</p>",
            actions: linkButton("选择身份进入", to: "/sign-in?back=\(QueryValues.encode(back))"))
    }

    private func unavailable(_ visit: Visit, back: String) throws -> Response {
        try visit.page(
            "登录", shell: .portal, status: .serviceUnavailable,
            body: """
                <div class='question-page'>\(pageHead("手机登录"))\(notice("这里还不能用手机登录", .soon, body: "<p>本站没有接通短信。咨询、找机构、看指南、凭编号和查询码查进度都不用登录。要办理事项，请拨打 <a href='tel:12348'>12348</a>，或到就近的公共法律服务中心窗口。</p>", actions: "\(linkButton("找就近的窗口", to: "/find"))\(linkButton("查进度", to: "/progress"))"))</div>
                """)
    }

    private func send(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let back = SafeAddress.within(form["back"] ?? "") ?? "/me"
        let typed = form["phone"] ?? ""
        var errors: [FormError] = []
        let phone = Phone(PhoneSignIn.tidiedPhone(typed)).flatMap { $0.kind == .mobile ? $0 : nil }
        if phone == nil { errors.append(FormError(field: "phone", typed.isEmpty ? "请填写手机号" : "手机号应为11位数字，以13至19开头，请核对")) }
        if form["agreed"] != "true" { errors.append(FormError(field: "agreed", "请先阅读个人信息处理规则，再勾选“我已阅读并同意”")) }
        guard errors.isEmpty, let phone else { return try phonePage(visit, back: back, phone: typed, errors: errors) }
        do {
            let record = try await signIn.send(to: phone, source: visit.source, at: visit.now)
            let entering = Entering(record: record, phone: phone.description, back: back, madeAt: visit.now.milliseconds)
            return visit.setting(
                cookie: Entering.cookie, to: try entering.sealed(with: sealing), path: PhoneSignIn.path, seconds: Int(Entering.minutes) * 60
            ).redirect(to: Self.codePath)
        } catch let refusal as Refusal where refusal.reason == .policy {
            // The code sent a moment ago is still good: whoever holds its cookie goes on with it.
            if let entering = entering(visit), entering.phone == phone.description {
                return try codePage(visit, entering, errors: [FormError(refusal.message)])
            }
            return try phonePage(visit, back: back, phone: typed, errors: [FormError(field: "phone", refusal.message)])
        } catch let failure as MessageFailure {
            site.logger.error("text not handed over", metadata: ["reason": "\(failure.message)"])
            return try phonePage(
                visit, back: back, phone: typed, errors: [FormError("短信没有发出去，不是您的问题。请稍后再试，急事请拨打12348")])
        }
    }

    // MARK: The code

    private func entering(_ visit: Visit) -> Entering? { Entering(sealed: visit.cookie(Entering.cookie), with: sealing, at: visit.now) }

    private func codePage(_ visit: Visit, _ entering: Entering, errors: [FormError] = []) throws -> Response {
        let masked = Phone(entering.phone)?.masked() ?? ""
        let shown: HTML =
            (signIn.gateway as? DemonstrationMessages)?.text(of: entering.record).map {
                notice("演示系统不发短信，这就是短信的内容", .soon, body: "<p data-demonstration-message>\($0)</p>")
            } ?? .empty
        let form = Form(
            to: Self.codePath, csrf: visit.csrf, errors: errors,
            fields: [
                FormField(
                    "code", "验证码", .text(.code, maxLength: 12), help: "6位数字，\(signIn.minutes(at: visit.now))分钟内有效", isRequired: true,
                    error: errors.first { $0.field == "code" }?.message)
            ], buttons: button("登录", .primary))
        let again = Form(
            to: PhoneSignIn.path, csrf: visit.csrf, fields: [],
            note: "\(hiddenInput("phone", entering.phone))\(hiddenInput("agreed", "true"))\(hiddenInput("back", entering.back))",
            buttons: button("没有收到，重新获取", .quiet))
        return try visit.page(
            "验证码", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: """
                <div class='question-page'><a class='back' href='\(url: PhoneSignIn.address(back: entering.back))'>\(icon(.chevronLeft))换一个手机号</a>\(pageHead("输入验证码"))<p>验证码已发往 \(masked)。</p>\(shown)\(form)\(again)</div>
                """)
    }

    private func check(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard let entering = entering(visit) else { return visit.redirect(to: PhoneSignIn.path, saying: "超过时间，请重新获取验证码") }
        let typed = PhoneSignIn.tidied(form["code"] ?? "")
        guard !typed.isEmpty else { return try codePage(visit, entering, errors: [FormError(field: "code", "请填写短信里的验证码")]) }
        if try !signIn.isProven(entering.record, at: visit.now) {
            switch try await signIn.attempt(typed, of: entering.record, source: visit.source, at: visit.now) {
            case .right: break
            case .wrong(let left):
                note(visit, "验证码不对")
                return try codePage(visit, entering, errors: [FormError(field: "code", "验证码不对，还可以试\(left)次")])
            case .locked:
                note(visit, "验证码错误次数过多")
                return try codePage(visit, entering, errors: [FormError(field: "code", "错误次数过多，这个验证码已作废，请重新获取")])
            case .expired:
                return try codePage(visit, entering, errors: [FormError(field: "code", "验证码已失效，请重新获取")])
            }
        }
        let entrance = try await signIn.enter(entering, device: device(visit), source: visit.source, at: visit.now)
        return try await answer(entrance, entering, visit)
    }

    private func unfreeze(_ visit: Visit) async throws -> Response {
        guard let entering = entering(visit), try signIn.isProven(entering.record, at: visit.now) else {
            return visit.redirect(to: PhoneSignIn.path, saying: "超过时间，请重新获取验证码")
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
                .redirect(to: entering.back, saying: isNew ? "已登录，账户已建立" : "已登录")
        case .frozenByHimself:
            return try visit.page(
                "账户已冻结", shell: .portal,
                body: """
                    <div class='question-page'>\(pageHead("账户已按您的要求冻结"))<p>手机已验证。解除冻结后可以继续办理。</p>\(actionButton("解除冻结并登录", action: PhoneSignIn.path + "/unfreeze", .primary, csrf: visit.csrf))</div>
                    """)
        case .frozen(let cause, let until):
            let why = cause == "fraud" ? "有人举报账户被冒用，正在核实。" : "密码连续错误。"
            let then = until.map { "到\($0.chinese)自动解除。" } ?? "请带身份证件到窗口，或拨打12348核实后解除。"
            return try visit.page(
                "账户已冻结", shell: .portal, status: .forbidden,
                body: "<div class='question-page'>\(pageHead("账户已冻结"))\(notice("现在不能登录", .danger, body: "<p>\(why)\(then)</p>"))</div>")
        }
    }

    private func note(_ visit: Visit, _ reason: String) {
        site.accessLog.note("sign_in_failed", actor: "", what: PhoneSignIn.path, reason: reason, source: visit.source, at: visit.now)
    }

    /// What kind of device it says it is, in a word: enough to recognise one's own.
    private func device(_ visit: Visit) -> String { Device.words(visit.request.headerFields[.userAgent] ?? "") }
}
