import Foundation

/// A question whose answering articles are known.
public struct RetrievalQuestion: Sendable, Hashable {
    public var id: String
    public var question: String
    /// Ids of passages.
    public var relevant: [String]

    /// The half it belongs to, by its id alone, the same in every run: 0 for learning, 1 held out.
    public var half: Int { Int(Term.hash(NormalText("half " + id).scalars[...]) >> 17 & 1) }
}

extension RetrievalQuestion {
    /// Reads JSON lines `{"qid", "question", "relevant": [{"id"} or "id"]}`.
    /// - Throws: `KnowledgeError`; a bad line ends it, because a figure over half the questions would deceive.
    public static func read(file: String) throws -> [RetrievalQuestion] {
        var questions: [RetrievalQuestion] = []
        try LineReader(file: file).each { number, data in
            if data.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { return }
            func bad(_ reason: String) -> KnowledgeError { .line(file: file, line: number, reason: reason) }
            guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { throw bad("不是一个 JSON 对象") }
            guard let question = object["question"] as? String, !question.isEmpty else { throw bad("缺字段 question") }
            let relevant: [String]
            if let ids = object["relevant"] as? [String] {
                relevant = ids
            } else if let objects = object["relevant"] as? [[String: Any]] {
                relevant = objects.compactMap { $0["id"] as? String }
            } else {
                throw bad("缺字段 relevant，应为条文编号的列表")
            }
            guard !relevant.isEmpty else { throw bad("字段 relevant 是空的") }
            questions.append(RetrievalQuestion(id: object["qid"] as? String ?? "\(number)", question: question, relevant: relevant))
        }
        guard !questions.isEmpty else { throw KnowledgeError.unreadable(file: file, reason: "没有一个问题") }
        return questions
    }
}
