import Casework
import Crypto
import Definitions
import Expressions
import Hummingbird
import WorkCalendar

// POST /api/v1/token
extension APIService {
    func giveToken(_ call: Call) async throws -> Response {
        if let seconds = tokenLimit.take(call.source) { throw Problem.rate("取得令牌太频繁，请稍后再试", after: seconds) }
        let body = try await RequestBody.object(of: call.request, upTo: min(services.limits.bodyBytes, 65_536))
        let issued: Tokens.Issued
        if services.isDemonstration, body["login"] == nil {
            issued = try await demonstrationToken(body, call)
        } else {
            issued = try await passwordToken(body, call)
        }
        var json = JSONBuffer()
        json.object { json in
            json.member("token", text: issued.token)
            json.member("token_type", text: "Bearer")
            json.member("expires_at", moment: issued.expiresAt)
            json.member("expires_in", number: services.limits.tokenLife / 1000)
            json.key("actor")
            json.object { json in
                json.member("id", text: issued.actor.id)
                json.member("name", text: issued.actor.name)
                json.member("org", text: issued.actor.org)
                json.key("grants")
                json.array(issued.actor.grants) { json, grant in
                    json.object { json in
                        json.member("role", text: grant.role)
                        json.member("org", text: grant.org)
                    }
                }
            }
        }
        return answer(json)
    }

    /// A user of the role, made where there is none: `front_desk@450103`, and citizens by their role alone, as in scenarios.
    private func demonstrationToken(_ body: [String: Value], _ call: Call) async throws -> Tokens.Issued {
        try body.refuse(allBut: ["role", "at"])
        func invalid(_ field: String, _ label: String, _ message: String) -> Problem {
            Problem(.invalid, message, errors: [.init(field: field, label: label, message: message)])
        }
        guard let id = try body.text("role"), !id.isEmpty else { throw invalid("role", "角色", "请写明角色（role），例如 front_desk") }
        guard let role = call.state.catalogue.role(id), id != "system" else { throw invalid("role", "角色", "没有名为“\(id.prefix(40))”的角色") }
        var org = ""
        if let at = try body.text("at"), !at.isEmpty {
            guard let organisation = call.state.tree.resolve(at) else { throw invalid("at", "单位", "没有代码或名称为“\(at.prefix(40))”的单位") }
            org = organisation.code
        } else if role.kind != "citizen" {
            throw invalid("at", "单位", "请写明单位（at）：代码或名称，例如 450103")
        }
        let person = org.isEmpty ? id : "\(id)@\(org)"
        guard
            let issued = try await tokens.issue(
                to: person, demonstration: Grant(role: id, org: org), life: services.limits.tokenLife, at: call.now)
        else { throw Problem(.forbidden, "用户“\(person)”已停用") }
        return issued
    }

    private func passwordToken(_ body: [String: Value], _ call: Call) async throws -> Tokens.Issued {
        try body.refuse(allBut: ["login", "password", "code"])
        guard let signIn = services.signIn else { throw Problem(.policy, "此节点不以口令发放接口令牌，请联系系统管理员") }
        guard let login = try body.text("login"), let password = try body.text("password") else {
            throw Problem(.invalid, "请写明账号（login）和口令（password）")
        }
        do {
            let person = try await signIn.person(
                login: login, password: password, code: try body.text("code"), from: call.source, at: call.now)
            guard let issued = try await tokens.issue(to: person, life: services.limits.tokenLife, at: call.now) else {
                throw SignInRefusal("账号已停用，请联系系统管理员")
            }
            return issued
        } catch let refusal as SignInRefusal {
            try await accessLog.note(stranger(call.source), kind: "token", what: "token", reason: "refused", at: call.now)
            if let seconds = refusal.retryAfter { throw Problem.rate(refusal.message, after: seconds) }
            throw Problem(.unauthenticated, refusal.message)
        }
    }

    /// Addresses are personal data: the log holds a digest.
    private func stranger(_ source: String) -> String {
        SHA256.hash(data: Array("access-log|\(source)".utf8)).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }
}
