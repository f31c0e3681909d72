import Casework
import Expressions
import Logging
import Site
import Storage

/// The language that a citizen has chosen is kept with his account, so that he finds it on another device.
struct KeptLanguage: Sendable {
    let site: Site

    private static let codes: [Preferences.Language: String] = [.chinese: "zh", .english: "en", .zhuang: "za"]

    /// As the citizen himself. Where it cannot be kept – no account, frozen – the browser's cookie still has it.
    func keep(_ language: Preferences.Language, _ visit: Visit) async {
        guard let visitor = visit.visitor, visitor.isCitizen, let code = Self.codes[language] else { return }
        do {
            guard let account = try account(of: visitor.id, visit), account.text("lang_pref") != code else { return }
            var request = ActionRequest(
                type: OwnAccount.type, action: "set_preferences", record: account.id, actor: visitor, values: ["lang_pref": .string(code)])
            request.source = visit.source
            _ = try await site.kernel.perform(request, at: visit.now)
        } catch { site.logger.notice("language not kept with the account", metadata: ["reason": "\(error)"]) }
    }

    /// The cookie for somebody who has just signed in on a browser that knows no language of his.
    func cookie(for person: String, _ visit: Visit) -> String? {
        guard visit.cookie("language") == nil, let code = (try? account(of: person, visit))?.text("lang_pref"), code != "zh",
            let language = Self.codes.first(where: { $0.value == code })?.key
        else { return nil }
        return "language=\(language.rawValue); Path=/; Max-Age=31536000; SameSite=Lax\(site.settings.isSecure ? "; Secure" : "")"
    }

    private func account(of person: String, _ visit: Visit) throws -> RecordView? {
        try site.kernel.list(ListQuery(type: OwnAccount.type, limit: 1, equals: ["user": person]), as: .system, at: visit.now).items.first
    }
}
