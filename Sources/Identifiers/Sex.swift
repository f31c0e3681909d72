/// Sex as identity numbers tell it (GB/T 2261.1 knows also 0 and 9, which no number carries).
public enum Sex: String, Sendable, Hashable, CaseIterable, Codable {
    case male = "男"
    case female = "女"
}
