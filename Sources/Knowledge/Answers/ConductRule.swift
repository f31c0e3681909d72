import Foundation

/// A rule of conduct (`guard_rule` of `smart-qa`): what the robot recognises before it looks anything up, and what it does then.
///
/// Data, not program (`Knowledge/conduct.jsonl`): reviewers read and change it. Rules are tried in the order of the file.
public struct ConductRule: Sendable, Hashable {
    /// What the robot does.
    public enum Action: String, Sendable, Hashable, Codable {
        /// Does not answer, says why and where to go.
        case refuse
        /// A person takes over.
        case handover
        /// Danger: emergency numbers first, then a person, critical.
        case alert
        /// Opens the form or page that is meant.
        case redirect
        /// Greets back, says what it is.
        case smalltalk
    }

    /// Never changes: records of conversations refer to it.
    public let code: String
    public let topic: String
    public let action: Action
    public let showText: String
    public let matter: Matter?
    public let trigger: HandOver.Trigger?
    public let hotlines: [String]
    /// Id of the administrator's record; nil: shipped with the program.
    public var record: String?
    let patterns: [Pattern]

    /// How much a rule holds back, for when two recognise the same question. A person wanted is never refused.
    var strictness: Int {
        switch (action, trigger) {
        case (.alert, _): 5
        case (.handover, .userAsk): 4
        case (.refuse, _): 3
        case (.handover, _): 2
        case (.redirect, _): 1
        case (.smalltalk, _): 0
        }
    }

    /// Groups that must all be there, each with alternatives; none of the forbidden ones.
    struct Pattern: Sendable, Hashable {
        let groups: [[[UInt32]]]
        let forbidden: [[UInt32]]

        /// `推荐/介绍 律师/律所 !投诉`: spaces separate groups, slashes alternatives, `!` forbids.
        init?(_ text: String) {
            var groups: [[[UInt32]]] = []
            var forbidden: [[UInt32]] = []
            for part in text.split(separator: " ") {
                let isForbidden = part.hasPrefix("!")
                let words = (isForbidden ? part.dropFirst() : part).split(separator: "/").map { NormalText(String($0)).compact.scalars }
                guard !words.isEmpty, words.allSatisfy({ !$0.isEmpty }) else { return nil }
                if isForbidden { forbidden += words } else { groups.append(words) }
            }
            guard !groups.isEmpty else { return nil }
            self.groups = groups
            self.forbidden = forbidden
        }

        var words: [[UInt32]] { groups.flatMap { $0 } + forbidden }

        func matches(_ text: [UInt32]) -> Bool {
            groups.allSatisfy { $0.contains { Self.contains(text, $0) } } && !forbidden.contains { Self.contains(text, $0) }
        }

        static func contains(_ text: [UInt32], _ word: [UInt32]) -> Bool {
            guard text.count >= word.count, let first = word.first else { return false }
            for start in 0...(text.count - word.count) where text[start] == first && text[start..<start + word.count].elementsEqual(word) {
                return true
            }
            return false
        }
    }

    init(
        code: String, topic: String, action: Action, showText: String, matter: Matter?, trigger: HandOver.Trigger?, hotlines: [String],
        record: String? = nil, patterns: [Pattern]
    ) {
        self.code = code
        self.topic = topic
        self.action = action
        self.showText = showText
        self.matter = matter
        self.trigger = trigger
        self.hotlines = hotlines
        self.record = record
        self.patterns = patterns
    }

    /// A rule of an administrator (`smart-qa/guard_rule`), in force while its record is.
    /// - Parameters:
    ///   - detect: a condition a line; any of them recognises a question. Words between `、`, commas or slashes are alternatives, spaces part what must all be there, `！`
    ///     before a word forbids it. Each word has two characters at least.
    /// - Throws: `KnowledgeError.line` for what cannot be read as conditions.
    public init(record: String, code: String, topic: String, action: Action, showText: String, detect: String) throws(KnowledgeError) {
        var patterns: [Pattern] = []
        for (index, line) in detect.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            var plain = ""
            for character in line {
                switch character {
                case "、", "，", ",", "；", ";": plain.append("/")
                case "！": plain.append("!")
                case _ where character.isWhitespace: plain.append(" ")
                default: plain.append(character)
                }
            }
            guard let pattern = Pattern(plain), pattern.words.allSatisfy({ $0.count >= 2 }) else {
                throw .line(file: "安全规则 \(code)", line: index + 1, reason: "识别条件“\(line.prefix(40))”不成形：每个词至少两个字，每行至少一个不带“！”的词")
            }
            patterns.append(pattern)
        }
        guard !patterns.isEmpty else { throw .line(file: "安全规则 \(code)", line: 1, reason: "没有识别条件") }
        self.init(
            code: code, topic: topic, action: action, showText: showText, matter: nil,
            trigger: action == .alert ? .emergency : action == .handover ? .highRisk : nil,
            hotlines: action == .alert ? ["110", "120"] : [], record: record, patterns: patterns)
    }

    func matches(_ compact: NormalText) -> Bool { patterns.contains { $0.matches(compact.scalars) } }
}

/// All rules, in order.
public struct ConductRules: Sendable {
    public let rules: [ConductRule]

    public init(rules: [ConductRule] = []) { self.rules = rules }

    /// Reads JSON lines `{"code", "topic", "action", "detect": [patterns], "show_text", "matter"?, "trigger"?, "hotlines"?, "active"?}`.
    /// - Throws: `KnowledgeError.line`.
    public init(jsonLines text: String, file: String = "conduct.jsonl") throws(KnowledgeError) {
        var rules: [ConductRule] = []
        var codes = Set<String>()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            func bad(_ reason: String) -> KnowledgeError { .line(file: file, line: index + 1, reason: reason) }
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { throw bad("不是一个 JSON 对象") }
            guard let code = object["code"] as? String, !code.isEmpty else { throw bad("缺字段 code") }
            guard codes.insert(code).inserted else { throw bad("规则编号 \(code) 重复") }
            guard let action = (object["action"] as? String).flatMap(ConductRule.Action.init(rawValue:)) else {
                throw bad("字段 action 应为 refuse、handover、alert、redirect 或 smalltalk")
            }
            guard let text = object["show_text"] as? String, !text.isEmpty else { throw bad("缺字段 show_text") }
            guard let detect = object["detect"] as? [String], !detect.isEmpty else { throw bad("缺字段 detect，应为识别条件的列表") }
            var patterns: [ConductRule.Pattern] = []
            for condition in detect {
                guard let pattern = ConductRule.Pattern(condition) else { throw bad("识别条件“\(condition.prefix(40))”不成形") }
                patterns.append(pattern)
            }
            var matter: Matter?
            if let name = object["matter"] as? String {
                guard let known = Matter(rawValue: name) else { throw bad("字段 matter 没有“\(name)”这一事项") }
                matter = known
            }
            var trigger: HandOver.Trigger?
            if let name = object["trigger"] as? String {
                guard let known = HandOver.Trigger(rawValue: name) else { throw bad("字段 trigger 没有“\(name)”") }
                trigger = known
            }
            if action == .handover || action == .alert, trigger == nil { throw bad("转人工的规则要有字段 trigger") }
            if object["active"] as? Bool == false { continue }
            rules.append(
                ConductRule(
                    code: code, topic: object["topic"] as? String ?? "", action: action, showText: text, matter: matter, trigger: trigger,
                    hotlines: object["hotlines"] as? [String] ?? [], patterns: patterns))
        }
        self.rules = rules
    }

    /// The first rule that recognises the text.
    public func first(for text: NormalText) -> ConductRule? {
        let compact = text.compact
        return rules.first { $0.matches(compact) }
    }
}
