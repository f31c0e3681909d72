/// One wording of an article, with where it stands in its law.
public struct ArticleVersion: Sendable, Hashable {
    public var passage: Passage
    public var status: LawStatus
    /// Article numbers before and after it in the same text, as in addresses; nil at the ends.
    public var before: String?
    public var after: String?
}

extension KnowledgeIndex {
    /// Every wording of an article that the index holds, the one in force from the latest day first.
    ///
    /// The cost grows with the number of wordings of this law.
    /// - Parameters:
    ///   - law: short title, 民法典.
    ///   - article: number as in ids: `1079`, `120-1`.
    public func versions(of law: String, article: String) -> [ArticleVersion] {
        var found: [ArticleVersion] = []
        for group in (lawNames.texts[law] ?? []).map({ groups[$0] }) where !group.range.isEmpty {
            // The id of any article of this text tells how its ids begin: with the version or without.
            let first = id(at: group.range.lowerBound)
            guard let hash = first.lastIndex(of: "#"), let position = position(of: "\(first[..<hash])#\(article)"),
                group.range.contains(position), let passage = passage(at: position)
            else { continue }
            func number(_ position: Int) -> String? {
                guard group.range.contains(position) else { return nil }
                return ArticleReference(id(at: position))?.article
            }
            found.append(
                ArticleVersion(passage: passage, status: group.status, before: number(position - 1), after: number(position + 1)))
        }
        return found.sorted { ($0.status.from?.number ?? 0, $0.passage.id) > ($1.status.from?.number ?? 0, $1.passage.id) }
    }

    /// The short title under which a law is kept, by what people write: 《中华人民共和国劳动法》, 劳动法.
    /// - Returns: nil for a law that the index does not hold.
    public func shortTitle(of name: String) -> String? { lawNames.shortTitles[Self.bare(name)] }

    /// Without the marks of a title and the name of the state.
    static func bare(_ name: String) -> String {
        let plain = name.filter { !"《》〈〉 　".contains($0) }
        return plain.hasPrefix("中华人民共和国") ? String(plain.dropFirst(7)) : plain
    }
}

/// Laws by their names, put together once when an index is opened.
struct LawNames: Sendable {
    /// Places among the index's groups, by short title.
    private(set) var texts: [String: [Int]] = [:]
    /// By short title and by full title, both without the marks of a title and the name of the state.
    private(set) var shortTitles: [String: String] = [:]

    init(_ groups: [KnowledgeIndex.GroupInfo]) {
        for (place, group) in groups.enumerated() where group.kind == .statute {
            let short = group.law.split(separator: "@").first.map(String.init) ?? group.law
            texts[short, default: []].append(place)
            for name in [short, KnowledgeIndex.bare(group.title)] where shortTitles[name] == nil { shortTitles[name] = short }
        }
    }
}

extension Library {
    /// Every wording of an article at hand; empty where there is no index or no such article.
    public func versions(of law: String, article: String) -> [ArticleVersion] {
        answerer.searcher?.index.versions(of: law, article: article) ?? []
    }

    /// Reads a law and an article as people write them: 中华人民共和国劳动法, 第五十条; 劳动法, 50; 刑法, 第一百二十条之一.
    /// - Returns: nil without a number of an article.
    public func reference(law: String, article: String) -> ArticleReference? {
        let short = answerer.searcher?.index.shortTitle(of: law) ?? KnowledgeIndex.bare(law)
        guard let number = ArticleNumber.id(in: article), !short.isEmpty else { return nil }
        return ArticleReference("\(short)#\(number)")
    }

    /// Whether an article was in force on a day; nil where the index does not hold it.
    public func isInForce(_ reference: ArticleReference, on day: CivilDay) -> Bool? {
        let versions = versions(of: reference.law, article: reference.article)
        guard !versions.isEmpty else { return nil }
        return versions.contains { $0.status.isInForce(on: day) }
    }
}

extension ArticleNumber {
    /// The number as ids have it: 第一千零七十九条 → `1079`, 第一百二十条之一 → `120-1`, `50` → `50`. What stands behind (第二款) is left out.
    public static func id(in text: String) -> String? {
        let plain = text.filter { !$0.isWhitespace }
        if plain.wholeMatch(of: /[0-9]{1,4}(-[0-9]{1,2})?/) != nil { return plain }
        guard let number = number(in: plain) else { return nil }
        guard let end = plain.firstIndex(of: "条") else { return String(number) }
        let rest = plain[plain.index(after: end)...]
        guard rest.hasPrefix("之") else { return String(number) }
        let suffix = rest.dropFirst().prefix { "一二三四五六七八九十0123456789".contains($0) }
        return Self.number(in: "第\(suffix)条").map { "\(number)-\($0)" } ?? String(number)
    }
}

extension Library {
    /// A text of the index by its id, whole.
    public func passage(_ id: String) -> Passage? {
        guard let index = answerer.searcher?.index, let position = index.position(of: id) else { return nil }
        return index.passage(at: position)
    }
}
