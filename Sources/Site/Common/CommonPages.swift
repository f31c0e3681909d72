import Casework
import Definitions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import WorkCalendar

/// Pages and addresses that belong to no room: the way in and out, preferences, files, live updates, look-ups.
public struct CommonPages: Sendable {
    let site: Site

    public init(site: Site) { self.site = site }

    /// - Parameter ownsRoot: whether `/` is the way in; false when a portal has it.
    public func addRoutes(to router: Router<SiteContext>, ownsRoot: Bool = true) {
        let routes = SiteRoutes(router, site)
        if ownsRoot {
            routes.get("/", for: .anyone) { visit in try await start(visit) }
        }
        if ownsRoot { routes.get("me", for: .citizen) { visit in try CitizenHome(visit: visit).answer() } }
        routes.get("sign-in", for: .anyone) { visit in try await start(visit) }
        routes.post("enter", for: .anyone) { visit, form in try await enter(visit, form) }
        routes.post("sign-out", for: .anyone) { visit, _ in
            if let session = visit.session { try await site.sessions.end(session) }
            return visit.setting(cookie: Self.cookie("", isSecure: site.settings.isSecure, age: 0)).redirect(to: "/")
        }
        routes.post("session/position", for: .staff) { visit, form in
            if let session = visit.session, let position = form["position"] { try await site.sessions.act(at: position, session) }
            return visit.redirect(to: "/w")
        }
        routes.get("session/ready", for: .signedIn) { visit in
            try visit.page(
                "已登录", shell: .plain,
                body: notice(
                    "已登录", .done, body: "<p>请关闭本窗口，回到原来的页面点“继续提交”。</p>",
                    actions: linkButton("进入工作台", to: visit.actor.isCitizen ? "/" : "/w")))
        }
        routes.get("session/resume/:token", for: .signedIn) { visit in
            guard let kept = try site.keptForms.find(visit.parameter("token"), of: visit.actor.id, at: visit.now) else {
                throw Refusal(.notfound, action: "session.resume", "没有留存的内容：只为本人留存\(KeptForms.hours)小时。请从首页进入后重新填写")
            }
            return try KeptPage(kept, visit).answer(.resumed)
        }
        routes.post("preferences", for: .anyone) { visit, form in
            if let language = form["language"].flatMap({ Preferences.Language(rawValue: $0) }) {
                await site.navigation.keep(language, visit)
            }
            return preferences(visit, form)
        }
        routes.get("live", for: .signedIn) { visit in LiveStream.answer(visit) }
        routes.get("look-up", for: .signedIn) { visit in try LookUp(visit: visit).answer() }
        Files(site: site).addRoutes(routes)
        SignInPages(site: site).addRoutes(routes)
    }

    private func start(_ visit: Visit) async throws -> Response {
        if let visitor = visit.visitor, visit.path != "/" || !site.settings.isDemonstration {
            return visit.redirect(to: visit.query["back"] ?? (visitor.isCitizen ? "/" : "/w"))
        }
        if site.settings.isDemonstration { return try DemonstrationEntrance(site: site).page(visit, back: visit.query["back"]) }
        if try site.signIn.needsFirstAdministrator() { return visit.redirect(to: "/setup") }
        return try SignInPages(site: site).form(visit)
    }

    private func enter(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard site.settings.isDemonstration else { throw HTTPError(.notFound) }
        func chosen(_ name: String) -> String {
            switch form[name].flatMap({ PickedText($0) }) {
            case .value(let text), .words(let text): text
            case nil: ""
            }
        }
        let role = chosen("role")
        let person = try DemonstrationEntrance.person(role: role, at: chosen("at"), kernel: site.kernel, now: visit.now)
        let isCitizen = site.catalogue.role(role)?.kind == "citizen"
        if let session = visit.session { try await site.sessions.end(session) }
        let token = try await site.sessions.begin(for: person, kind: isCitizen ? "citizen" : "staff", at: visit.now)
        return visit.setting(cookie: Self.cookie(token, isSecure: site.settings.isSecure)).redirect(
            to: form["back"] ?? (isCitizen ? "/me" : "/w"))
    }

    /// The session's cookie: not for scripts, not for other sites; in no address, in no log.
    static func cookie(_ token: String, isSecure: Bool, age: Int? = nil) -> String {
        "\(Door.sessionCookie)=\(token); Path=/; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")\(age.map { "; Max-Age=\($0)" } ?? "")"
    }

    private func preferences(_ visit: Visit, _ form: SubmittedForm) -> Response {
        var visit = visit
        let known: [(String, [String])] = [
            ("theme", Preferences.Theme.allCases.map(\.rawValue)), ("size", Preferences.Size.allCases.map(\.rawValue)),
            ("language", Preferences.Language.allCases.map(\.rawValue)),
        ]
        for (name, values) in known {
            guard let value = form[name], values.contains(value) else { continue }
            visit = visit.setting(
                cookie: "\(name)=\(value); Path=/; Max-Age=31536000; SameSite=Lax\(site.settings.isSecure ? "; Secure" : "")")
        }
        return visit.redirect(to: form["back"] ?? "/")
    }
}
