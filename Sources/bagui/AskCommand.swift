import ArgumentParser
import Foundation
import Knowledge

/// `bagui ask TEXT [--on DATE] [--index PATH] [--json]`
struct AskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ask", abstract: "问机器人一个问题：答复、依据和置信度")
    @Argument(help: "问题") var text: [String]
    @Option(help: "按哪一天的法律答复，YYYY-MM-DD；默认为今天") var on: String?
    @Flag(help: "输出一行 JSON") var json = false
    @OptionGroup var options: KnowledgeOptions

    func run() throws {
        let day = try KnowledgeOptions.day(on)
        let question = text.joined(separator: " ")
        guard question.contains(where: { !$0.isWhitespace }) else { throw CommandFailure(message: "请写出要问的问题", code: 2) }
        let house = try House.find()
        let path = options.indexPath(house)
        let library = try options.library(house)
        let answer = library.answerer.answer(question, on: day)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(answer), as: UTF8.self))
            return
        }
        if library.answerer.searcher == nil { StandardError.write("注意：没有索引 \(path)，只能指出条文，不能显示原文。请用 bagui knowledge import 建立") }
        print(Self.plain(answer))
    }

    static func plain(_ answer: Answer) -> String {
        var lines: [String] = []
        if !answer.hotlines.isEmpty { lines.append(answer.hotlines.map { "\($0.number) \($0.name)" }.joined(separator: "　")) }
        lines += answer.text
        if let clarification = answer.clarification {
            lines.append(clarification.question)
            lines += clarification.options.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        }
        if !answer.steps.isEmpty {
            lines.append("怎么做：")
            lines += answer.steps.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        }
        if let hint = answer.deadlineHint { lines.append("时限：\(hint)") }
        if !answer.sources.isEmpty || !answer.citedOnly.isEmpty { lines.append("依据（\(answer.asOf)）：") }
        for source in answer.sources {
            lines.append("  《\(source.title)》\(source.article)，\(source.statusLabel)")
            lines.append("    " + source.text.replacing("\n", with: " "))
        }
        lines += answer.citedOnly.map { "  \($0.label)（库中没有原文）" }
        lines += answer.related.map { "相关\($0.kind.label)：\($0.article)" }
        if let matter = answer.matter { lines.append("下一步：\(matter.label)") }
        if let handOver = answer.handOver { lines.append("转人工：\(handOver.trigger.rawValue)（\(handOver.urgency.rawValue)）") }
        if let warning = answer.warning { lines.append(warning) }
        lines.append(
            "答复方式 \(answer.conduct.rawValue) · 置信度 \(String(format: "%.2f", answer.confidence))"
                + (answer.entry.map { " · 条目 \($0)" } ?? "") + (answer.rule.map { " · 规则 \($0)" } ?? ""))
        lines.append(answer.notice)
        return lines.joined(separator: "\n")
    }
}
