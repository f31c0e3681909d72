import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Site
import Synchronization

/// A browser in the process of the test: keeps its cookies, finds the token in a page.
public final class Browser: Sendable {
    /// A page as it came.
    public struct Page: Sendable {
        public var status: Int
        public var location: String?
        public var body: String
        public var headers: HTTPFields

        /// The token against forged requests, from a form or else from the page's head.
        public var csrf: String { value(after: "name='_csrf' value='") ?? value(after: "name='csrf' content='") ?? "" }

        /// The record version that the form to an address was made from.
        public func version(of address: String) -> String? {
            guard let form = body.range(of: "action=\"\(address)\"") else { return nil }
            return Self.value(after: "name='_version' value='", in: body[form.upperBound...])
        }

        public func value(after mark: String) -> String? { Self.value(after: mark, in: body[...]) }

        private static func value(after mark: String, in text: Substring) -> String? {
            guard let start = text.range(of: mark)?.upperBound, let end = text[start...].firstIndex(of: "'") else { return nil }
            return String(text[start..<end])
        }
    }

    public let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])
    private static let form = "application/x-www-form-urlencoded"

    public init(client: any TestClientProtocol) { self.client = client }

    // MARK: Cookies

    /// The value of a cookie that it holds.
    public func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }
    public func set(cookie name: String, _ value: String) { cookies.withLock { $0[name] = value } }
    /// Loses a cookie.
    public func forget(_ name: String) { cookies.withLock { $0[name] = nil } }
    public func forgetCookies() { cookies.withLock { $0 = [:] } }

    // MARK: Pages

    public func get(_ path: String, headers: HTTPFields = [:]) async throws -> Page { try await send(path, .get, "", headers) }

    public func post(_ path: String, _ values: [(String, String)], headers: HTTPFields = [:]) async throws -> Page {
        var headers = headers
        headers[.contentType] = Self.form
        return try await send(
            path, .post, values.map { "\(QueryValues.encode($0.0))=\(QueryValues.encode($0.1))" }.joined(separator: "&"), headers)
    }

    /// A body of another type: files.
    public func post(_ path: String, body: String, type: String) async throws -> Page {
        try await send(path, .post, body, [.contentType: type])
    }

    public func send(_ path: String, _ method: HTTPRequest.Method, _ body: String, _ headers: HTTPFields) async throws -> Page {
        var headers = headers
        let sent = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        if !sent.isEmpty { headers[.cookie] = sent }
        let answer = try await client.executeRequest(uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
        for cookie in answer.headers[values: .setCookie] {
            guard let pair = cookie.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            cookies.withLock { $0[String(pair[..<equals])] = value.isEmpty ? nil : value }
        }
        return Page(
            status: answer.status.code, location: answer.headers[.location], body: String(buffer: answer.body), headers: answer.headers)
    }

    // MARK: Walks

    /// Enters the demonstration as somebody, in a browser without cookies.
    @discardableResult public func enter(_ role: String, _ org: String) async throws -> Page {
        forgetCookies()
        let start = try await get("/sign-in")
        return try await post("/enter", [("_csrf", start.csrf), ("role", role), ("at", org)])
    }

    /// Opens a form and sends it with its token.
    /// - Parameter target: where it goes, when not back to its own page.
    public func fill(_ path: String, to target: String? = nil, _ values: [(String, String)]) async throws -> Page {
        let form = try await get(path)
        return try await post(target ?? path, [("_csrf", form.csrf)] + values)
    }
}
