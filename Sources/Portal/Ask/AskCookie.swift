import Casework
import HTTPTypes
import Site
import WorkCalendar

/// The cookie by which a browser comes back to its conversation: random, kept as a keyed digest only.
struct AskCookie: Sendable {
    static let name = "ask"
    /// A week, so that an answer of the next day is found; in a conversation that others in the house must not see, until the browser closes.
    static let days = 7

    let token: String
    /// Whether the browser has it, or is being given it with a conversation behind it.
    var isKnown: Bool

    init(_ visit: Visit) {
        let sent = visit.request.headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.lazy
            .map { $0.drop { $0 == " " } }.first { $0.hasPrefix("\(Self.name)=") }.map { String($0.dropFirst(Self.name.count + 1)) }
        let isToken = sent.map { (20...64).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } } ?? false
        token = isToken ? sent ?? "" : RandomToken.make()
        isKnown = isToken
    }

    func digest(_ kernel: Kernel) -> String { kernel.secrets.digest(token, purpose: "ask conversation") }

    /// - Parameter isDiscreet: gone when the browser closes.
    func header(_ visit: Visit, isDiscreet: Bool) -> String {
        let age = isDiscreet ? "" : "; Max-Age=\(Self.days * 86_400)"
        return "\(Self.name)=\(token); Path=/; HttpOnly; SameSite=Lax\(age)\(visit.site.settings.isSecure ? "; Secure" : "")"
    }

    static func removal(_ visit: Visit) -> String {
        "\(name)=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\(visit.site.settings.isSecure ? "; Secure" : "")"
    }
}
