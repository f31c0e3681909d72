/// Texts of a page that are the same for everybody. The raw value is the Chinese text, the platform's first language; other languages have theirs in a catalogue
/// by `key`. `%1`, `%2` stand for values.
///
///     enum HomeText: String, PageText {
///         static let group = "home"
///         case question = "您遇到了什么法律问题？"
///     }
public protocol PageText: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// First part of the keys: `home`.
    static var group: String { get }
}

extension PageText {
    /// `home.question`
    public var key: String { "\(Self.group).\(self)" }
    /// Every key of these texts with its Chinese.
    static var keys: [(key: String, chinese: String)] { allCases.map { ($0.key, $0.rawValue) } }
}

/// What a page says by itself, so that it can be told whether it is complete in a language: its texts, the lists of codes and the records whose labels it shows.
public struct TranslatedPage: Sendable {
    /// `home`; unique.
    public let name: String
    let texts: [any PageText.Type]
    let codes: [String]
    let records: [String]
    let limits: [String]

    /// - Parameters:
    ///   - codes: ids of code lists, `shared/lang`.
    ///   - records: types of records whose name, states and limits the page tells, `work-order/work_order`; those that this node has not are not asked for.
    ///   - limits: types of records of which it tells the limits alone.
    public init(_ name: String, _ texts: [any PageText.Type], codes: [String] = [], records: [String] = [], limits: [String] = []) {
        self.name = name
        self.texts = texts
        self.codes = codes
        self.records = records
        self.limits = limits
    }
}

/// What the frame around a citizen's page says.
public enum ShellText: String, PageText {
    public static let group = "shell"
    case police = "报警"
    case fire = "火警"
    case ambulance = "急救"
    case signIn = "登录"
    case own = "我的"
    case organiser = "主办：%1"
}
