import Foundation

/// What somebody asks, and the articles that answer it.
public struct Question: Sendable, Hashable {
    public var text: String
    /// A code of `law_field`.
    public var lawField: String
    public var law: String
    /// As an official document writes it: 第五百七十七条.
    public var article: String

    public init(text: String, lawField: String, law: String, article: String) {
        self.text = text
        self.lawField = lawField
        self.law = law
        self.article = article
    }

    /// Questions of a file of JSON lines with `question`, `relevant` (`民法典#56` …) and `category_from_law`. Lines of another shape are left out.
    public static func read(lines text: String) -> [Question] {
        struct Line: Decodable {
            struct Relevant: Decodable { var id: String }
            var question: String
            var relevant: [Relevant]
            var category_from_law: String?
        }
        let decoder = JSONDecoder()
        return text.split(separator: "\n").compactMap { line in
            guard let line = try? decoder.decode(Line.self, from: Data(line.utf8)), !line.question.isEmpty,
                let parts = line.relevant.first?.id.split(separator: "#"), parts.count == 2, let number = Int(parts[1])
            else { return nil }
            return Question(
                text: line.question, lawField: field(of: line.category_from_law ?? "", in: line.question), law: String(parts[0]),
                article: "第\(chinese(number))条")
        }
    }

    private static func field(of category: String, in question: String) -> String {
        let words: [(String, String)] = [
            ("离婚", "family"), ("抚养", "family"), ("家暴", "dv"), ("遗产", "inherit"), ("工资", "wage"), ("工伤", "injury"), ("交通事故", "traffic"),
            ("医院", "medical"), ("借款", "debt"),
            ("借条", "debt"), ("利息", "debt"), ("宅基地", "land"), ("承包地", "land"), ("拆迁", "expropriation"), ("征收", "expropriation"),
            ("诈骗", "telefraud"), ("噪声", "environment"), ("污染", "environment"),
        ]
        if let found = words.first(where: { question.contains($0.0) }) { return found.1 }
        return switch category {
        case "合同债务", "民事总则": "contract"
        case "房产物业": "property"
        case "知识产权": "ip"
        case "刑事": "criminal"
        case "行政与信息公开": "admin"
        case "侵权损害", "人格权": "tort"
        case "消费旅游保险": "consumer"
        case "劳动人事": "labor"
        case "土地": "land"
        case "诉讼仲裁": "procedure"
        case "继承": "inherit"
        case "公司合伙": "company"
        case "未成年与老人": "minor"
        case "婚姻家庭": "family"
        default: "contract"
        }
    }

    /// 1…9999 in Chinese numerals, as articles are numbered.
    static func chinese(_ number: Int) -> String {
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard (1...9999).contains(number) else { return String(number) }
        var result = ""
        var pending = false
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / unit % 10
            if digit == 0 {
                pending = !result.isEmpty
                continue
            }
            if pending { result += digits[0] }
            pending = false
            result += (digit == 1 && unit == 10 && result.isEmpty ? "" : digits[digit]) + name
        }
        return result
    }
}
