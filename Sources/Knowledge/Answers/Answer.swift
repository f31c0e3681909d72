/// What the robot says to one question, with everything it rests on. Whoever keeps it can show later what was said, on which texts, as in force then.
public struct Answer: Sendable, Hashable, Codable {
    /// What kind of reply it is.
    public enum Conduct: String, Sendable, Hashable, Codable {
        /// Answers, always with sources.
        case answer
        /// Asks back.
        case clarify
        /// A person takes over.
        case handover
        /// Does not answer and says why.
        case refuse
        /// Shows the form or page that is meant.
        case redirect
        /// Emergency numbers first, then a person.
        case emergency
        /// Greets, says what it is.
        case smalltalk
    }

    /// An article, case or guide that an answer rests on, as it stood.
    public struct Source: Sendable, Hashable, Codable {
        /// Id of the passage, with its version where there are several.
        public var id: String
        public var kind: Passage.Kind
        public var law: String
        public var title: String
        public var article: String
        /// Chapter and section.
        public var path: [String]
        /// The text, whole.
        public var text: String
        /// Date of the text's last change.
        public var version: CivilDay?
        public var status: LawStatus
        /// 现行有效（2021-01-01起施行）, as of the day asked.
        public var statusLabel: String
    }

    /// Asks back: a question and what may be meant.
    public struct Clarification: Sendable, Hashable, Codable {
        public var question: String
        /// Each may be sent back as the next question.
        public var options: [String]
    }

    /// A number to call, with whose it is.
    public struct Hotline: Sendable, Hashable, Codable {
        public var number: String
        public var name: String
    }

    public var conduct: Conduct
    /// Paragraphs, Chinese. Of an emergency the first is the line with the numbers.
    public var text: [String]
    /// What to do next, in order.
    public var steps: [String] = []
    /// Articles the answer rests on, all in force on the day.
    public var sources: [Source] = []
    /// Cited but not in the corpus at hand: the answer names them and cannot show their text.
    public var citedOnly: [ArticleReference] = []
    /// Cases and guides that speak of the same; for reading on, not what the answer rests on.
    public var related: [Source] = []
    /// The entry that answered, and its version.
    public var entry: String?
    public var entryVersion: Int?
    /// A time limit not to miss.
    public var deadlineHint: String?
    public var clarification: Clarification?
    /// The place whose entries were looked at, a code of the divisions; nil: the person has not said where.
    public var place: String?
    /// It asks back where, because that is what the answer depends on.
    public var asksPlace: Bool?
    /// What to start next.
    public var matter: Matter?
    /// Set: a person takes over, or, beside an answer, is offered.
    public var handOver: HandOver?
    public var hotlines: [Hotline] = []
    /// 0…1: how sure the robot is that this answers.
    public var confidence: Double = 0
    /// Code of the rule of conduct that decided.
    public var rule: String?
    /// Record of the administrator's rule that decided (`smart-qa/guard_rule`); nil: none did.
    public var guardRule: String?
    /// `lang` of the specification: in what language it was asked, or which one the person wants spoken.
    public var language: String = "zh"
    /// The question as it may be kept.
    public var maskedQuestion: String
    /// What was covered in the question; nil when nothing was.
    public var warning: String?
    /// The day whose law was asked.
    public var asOf: CivilDay
    /// Which knowledge answered: index and entries, for replay.
    public var knowledgeVersion: String
    /// Always shown.
    public var notice: String = Answer.notice

    public static let notice = "智能机器人自动答复，仅供参考，不是律师意见；随时可以说“转人工”。"
}
