import Casework
import Definitions
import HTML
import Site
import Storage
import WorkCalendar

/// How these consoles write a moment: day and clock time to the second, in China.
func momentText(_ milliseconds: Int64?) -> String {
    guard let milliseconds else { return "—" }
    let moment = Moment(clamping: milliseconds)
    return "\(moment.day) \(moment.clockTime.prefix(8))"
}

/// A number with separators, as people read it.
func counted(_ number: Int) -> String {
    var digits = Array(String(abs(number)).reversed())
    var at = 3
    while at < digits.count {
        digits.insert(",", at: at)
        at += 4
    }
    return (number < 0 ? "-" : "") + String(digits.reversed())
}

/// A column `LIKE` pattern that finds `text` anywhere; what the text holds of `%`, `_` and `\` is meant as such.
func likePattern(_ text: String) -> String {
    "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
}

extension ScopeKind {
    var label: String {
        switch self {
        case .own: "本人"
        case .assigned: "承办"
        case .team: "本团队"
        case .organisation: "本单位"
        case .line: "本条线"
        case .subtree: "本单位及下级"
        case .region: "全区"
        case .public: "公开"
        case .grant: "经共享"
        }
    }
}

extension Authority {
    var label: String {
        switch self {
        case .statute: "法定"
        case .standard: "标准"
        case .default: "平台默认"
        }
    }
}

/// A field of a form that cannot be taken as it was filled in.
struct FieldFault: Error, Sendable {
    let error: FormError
    init(_ field: String, _ message: String) { error = FormError(field: field, message) }
}
