import Foundation
import Testing

@testable import Knowledge

/// On real laws and citizens' questions. The whole corpus is measured in release (`bagui knowledge evaluate`, docs/performance.md); here a part of it, which a debug build indexes in seconds.
@Suite struct `Retrieval on real laws` {
    @Test func `finds the answering articles of held-out questions in the civil code and the labour laws`() throws {
        guard let corpus = SharedData.file("legal-qa/kb_statutes.jsonl.gz"), let file = SharedData.file("legal-qa/dev_retrieval.jsonl")
        else {
            print("skipped: legal-qa is not there; set BAGUI_DATA to the folder that holds it")
            return
        }
        let laws: Set<String> = ["民法典", "劳动合同法", "物业管理条例", "商标法"]
        var builder = IndexBuilder()
        try PassageReader(file: corpus).each { line in
            if case .passage(let passage) = line, laws.contains(passage.law) { builder.add(passage) }
        } refused: { number, reason in
            Issue.record("\(number): \(reason)")
        }
        let index = try KnowledgeIndex(bytes: builder.build(builtAt: ""))
        let folder = try Sample.folder()
        let searcher = Searcher(index: index, weights: folder.weights, vocabulary: folder.vocabulary)
        let questions = try RetrievalQuestion.read(file: file).filter { question in
            question.half == 1 && question.relevant.allSatisfy { ArticleReference($0).map { laws.contains($0.law) } ?? false }
        }
        try #require(questions.count > 80)
        let evaluation = Evaluation(of: Array(questions.prefix(100)), with: searcher, threshold: 0.6)
        #expect(evaluation.recallAt10 > 0.6, "\(evaluation)")
        #expect(evaluation.recallAt100 > 0.85, "\(evaluation)")
        #expect(evaluation.answeredRightly > 0.5, "\(evaluation)")
    }

    @Test func `the halves part by the question's id alone`() {
        let questions = (0..<400).map { RetrievalQuestion(id: "stard-\($0)", question: "问", relevant: ["民法典#1"]) }
        let held = questions.count { $0.half == 1 }
        #expect((140...260).contains(held))
        #expect(questions.map(\.half) == questions.map(\.half))
    }

    @Test func `a bad line of an evaluation file is named`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "q.jsonl")
        try Data(#"{"question": "问", "relevant": ["民法典#1"]}"#.utf8 + Data("\n{}\n".utf8)).write(to: file)
        #expect(throws: KnowledgeError.line(file: file.path, line: 2, reason: "缺字段 question")) {
            try RetrievalQuestion.read(file: file.path)
        }
    }

    @Test func `learning lifts right passages above wrong ones`() throws {
        let index = try Sample.index()
        let questions = (0..<12).map { RetrievalQuestion(id: "\($0)", question: "雨伞逾期不归还", relevant: ["借伞法#3"]) }
        let weights = Tuning(index: index, vocabulary: .empty).weights(from: questions)
        let searcher = Searcher(index: index, weights: weights, vocabulary: .empty)
        let evaluation = Evaluation(of: questions, with: searcher, threshold: 0)
        #expect(evaluation.recallAt1 == 1)
        #expect(weights == Tuning(index: index, vocabulary: .empty).weights(from: questions))
    }
}
