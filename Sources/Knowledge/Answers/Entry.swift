import Foundation

/// A question with its answer, written by people, with the articles it rests on (`kb_article` of `smart-qa`).
public struct Entry: Sendable, Hashable {
    /// How much harm a wrong answer does (`risk`).
    public enum Risk: String, Sendable, Hashable, Codable {
        case low
        case mid
        /// Never answered by the robot alone: the answer is shown and a person takes over.
        case high
    }

    /// `KB` and a number that stays.
    public var id: String
    public var question: String
    /// Other ways to ask the same.
    public var similarQuestions: [String]
    /// Plain words, the first screen.
    public var answerShort: String
    /// What to do next, in order.
    public var steps: [String]
    public var lawRefs: [ArticleReference]
    /// `service_line` of the specification.
    public var serviceLine: String
    /// `law_field` of the specification.
    public var lawField: String
    /// What to start.
    public var matter: Matter
    /// A time limit one must not miss.
    public var deadlineHint: String?
    public var risk: Risk
    /// First and last day it may be shown; nil: open.
    public var validFrom: CivilDay?
    public var validTo: CivilDay?
    public var version: Int
    /// The division it holds for: the region's code, or a city's, whose entry goes before the region's there.
    public var areaScope: String
    /// Code of the whole region.
    public static let region = "450000"

    /// Why a line is no entry; names the field.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: `Problem` that names the field and the mend.
    public init(json: [String: Any]) throws(Problem) {
        func text(_ key: String, limit: Int) throws(Problem) -> String {
            guard let value = json[key] as? String, !value.allSatisfy(\.isWhitespace) else {
                throw Problem(description: "缺字段 \(key)，应为非空文字")
            }
            guard value.count <= limit else { throw Problem(description: "字段 \(key) 最多\(limit)字，现有\(value.count)字") }
            return value
        }
        func texts(_ key: String) throws(Problem) -> [String] {
            guard let value = json[key] else { return [] }
            guard let list = value as? [String], list.allSatisfy({ !$0.isEmpty }) else { throw Problem(description: "字段 \(key) 应为文字的列表") }
            return list
        }
        func day(_ key: String) throws(Problem) -> CivilDay? {
            guard let value = json[key] as? String, !value.isEmpty else { return nil }
            guard let day = CivilDay(value) else { throw Problem(description: "字段 \(key) 应为日期 YYYY-MM-DD，不是“\(value.prefix(20))”") }
            return day
        }
        id = try text("id", limit: 40)
        question = try text("question", limit: 100)
        similarQuestions = try texts("similar_questions")
        answerShort = try text("answer_short", limit: 400)
        steps = try texts("steps")
        var references: [ArticleReference] = []
        for reference in try texts("law_refs") {
            guard let article = ArticleReference(reference) else {
                throw Problem(description: "字段 law_refs 应写作“法名#条号”，不是“\(reference.prefix(40))”")
            }
            references.append(article)
        }
        guard !references.isEmpty else { throw Problem(description: "缺字段 law_refs：没有法律依据的条目不能用来答复") }
        lawRefs = references
        serviceLine = json["service_line"] as? String ?? "general"
        lawField = json["law_field"] as? String ?? "other"
        let matterName = json["matter"] as? String ?? Matter.consultation.rawValue
        guard let matter = Matter(rawValue: matterName) else { throw Problem(description: "字段 matter 没有“\(matterName.prefix(40))”这一事项") }
        self.matter = matter
        deadlineHint = json["deadline_hint"] as? String
        let riskName = json["risk"] as? String ?? Risk.low.rawValue
        guard let risk = Risk(rawValue: riskName) else {
            throw Problem(description: "字段 risk 应为 low、mid 或 high，不是“\(riskName.prefix(20))”")
        }
        self.risk = risk
        validFrom = try day("valid_from")
        validTo = try day("valid_to")
        version = (json["version"] as? NSNumber)?.intValue ?? 1
        areaScope = json["area_scope"] as? String ?? Self.region
        guard areaScope.count == 6, areaScope.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw Problem(description: "字段 area_scope 应为六位区划代码，不是“\(areaScope.prefix(20))”")
        }
    }

    /// One line, the same for the same entry.
    public var json: String {
        var object: [String: Any] = [
            "kind": "entry", "id": id, "question": question, "similar_questions": similarQuestions, "answer_short": answerShort,
            "steps": steps,
            "law_refs": lawRefs.map(\.description), "service_line": serviceLine, "law_field": lawField, "matter": matter.rawValue,
            "risk": risk.rawValue,
            "version": version,
        ]
        object["deadline_hint"] = deadlineHint
        object["valid_from"] = validFrom?.description
        object["valid_to"] = validTo?.description
        if isLocal { object["area_scope"] = areaScope }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Whether it holds for a part of the region only.
    public var isLocal: Bool { areaScope != Self.region }

    /// Whether it holds at a place.
    /// - Parameter place: code of a division; of a county too: what holds for the city holds for it. Nil: unknown, then only what holds everywhere.
    public func isFor(_ place: String?) -> Bool {
        guard isLocal else { return true }
        guard let place else { return false }
        return place.hasPrefix(areaScope.hasSuffix("00") ? String(areaScope.prefix(4)) : areaScope)
    }

    /// Whether it may be shown on that day.
    public func isValid(on day: CivilDay) -> Bool {
        if let validFrom, day < validFrom { return false }
        if let validTo, day > validTo { return false }
        return true
    }
}
