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

    /// A question that entries answer, or that none answers.
    public struct Meant: Sendable, Hashable {
        public var question: String
        /// Any of these is right; empty: no entry answers it.
        public var entries: [String]
        /// Articles that the answer must rest on.
        public var mustCite: [ArticleReference]
        /// What must not stand in the answer.
        public var mustNot: [String]
        /// Nothing was learned from it: neither weights nor words nor ways of asking.
        public var isHeldOut: Bool

        public init(question: String, entries: [String], mustCite: [ArticleReference] = [], mustNot: [String] = [], isHeldOut: Bool = false)
        {
            self.question = question
            self.entries = entries
            self.mustCite = mustCite
            self.mustNot = mustNot
            self.isHeldOut = isHeldOut
        }

        /// Whether a reply answers it: by an entry that is meant, with what must be cited. An entry of high risk is shown while a person takes over, and
        /// in danger the numbers go first: then too it must be the entry that is meant. Asking back is no answer.
        public func isAnswered(by answer: Answer) -> Bool {
            let isShown =
                switch answer.conduct {
                case .answer, .emergency: true
                case .handover: answer.handOver?.trigger == .highRisk
                default: false
                }
            guard isShown, let entry = answer.entry, entries.contains(entry) else { return false }
            return Trials.isClean(answer, mustCite: mustCite, mustNot: mustNot)
        }
    }

    /// Whether a reply cites what it must and says nothing it must not.
    public static func isClean(_ answer: Answer, mustCite: [ArticleReference], mustNot: [String]) -> Bool {
        let cited = Set(answer.sources.compactMap { ArticleReference($0.id) } + answer.citedOnly)
        return mustCite.allSatisfy(cited.contains) && !mustNot.contains { word in answer.text.contains { $0.contains(word) } }
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
            meant.append(try Self.meant(object, file: "\(folder)/questions.jsonl", line: meant.count + 1))
        }
    }

    private static func meant(_ object: [String: Any], file: String, line: Int) throws(KnowledgeError) -> Meant {
        func texts(_ key: String) throws(KnowledgeError) -> [String] {
            guard let value = object[key] else { return [] }
            guard let list = value as? [String], list.allSatisfy({ !$0.isEmpty }) else {
                throw .line(file: file, line: line, reason: "字段 \(key) 应为文字的列表")
            }
            return list
        }
        var mustCite: [ArticleReference] = []
        for text in try texts("must_cite") {
            guard let reference = ArticleReference(text) else {
                throw .line(file: file, line: line, reason: "字段 must_cite 应写作“法名#条号”，不是“\(text.prefix(40))”")
            }
            mustCite.append(reference)
        }
        let mustNot = try texts("must_not")
        let several = try texts("entries")
        return Meant(
            question: object["question"] as? String ?? "", entries: (object["entry"] as? String).map { [$0] } ?? several,
            mustCite: mustCite, mustNot: mustNot, isHeldOut: object["held_out"] as? Bool ?? false)
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

    /// By `eval_class`: `answer` (questions that entries answer, and those that none answers and one answered all the same), `refuse`, `emergency`,
    /// `route`, `zhuang`, `citation`, `held_out`.
    public private(set) var classes: [String: Score] = [:]
    /// Answers by `service_line` of the entry meant.
    public private(set) var lines: [String: Score] = [:]
    /// Class `held_out`: the same as `answer`, of the questions from which nothing was learned. They count in `answer` too.
    public var heldOut: Score { classes["held_out"] ?? Score() }
    /// Questions with an entry that were asked back or handed over instead of being answered; they count as not right.
    public private(set) var unanswered = 0
    /// Questions that another entry answered than the one meant.
    public private(set) var misanswered = 0
    /// Questions that no entry answers.
    public private(set) var none = 0
    /// Questions that went wrong, with what happened; for whoever mends them, and therefore without those held out.
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
            if trial.entries.isEmpty {
                none += 1
                // Not answering it is right and earns nothing; an entry that answers it all the same is a wrong answer.
                guard answer.conduct == .answer, answer.entry != nil else { continue }
            } else if answer.entry == nil || answer.conduct == .clarify {
                unanswered += 1
            }
            let isRight = trial.isAnswered(by: answer)
            if !isRight, answer.entry != nil, answer.conduct == .answer { misanswered += 1 }
            if trial.isHeldOut {
                classes["answer", default: Score()].note(isRight)
                classes["held_out", default: Score()].note(isRight)
            } else {
                note("answer", isRight, trial.question, answer)
            }
            let line = (trial.entries.first ?? answer.entry).flatMap { answerer.entries.entries[$0]?.serviceLine } ?? "general"
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
