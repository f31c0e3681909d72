import Casework
import Definitions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Storage
import WorkCalendar

/// Who may enter a page.
public enum Audience: Sendable {
    /// Anyone, also without signing in.
    case anyone
    /// Whoever has signed in.
    case signedIn
    /// Officers.
    case staff
    /// Citizens who have signed in.
    case citizen
}

/// Routes behind the door: session, audience, forged requests and problems are seen to here, once.
public struct SiteRoutes {
    public typealias Getting = @Sendable (Visit) async throws -> Response
    public typealias Posting = @Sendable (Visit, SubmittedForm) async throws -> Response
    public typealias Uploading = @Sendable (Visit, HTTPFields, RequestBody) async throws -> Response

    /// Forms; files have their own route and limit.
    public static let formLimit = 1 << 20

    private let router: Router<SiteContext>
    public let site: Site

    public init(_ router: Router<SiteContext>, _ site: Site) {
        self.router = router
        self.site = site
    }

    /// A page that changes nothing.
    public func get(_ path: RouterPath, for audience: Audience = .staff, _ handler: @escaping Getting) {
        router.get(path) { [site] request, context in
            let visit = try Door.visit(request, context, site)
            return await Door.guarded(visit) {
                if let answer = try Door.turnAway(visit, audience) { return answer }
                return try await handler(visit)
            }
        }
    }

    /// A form sent. Without the right token nothing is done, and what was typed is shown again.
    /// - Parameter limit: bytes of the body.
    public func post(_ path: RouterPath, for audience: Audience = .staff, limit: Int = SiteRoutes.formLimit, _ handler: @escaping Posting) {
        router.post(path) { [site] request, context in
            let visit = try Door.visit(request, context, site)
            return await Door.guarded(visit) {
                let form = try await SubmittedForm.read(request, limit: limit)
                if visit.visitor == nil, audience != .anyone { return try Door.keepTyped(form, visit, reason: .expired) }
                if let answer = try Door.turnAway(visit, audience) { return answer }
                guard Door.isOwn(request), Door.matches(form["_csrf"] ?? request.headers[Door.csrfHeader] ?? "", visit.csrf) else {
                    return try Door.keepTyped(form, visit, reason: Door.isOwn(request) ? .token : .foreign)
                }
                return try await handler(visit, form)
            }
        }
    }

    /// A body that is not a form: files. The token comes in the header `X-CSRF-Token`, or the body is multipart and the handler checks `_csrf`.
    public func upload(_ path: RouterPath, for audience: Audience = .signedIn, _ handler: @escaping Uploading) {
        router.post(path) { [site] request, context in
            let visit = try Door.visit(request, context, site)
            return await Door.guarded(visit) {
                if let answer = try Door.turnAway(visit, audience) { return answer }
                guard Door.isOwn(request) else { throw HTTPError(.forbidden) }
                return try await handler(visit, request.headers, request.body)
            }
        }
    }
}

/// What happens to every request before and after the page.
enum Door {
    static let csrfHeader = HTTPField.Name("X-CSRF-Token") ?? .authorization
    static let sessionCookie = "bagui"
    static let visitorCookie = "visitor"

    static func visit(_ request: Request, _ context: SiteContext, _ site: Site) throws -> Visit {
        let now = site.now()
        let token = request.cookies[sessionCookie]?.value
        let entered = token.flatMap { site.sessions.find($0, at: now) }
        var cookies: [String] = []
        let csrf: String
        if let entered {
            csrf = entered.session.csrf
        } else {
            let known = request.cookies[visitorCookie]?.value
            let visitor = known.flatMap { $0.utf8.count >= 16 && $0.utf8.count <= 64 ? $0 : nil } ?? RandomToken.make(bytes: 16)
            if known != visitor {
                cookies.append("\(visitorCookie)=\(visitor); Path=/; HttpOnly; SameSite=Lax\(site.settings.isSecure ? "; Secure" : "")")
            }
            csrf = site.visitorKey.token(for: visitor)
        }
        let query = QueryValues(encoded: Array((request.uri.query ?? "").utf8)) ?? QueryValues()
        guard !query.pairs.contains(where: { $0.value.utf8.contains(0) }) else { throw HTTPError(.badRequest) }
        return Visit(
            site: site, request: request.head, parameters: context.parameters, session: entered?.session, visitor: entered?.actor,
            csrf: csrf,
            preferences: Preferences(
                theme: request.cookies["theme"]?.value, size: request.cookies["size"]?.value, language: request.cookies["language"]?.value),
            now: now,
            path: request.uri.path, query: query,
            source: context.remoteAddress?.ipAddress.map { site.kernel.secrets.digest($0, purpose: "address") }, cookies: cookies)
    }

    /// A request that another site's page made is told by the browser itself (Fetch Metadata; `Origin` where that is missing).
    static func isOwn(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        let host = request.head.authority ?? ""
        return host.isEmpty || origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// In constant time.
    static func matches(_ one: String, _ other: String) -> Bool {
        let (left, right) = (Array(one.utf8), Array(other.utf8))
        guard left.count == right.count, !left.isEmpty else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func turnAway(_ visit: Visit, _ audience: Audience) throws -> Response? {
        switch audience {
        case .anyone: return nil
        case .signedIn, .staff, .citizen:
            guard visit.visitor != nil else {
                return visit.redirect(to: "/sign-in?back=\(QueryValues.encode(visit.address))")
            }
            if audience == .staff, visit.actor.isCitizen { return visit.redirect(to: "/") }
            if audience == .citizen, !visit.actor.isCitizen { return visit.redirect(to: "/w") }
            return nil
        }
    }

    /// Runs a page; whatever it throws becomes a page in words.
    static func guarded(_ visit: Visit, _ body: () async throws -> Response) async -> Response {
        do {
            var answer = try await body()
            for cookie in visit.cookies where !answer.headers[values: .setCookie].contains(cookie) {
                answer.headers.append(HTTPField(name: .setCookie, value: cookie))
            }
            return answer
        } catch {
            return ProblemPage.answer(error, visit)
        }
    }

    enum Keeping {
        /// The session has ended.
        case expired
        /// Another session has begun since the form was opened.
        case token
        /// Another site sent it.
        case foreign
    }

    /// What was typed, on a page from which it can be sent again: nothing is lost, and nothing is done that was not asked for here.
    static func keepTyped(_ form: SubmittedForm, _ visit: Visit, reason: Keeping) throws -> Response {
        if reason == .foreign { throw HTTPError(.forbidden, message: "这个请求来自别的网站，没有执行。") }
        let kept = form.pairs.filter { $0.name != "_csrf" }
        let shown = kept.filter { !$0.name.hasPrefix("_") && !$0.value.isEmpty && !$0.name.lowercased().contains("password") }
        let hidden: HTML = kept.filter { !$0.name.lowercased().contains("password") }.html { hiddenInput($0.name, $0.value) }
        let list: HTML = HTML.when(
            !shown.isEmpty,
            plainTable("您填写的内容", heads: ["项目", "内容"], rows: shown.map { ["\($0.name)", "\(String($0.value.prefix(2000)))"] }))
        let words: HTML
        let status: HTTPResponse.Status
        let title: String
        switch reason {
        case .expired:
            title = "登录已过期，您填写的内容还在"
            status = .unauthorized
            words = """
                <p>为了安全，长时间没有操作会自动退出。刚才提交的内容没有保存，但全部保留在本页。</p>
                <ol><li>\(linkButton("在新窗口登录", to: "/sign-in?back=/session/ready", .secondary, icon: .person))</li><li>登录后回到本页，点“继续提交”。</li></ol>
                """
        case .token, .foreign:
            title = "请核对后再提交一次"
            status = .forbidden
            words = "<p>打开表单之后重新登录过，或表单缺少校验码，刚才的提交没有执行。您填写的内容都在下面，核对无误后请再提交一次。</p>"
        }
        let label = reason == .expired ? "继续提交" : "核对无误，提交"
        let body: HTML = """
            \(ActionPanel(title, "\(notice(title, .soon, body: words))<form method='post' action='\(url: SafeAddress.within(visit.address) ?? "/")'>\(hiddenInput("_csrf", visit.visitor == nil ? "" : visit.csrf))\(hidden)<div class='buttons'>\(button(label, .primary))</div></form>\(list)"))
            """
        return try visit.page(title, shell: .plain, status: status, body: body)
    }
}
