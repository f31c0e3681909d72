/// What an answer rests on: the articles that an entry cites, as they stand on the day, and what lies beside them.
extension Answerer {
    /// Why an entry may not answer on that day, Chinese; empty when it may.
    func reasonsForReview(of entry: Entry, on day: CivilDay) -> [String] {
        var reasons: [String] = []
        if !entry.isValid(on: day) { reasons.append(entry.validTo.map { day > $0 ? "有效期至\($0)" : "尚未生效" } ?? "尚未生效") }
        guard let searcher else { return reasons }
        for reference in entry.lawRefs {
            guard let position = searcher.index.position(of: reference.description), let status = searcher.index.status(at: position) else {
                reasons.append("\(reference.label)不在索引中")
                continue
            }
            if !status.isInForce(on: day) { reasons.append("\(reference.label)\(status.label(on: day))") }
        }
        return reasons
    }

    struct Grounds {
        var sources: [Answer.Source] = []
        var citedOnly: [ArticleReference] = []
        /// An article that is not in force on the day.
        var blocked: String?
    }

    func ground(_ references: [ArticleReference], _ day: CivilDay) -> Grounds {
        var grounds = Grounds()
        for reference in references {
            guard let searcher else {
                grounds.citedOnly.append(reference)
                continue
            }
            // That version and no other: the same number may mean another thing in the next.
            guard let position = searcher.index.position(of: reference.description), let source = source(at: position, day) else {
                grounds.citedOnly.append(reference)
                continue
            }
            if !source.status.isInForce(on: day) {
                grounds.blocked = "\(reference.label)，\(source.statusLabel)"
                return grounds
            }
            grounds.sources.append(source)
        }
        return grounds
    }

    /// The best case and the best guide, where they cover two thirds of the question.
    func related(to question: NormalText, _ day: CivilDay) -> [Answer.Source] {
        guard let searcher else { return [] }
        let query = searcher.reader.read(question)
        return [Passage.Kind.guide, .typicalCase].compactMap { kind in
            guard let hit = searcher.search(query, kind: kind, limit: 1).first, searcher.coverage(of: hit, query: query) >= 0.65 else {
                return nil
            }
            return source(at: hit.position, day)
        }
    }

    func source(at position: Int, _ day: CivilDay) -> Answer.Source? {
        guard let searcher, let passage = searcher.index.passage(at: position), let status = searcher.index.status(at: position) else {
            return nil
        }
        return Answer.Source(
            id: passage.id, kind: passage.kind, law: passage.law, title: passage.title, article: passage.article, path: passage.path,
            text: passage.text,
            version: passage.version.map { CivilDay($0) }, status: status, statusLabel: status.label(on: day))
    }
}
