/// One person's talk with the robot: what was said so far, as far as it bears on the next answer. A value: the portal keeps it with the session.
///
/// Holds masked text only.
public struct Conversation: Sendable, Hashable, Codable {
    /// One question and what came of it, masked.
    public struct Turn: Sendable, Hashable, Codable {
        public var question: String
        public var conduct: Answer.Conduct
        public var entry: String?
        public var rule: String?
        public var confidence: Double
        /// It was asked back where; the question waits for the place.
        public var asksPlace: Bool?

        public init(question: String, conduct: Answer.Conduct, entry: String? = nil, rule: String? = nil, confidence: Double = 0) {
            self.question = question
            self.conduct = conduct
            self.entry = entry
            self.rule = rule
            self.confidence = confidence
        }
    }

    public private(set) var turns: [Turn] = []
    /// Questions asked back so far. The robot asks at most `mostClarifications`.
    public private(set) var clarifications = 0
    /// Thumbs down in a row.
    public private(set) var dissatisfied = 0
    /// The person is a minor, as far as they said; said once, it holds.
    public internal(set) var isMinor = false

    /// Where the person is, a code of the divisions, as far as they said or chose; the region's code: elsewhere than any city that was offered.
    public var place: String?

    public static let mostClarifications = 2
    public static let mostDissatisfied = 2

    public init() {}

    /// Notes what was answered.
    public mutating func add(_ answer: Answer) {
        var turn = Turn(
            question: answer.maskedQuestion, conduct: answer.conduct, entry: answer.entry, rule: answer.rule, confidence: answer.confidence)
        turn.asksPlace = answer.asksPlace
        turns.append(turn)
        if let place = answer.place { self.place = place }
        if answer.conduct == .clarify { clarifications += 1 }
        if answer.handOver?.trigger == .minor || Facts(answer.maskedQuestion).isMinor { isMinor = true }
    }

    /// The question that waits for the place, if that is what was asked last.
    var waitingForPlace: String? { turns.last.flatMap { $0.asksPlace == true ? $0.question : nil } }
    /// It is asked once.
    var hasAskedPlace: Bool { turns.contains { $0.asksPlace == true } }

    /// 点踩.
    public mutating func thumbsDown() { dissatisfied += 1 }
    /// 点赞.
    public mutating func thumbsUp() { dissatisfied = 0 }

    /// What a person at the desk reads first: the questions in order and what the robot made of them.
    public func summary(with question: String) -> String {
        let asked = turns.map(\.question) + [question]
        return "当事人共提问\(asked.count)次：" + asked.enumerated().map { "（\($0.offset + 1)）\($0.element)" }.joined()
    }
}
