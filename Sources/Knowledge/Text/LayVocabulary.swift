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

    /// Expressions of both sides that tell of a matter, by their first character.
    private let telling: [UInt32: [[UInt32]]]
    /// What the right column also holds, because dialect has other words for it, and what tells of no matter.
    private static let plain: Set<String> = ["什么", "什么时候", "多久", "没有", "怎么办", "怎样", "哪个", "要不要", "知道", "多少"]

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
        let spoken = Set(pairs.filter { $0.legal.allSatisfy(Self.plain.contains) }.map(\.lay))
        var telling: [UInt32: [[UInt32]]] = [:]
        for scalars in Set(expressions.filter { !Self.plain.contains($0) && !spoken.contains($0) }.map { NormalText($0).scalars })
        where scalars.count >= 2 {
            telling[scalars[0], default: []].append(scalars)
        }
        self.telling = telling
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

    /// How much of a text is in words that tell of a matter: what the robot is asked about, as against the weather.
    /// - Returns: the share of its Chinese characters, apart from those every question is full of, and how many such words stand in it.
    func familiarity(of text: NormalText) -> (share: Double, count: Int) {
        let scalars = text.scalars
        var isTelling = [Bool](repeating: false, count: scalars.count)
        var count = 0
        for start in scalars.indices {
            for word in telling[scalars[start]] ?? []
            where start + word.count <= scalars.count && word.elementsEqual(scalars[start..<start + word.count]) {
                count += 1
                for index in start..<start + word.count { isTelling[index] = true }
            }
        }
        let counted = zip(scalars.indices, QueryReader.isFiller(scalars)).filter { Characters.isHan(scalars[$0.0]) && !$0.1 }.map(\.0)
        guard !counted.isEmpty else { return (0, count) }
        return (Double(counted.count { isTelling[$0] }) / Double(counted.count), count)
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
