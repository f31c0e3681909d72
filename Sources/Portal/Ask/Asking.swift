import Casework
import Definitions
import Expressions
import Foundation
import Knowledge
import Logging
import Site
import Storage
import WorkCalendar

/// One question put to the robot: judged, answered and kept in one write, with whatever follows at once (danger, a person wanted).
struct Asking: Sendable {
    let site: Site
    let library: Library
    let published: PublishedEntries
    let visit: Visit
    let cookie: AskCookie

    /// What came of it.
    struct Outcome: Sendable {
        var session: String
        var answer: Answer?
    }

    /// A text is judged up to here; what is longer is nobody's question.
    static let longestJudged = 20_000
    /// And kept up to here.
    static let longestKept = 1_900

    private var kernel: Kernel { site.kernel }
    private var day: CivilDay { CivilDay(visit.now.day.description) ?? .today }

    /// Without what no field takes: control characters; as composed text.
    static func cleaned(_ text: String) -> String {
        let kept = text.prefix(longestJudged).unicodeScalars.filter { scalar in
            scalar == "\n" || scalar == "\t" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
        }
        return String(String.UnicodeScalarView(kept)).precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What the robot says, without keeping anything.
    func judge(_ text: String, in session: AskSession?) -> Answer {
        library.answerer.answer(text, in: session?.conversation ?? Conversation(), on: day)
    }

    /// Whose account acts, where the conversation is one's own; else the platform on behalf of somebody who has none.
    static func actor(_ visit: Visit, session: AskSession?) -> Actor {
        guard let visitor = visit.visitor, visitor.isCitizen, session == nil || session?.account == visitor.id else { return .system }
        return visitor
    }

    /// Keeps question and answer.
    /// - Parameters:
    ///   - session: the one going on; nil or ended: a new one begins.
    ///   - key: of the form: the same text under it is asked once.
    /// - Throws: `Refusal`, `DatabaseError`; then nothing is kept.
    func put(_ answer: Answer, text: String, in session: AskSession?, key: String?, milliseconds: Int64) async throws -> Outcome {
        do { return try await keep(answer, in: session, key: key, milliseconds: milliseconds) } catch let refusal as Refusal
            where refusal.action == "\(AskSession.type).answer" && refusal.reason == .policy
        {
            // The law has moved under the answer since the index was built: a person answers.
            site.logger.notice("answer held back", metadata: ["rule": "\(refusal.rule ?? "")", "entry": "\(answer.entry ?? "")"])
            var other = answer
            other.conduct = .handover
            (other.rule, other.guardRule) = (nil, nil)
            other.text = ["这个问题所依据的条文已有变动，正在复审，机器人不作答复。请转人工，由工作人员按现行规定答复您。"]
            (other.steps, other.sources, other.citedOnly, other.related) = ([], [], [], [])
            (other.deadlineHint, other.entry, other.clarification) = (nil, nil, nil)
            other.handOver = HandOver(trigger: .lowConfidence, summary: answer.handOver?.summary ?? answer.maskedQuestion)
            return try await keep(other, in: session, key: key, milliseconds: milliseconds)
        }
    }

    private func keep(_ answer: Answer, in session: AskSession?, key: String?, milliseconds: Int64) async throws -> Outcome {
        let session = session.flatMap { $0.isEnded ? nil : $0 }
        let actor = Self.actor(visit, session: session)
        let state = kernel.state
        let now = visit.now
        let digest = cookie.digest(kernel)
        let known = kernel.secrets.digest("\(key ?? RandomToken.make(bytes: 12))|\(answer.maskedQuestion)", purpose: "ask key")
        let speaks = session == nil || session?.isOpen == true && session?.isSilenced != true || answer.conduct == .emergency
        let entry = answer.entry.flatMap { library.answerer.entries.entries[$0] }
        let outcome = try await kernel.database.write { [kernel, published, visit] connection -> Outcome in
            func perform(_ action: String, _ record: String?, _ values: [String: Value], as actor: Actor, key: String? = nil) throws
                -> ActionOutcome
            {
                var request = ActionRequest(
                    type: AskSession.type, action: action, record: record, actor: actor, values: values, idempotencyKey: key)
                request.source = visit.source
                return try kernel.perform(request, at: now, state: state, connection: connection)
            }
            let id: String
            if let session {
                id = session.id
            } else {
                id = try perform("open", nil, ["agreed": .bool(true)], as: actor, key: "ask-open-\(known)").id
            }
            try AskStore.link(digest, id, account: actor.isSystem ? nil : actor.id, at: now, connection)
            var said: [String: Value] = ["text": .string(Self.kept(answer.maskedQuestion))]
            if session == nil || session?.isOpen == true, state.isCode(answer.language, of: "lang") {
                said["lang"] = .string(answer.language)
            }
            if session == nil || session?.isOpen == true, let entry {
                if state.isCode(entry.lawField, of: "law_field") { said["law_field"] = .string(entry.lawField) }
                if state.isCode(entry.serviceLine, of: "service_line") { said["service_line"] = .string(entry.serviceLine) }
            }
            if let place = answer.place, place != Entry.region, state.isCode(place, of: "region_code") {
                said["area_code"] = .string(place)
            }
            let saying = try perform("say", id, said, as: actor, key: "ask-say-\(known)")
            if saying.wasRepeated { return Outcome(session: id, answer: nil) }
            let isChild = answer.handOver?.trigger == .minor
            if answer.conduct == .emergency, session?.isEmergency != true || isChild && session?.isMinor != true {
                _ = try perform("flag", id, ["danger_now": .bool(true), "child": .bool(isChild)], as: .system)
            }
            guard speaks, session?.isWithPeople != true else { return Outcome(session: id, answer: nil) }
            let text = AnswerText(answer: answer, isEmergency: answer.conduct == .emergency || session?.isEmergency == true)
            let values = text.values(published, milliseconds: milliseconds)
            _ = try perform("answer", id, values, as: .system)
            if answer.conduct == .answer, let entry = answer.entry {
                try AskedMatters.count(entry, on: now.day, connection)
                if case .list(let records)? = values["kb"] {
                    for case .string(let record) in records {
                        _ = try kernel.perform(
                            ActionRequest(
                                type: PublishedEntries.type, action: "count_hits", record: record, actor: .system, values: ["hits": .int(1)]
                            ),
                            at: now, state: state, connection: connection)
                    }
                }
            }
            if let handOver = answer.handOver, Self.isImmediate(handOver.trigger, DeskHours(kernel, at: now).isOpen) {
                let values: [String: Value] = [
                    "cause_of": .string(handOver.trigger.rawValue), "lang": .string(answer.language),
                    "summary": .string(Self.kept(handOver.summary)),
                ]
                _ = try perform("hand_over", id, values, as: actor)
            }
            return Outcome(session: id, answer: answer)
        }
        if outcome.answer != nil { site.live.tell("todos") }
        return outcome
    }

    /// Whether the robot hands over by itself. Outside the desk's hours a hand-over becomes a message, and what it says the person confirms first (SQ-10) – except
    /// where somebody may be in danger, or could not read the question.
    static func isImmediate(_ trigger: HandOver.Trigger, _ deskIsOpen: Bool) -> Bool {
        switch trigger {
        case .emergency, .minor, .accessibility: true
        case .userAsk, .twiceDown: deskIsOpen
        case .lowConfidence, .highRisk, .limitation, .complex, .complaint: false
        }
    }

    static func kept(_ text: String) -> String {
        guard text.count > longestKept else { return text.isEmpty ? "（空）" : text }
        return text.prefix(longestKept) + "……（共\(text.count)字，后面没有保存）"
    }
}

/// The hours in which a person takes over at once; outside them a hand-over becomes a message.
struct DeskHours: Sendable {
    /// Whole hours of the day in China: from, and until before.
    let from: Int
    let until: Int
    let isOpen: Bool

    init(_ kernel: Kernel, at now: Moment) {
        let system = kernel.state.catalogue.system("smart-qa")
        let lineage = kernel.state.tree.root.map { [$0.code] } ?? []
        func hour(_ id: String, _ usual: Int) -> Int {
            let own = kernel.services.parameterOverride(system: "smart-qa", id: id, day: now.day, lineage: lineage)
            let value = own ?? system?.parameters[id]?.row(on: now.day, lineage: lineage)?.value
            if case .number(let number)? = value { return Int(clamping: number) }
            return usual
        }
        from = hour("desk_from", 9)
        until = hour("desk_to", 17)
        isOpen = (from..<max(from, until)).contains(now.hour)
    }

    var words: String { "\(from):00—\(until):00" }
}

extension EngineState {
    /// Whether a code is in a list that systems share.
    func isCode(_ code: String, of list: String) -> Bool { catalogue.label(of: code, in: "shared/\(list)") != nil }
}
