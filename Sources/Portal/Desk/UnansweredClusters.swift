import Casework
import Definitions
import Expressions
import Knowledge
import Logging
import Site
import Synchronization
import WorkCalendar

/// Questions that nobody has written an entry for, alike ones together (`smart-qa/unanswered`), so that the desk clears what is asked most.
///
/// What is kept is the masked question. It is noted after the answer has gone, and a failure is logged: nobody waits for it.
final class UnansweredClusters: Sendable {
    static let type = "smart-qa/unanswered"
    /// Two questions with at least this share of common character pairs are one.
    static let alike = 0.45
    /// Clusters that are still open and are compared with: the most frequent.
    static let most = 500
    static let mostSamples = 50

    private struct Cluster {
        var id: String
        var pairs: Set<String>
        var samples: Int
    }
    private let site: Site
    private let known = Mutex<(clusters: [Cluster], at: ContinuousClock.Instant)?>(nil)

    init(site: Site) {
        self.site = site
        site.kernel.onAction { [weak self] _, request in
            if request.type == Self.type { self?.known.withLock { $0 = nil } }
        }
    }

    /// Notes what the robot could not answer; anything else is let pass.
    func note(_ answer: Answer, in session: AskSession?, at now: Moment) async {
        guard answer.conduct == .handover, answer.handOver?.trigger == .lowConfidence || answer.handOver?.trigger == .twiceDown else {
            return
        }
        // 都不是: what was asked before it is meant.
        let isNone = answer.maskedQuestion.count <= 6 && answer.maskedQuestion.contains("都不")
        let question = isNone ? session?.turns.last { $0.role == "user" }?.text ?? "" : answer.maskedQuestion
        guard question.count >= 4 else { return }
        do { try await add(String(question.prefix(200)), at: now) } catch {
            site.logger.error("unanswered question not noted", metadata: ["error": "\(error)"])
        }
    }

    /// - Throws: `Refusal`, `DatabaseError`.
    func add(_ question: String, at now: Moment) async throws {
        let pairs = Self.pairs(question)
        guard !pairs.isEmpty else { return }
        let best = try clusters(at: now).map { ($0, Self.likeness($0.pairs, pairs)) }.max { $0.1 < $1.1 }
        let action: String
        var values: [String: Value] = [:]
        var record: String?
        if let (cluster, likeness) = best, likeness >= Self.alike {
            record = cluster.id
            action = cluster.samples < Self.mostSamples ? "add_samples" : "count_again"
            if action == "add_samples" { values["more"] = .list([.string(question)]) }
        } else {
            action = "collect"
            values = ["cluster": .string(question), "samples": .list([.string(question)])]
        }
        _ = try await site.kernel.perform(
            ActionRequest(type: Self.type, action: action, record: record, actor: .system, values: values), at: now)
    }

    private func clusters(at now: Moment) throws -> [Cluster] {
        if let known = known.withLock({ $0 }), ContinuousClock.now - known.at < .seconds(30) { return known.clusters }
        let page = try site.kernel.list(
            ListQuery(type: Self.type, filter: "state == 'open'", sort: "-count", limit: Self.most), as: .system, at: now)
        let clusters = page.items.compactMap { record -> Cluster? in
            guard case .string(let name) = record["cluster"] else { return nil }
            var samples = 0
            if case .list(let list) = record["samples"] { samples = list.count }
            return Cluster(id: record.id, pairs: Self.pairs(name), samples: samples)
        }
        known.withLock { $0 = (clusters, .now) }
        return clusters
    }

    /// Pairs of neighbouring characters, without signs and without the words in which every question is put.
    static func pairs(_ text: String) -> Set<String> {
        var plain = NormalText(text).compact.string
        for filler in ["请问", "怎么办", "怎么", "如何", "我想问", "你好", "您好", "可以", "应该"] { plain = plain.replacing(filler, with: "") }
        let characters = Array(plain)
        guard characters.count > 1 else { return characters.isEmpty ? [] : [plain] }
        return Set((0..<characters.count - 1).map { String(characters[$0...$0 + 1]) })
    }

    /// Share of common pairs (Jaccard), 0…1.
    static func likeness(_ one: Set<String>, _ other: Set<String>) -> Double {
        let together = one.union(other).count
        return together == 0 ? 0 : Double(one.intersection(other).count) / Double(together)
    }
}
