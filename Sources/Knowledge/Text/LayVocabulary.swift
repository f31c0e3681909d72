import Foundation

/// What people say and what the law says for it: 房东 出租人, 老赖 失信被执行人. Curated in our own words (`Knowledge/vocabulary.tsv`).
public struct LayVocabulary: Sendable {
    struct Line: Sendable {
        let lay: [UInt32]
        let legal: [NormalText]
    }

    /// By the first character of the lay expression.
    private let lines: [UInt32: [Line]]
    /// Every expression of both sides, for pinyin and suggestions.
    public let expressions: [String]

    public static let empty = LayVocabulary(pairs: [])

    init(pairs: [(lay: String, legal: [String])]) {
        var lines: [UInt32: [Line]] = [:]
        var expressions: [String] = []
        var seen = Set<String>()
        for (lay, legal) in pairs {
            let scalars = NormalText(lay).scalars
            guard let first = scalars.first else { continue }
            lines[first, default: []].append(Line(lay: scalars, legal: legal.map(NormalText.init)))
            for expression in [lay] + legal where seen.insert(expression).inserted { expressions.append(expression) }
        }
        self.lines = lines
        self.expressions = expressions
    }

    /// Reads lines `lay TAB legal terms with spaces between`; `#` begins a comment.
    /// - Throws: `KnowledgeError.vocabulary` with the line.
    public init(tsv: String) throws(KnowledgeError) {
        var pairs: [(String, [String])] = []
        for (number, line) in tsv.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw .vocabulary(line: number + 1, reason: "应为“群众说法、制表符、法律用语（空格分隔）”两列")
            }
            let legal = parts[1].split(separator: " ").map(String.init)
            guard !legal.isEmpty else { throw .vocabulary(line: number + 1, reason: "缺法律用语") }
            pairs.append((String(parts[0]), legal))
        }
        self.init(pairs: pairs)
    }

    /// The law's words for what `text` says.
    func legalTerms(in text: NormalText) -> [NormalText] {
        var found: [NormalText] = []
        let scalars = text.scalars
        for start in scalars.indices {
            for line in lines[scalars[start]] ?? [] where start + line.lay.count <= scalars.count {
                if line.lay.elementsEqual(scalars[start..<start + line.lay.count]) { found += line.legal }
            }
        }
        return found
    }
}
