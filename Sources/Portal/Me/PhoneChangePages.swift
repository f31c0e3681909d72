import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Identifiers
import Site
import WorkCalendar

/// Another phone: proven by a code before it takes the old one's place.
struct PhoneChangePages {
    let visit: Visit
    let signIn: PhoneSignIn

    private var sealing: Sealing { Sealing(master: visit.site.settings.master, purpose: "changing the phone") }

    func phonePage(_ typed: String = "", errors: [FormError] = []) throws -> Response {
        guard try OwnAccount(visit).account != nil else { return try withoutAccount(visit, "更换手机号") }
        guard signIn.gateway != nil else {
            return try visit.page(
                "更换手机号", shell: .portal,
                body: "\(meHead("更换手机号"))\(notice("这里还不能更换", .soon, body: "<p>本站没有接通短信。请带身份证件到窗口更换，或拨打12348。</p>"))")
        }
        let form = Form(
            to: "/me/phone", csrf: visit.csrf, errors: errors,
            fields: [
                FormField(
                    "phone", "新手机号", .text(.phone, maxLength: 20), value: typed, isRequired: true,
                    error: errors.first { $0.field == "phone" }?.message)
            ], buttons: button("获取验证码", .primary))
        return try visit.page(
            "更换手机号", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: "<div class='question-page'>\(meHead("更换手机号"))\(form)</div>")
    }

    func send(_ form: SubmittedForm) async throws -> Response {
        let typed = form["phone"] ?? ""
        guard let phone = Phone(PhoneSignIn.tidiedPhone(typed)), phone.kind == .mobile else {
            return try phonePage(typed, errors: [FormError(field: "phone", "手机号应为11位数字，以13至19开头，请核对")])
        }
        do {
            let record = try await signIn.send(to: phone, purpose: "change_phone", as: visit.actor, source: visit.source, at: visit.now)
            return try codePage(Entering(record: record, phone: phone.description, back: "/me", madeAt: visit.now.milliseconds))
        } catch let refusal as Refusal where refusal.reason == .policy {
            return try phonePage(typed, errors: [FormError(field: "phone", refusal.message)])
        } catch is MessageFailure {
            return try phonePage(typed, errors: [FormError("短信没有发出去，不是您的问题。请稍后再试")])
        }
    }

    private func codePage(_ entering: Entering, errors: [FormError] = []) throws -> Response {
        let shown: HTML =
            (signIn.gateway as? DemonstrationMessages)?.text(of: entering.record).map {
                notice("演示系统不发短信，这就是短信的内容", .soon, body: "<p data-demonstration-message>\($0)</p>")
            } ?? .empty
        let form = Form(
            to: "/me/phone/code", csrf: visit.csrf, errors: errors,
            fields: [
                FormField("code", "验证码", .text(.code, maxLength: 12), isRequired: true, error: errors.first { $0.field == "code" }?.message)
            ], note: hiddenInput("entering", try entering.sealed(with: sealing)), buttons: button("更换", .primary))
        return try visit.page(
            "输入验证码", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body:
                "<div class='question-page'>\(meHead("输入验证码"))<p>验证码已发往 \(Phone(entering.phone)?.masked() ?? "")。</p>\(shown)\(form)</div>")
    }

    func check(_ form: SubmittedForm) async throws -> Response {
        guard let entering = Entering(sealed: form["entering"], with: sealing, at: visit.now), let account = try OwnAccount(visit).account
        else {
            return visit.redirect(to: "/me/phone", saying: "超过时间，请重新获取验证码")
        }
        if try !signIn.isProven(entering.record, at: visit.now) {
            switch try await signIn.attempt(form["code"] ?? "", of: entering.record, source: visit.source, at: visit.now) {
            case .right: break
            case .wrong(let left): return try codePage(entering, errors: [FormError(field: "code", "验证码不对，还可以试\(left)次")])
            case .locked, .expired: return try phonePage(entering.phone, errors: [FormError(field: "phone", "验证码已失效，请重新获取")])
            }
        }
        do {
            try await visit.perform(
                account.type, "change_phone", on: account.id,
                values: FormValues(["phone": .string(entering.phone), "phone_proof": .string(entering.record)]))
            return visit.redirect(to: "/me", saying: "手机号已更换，下次用新号码登录")
        } catch let refusal as Refusal where refusal.field == "phone" {
            return try phonePage(entering.phone, errors: [FormError(field: "phone", "这个手机号已有账户，不能再用。请换一个，或到窗口办理合并")])
        }
    }
}
