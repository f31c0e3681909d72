/// How a person wants pages to look; kept in cookies, applied by the server as attributes of `<html>`, so that no script is needed.
///
/// The switches on the page are a form: `POST` to `Preferences.address` with `theme`, `size` or `language` and `back`, the page to
/// return to. `theme.js` does the same without leaving the page. Cookies: `theme`, `size`, `language`, a year, `SameSite=Lax`.
public struct Preferences: Sendable, Hashable {
    /// Where the switches send to.
    public static let address = "/preferences"

    /// Light or dark.
    public enum Theme: String, CaseIterable, Sendable {
        /// As the system says.
        case automatic
        case light
        case dark
    }

    /// Size of print.
    public enum Size: String, CaseIterable, Sendable {
        case normal
        /// 1.35 times, the same layout: for the elderly.
        case large
    }

    /// Language of a page (BCP 47).
    public enum Language: String, CaseIterable, Sendable {
        case chinese = "zh-CN"
        case english = "en"
        case zhuang = "za"

        /// The language's own name.
        public var name: String {
            switch self {
            case .chinese: "中文"
            case .english: "English"
            case .zhuang: "Vahcuengh"
            }
        }
    }

    public var theme: Theme
    public var size: Size
    public var language: Language

    public init(theme: Theme = .automatic, size: Size = .normal, language: Language = .chinese) {
        self.theme = theme
        self.size = size
        self.language = language
    }

    /// From the cookies' texts; what is missing or unknown is as if it had not been set.
    public init(theme: String?, size: String?, language: String?) {
        self.init(
            theme: theme.flatMap(Theme.init) ?? .automatic, size: size.flatMap(Size.init) ?? .normal,
            language: language.flatMap(Language.init) ?? .chinese)
    }
}
