import Foundation
import Identifiers

@testable import Knowledge

/// A small corpus of our own making: two laws, one with two versions, one that ends another.
enum Sample {
    static func article(
        _ law: String, _ number: Int, _ text: String, version: String, path: [String] = ["第一章 总则"], title: String? = nil, old: Bool = false
    )
        -> Passage
    {
        Passage(
            id: old ? "\(law)@\(version)#\(number)" : "\(law)#\(number)", kind: .statute, law: law, title: title ?? "广西样例\(law)",
            article: ArticleNumber.chinese(number) ?? "", path: path, category: "样例", version: CivilDate(version), text: text, source: "样例")
    }

    static let passages: [Passage] = [
        article("借伞法", 1, "为了规范借用雨伞的活动，制定本法。", version: "2020-03-01"),
        article("借伞法", 2, "借用人应当妥善保管雨伞，损坏的应当赔偿。", version: "2020-03-01", path: ["第二章 借用"]),
        article("借伞法", 3, "借用人逾期不归还雨伞的，出借人可以请求返还并支付占用费。", version: "2020-03-01", path: ["第二章 借用"]),
        article("借伞法", 4, "本法自2020年6月1日起施行。《借扇办法》同时废止。", version: "2020-03-01", path: ["第三章 附则"]),
        article("借扇办法", 1, "借用扇子的人应当在三日内归还。", version: "1999-01-01"),
        article("借扇办法", 2, "本办法自1999年5月1日起施行。", version: "1999-01-01"),
        article("评理法", 24, "评理机构应当自收到申请之日起五日内决定是否受理。", version: "2017-09-01", old: true),
        article("评理法", 80, "本法自2017年10月1日起施行。", version: "2017-09-01", old: true),
        article("评理法", 35, "评理机构收到申请书之日起五日内，认为符合条件的应当受理。", version: "2025-09-12"),
        article("评理法", 96, "本法自2026年3月1日起施行。", version: "2025-09-12"),
    ]

    static func entry(
        _ id: String, _ question: String, similar: [String] = [], answer: String = "可以。", refs: [String], extra: [String: Any] = [:]
    ) throws -> Entry {
        var json: [String: Any] = [
            "id": id, "question": question, "similar_questions": similar, "answer_short": answer, "law_refs": refs, "steps": ["先协商"],
            "matter": "apply-mediation",
        ]
        json.merge(extra) { $1 }
        return try Entry(json: json)
    }

    static func builder() -> IndexBuilder {
        var builder = IndexBuilder()
        for passage in passages { builder.add(passage) }
        return builder
    }

    static func index() throws -> KnowledgeIndex { try KnowledgeIndex(bytes: builder().build(builtAt: "2026-01-01T00:00")) }

    static func folder() throws -> KnowledgeFolder { try KnowledgeFolder(path: SharedData.repository.appending(path: "Knowledge").path) }

    static func temporaryFolder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "knowledge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}
