import Foundation

/// How much each sign of relevance counts, learned from questions with known answers (`bagui knowledge tune`), kept in `Knowledge/weights.json`.
///
/// Units: the lexical score is BM25, a few tens for a good passage; the others are added to it after multiplication.
public struct Weights: Sendable, Codable, Hashable {
    /// A character's BM25 against a pair's.
    public var character: Double = 0.55
    /// Pairs, words and runs.
    public var pair: Double = 1
    /// Headings.
    public var path: Double = 0.5
    /// Title of the law.
    public var title: Double = 0.1
    /// Mean lexical score of the law's three best passages.
    public var law: Double = 0.3
    /// Logarithm of the passage's length.
    public var length: Double = 0
    /// Logarithm of how often the law answered questions.
    public var prior: Double = 1
    /// The same by the law's size.
    public var density: Double = 1.5
    /// By law: how many questions it answered, split where several did.
    public var answered: [String: Double] = [:]
    /// How many questions.
    public var questions: Double = 1
    /// Confidence that one of the first three passages answers: constant, best score, lead over the tenth, share of the question covered.
    public var confidence: [Double] = [-3, 0.03, 0.08, 2]
    /// What puts entries in order: how likely the question's characters are under the entry, and its pairs of characters; how much of the question its
    /// answer speaks of; how much of the best of its ways of asking, and of its own question, stands in the question; how like it the four nearest ways are.
    public var entryRanking: [Double] = [2.6, 0.3, 3.8, 1.5, 1.8, 8]
    /// Confidence that the best entry is what was asked: constant, logarithm of its odds against the next four, up to 6, how typical the question's
    /// characters are of it, share of the question that it knows, share of the question in words of the vocabulary, number of such words up to 4.
    public var entryConfidence: [Double] = [-3, 0.8, 0.8, 2, 0.5, 0.1]
    /// How these were learned, for the reader.
    public var learned: String = ""

    public init() {}

    /// - Throws: `KnowledgeError.unreadable`.
    public init(file: String) throws(KnowledgeError) {
        guard let data = FileManager.default.contents(atPath: file) else { throw .unreadable(file: file, reason: "没有这个文件") }
        do { self = try JSONDecoder().decode(Weights.self, from: data) } catch { throw .unreadable(file: file, reason: "不是权重文件：\(error)") }
        guard confidence.count == 4, entryRanking.count == 6, entryConfidence.count == 6, questions > 0 else {
            throw .unreadable(file: file, reason: "confidence 应有4个数，entryRanking 应有6个，entryConfidence 应有6个，questions 应大于0")
        }
    }

    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    func prior(of law: String) -> Double { logarithm(((answered[law] ?? 0) + 0.3) / questions) }
    func density(of law: String, size: Int) -> Double { logarithm(((answered[law] ?? 0) + 0.05) / Double(size + 20)) }

    /// Probability, by logistic function.
    func confidence(_ signs: [Double]) -> Double { Self.probability(confidence, signs) }
    func entryConfidence(_ signs: [Double]) -> Double { Self.probability(entryConfidence, signs) }

    private static func probability(_ weights: [Double], _ signs: [Double]) -> Double {
        guard let constant = weights.first else { return 0 }
        let sum = zip(weights.dropFirst(), signs).reduce(constant) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exponential(-sum))
    }
}

func exponential(_ value: Double) -> Double { exp(value) }
