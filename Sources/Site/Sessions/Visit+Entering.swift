import Casework
import HTTPTypes

extension Visit {
    /// Begins a session for a person and ends the one there was: a token known before signing in is worth nothing after it.
    /// - Parameter kind: `staff` or `citizen`.
    /// - Returns: the visit, whose answer sets the session's cookie.
    /// - Throws: `DatabaseError`.
    public func entering(as person: String, kind: String) async throws -> Visit {
        if let session { try await site.sessions.end(session) }
        let token = try await site.sessions.begin(for: person, kind: kind, at: now)
        return setting(cookie: CommonPages.cookie(token, isSecure: site.settings.isSecure))
    }

    /// The same visit, whose answer sets a cookie that scripts and other sites do not get.
    /// - Parameters:
    ///   - value: letters, digits, `-` and `_`; empty takes the cookie away.
    ///   - path: only sent to addresses under it.
    ///   - seconds: how long the browser keeps it; nil: until it is closed.
    public func setting(cookie name: String, to value: String, path: String = "/", seconds: Int? = nil) -> Visit {
        let age = value.isEmpty ? "; Max-Age=0" : seconds.map { "; Max-Age=\($0)" } ?? ""
        return setting(cookie: "\(name)=\(value); Path=\(path); HttpOnly; SameSite=Lax\(site.settings.isSecure ? "; Secure" : "")\(age)")
    }

    /// The value of a cookie that came with the request.
    public func cookie(_ name: String) -> String? {
        for line in request.headerFields[values: .cookie] {
            for pair in line.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }
}
