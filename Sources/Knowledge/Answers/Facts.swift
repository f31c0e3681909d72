import Foundation

/// What a question says of the case that decides who should answer: age, amount, pending limits, a lawsuit under way.
struct Facts: Sendable, Hashable {
    /// The asker's own age, if said.
    var ownAge: Int?
    var saysMinor = false
    /// Whole yuan.
    var amount: Double?
    var isInCourt = false
    /// A limit runs out within days.
    var isNearLimit = false

    var isMinor: Bool { saysMinor || (ownAge.map { $0 < 18 } ?? false) }
    /// 标的≥10万元 or 已进入诉讼.
    var isComplex: Bool { (amount ?? 0) >= 100_000 || isInCourt }

    // Made once, and never changed by matching.
    nonisolated(unsafe) private static let age = /我(?:今年|才|现在|刚满|刚|快)?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:周)?岁/
    nonisolated(unsafe) private static let tenThousands = /([0-9]{1,6}|[一二两三四五六七八九十百]{1,5})(?:多|余)?(万|亿)/

    init(_ text: String) {
        let plain = NormalText(text).compact.string
        for match in plain.matches(of: Self.age) {
            if let age = Self.number(match.1), age < 100 { ownAge = age }
        }
        saysMinor = ["我是小学生", "我是初中生", "我是高中生", "我是中学生", "我是未成年", "我还未成年", "我还是小学生", "我还是学生还没满十八", "我上小学", "我上初中", "我读小学", "我读初中", "我读高中"]
            .contains { plain.contains($0) }
        for match in plain.matches(of: Self.tenThousands) {
            guard let number = Self.number(match.1) else { continue }
            amount = max(amount ?? 0, Double(number) * (match.2 == "亿" ? 100_000_000 : 10_000))
        }
        isInCourt = ["已经起诉", "已起诉", "法院已经受理", "已经开庭", "开完庭", "一审判", "二审判", "一审已", "正在上诉", "再审申请", "收到传票"].contains { plain.contains($0) }
        isNearLimit = [
            "明天到期", "明天就到期", "今天到期", "今天最后一天", "明天最后一天", "最后一天了", "马上过时效", "快过时效", "时效快到", "时效马上", "还有一天到期", "还有两天到期", "还有三天到期", "后天到期",
            "快过期了上诉", "上诉期快到",
        ]
        .contains { plain.contains($0) }
    }

    private static func number(_ text: Substring) -> Int? { Int(text) ?? ArticleNumber.number(in: "第\(text)条") }
}
