import Casework
import Definitions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Logging
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
                if let trouble = visit.trouble { throw trouble }
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
                // Another site's form is not even shown.
                guard Door.isOwn(request) else { throw HTTPError(.forbidden, message: "这个请求来自别的网站，没有执行。") }
                if let trouble = visit.trouble { return try Door.keepTyped(form, visit, trouble) }
                if visit.visitor == nil, audience != .anyone { return try await Door.expired(form, request, visit, audience) }
                if let answer = try Door.turnAway(visit, audience) { return answer }
                guard Door.matches(form["_csrf"] ?? request.headers[Door.csrfHeader] ?? "", visit.csrf) else {
                    return try KeptPage(form, visit).answer(.token)
                }
                do { return try await handler(visit, form) } catch let error as DatabaseError {
                    return try Door.keepTyped(form, visit, error)
                }
            }
        }
    }

    /// A body that is not a form: files. The token comes in the header `X-CSRF-Token`, or the body is multipart and the handler checks `_csrf`.
    public func upload(_ path: RouterPath, for audience: Audience = .signedIn, _ handler: @escaping Uploading) {
        router.post(path) { [site] request, context in
            let visit = try Door.visit(request, context, site)
            return await Door.guarded(visit) {
                // Who sends a file reads the answer only after having sent it.
                if let trouble = visit.trouble {
                    await Draining.drop(request.body)
                    throw trouble
                }
                if visit.visitor == nil, audience != .anyone {
                    await Draining.drop(request.body)
                    return visit.problem(.unauthorized, "登录已过期", "文件没有收下。请在新窗口登录后，回到本页重新选择文件；页上填写的内容不受影响")
                }
                if let answer = try Door.turnAway(visit, audience) {
                    await Draining.drop(request.body)
                    return answer
                }
                guard Door.isOwn(request) else {
                    await Draining.drop(request.body)
                    throw HTTPError(.forbidden)
                }
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
        var trouble: DatabaseError?
        var entered: (session: Session, actor: Actor)?
        do { entered = try token.flatMap { try site.sessions.find($0, at: now) } } catch let error as DatabaseError { trouble = error }
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
            source: context.remoteAddress?.ipAddress.map { site.kernel.secrets.digest($0, purpose: "address") }, cookies: cookies,
            trouble: trouble)
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
                let entrance = audience == .citizen ? visit.site.navigation.citizenEntrance : "/sign-in"
                return visit.redirect(to: "\(entrance)?back=\(QueryValues.encode(visit.address))")
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

    /// The database did not do it: what was typed comes back, to be sent again when it does. Passwords never go into a page: such a form gets the words alone.
    static func keepTyped(_ form: SubmittedForm, _ visit: Visit, _ error: DatabaseError) throws -> Response {
        guard let trouble = DatabaseTrouble(error), !KeptPage.holdsPassword(form) else { throw error }
        visit.site.logger.error("form not done", metadata: ["path": "\(visit.path)", "error": "\(error)"])
        return try KeptPage(form, visit).answer(.unavailable(trouble))
    }

    /// The session has ended in the middle of a form: it is kept for whoever it belonged to.
    static func expired(_ form: SubmittedForm, _ request: Request, _ visit: Visit, _ audience: Audience) async throws -> Response {
        let entrance = audience == .citizen ? visit.site.navigation.citizenEntrance : "/sign-in"
        let page = KeptPage(form, visit)
        var signIn: String?
        if let token = request.cookies[sessionCookie]?.value, let person = try visit.site.sessions.owner(of: token) {
            let kept = KeptForms.Kept(address: page.address, pairs: page.pairs.map { .init(name: $0.name, value: $0.value) })
            // Where it cannot be kept, the page still holds it.
            if let resume = try? await visit.site.keptForms.keep(kept, of: person, at: visit.now) {
                signIn = "\(entrance)?back=\(QueryValues.encode("/session/resume/\(resume)"))"
            }
        }
        return try page.answer(.expired, signIn: signIn)
    }
}
