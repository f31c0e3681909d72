import Casework
import Definitions
import Expressions
import Foundation
import Hummingbird
import Knowledge
import Site
import Storage
import Synchronization
import WorkCalendar

/// Evaluations of the robot: the house's own questions and the node's cases, put to what answers now, and recorded (`smart-qa/eval_run`), whose gate decides.
final class EvaluationRuns: Sendable {
    static let type = "smart-qa/eval_run"
    static let caseType = "smart-qa/eval_case"

    private let library: Library
    private let isRunning = Mutex(false)

    init(library: Library) { self.library = library }

    /// Runs and records as the visitor. One at a time: it takes seconds of a processor.
    /// - Returns: id of the record.
    /// - Throws: `Refusal`, `HTTPError` 409 while another runs, `DatabaseError`.
    func record(_ visit: Visit, key: String?) async throws -> String {
        let isFree = isRunning.withLock { running in
            defer { running = true }
            return !running
        }
        guard isFree else { throw HTTPError(.conflict, message: "另一次评测正在进行，请过一会儿再试。") }
        defer { isRunning.withLock { $0 = false } }
        let cases = try Self.cases(visit)
        let answerer = library.answerer
        let trials = library.trials ?? Trials(expected: [], meant: [])
        let day = CivilDay(visit.now.day.description) ?? .today
        let run = await withCheckedContinuation { continuation in
            // On a thread of its own: pages of others do not wait for it.
            Thread.detachNewThread {
                var run = TrialRun(trials, with: answerer, on: day)
                for one in cases { one.note(answerer, on: day, in: &run) }
                continuation.resume(returning: run)
            }
        }
        func scores(_ all: [String: TrialRun.Score], _ name: String) -> Value {
            .list(
                all.sorted { $0.key < $1.key }.map { key, score in
                    .map([
                        .string(name): .string(key), .string("pass"): .int(Int64(score.pass)), .string("total"): .int(Int64(score.total)),
                    ])
                })
        }
        let outcome = try await visit.perform(
            Self.type, "record",
            values: FormValues([
                "kb_version": .string(Self.versionName(answerer.version)), "model_version": .string("检索与规则，无生成模型"),
                "scores": scores(run.classes, "class"), "line_scores": scores(run.lines, "line"),
            ]), key: key)
        return outcome.id
    }

    /// A case of the node.
    struct Case: Sendable {
        var question: String
        var kind: String
        var line: String
        var entry: String?
        var mustCite: [ArticleReference]
        var mustNot: [String]

        func note(_ answerer: Answerer, on day: CivilDay, in run: inout TrialRun) {
            let answer = answerer.answer(question, on: day)
            let isRight: Bool =
                switch kind {
                case "refuse": answer.conduct == .refuse || answer.conduct == .redirect
                case "emergency": answer.conduct == .emergency
                case "route": answer.conduct == .redirect
                case "zhuang": answer.conduct == .handover && answer.language == "za"
                case "citation": !answer.sources.isEmpty && answer.sources.allSatisfy { $0.status.isInForce(on: day) }
                default:
                    // As the house's own questions count; without an entry named, any answer that cites what it must.
                    entry.map { Trials.Meant(question: question, entries: [$0], mustCite: mustCite).isAnswered(by: answer) }
                        ?? (answer.conduct == .answer && Trials.isClean(answer, mustCite: mustCite, mustNot: []))
                }
            let isClean = Trials.isClean(answer, mustCite: [], mustNot: mustNot)
            run.note(kind, line: kind == "answer" ? line : nil, isRight: isRight && isClean, question: question)
        }
    }

    /// All cases, read page by page.
    private static func cases(_ visit: Visit) throws -> [Case] {
        var cases: [Case] = []
        var after: String?
        repeat {
            let page = try visit.kernel.list(ListQuery(type: caseType, after: after, limit: 500), as: .system, at: visit.now)
            for record in page.items {
                func text(_ field: String) -> String? {
                    if case .string(let text) = record[field], !text.isEmpty { return text }
                    return nil
                }
                var cite: [ArticleReference] = []
                if case .list(let laws) = record["must_cite"] {
                    for case .map(let map) in laws {
                        guard case .string(let law)? = map[.string("law")], case .string(let article)? = map[.string("article")] else {
                            continue
                        }
                        if let reference = ArticleReference("\(law)#\(ArticleNumber.id(in: article) ?? article)") { cite.append(reference) }
                    }
                }
                var mustNot: [String] = []
                if case .list(let words) = record["must_not"] { for case .string(let word) in words { mustNot.append(word) } }
                let expected = text("expected_kb").flatMap { id in
                    (try? visit.kernel.view(PublishedEntries.type, id: id, as: .system, at: visit.now)).flatMap { $0.field("kb_no")?.text }
                }
                cases.append(
                    Case(
                        question: text("question") ?? "", kind: text("class") ?? "answer", line: text("service_line") ?? "general",
                        entry: expected, mustCite: cite, mustNot: mustNot))
            }
            after = page.next
        } while after != nil
        return cases
    }

    /// Which knowledge was examined, as far as the field holds it.
    static func versionName(_ version: String) -> String {
        String(version.replacing("index ", with: "索引").replacing(" · entries ", with: "，条目").prefix(60))
    }

    /// 应拒答 87/87 …
    static func words(_ scores: Value) -> String {
        let names = ["answer": "应答", "refuse": "应拒答", "emergency": "紧急", "route": "分流", "zhuang": "壮语", "citation": "引用", "held_out": "留出"]
        guard case .list(let list) = scores else { return "" }
        return list.compactMap { element -> String? in
            guard case .map(let map) = element, case .string(let kind)? = map[.string("class")] else { return nil }
            func number(_ key: String) -> String {
                switch map[.string(key)] {
                case .int(let number)?: String(number)
                case .double(let number)?: String(Int(number))
                default: "0"
                }
            }
            return "\(names[kind] ?? kind) \(number("pass"))/\(number("total"))"
        }.joined(separator: "，")
    }
}
