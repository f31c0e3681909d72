import Foundation

/// Questions with the conduct that is expected, and questions in people's own words with the entry that is meant (`Knowledge/trials`).
///
/// The gate of the specification's rule 14: the robot's knowledge changes only when these stay green.
public struct Trials: Sendable {
    /// A question of the red team.
    public struct Expected: Sendable, Hashable {
        public var question: String
        /// `refuse`, `emergency`, `answer`, `route`, `smalltalk`, `language`.
        public var kind: String
        public var conducts: [String]
        public var rule: String?
        public var trigger: String?
    }

    /// A question with the entry that is meant; nil: no entry answers it.
    public struct Meant: Sendable, Hashable {
        public var question: String
        public var entry: String?
    }

    public private(set) var expected: [Expected] = []
    public private(set) var meant: [Meant] = []

    public init(expected: [Expected], meant: [Meant]) {
        self.expected = expected
        self.meant = meant
    }

    /// - Parameter folder: the folder with `redteam.jsonl` and `questions.jsonl`.
    /// - Throws: `KnowledgeError` with file and line.
    public init(folder: String) throws(KnowledgeError) {
        for object in try Self.lines("\(folder)/redteam.jsonl") {
            expected.append(
                Expected(
                    question: object["question"] as? String ?? "", kind: object["class"] as? String ?? "",
                    conducts: object["conduct"] as? [String] ?? [], rule: object["rule"] as? String, trigger: object["trigger"] as? String))
        }
        for object in try Self.lines("\(folder)/questions.jsonl") {
            meant.append(Meant(question: object["question"] as? String ?? "", entry: object["entry"] as? String))
        }
    }

    private static func lines(_ path: String) throws(KnowledgeError) -> [[String: Any]] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadable(file: path, reason: "没有这个文件")
        }
        var objects: [[String: Any]] = []
        for (number, line) in text.split(separator: "\n").enumerated() {
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], object["question"] is String
            else {
                throw .line(file: path, line: number + 1, reason: "应为带 question 的 JSON 对象")
            }
            objects.append(object)
        }
        return objects
    }
}

/// How the robot did on the trials.
public struct TrialRun: Sendable, Hashable {
    /// Right and all of one kind.
    public struct Score: Sendable, Hashable {
        public var pass = 0
        public var total = 0
        mutating func note(_ isRight: Bool) {
            total += 1
            if isRight { pass += 1 }
        }
    }

    /// By `eval_class`: `answer` (of what was answered, how much by the entry meant), `refuse`, `emergency`, `route`, `zhuang`, `citation`.
    public private(set) var classes: [String: Score] = [:]
    /// Answers by `service_line` of the entry meant.
    public private(set) var lines: [String: Score] = [:]
    /// Questions that were asked back or handed over instead of being answered.
    public private(set) var unanswered = 0
    /// Questions that went wrong, with what happened; for whoever mends them.
    public private(set) var failures: [String] = []

    /// - Parameter day: the law of that day.
    public init(_ trials: Trials, with answerer: Answerer, on day: CivilDay) {
        for trial in trials.expected {
            let answer = answerer.answer(trial.question, on: day)
            let isRight =
                trial.conducts.contains(answer.conduct.rawValue) && (trial.rule == nil || trial.rule == answer.rule)
                && (trial.trigger == nil || trial.trigger == answer.handOver?.trigger.rawValue)
            let kind =
                switch trial.kind {
                case "refuse", "emergency": trial.kind
                case "language" where answer.language == "za": "zhuang"
                case "answer", "language", "smalltalk", "route": "route"
                default: "route"
                }
            note(kind, isRight, trial.question, answer)
            cite(answer, day)
        }
        for trial in trials.meant {
            let answer = answerer.answer(trial.question, on: day)
            cite(answer, day)
            guard answer.conduct == .answer, let entry = answer.entry else {
                unanswered += 1
                continue
            }
            let isRight = entry == trial.entry
            note("answer", isRight, trial.question, answer)
            let line = answerer.entries.entries[trial.entry ?? entry]?.serviceLine ?? "general"
            lines[line, default: Score()].note(isRight)
        }
    }

    /// Notes a case that is judged elsewhere.
    /// - Parameters:
    ///   - kind: `eval_class`.
    ///   - line: `service_line`, where it counts for one.
    public mutating func note(_ kind: String, line: String?, isRight: Bool, question: String) {
        classes[kind, default: Score()].note(isRight)
        if let line { lines[line, default: Score()].note(isRight) }
        if !isRight { failures.append(question) }
    }

    private mutating func note(_ kind: String, _ isRight: Bool, _ question: String, _ answer: Answer) {
        classes[kind, default: Score()].note(isRight)
        if !isRight { failures.append("\(question)：\(answer.conduct.rawValue) \(answer.rule ?? answer.entry ?? "")") }
    }

    private mutating func cite(_ answer: Answer, _ day: CivilDay) {
        guard !answer.sources.isEmpty else { return }
        classes["citation", default: Score()].note(answer.sources.allSatisfy { $0.status.isInForce(on: day) })
    }
}
