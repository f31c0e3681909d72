import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Storage
import WorkCalendar

/// Signing in with password and one-time code; what must be done first; the first administrator.
struct SignInPages: Sendable {
    let site: Site
    private var pending: PendingSignIn { site.signIn.pending }

    func addRoutes(_ routes: SiteRoutes) {
        routes.post("sign-in", for: .anyone) { visit, form in try await attempt(visit, form) }
        routes.post("sign-in/password", for: .anyone) { visit, form in try await change(visit, form) }
        routes.post("sign-in/authenticator", for: .anyone) { visit, form in try await enrol(visit, form) }
        routes.get("setup", for: .anyone) { visit in try setup(visit, errors: []) }
        routes.post("setup", for: .anyone) { visit, form in try await makeFirst(visit, form) }
    }

    func form(_ visit: Visit, login: String = "", errors: [FormError] = [], back: String? = nil) throws -> Response {
        let form = Form(
            to: "/sign-in", csrf: visit.csrf, errors: errors,
            fields: [
                FormField("login", "登录名", .text(.plain, maxLength: 100), value: login, isRequired: true),
                FormField("password", "密码", .text(.password, maxLength: 256), isRequired: true),
                FormField("code", "动态口令", .text(.code, maxLength: 8), help: "身份验证器上的6位数字；首次登录和群众不填"),
            ], note: (back ?? visit.query["back"]).map { hiddenInput("back", $0) } ?? .empty, buttons: button("登录", .primary))
        return try visit.page(
            "登录", shell: .plain, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "<div class='sign-in'>\(pageHead("登录", note: site.settings.product))\(form)</div>")
    }

    private func attempt(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let login = form["login"] ?? ""
        guard !login.utf8.contains(0) else { throw HTTPError(.badRequest) }
        let outcome = try await site.signIn.attempt(
            login: login, password: form["password"] ?? "", code: form["code"] ?? "", source: visit.source, at: visit.now)
        switch outcome {
        case .refused:
            return try self.form(
                visit, login: login, errors: [FormError("登录名、密码或动态口令不对。连续错\(SignIn.failuresAllowed)次将锁定\(SignIn.lockMinutes)分钟")],
                back: form["back"])
        case .locked(let until):
            return try self.form(
                visit, login: login, errors: [FormError("连续多次登录失败，已锁定至 \(until.clockTime.prefix(5))。请稍后再试，或联系系统管理员重置")], back: form["back"])
        case .entered(let person, let isStaff): return try await enter(person, isStaff: isStaff, visit, back: form["back"])
        case .mustChange(let person): return try passwordPage(visit, token: pending.begin(person, isStaff: true, at: visit.now), errors: [])
        case .mustEnrol(let person):
            let token = pending.begin(person, isStaff: true, at: visit.now)
            return try authenticatorPage(visit, token: token, errors: [])
        }
    }

    private func enter(_ person: String, isStaff: Bool, _ visit: Visit, back: String?) async throws -> Response {
        let isAdministrator =
            try site.kernel.actor(person, at: visit.now)?.grants.contains { site.catalogue.role($0.role)?.kind == "administrator" } ?? false
        if isAdministrator {
            // One session an administrator (GB/T 22239 8.1.4.1 b).
            try await site.kernel.database.write { try $0.enqueue("DELETE FROM session WHERE person = \(person)") }
            site.sessions.invalidate()
        }
        let token = try await site.sessions.begin(for: person, kind: isStaff ? "staff" : "citizen", at: visit.now)
        return visit.setting(cookie: CommonPages.cookie(token, isSecure: site.settings.isSecure)).redirect(
            to: back ?? (isStaff ? "/w" : "/me"))
    }

    // MARK: What must be done first

    private func passwordPage(_ visit: Visit, token: String, errors: [FormError]) throws -> Response {
        let form = Form(
            to: "/sign-in/password", csrf: visit.csrf, errors: errors,
            fields: [
                FormField(
                    "password", "新密码", .text(.password, maxLength: 256),
                    help: "至少10个字符，含大写、小写、数字、符号中的三类；不能是最近\(SignIn.passwordsRemembered)次用过的", isRequired: true),
                FormField("again", "再输一次", .text(.password, maxLength: 256), isRequired: true),
            ], note: hiddenInput("pending", token), buttons: button("更换密码", .primary))
        return try visit.page(
            "更换密码", shell: .plain, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "\(pageHead("更换密码", note: "密码每\(SignIn.passwordDays)天须更换"))\(form)")
    }

    private func change(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard let token = form["pending"], let entry = pending.find(token, at: visit.now) else {
            return visit.redirect(to: "/sign-in", saying: "超过10分钟，请重新登录")
        }
        guard form["password"] == form["again"] else {
            return try passwordPage(visit, token: token, errors: [FormError(field: "again", "两次输入的密码不同")])
        }
        if let fault = try await site.signIn.setPassword(form["password"] ?? "", of: entry.person, at: visit.now) {
            return try passwordPage(visit, token: token, errors: [FormError(field: "password", fault)])
        }
        pending.end(token)
        return visit.redirect(to: "/sign-in", saying: "密码已更换，请用新密码登录")
    }

    private func authenticatorPage(_ visit: Visit, token: String, errors: [FormError]) throws -> Response {
        guard let entry = pending.find(token, at: visit.now) else { return visit.redirect(to: "/sign-in", saying: "超过10分钟，请重新登录") }
        let secret = entry.secret.text
        let grouped = stride(from: 0, to: secret.count, by: 4).map { String(secret.dropFirst($0).prefix(4)) }.joined(separator: " ")
        let form = Form(
            to: "/sign-in/authenticator", csrf: visit.csrf, errors: errors,
            fields: [FormField("code", "验证器上的6位数字", .text(.code, maxLength: 8), isRequired: true)], note: hiddenInput("pending", token),
            buttons: button("绑定并登录", .primary))
        return try visit.page(
            "绑定身份验证器", shell: .plain, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: """
                \(pageHead("绑定身份验证器", note: "工作人员登录须有第二重身份验证"))<p>在手机的身份验证器应用中选择“手动输入密钥”，类型选“基于时间”，输入：</p><p class="number"><b><code>\(grouped)</code></b></p><p>密钥只在本页显示一次，请勿截图或转发。</p>\(form)
                """)
    }

    private func enrol(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard let token = form["pending"], let entry = pending.find(token, at: visit.now) else {
            return visit.redirect(to: "/sign-in", saying: "超过10分钟，请重新登录")
        }
        guard try await site.signIn.enrol(entry.secret, code: form["code"] ?? "", of: entry.person, at: visit.now) else {
            return try authenticatorPage(visit, token: token, errors: [FormError(field: "code", "口令不对。请核对手机时间是否准确，再输入当前的6位数字")])
        }
        pending.end(token)
        return try await enter(entry.person, isStaff: entry.isStaff, visit, back: nil)
    }

    // MARK: The first administrator

    private func setup(_ visit: Visit, errors: [FormError], form: SubmittedForm? = nil) throws -> Response {
        guard !site.settings.isDemonstration, try site.signIn.needsFirstAdministrator() else { throw HTTPError(.notFound) }
        let drawn = Form(
            to: "/setup", csrf: visit.csrf, errors: errors,
            fields: [
                FormField("token", "一次性口令", .text(.plain, maxLength: 100), help: "启动服务时打印在控制台上", isRequired: true),
                FormField("login", "登录名", .text(.plain, maxLength: 40), value: form?["login"], help: "小写字母、数字", isRequired: true),
                FormField("name", "姓名", .text(.name, maxLength: 40), value: form?["name"], isRequired: true),
                FormField(
                    "org", "单位", .picker(Picker(.organisation, likely: site.state.tree.root.map { [Choice($0.code, $0.name)] } ?? [])),
                    value: form?["org"], isRequired: true),
                FormField("password", "密码", .text(.password, maxLength: 256), help: "至少10个字符，含大写、小写、数字、符号中的三类", isRequired: true),
            ], buttons: button("建立系统管理员", .primary))
        return try visit.page(
            "首次启动", shell: .plain, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "\(pageHead("首次启动", note: "建立第一位系统管理员"))\(drawn)")
    }

    private func makeFirst(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard !site.settings.isDemonstration, try site.signIn.needsFirstAdministrator() else { throw HTTPError(.notFound) }
        guard site.signIn.setupToken.matches(form["token"] ?? "") else {
            site.accessLog.note("token", actor: "", what: "setup", reason: "一次性口令不对", source: visit.source, at: visit.now)
            return try setup(visit, errors: [FormError(field: "token", "一次性口令不对，请查看服务控制台")], form: form)
        }
        let login = (form["login"] ?? "").lowercased()
        guard (2...40).contains(login.utf8.count),
            login.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 || $0 == 45 })
        else {
            return try setup(visit, errors: [FormError(field: "login", "登录名用2至40个小写字母、数字、点、横线")], form: form)
        }
        var org: String?
        switch form["org"].flatMap({ PickedText($0) }) {
        case .value(let text), .words(let text): org = site.state.tree.resolve(text)?.code
        case nil: org = nil
        }
        guard let org else { return try setup(visit, errors: [FormError(field: "org", "没有这个单位")], form: form) }
        if let fault = PasswordRules.fault(in: form["password"] ?? "", login: login) {
            return try setup(visit, errors: [FormError(field: "password", fault)], form: form)
        }
        try site.kernel.ensurePerson(
            id: login, name: String((form["name"] ?? login).prefix(40)), org: org, grants: [Grant(role: "sys_admin", org: org)],
            at: visit.now)
        if let fault = try await site.signIn.setPassword(form["password"] ?? "", of: login, at: visit.now) {
            return try setup(visit, errors: [FormError(field: "password", fault)], form: form)
        }
        site.signIn.setupToken.spend()
        return visit.redirect(to: "/sign-in", saying: "已建立，请登录并绑定身份验证器")
    }
}
