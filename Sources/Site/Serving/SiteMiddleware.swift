import HTTPTypes
import Hummingbird
import WorkCalendar

/// Around every request: from whom it is where a proxy stands before the node, how long it took, the headers that keep pages safe, and a page in words for an address that leads nowhere.
public struct SiteMiddleware: RouterMiddleware {
    public typealias Context = SiteContext
    let site: Site

    public init(site: Site) { self.site = site }

    public func handle(_ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response) async throws
        -> Response
    {
        let start = ContinuousClock.now
        let context = context.behind(site.settings.proxies, request.headers)
        var answer: Response
        do { answer = try await next(request, context) } catch {
            // The API answers for itself; pages get words.
            if request.uri.path.hasPrefix("/api/") { throw error }
            do { answer = ProblemPage.answer(error, try Door.visit(request, context, site)) } catch {
                answer = Response(status: .badRequest)
            }
        }
        SafeHeaders.set(&answer)
        let took = ContinuousClock.now - start
        site.meter.count(
            status: answer.status.code, microseconds: took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000)
        return answer
    }
}

/// Headers of every answer (OWASP Secure Headers): nothing from elsewhere, in no frame, no guessing of types, no address told to others.
public enum SafeHeaders {
    static let fields: [(HTTPField.Name, String)] = {
        let named: [(String, String)] = [
            (
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            ), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)"),
        ]
        return named.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
    }()

    public static func set(_ answer: inout Response) {
        for (name, value) in fields where answer.headers[name] == nil { answer.headers[name] = value }
    }
}
