/// An article cited: `民法典#1079`, `刑法#120-1`; `仲裁法@2017-09-01#24` means that version only.
public struct ArticleReference: Sendable, Hashable, Codable, LosslessStringConvertible {
    public let law: String
    /// Date of the version, as written in the id.
    public let version: String?
    /// Number as written in the id.
    public let article: String

    /// - Returns: nil without both law and article.
    public init?(_ description: String) {
        guard let hash = description.lastIndex(of: "#") else { return nil }
        let name = description[..<hash]
        article = String(description[description.index(after: hash)...])
        if let at = name.lastIndex(of: "@") {
            law = String(name[..<at])
            version = String(name[name.index(after: at)...])
        } else {
            law = String(name)
            version = nil
        }
        guard !law.isEmpty, !article.isEmpty, version != "" else { return nil }
    }

    public var description: String { "\(law)\(version.map { "@\($0)" } ?? "")#\(article)" }

    /// As a person reads it: 《民法典》第一千零七十九条.
    public var label: String {
        let parts = article.split(separator: "-")
        let number = parts.first.flatMap { Int($0) }
        let suffix = parts.count > 1 ? Int(parts[1]) : nil
        return "《\(law)》" + (number.flatMap { ArticleNumber.chinese($0, suffix: suffix) } ?? "第\(article)条")
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = ArticleReference(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "应为“法名#条号”")
        }
        self = value
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
