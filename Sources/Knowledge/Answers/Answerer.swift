import Foundation

/// Judges a question and answers it, or says who will. Deterministic: no network, no model, the same question at the same knowledge gives the same answer.
///
/// In this order: cover personal data → language → rules of conduct → entries → articles → ask back (at most twice) → a person.
public struct Answerer: Sendable {
    public private(set) var entries: EntryIndex
    public private(set) var searcher: Searcher?
    private let rules: ConductRules
    /// Those of administrators, the strictest first.
    private var guards: [ConductRule] = []
    private let hotlines: [String: Answer.Hotline]
    let weights: Weights
    let vocabulary: LayVocabulary
    private let pinyin: PinyinIndex
    private let places: Places
    private var fingerprint: UInt64 = 0
    /// Below it the robot does not answer: 0.6 by the specification.
    public var threshold = 0.6
    /// From here up to `threshold` it asks back.
    public var clarifyFrom = 0.3
    public var longestQuestion = 1000

    public init(folder: KnowledgeFolder, index: KnowledgeIndex?) {
        vocabulary = folder.vocabulary
        rules = folder.rules
        hotlines = folder.hotlines
        weights = folder.weights
        places = folder.places
        entries = EntryIndex(vocabulary: folder.vocabulary, entries: folder.entries, ranking: folder.weights.entryRanking)
        pinyin = PinyinIndex(words: folder.vocabulary.expressions)
        for entry in folder.entries { fingerprint ^= Self.mark(entry) }
        if let index { use(index) }
    }

    mutating func put(guards rules: [ConductRule]) {
        guards = rules.sorted { ($1.strictness, $0.code) < ($0.strictness, $1.code) }
    }

    /// The rule that decides. What the program ships for danger always stands; otherwise the stricter of the two, the administrator's where both are alike.
    private func rule(for text: NormalText) -> ConductRule? {
        let shipped = rules.first(for: text)
        if shipped?.action == .alert { return shipped }
        let compact = text.compact
        guard let own = guards.first(where: { $0.matches(compact) }) else { return shipped }
        guard let shipped else { return own }
        return own.strictness >= shipped.strictness ? own : shipped
    }

    mutating func put(_ entry: Entry) {
        if let former = entries.entries[entry.id] { fingerprint ^= Self.mark(former) }
        entries.put(entry)
        fingerprint ^= Self.mark(entry)
    }

    mutating func put(contentsOf new: [Entry]) {
        for entry in new {
            if let former = entries.entries[entry.id] { fingerprint ^= Self.mark(former) }
            fingerprint ^= Self.mark(entry)
        }
        entries.put(contentsOf: new)
    }

    mutating func remove(entry id: String) {
        guard let former = entries.entries[id] else { return }
        fingerprint ^= Self.mark(former)
        entries.remove(id)
    }

    /// Takes an index into use, with the entries that it holds beside those at hand; of the same id those at hand stay.
    mutating func use(_ index: KnowledgeIndex) {
        searcher = Searcher(index: index, weights: weights, vocabulary: vocabulary)
        let others = index.entries.filter { entries.entries[$0.id] == nil }
        for entry in others { fingerprint ^= Self.mark(entry) }
        entries.put(contentsOf: others)
    }

    private static func mark(_ entry: Entry) -> UInt64 { Term.hash(NormalText(entry.json).scalars[...]) }

    /// Says which knowledge this is.
    public var version: String {
        let index = searcher.map { "\($0.index.about.builtAt)/\($0.index.passageCount)" } ?? "none"
        return "index \(index) · entries \(entries.entries.count)/\(String(fingerprint, radix: 16))"
    }

    /// - Parameters:
    ///   - question: as typed; it is masked before anything else and kept masked only.
    ///   - conversation: what was said before.
    ///   - day: whose law is asked.
    public func answer(_ question: String, in conversation: Conversation = Conversation(), on day: CivilDay) -> Answer {
        let masked = PersonalData.mask(question)
        var reply = judged(masked.text, conversation, day)
        reply.warning = masked.warning
        if reply.language == AskedLanguage.chinese.rawValue, reply.handOver != nil { reply.language = spoken(masked.text).rawValue }
        if var handOver = reply.handOver {
            handOver.summary = conversation.summary(with: masked.text)
            reply.handOver = handOver
        }
        return reply
    }

    /// Which language whoever takes over should speak.
    private func spoken(_ question: String) -> AskedLanguage {
        let normal = NormalText(question)
        let written = AskedLanguage(of: normal)
        if written == .english, pinyin.reading(of: question) != nil { return .chinese }
        return written == .chinese ? AskedLanguage.wanted(in: normal) ?? .chinese : written
    }

    // MARK: Judgement

    private func blank(_ conduct: Answer.Conduct, _ text: [String], _ question: String, _ day: CivilDay) -> Answer {
        Answer(conduct: conduct, text: text, maskedQuestion: question, asOf: day, knowledgeVersion: version)
    }

    private func judged(_ question: String, _ conversation: Conversation, _ day: CivilDay) -> Answer {
        let normal = NormalText(question)
        if normal.compact.scalars.isEmpty {
            return blank(.clarify, ["请用一两句话说说您遇到的事，例如：公司拖欠工资怎么办。"], question, day)
        }
        // The rules see every language: danger is danger also in pinyin or between Latin letters.
        let facts = Facts(question)
        if let answer = byRule(normal, facts, conversation, question, day) { return answer }
        if normal.scalars.count > longestQuestion {
            return blank(.clarify, ["您写得很详细，请先用不超过\(longestQuestion)字说明最主要的一个问题；完整经过可以在转人工后提交。"], question, day)
        }
        switch AskedLanguage(of: normal) {
        case .chinese:
            if let wanted = AskedLanguage.wanted(in: normal) { return foreign(wanted, question, day) }
        case .english where pinyin.reading(of: question) != nil:
            let chinese = pinyin.reading(of: question) ?? ""
            let read = NormalText(chinese)
            if let answer = byRule(read, Facts(chinese), conversation, question, day) { return answer }
            var answer = looked(read, chinese, facts, conversation, day)
            answer.maskedQuestion = question
            return answer
        case let language: return foreign(language, question, day)
        }
        if conversation.dissatisfied >= Conversation.mostDissatisfied {
            var answer = blank(.handover, ["前面的答复没有帮到您，现在为您转接人工服务。"], question, day)
            answer.handOver = HandOver(trigger: .twiceDown)
            return answer
        }
        return looked(normal, question, facts, conversation, day)
    }

    private func byRule(_ normal: NormalText, _ facts: Facts, _ conversation: Conversation, _ question: String, _ day: CivilDay) -> Answer?
    {
        let isMinor = facts.isMinor || conversation.isMinor
        guard let rule = rule(for: normal) else { return nil }
        let conduct: Answer.Conduct =
            switch rule.action {
            case .refuse: .refuse
            case .handover: .handover
            case .alert: .emergency
            case .redirect: .redirect
            case .smalltalk: .smalltalk
            }
        // An administrator's text is given as it is written.
        let lines = rule.showText.split(separator: "\n", omittingEmptySubsequences: rule.record == nil).map(String.init)
        var answer = blank(conduct, lines, question, day)
        answer.rule = rule.code
        answer.guardRule = rule.record
        answer.matter = rule.matter
        answer.hotlines = rule.hotlines.compactMap { hotlines[$0] }
        answer.confidence = 1
        // A child in danger is a child first: those who take over know how to speak with one.
        let isChildInDanger = isMinor && rule.action == .alert
        if isChildInDanger, let line = hotlines["12355"], !answer.hotlines.contains(line) { answer.hotlines.append(line) }
        if let trigger = rule.trigger { answer.handOver = HandOver(trigger: isChildInDanger ? .minor : trigger) }
        // After the numbers, what the law gives: with its sources, if the entry is sure. The same beside the form of a complaint, which may be about somebody else's
        // people: whom to turn to is answered, and the form stays offered.
        let isComplaint = conduct == .redirect && rule.trigger == .complaint
        if conduct == .emergency || isComplaint, rule.record == nil,
            case let matches = entries.search(normal, limit: 5, on: day), let match = matches.first,
            confidence(of: matches, question: normal) >= threshold, !isComplaint || Self.saysWhereToComplain(match.entry)
        {
            let grounds = ground(match.entry.lawRefs, day)
            if grounds.blocked == nil {
                answer.text.append(match.entry.answerShort)
                answer.steps = match.entry.steps
                answer.sources = grounds.sources
                answer.citedOnly = grounds.citedOnly
                answer.entry = match.entry.id
                answer.entryVersion = match.entry.version
                answer.matter = answer.matter ?? match.entry.matter
            }
        }
        return answer
    }

    /// What an institution does is no answer to a complaint about it.
    private static func saysWhereToComplain(_ entry: Entry) -> Bool {
        let said = entry.answerShort + entry.steps.joined()
        return ["投诉", "举报", "检举", "控告"].contains { said.contains($0) }
    }

    /// Another language, or one that is wanted: a person who speaks it.
    private func foreign(_ language: AskedLanguage, _ question: String, _ day: CivilDay) -> Answer {
        let chinese =
            language.name.map { "您好，\($0)问题由会\($0)的工作人员答复，现在为您转接人工服务。着急请拨打12348，可以说明需要\($0)。" } ?? "您好，本机器人目前用中文答复，现在为您转接人工服务。"
        let own: String? =
            switch language {
            case .english:
                "This robot answers in Chinese. We are passing your question to a person who speaks English. In an emergency call 110 (police), 120 (ambulance) or 119 (fire)."
            case .vietnamese:
                "Robot này trả lời bằng tiếng Trung. Chúng tôi đang chuyển câu hỏi của bạn đến nhân viên biết tiếng Việt. Trường hợp khẩn cấp hãy gọi 110, 120 hoặc 119."
            default: nil
            }
        var answer = blank(.handover, [chinese] + [own].compactMap { $0 }, question, day)
        answer.language = language.rawValue
        answer.handOver = HandOver(trigger: .accessibility)
        return answer
    }

    /// What an entry says on a day, with its sources: for pages about one matter.
    /// - Returns: nil for an unknown entry, and for one that may not be shown on that day.
    public func answer(entry id: String, on day: CivilDay) -> Answer? {
        guard let entry = entries.entries[id], entry.isValid(on: day) else { return nil }
        return entryAnswer(entry, 1, Facts(""), entry.question, day)
    }

    // MARK: Looking up

    /// What people say when their place is none of those offered.
    static let elsewhere = "其他地方"
    /// A city's entry goes before the region's when the odds for the best one are not more than this against it, as a logarithm (twenty to one).
    private static let nearlyAsGood: Float = 3

    private func looked(_ normal: NormalText, _ question: String, _ facts: Facts, _ conversation: Conversation, _ day: CivilDay) -> Answer {
        if ["都不是", "以上都不是", "都不对", "不是这些"].contains(normal.compact.string) { return unsure(question, 0, day) }
        let isElsewhere = normal.compact.string == Self.elsewhere
        // The answer to where: what was asked before is answered for that place.
        if let waiting = conversation.waitingForPlace, isElsewhere || places.isOnlyPlace(normal) {
            let place = isElsewhere ? Entry.region : places.place(in: normal)
            var answer = looked(NormalText(waiting), waiting, Facts(waiting), conversation, place: place, day)
            answer.maskedQuestion = question
            return answer
        }
        return looked(normal, question, facts, conversation, place: places.place(in: normal) ?? conversation.place, day)
    }

    private func looked(
        _ normal: NormalText, _ question: String, _ facts: Facts, _ conversation: Conversation, place: String?, _ day: CivilDay
    ) -> Answer {
        var answer = found(normal, question, facts, conversation, place: place, day)
        answer.place = place
        return answer
    }

    private func found(
        _ normal: NormalText, _ question: String, _ facts: Facts, _ conversation: Conversation, place: String?, _ day: CivilDay
    ) -> Answer {
        var matches = matches(of: normal, place: place, day)
        var sure = confidence(of: matches, question: normal)
        var asked = normal
        // 「那要多久」 after an answer: read it together with what it follows.
        if sure < threshold, normal.hanCount <= 12,
            let before = conversation.turns.last(where: { $0.conduct == .answer || $0.conduct == .clarify }), before.question != question
        {
            let together = NormalText(before.question + "，" + question)
            let others = self.matches(of: together, place: place, day)
            let otherSure = confidence(of: others, question: together)
            if otherSure > sure { (matches, sure, asked) = (others, otherSure, together) }
        }
        if place == nil, !conversation.hasAskedPlace, conversation.clarifications < Conversation.mostClarifications,
            let answer = askingPlace(asked, question, than: sure, day)
        {
            return answer
        }
        if sure >= threshold, let match = matches.first { return entryAnswer(match.entry, sure, facts, question, day) }
        if let answer = articleAnswer(asked, facts, question, day), answer.confidence > sure || matches.isEmpty { return answer }
        let options = matches.filter { $0.likeness >= 0.18 }.prefix(4).map(\.entry.question)
        if !options.isEmpty, sure >= clarifyFrom, conversation.clarifications < Conversation.mostClarifications {
            var answer = blank(.clarify, ["为了答得准，请选一个最接近的，或者再多说一点经过："], question, day)
            answer.clarification = Answer.Clarification(question: "您想问的是下面哪一个？", options: options + ["都不是"])
            answer.confidence = sure
            return answer
        }
        if let answer = articleAnswer(asked, facts, question, day) { return answer }
        return unsure(question, sure, day)
    }

    /// The nearest entries for a place: a city's own goes before the region's that it is nearly as like as.
    private func matches(of question: NormalText, place: String?, _ day: CivilDay) -> [EntryIndex.Match] {
        let all = entries.search(question, limit: 8, on: day, place: place)
        guard entries.hasLocal, place != nil, let first = all.first else { return Array(all.prefix(5)) }
        let near = all.prefix { $0.score >= first.score - Self.nearlyAsGood }
        // A county's own before its city's.
        guard
            let own = near.filter(\.entry.isLocal).max(by: {
                $0.entry.areaScope.hasSuffix("00") && !$1.entry.areaScope.hasSuffix("00")
            })
        else { return Array(all.prefix(5)) }
        // What it takes the place of is no rival that would make the robot unsure.
        let rest = all.filter { $0.entry.id != own.entry.id && !(near.contains($0) && $0.entry.lawField == own.entry.lawField) }
        return Array(([own] + rest).prefix(5))
    }

    /// Asks where, when cities have entries of their own about what is asked.
    /// - Parameter sure: how sure the region's entries are.
    private func askingPlace(_ asked: NormalText, _ question: String, than sure: Double, _ day: CivilDay) -> Answer? {
        guard entries.hasLocal else { return nil }
        let all = entries.search(asked, limit: 20, on: day) { _ in true }
        guard let first = all.first else { return nil }
        let near = all.filter { $0.entry.isLocal && $0.score >= first.score - Self.nearlyAsGood }
        let towns = Array(Set(near.map(\.entry.areaScope))).sorted()
        // As sure as it would have to be to answer: rivals of the same matter do not count.
        let others = all.filter { !near.contains($0) && $0.entry.lawField != near.first?.entry.lawField }
        guard let best = near.first, confidence(of: [best] + others, question: asked) >= threshold else { return nil }
        var answer = blank(.clarify, ["这件事各地的规定不一样。"], question, day)
        answer.clarification = Answer.Clarification(
            question: "事情发生在哪里？", options: towns.map { places.label(of: $0) } + [Self.elsewhere])
        answer.asksPlace = true
        answer.confidence = max(sure, 0)
        return answer
    }

    private func unsure(_ question: String, _ sure: Double, _ day: CivilDay) -> Answer {
        var answer = blank(.handover, ["这个问题我没有把握答对，不乱猜。请转人工：工作时间由12348前台接入，其他时间形成留言，24小时内答复。"], question, day)
        answer.handOver = HandOver(trigger: .lowConfidence)
        answer.matter = .consultation
        answer.confidence = sure
        return answer
    }

    private func entryAnswer(_ entry: Entry, _ sure: Double, _ facts: Facts, _ question: String, _ day: CivilDay) -> Answer {
        let grounds = ground(entry.lawRefs, day)
        if let blocked = grounds.blocked {
            var answer = blank(.handover, ["这个问题的依据（\(blocked)）在\(day)不是现行有效，条目正在复审，由人工答复。"], question, day)
            answer.handOver = HandOver(trigger: .lowConfidence)
            answer.entry = entry.id
            answer.confidence = sure
            return answer
        }
        var answer = blank(entry.risk == .high ? .handover : .answer, [entry.answerShort], question, day)
        answer.steps = entry.steps
        answer.sources = grounds.sources
        answer.citedOnly = grounds.citedOnly
        answer.entry = entry.id
        answer.entryVersion = entry.version
        answer.deadlineHint = entry.deadlineHint
        answer.matter = entry.matter
        answer.confidence = sure
        answer.related = related(to: NormalText(entry.question), day)
        if entry.isLocal { answer.text.append("以上适用于\(places.label(of: entry.areaScope))。") }
        if entry.risk == .high {
            answer.handOver = HandOver(trigger: .highRisk, urgency: .urgent)
        } else if facts.isNearLimit {
            answer.handOver = HandOver(trigger: .limitation)
        } else if facts.isComplex || entry.risk == .mid {
            answer.handOver = HandOver(trigger: .complex)
        }
        return answer
    }

    private func articleAnswer(_ asked: NormalText, _ facts: Facts, _ question: String, _ day: CivilDay) -> Answer? {
        guard let searcher, asked.hanCount >= 5 else { return nil }
        let query = searcher.reader.read(asked)
        let hits = searcher.search(query, kind: .statute, limit: 10, inForceOn: day)
        let sure = searcher.confidence(of: hits, query: query)
        guard sure >= threshold else { return nil }
        let sources = hits.prefix(3).compactMap { source(at: $0.position, day) }
        guard !sources.isEmpty else { return nil }
        var answer = blank(.answer, ["与您的问题最相关的现行规定如下。请结合具体情况看是否适用，拿不准可以转人工。"], question, day)
        answer.sources = sources
        answer.related = related(to: asked, day)
        answer.matter = .consultation
        answer.confidence = sure
        if facts.isNearLimit {
            answer.handOver = HandOver(trigger: .limitation)
        } else if facts.isComplex {
            answer.handOver = HandOver(trigger: .complex)
        }
        return answer
    }

    // MARK: Typing

    /// Questions of entries that a person may be about to type, by what is typed so far: Chinese, or the pinyin of words (`lihun`, `ldht`).
    /// - Parameter limit: at most so many, the shortest first.
    public func suggestions(for typed: String, limit: Int = 6, on day: CivilDay) -> [String] {
        let compact = NormalText(typed).compact.string
        guard !compact.isEmpty, limit > 0 else { return [] }
        let wanted = [compact] + (NormalText(typed).hanCount == 0 ? pinyin.words(for: typed) : [])
        let questions = entries.entries.values.filter { $0.isValid(on: day) }.flatMap { [$0.question] + $0.similarQuestions }
        let found = questions.filter { question in wanted.contains { question.contains($0) } }
        return Array(Set(found).sorted { $0.count != $1.count ? $0.count < $1.count : $0 < $1 }.prefix(limit))
    }
}
