import CZlib
import Foundation
import Identifiers

/// Builds an index file from passages and entries.
///
/// Passages may be added in any order; the same id added again replaces the former. The result depends on the content only, not on the order.
public struct IndexBuilder {
    private var passages: [String: Passage] = [:]
    private var entries: [String: Entry] = [:]
    private var sources: [String] = []
    let register: LawRegister

    public init(register: LawRegister = .empty) { self.register = register }

    /// Begins with what an index holds already, so that an import adds to it.
    public init(extending index: KnowledgeIndex, register: LawRegister = .empty) {
        self.register = register
        for position in 0..<index.passageCount { if let passage = index.passage(at: position) { passages[passage.id] = passage } }
        for entry in index.entries { entries[entry.id] = entry }
        sources = index.about.sources
    }

    public var passageCount: Int { passages.count }
    public var entryCount: Int { entries.count }

    /// What adding did.
    public enum Change: Sendable { case new, changed, same }

    /// Adds a passage or puts it in the place of the one with its id.
    @discardableResult
    public mutating func add(_ passage: Passage) -> Change {
        let former = passages.updateValue(passage, forKey: passage.id)
        guard let former else { return .new }
        return former == passage ? .same : .changed
    }

    /// Adds an entry or puts it in the place of the one with its id.
    @discardableResult
    public mutating func add(_ entry: Entry) -> Change {
        let former = entries.updateValue(entry, forKey: entry.id)
        guard let former else { return .new }
        return former == entry ? .same : .changed
    }

    /// Notes a file as one of the index's sources.
    public mutating func note(source: String) { if !sources.contains(source) { sources.append(source) } }

    private struct GroupKey: Hashable {
        let kind: Passage.Kind
        let law: String
        let version: CivilDate?
    }

    /// - Parameter builtAt: kept in the file.
    public func build(builtAt: String) -> [UInt8] {
        let (ordered, groups, groupOf) = grouped()
        let statuses = status(of: groups, passages: ordered)
        let normal = ordered.map { NormalText($0.text) }
        let words = WordLearner().learn(from: normal)

        var pathNumber: [[String]: UInt32] = [:]
        var paths: [[String]] = []
        let pathOf = ordered.map { passage -> UInt32 in
            if let known = pathNumber[passage.path] { return known }
            let number = UInt32(truncatingIfNeeded: paths.count)
            pathNumber[passage.path] = number
            paths.append(passage.path)
            return number
        }

        let text = file(normal, field: .text, words: words, weighing: .init())
        let path = file(paths.map { NormalText($0.joined(separator: " ")) }, field: .path, words: .empty, weighing: .init(lengthShare: 0.3))
        let title = file(groups.map { NormalText($0.title) }, field: .title, words: .empty, weighing: .init(lengthShare: 0.3))

        var writer = IndexWriter()
        writer.add(.passageGroups, groupOf)
        writer.add(.passagePaths, pathOf)
        writer.add(.passageLengths, normal.map { Float(logarithm(Double($0.scalars.count + 1))) })
        writer.addStrings(.passageOffsets, .passageStrings, ordered.map { [$0.id, $0.article, $0.text, $0.source] })
        writer.add(.passagesByID, byID(ordered))
        writer.add(
            .groups,
            groups.indices.flatMap { index -> [Int32] in
                let group = groups[index]
                return [
                    Int32(truncatingIfNeeded: group.range.lowerBound), Int32(truncatingIfNeeded: group.range.upperBound),
                    Int32(group.kind.rawValue),
                    group.version.map { CivilDay($0).number } ?? 0, statuses[index].from?.number ?? 0, statuses[index].until?.number ?? 0,
                ]
            })
        writer.addStrings(
            .groupOffsets, .groupStrings,
            groups.indices.map {
                [groups[$0].law, groups[$0].title, groups[$0].category, statuses[$0].replacedBy ?? "", statuses[$0].note ?? ""]
            })
        writer.addStrings(.pathOffsets, .pathStrings, paths.map { [$0.joined(separator: String(IndexLayout.headingSeparator))] })
        writer.addTerms([text, path, title])
        writer.add(.words, Array(words.words.joined(separator: "\n").utf8))
        let lines = entries.values.sorted { $0.id < $1.id }.map(\.json)
        writer.add(.entries, Array(lines.joined(separator: "\n").utf8))
        let about = IndexAbout(
            builtAt: builtAt, sources: sources, passages: ordered.count, laws: groups.count, entries: entries.count,
            words: words.words.count)
        writer.add(.about, Array(about.json.utf8))
        return writer.finished(passages: ordered.count, groups: groups.count, paths: paths.count)
    }

    /// Builds and puts the file in place of the old one in one step: readers see either the old or the new, and who has the old one open keeps it.
    /// - Throws: `KnowledgeError.unwritable`; the old file is untouched then.
    public func write(to path: String, builtAt: String) throws(KnowledgeError) { try AtomicFile.write(build(builtAt: builtAt), to: path) }

    // MARK: Parts

    struct Group {
        var kind: Passage.Kind
        var law: String
        var title: String
        var category: String
        var version: CivilDate?
        var range: Range<Int>
    }

    private func grouped() -> ([Passage], [Group], [UInt32]) {
        var members: [GroupKey: [(number: Int, passage: Passage)]] = [:]
        for passage in passages.values {
            let key = GroupKey(kind: passage.kind, law: passage.law, version: passage.version)
            members[key, default: []].append((ArticleNumber.number(in: passage.article) ?? .max, passage))
        }
        let keys = members.keys.sorted {
            ($0.kind.rawValue, $0.law, $0.version?.description ?? "") < ($1.kind.rawValue, $1.law, $1.version?.description ?? "")
        }
        var ordered: [Passage] = []
        ordered.reserveCapacity(passages.count)
        var groups: [Group] = []
        var groupOf: [UInt32] = []
        for key in keys {
            let inOrder = (members[key] ?? []).sorted { $0.number != $1.number ? $0.number < $1.number : $0.passage.id < $1.passage.id }
            guard let first = inOrder.first?.passage else { continue }
            let start = ordered.count
            ordered += inOrder.map(\.passage)
            groupOf += repeatElement(UInt32(truncatingIfNeeded: groups.count), count: inOrder.count)
            groups.append(
                Group(
                    kind: key.kind, law: key.law, title: first.title, category: first.category, version: key.version,
                    range: start..<ordered.count))
        }
        return (ordered, groups, groupOf)
    }

    private func status(of groups: [Group], passages: [Passage]) -> [LawStatus] {
        StatusFinder(register: register).statuses(
            of: groups.map { group in
                let members = passages[group.range]
                let from: CivilDate? = members.first?.inForceFrom
                let until: CivilDate? = members.first?.inForceUntil
                return StatusFinder.Law(
                    name: group.law, title: group.title, version: group.version.map { CivilDay($0) },
                    closing: members.suffix(4).map(\.text),
                    given: LawStatus(from: from.map { CivilDay($0) }, until: until.map { CivilDay($0) }))
            })
    }

    private func file(_ texts: [NormalText], field: Term.Field, words: WordList, weighing: PostingCollector.Weighing)
        -> PostingCollector.Filed
    {
        var collector = PostingCollector()
        for (number, text) in texts.enumerated() {
            let terms = Terms(text, words: words)
            let document = UInt32(truncatingIfNeeded: number)
            if field == .text {
                collector.add(terms.characters, document: document)
                collector.add(terms.pairs, document: document)
            } else {
                collector.add(terms.pairs.map { $0.moved(to: field) }, document: document)
            }
        }
        return collector.filed(
            documents: texts.count, lengths: texts.map { UInt32(truncatingIfNeeded: $0.scalars.count) }, weighing: weighing)
    }

    private func byID(_ passages: [Passage]) -> [UInt32] {
        passages.indices.sorted { Array(passages[$0].id.utf8).lexicographicallyPrecedes(Array(passages[$1].id.utf8)) }
            .map { UInt32(truncatingIfNeeded: $0) }
    }
}

/// When and from what an index was built.
public struct IndexAbout: Sendable, Codable, Hashable {
    public var builtAt: String
    public var sources: [String]
    public var passages: Int
    public var laws: Int
    public var entries: Int
    public var words: Int

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
