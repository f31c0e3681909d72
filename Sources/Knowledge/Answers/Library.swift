import Foundation
import Synchronization

/// Everything the robot knows, shared by all who ask. A question takes a snapshot (`answerer`); an edit or a new index makes the next one.
public final class Library: Sendable {
    private struct State {
        var answerer: Answerer
        var indexPath: String?
        var indexStamp: Stamp?
    }

    private struct Stamp: Equatable {
        var size: Int
        var modified: Date
        var number: UInt64
    }

    private let state: Mutex<State>
    /// The house's own questions with what is expected; nil where there are none.
    public let trials: Trials?

    /// - Parameters:
    ///   - folder: the robot's own files.
    ///   - indexPath: a prebuilt index; nil or missing: the robot answers from entries alone and names articles without their text.
    /// - Throws: `KnowledgeError.badIndex` for a damaged index.
    public init(folder: KnowledgeFolder, indexPath: String? = nil) throws(KnowledgeError) {
        var index: KnowledgeIndex?
        if let indexPath, FileManager.default.fileExists(atPath: indexPath) { index = try KnowledgeIndex(path: indexPath) }
        trials = folder.trials
        let answerer = Answerer(folder: folder, index: index)
        state = Mutex(State(answerer: answerer, indexPath: indexPath, indexStamp: indexPath.flatMap(Self.stamp)))
    }

    /// What answers now.
    public var answerer: Answerer { state.withLock { $0.answerer } }

    /// Puts an entry in force; found by the next question.
    public func put(_ entry: Entry) { state.withLock { $0.answerer.put(entry) } }

    /// Puts many entries in force at once; cheaper than one by one.
    public func put(contentsOf entries: [Entry]) { state.withLock { $0.answerer.put(contentsOf: entries) } }

    /// Puts the administrators' rules in force, in place of those before; the next question goes by them.
    public func put(guards rules: [ConductRule]) { state.withLock { $0.answerer.put(guards: rules) } }

    /// Takes an entry out: archived, frozen or expired.
    public func remove(entry id: String) { state.withLock { $0.answerer.remove(entry: id) } }

    /// Entries that rest on an article, or on any article of the law where `article` is nil: what a change of the law freezes until they are reviewed.
    public func citing(law: String, article: String? = nil) -> [Entry] {
        let entries = answerer.entries
        guard let article, let reference = ArticleReference("\(law)#\(article)") else { return entries.citing(law: law) }
        return entries.citing(reference)
    }

    /// Entries that must be looked at before they may answer on that day, and why: expired, or resting on an article that is not in force or not
    /// in the index. What a change of the law freezes.
    public func needingReview(on day: CivilDay) -> [(entry: Entry, reasons: [String])] {
        let answerer = self.answerer
        return answerer.entries.entries.values.sorted { $0.id < $1.id }.compactMap { entry in
            let reasons = answerer.reasonsForReview(of: entry, on: day)
            return reasons.isEmpty ? nil : (entry, reasons)
        }
    }

    /// Opens the index again if another file lies there now. Whoever has a snapshot goes on with the old one.
    /// - Returns: whether there was a new one.
    /// - Throws: `KnowledgeError`; the old index stays in use then.
    @discardableResult
    public func refresh() throws(KnowledgeError) -> Bool {
        let (path, old) = state.withLock { ($0.indexPath, $0.indexStamp) }
        guard let path, let stamp = Self.stamp(path), stamp != old else { return false }
        let index = try KnowledgeIndex(path: path)
        state.withLock {
            $0.answerer.use(index)
            $0.indexStamp = stamp
        }
        return true
    }

    private static func stamp(_ path: String) -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        return Stamp(
            size: (attributes[.size] as? NSNumber)?.intValue ?? 0, modified: attributes[.modificationDate] as? Date ?? .distantPast,
            number: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
    }
}
