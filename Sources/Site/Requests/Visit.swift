import Casework
import Crypto
import Definitions
import Expressions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Storage
import WorkCalendar

/// One request as a page sees it: who comes, when, how he wants pages to look.
public struct Visit: Sendable {
    public let site: Site
    public let request: HTTPRequest
    public let parameters: Parameters
    public let session: Session?
    /// Nil: has not signed in.
    public let visitor: Actor?
    public let csrf: String
    public let preferences: Preferences
    /// The moment of the request: everything in it is judged by this one.
    public let now: Moment
    /// The path without the query.
    public let path: String
    public private(set) var query: QueryValues
    /// Keyed digest of the address: enough to see that two came from the same place.
    public let source: String?
    /// Cookies to be set with the answer.
    var cookies: [String] = []
    /// Why it could not be found out who comes: the database did not answer. Then nobody is taken for nobody.
    var trouble: DatabaseError?

    /// Who acts. Only behind routes `for: .staff`, `.citizen` or `.signedIn`.
    public var actor: Actor { visitor ?? Actor(id: "", name: "", grants: [], org: "") }

    public var kernel: Kernel { site.kernel }
    public var catalogue: Catalogue { site.catalogue }

    /// The path with its query: where one can come back to.
    public var address: String { request.path ?? path }

    public func parameter(_ name: String) -> String { parameters.get(name)?.removingPercentEncoding ?? "" }

    /// Whether `live.js` or a dialog asks for a piece of a page only.
    public var isFragment: Bool { HTTPField.Name("X-Fragment").flatMap { request.headerFields[$0] } != nil }

    public var frame: PageFrame {
        PageFrame(
            preferences: preferences, csrf: csrf, assetVersion: site.settings.assetVersion, path: address,
            isDemonstration: site.settings.isDemonstration,
            liveAddress: session == nil ? nil : "/live")
    }

    // MARK: Acting

    /// Performs an action as the visitor, now.
    /// - Throws: `Refusal`, `DatabaseError`.
    @discardableResult public func perform(
        _ type: String, _ action: String, on record: String? = nil, values: FormValues = FormValues(), version: Int64? = nil,
        key: String? = nil
    ) async throws -> ActionOutcome {
        if !values.problems.isEmpty {
            throw Refusal(.invalid, action: "\(type).\(action)", record: record, "填写的内容有误", problems: values.problems)
        }
        var request = ActionRequest(type: type, action: action, record: record, actor: actor, values: values.values, version: version)
        request.idempotencyKey = key
        request.source = source
        return try await kernel.perform(request, at: now)
    }

    // MARK: Answers

    /// A whole page.
    /// - Parameter words: the page's texts in the language it is written in; nil: it is in Chinese, whatever the person would like.
    public func page(
        _ title: String, shell: PageShell = .workbench, status: HTTPResponse.Status = .ok, scripts: [String] = [],
        styleSheets: [String] = [], in words: PageWords? = nil, body: HTML
    ) throws -> Response {
        respond(
            try markup(title, shell: shell, status: status, scripts: scripts, styleSheets: styleSheets, in: words, body: body),
            status: status)
    }

    /// A word about what was done a moment ago; marked where it is in another language than the page.
    private static func said(_ text: String, on language: Preferences.Language) -> HTML {
        let isChinese = text.unicodeScalars.contains { $0.value > 0x2E7F }
        guard isChinese != (language == .chinese) else { return toast(text) }
        return
            "<div lang='\(isChinese ? Preferences.Language.chinese.rawValue : Preferences.Language.english.rawValue)'>\(toast(text))</div>"
    }

    /// A whole page as it is sent, to be kept and given to ``answer(_:)``.
    public func markup(
        _ title: String, shell: PageShell = .workbench, status: HTTPResponse.Status = .ok, scripts: [String] = [],
        styleSheets: [String] = [], in words: PageWords? = nil, body: HTML
    ) throws -> ByteBuffer {
        var body = body
        var frame = frame
        frame.preferences.language = words?.language ?? .chinese
        if let said = query["said"], status == .ok, let text = site.sessions.takeSaid(said) {
            body = Self.said(text, on: frame.preferences.language) + body
        }
        let drawn = try site.shell(shell, for: self, in: words)
        let html = ComponentWords.$current.withValue(words?.components ?? .chinese) {
            // The way in, problems and the officers' pages share one more sheet; citizens' pages stay light.
            let own = shell == .workbench || shell == .plain ? ["/css/staff.css?v=\(site.settings.assetVersion)"] : []
            return Page(title: title, frame: frame, shell: drawn, scripts: scripts, styleSheets: own + styleSheets, body: body).html
        }
        return ByteBuffer(bytes: html.utf8)
    }

    /// A page that was written before.
    public func answer(_ page: ByteBuffer) -> Response { respond(page, status: .ok) }

    /// A piece of a page, for scripts.
    public func fragment(_ html: HTML) -> Response { respond(ByteBuffer(bytes: html.utf8), status: .ok) }

    /// For scripts: what went wrong as problem+json (RFC 9457).
    public func problem(_ status: HTTPResponse.Status, _ title: String, _ detail: String) -> Response {
        Response(
            status: status, headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(
                    string: PlainJSON.write(.map([.string("title"): .string(title), .string("detail"): .string(detail)])))))
    }

    func respond(_ page: ByteBuffer, status: HTTPResponse.Status) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: page))
    }

    /// After something was done: see the other page, with a word about it once.
    public func redirect(to address: String, saying words: String? = nil) -> Response {
        var target = SafeAddress.within(address) ?? "/"
        if let words { target += (target.contains("?") ? "&" : "?") + "said=" + site.sessions.say(words) }
        var headers: HTTPFields = [.location: target, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    /// The same visit as if its address had this query.
    public func asking(_ query: QueryValues) -> Visit {
        var copy = self
        copy.query = query
        return copy
    }

    /// The same visit with a cookie that goes with the answer.
    public func setting(cookie: String) -> Visit {
        var copy = self
        copy.cookies.append(cookie)
        return copy
    }

    /// A key for a form: pressed twice, done once.
    public func freshKey() -> String { RandomToken.make(bytes: 12) }
}

/// What stands around a page.
public enum PageShell: Sendable {
    case workbench, portal, wall, plain
}

/// Addresses within this site only: an answer must not lead elsewhere because a request said so.
public enum SafeAddress {
    public static func within(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        // Header fields are ASCII; what is not, is percent-encoded.
        return text.unicodeScalars.allSatisfy(\.isASCII)
            ? text : text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: Unicode.Scalar(33)...Unicode.Scalar(126)))
    }
}

/// Random tokens in URL-safe letters.
public enum RandomToken {
    public static func make(bytes count: Int = 32) -> String {
        let key = SymmetricKey(size: SymmetricKeySize(bitCount: count * 8))
        return key.withUnsafeBytes { Data($0) }.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    static func digest(_ token: String) -> String {
        SHA256.hash(data: Array(token.utf8)).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}
