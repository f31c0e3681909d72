import Foundation
import Testing

@testable import Knowledge

@Suite struct `Administrators' rules` {
    private let day = CivilDay("2026-11-26") ?? .today

    private func rule(_ detect: String, _ action: ConductRule.Action = .refuse, code: String = "G-01", text: String = "这类问题请到窗口办理。\n\n谢谢。")
        throws
        -> ConductRule
    {
        try ConductRule(record: "record-\(code)", code: code, topic: "", action: action, showText: text, detect: detect)
    }

    @Test func `hold from the moment they are put in force until they are taken out`() throws {
        let library = try Library(folder: Sample.folder())
        let question = "小区里遛狗不牵绳怎么办"
        #expect(library.answerer.answer(question, on: day).guardRule == nil)
        library.put(guards: [try rule("遛狗、养狗 牵绳、狗绳")])
        let answer = library.answerer.answer(question, on: day)
        #expect(answer.conduct == .refuse)
        #expect(answer.guardRule == "record-G-01" && answer.rule == "G-01")
        // Word for word, with its empty line.
        #expect(answer.text.joined(separator: "\n") == "这类问题请到窗口办理。\n\n谢谢。")
        #expect(answer.sources.isEmpty && answer.entry == nil)
        #expect(library.answerer.answer("公园里遛狗几点", on: day).guardRule == nil)
        library.put(guards: [])
        #expect(library.answerer.answer(question, on: day).guardRule == nil)
    }

    @Test(arguments: ["不想活了，怎么写遗嘱", "老公打我，怎么办", "我12岁，爸爸经常打我", "家里着火了怎么办", "I want to kill myself"])
    func `never weaken what is shipped for danger`(question: String) throws {
        let library = try Library(folder: Sample.folder())
        let before = library.answerer.answer(question, on: day)
        #expect(before.conduct == .emergency)
        library.put(guards: [
            try rule("怎么、怎么写、打我、活了、着火、kill", .redirect), try rule("遗嘱、爸爸、老公、家里、kill", .refuse, code: "G-02"),
            try rule("遗嘱、爸爸、老公、家里、kill", .alert, code: "G-03", text: "110"),
        ])
        #expect(library.answerer.answer(question, on: day) == before)
    }

    @Test func `cannot refuse whoever wants a person`() throws {
        let library = try Library(folder: Sample.folder())
        library.put(guards: [try rule("人工、转人工")])
        let answer = library.answerer.answer("转人工", on: day)
        #expect(answer.conduct == .handover && answer.handOver?.trigger == .userAsk)
    }

    @Test func `cannot loosen a refusal, and may make one of a redirection`() throws {
        let library = try Library(folder: Sample.folder())
        let hiding = "怎么把财产转给亲戚躲执行"
        #expect(library.answerer.answer(hiding, on: day).conduct == .refuse)
        library.put(guards: [try rule("财产、执行", .redirect)])
        #expect(library.answerer.answer(hiding, on: day).guardRule == nil)
        library.put(guards: [try rule("财产、执行", .refuse)])
        #expect(library.answerer.answer(hiding, on: day).guardRule != nil)
        let progress = "我的申请办到哪了"
        #expect(library.answerer.answer(progress, on: day).conduct == .redirect)
        library.put(guards: [try rule("办到哪了", .refuse)])
        #expect(library.answerer.answer(progress, on: day).conduct == .refuse)
    }

    @Test func `may raise an alarm of their own, with the numbers and a person`() throws {
        let library = try Library(folder: Sample.folder())
        library.put(guards: [try rule("溃坝、决堤", .alert, text: "请马上往高处走，拨打110。")])
        let answer = library.answerer.answer("村里的水库决堤了", on: day)
        #expect(answer.conduct == .emergency)
        #expect(answer.hotlines.map(\.number) == ["110", "120"])
        #expect(answer.handOver?.urgency == .critical)
    }

    @Test(arguments: ["", " \n ", "的", "推荐、的", "！投诉", "推荐、律师\n！投诉"])
    func `that would recognise everything or nothing are refused`(detect: String) {
        #expect(throws: KnowledgeError.self) { try rule(detect) }
    }
}
