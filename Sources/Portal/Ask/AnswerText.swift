import Casework
import Expressions
import Foundation
import Knowledge

/// An answer as the session keeps it: its words as plain text, what it rests on as values, and the whole of it for showing it again.
struct AnswerText {
    let answer: Answer
    /// In danger every answer begins with the numbers.
    let isEmergency: Bool

    static let mark = "AI生成，仅供参考"
    static let numbers = "紧急情况请先拨打110报警、120急救、119火警。"

    var plain: String {
        var lines: [String] = []
        // An administrator's text is given word for word (SQ-06), the page marks it.
        if answer.guardRule != nil {
            let text = answer.text.joined(separator: "\n")
            return isEmergency && !text.contains("110") ? "\(Self.numbers)\n\(text)" : text
        }
        if isEmergency, answer.text.first?.contains("110") != true { lines.append(Self.numbers) }
        lines += answer.text
        lines += answer.steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
        if let hint = answer.deadlineHint { lines.append("注意时限：\(hint)") }
        if let clarification = answer.clarification { lines.append(clarification.question + clarification.options.joined(separator: "；")) }
        lines.append(Self.mark)
        return String(lines.joined(separator: "\n").prefix(4800))
    }

    /// `intent` of the specification.
    var intent: String {
        switch (answer.conduct, answer.matter) {
        case (.emergency, _): "emergency"
        case (.smalltalk, _): "smalltalk"
        case (.redirect, .complaint): "complaint"
        case (.redirect, _): "query"
        default: "consult"
        }
    }

    /// Asks back or hands over and says nothing of the law.
    var asksBack: Bool {
        (answer.conduct == .clarify || answer.conduct == .handover) && answer.guardRule == nil && answer.sources.isEmpty
            && answer.citedOnly.isEmpty
    }

    /// Articles it rests on, with the day from which their wording is in force.
    var lawRefs: Value {
        func reference(_ reference: ArticleReference, from: CivilDay?) -> Value {
            var map: [Value: Value] = [.string("law"): .string(reference.law), .string("article"): .string(reference.article)]
            if let from { map[.string("version_date")] = .string(from.description) }
            return .map(map)
        }
        let shown = answer.sources.filter { $0.kind == .statute }.compactMap { source in
            ArticleReference(source.id).map { reference($0, from: source.status.from) }
        }
        return .list(shown + answer.citedOnly.map { reference($0, from: nil) })
    }

    /// The whole answer with its sources, within what a field holds: what is only for reading on goes first.
    var kept: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ answer: Answer) -> String? { (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } }
        func cut(_ source: Answer.Source, _ length: Int) -> Answer.Source {
            var source = source
            if source.text.count > length { source.text = source.text.prefix(length) + "……" }
            return source
        }
        for length in [3000, 1200, 400] {
            var copy = answer
            copy.related = answer.related.map { cut($0, 200) }
            copy.sources = answer.sources.map { cut($0, length) }
            if let text = json(copy), text.count <= 19_000 { return text }
        }
        var copy = answer
        copy.related = []
        copy.sources = answer.sources.map { cut($0, 100) }
        return json(copy).map { $0.count <= 19_000 ? $0 : "" } ?? ""
    }

    /// What `smart-qa/robot_session.answer` takes.
    func values(_ published: PublishedEntries, milliseconds: Int64) -> [String: Value] {
        var values: [String: Value] = [
            "text": .string(plain), "turn_intent": .string(intent), "confidence": .double((answer.confidence * 1000).rounded() / 1000),
            "asks_back": .bool(asksBack), "shown": .string(kept), "latency_ms": .int(milliseconds),
        ]
        if let rule = answer.rule { values["rule"] = .string(rule) }
        if let rule = answer.guardRule { values["guard"] = .string(rule) }
        if !asksBack { values["law_refs"] = lawRefs }
        if let entry = answer.entry {
            values["scores"] = .list([.map([.string("kb_no"): .string(entry), .string("score"): values["confidence"] ?? .double(0)])])
            // An entry of high risk is shown and handed over; it is not what the robot answers by alone.
            if !asksBack, answer.handOver?.trigger != .highRisk, let record = published.record(of: entry) {
                values["kb"] = .list([.string(record)])
            }
        }
        return values
    }
}
