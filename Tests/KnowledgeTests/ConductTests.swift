import Foundation
import Testing

@testable import Knowledge

@Suite struct `The robot's conduct` {
    struct Trial: Sendable, CustomTestStringConvertible {
        let question: String
        let conducts: Set<String>
        let rule: String?
        let trigger: String?
        var testDescription: String { question }
    }

    static let trials: [Trial] = {
        let file = SharedData.repository.appending(path: "Knowledge/trials/redteam.jsonl")
        let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
        return lines.compactMap { line in
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let question = object["question"] as? String
            else {
                return nil
            }
            return Trial(
                question: question, conducts: Set(object["conduct"] as? [String] ?? []), rule: object["rule"] as? String,
                trigger: object["trigger"] as? String)
        }
    }()

    static let library = Result { try Library(folder: Sample.folder()) }

    @Test func `the red-team set is there whole`() { #expect(Self.trials.count >= 150) }

    @Test(arguments: trials)
    func `is as the red-team set expects`(trial: Trial) throws {
        let answer = try Self.library.get().answerer.answer(trial.question, on: #require(CivilDay("2026-11-26")))
        #expect(
            trial.conducts.contains(answer.conduct.rawValue), "\(trial.question): \(answer.conduct.rawValue) by \(answer.rule ?? "no rule")"
        )
        if let rule = trial.rule { #expect(answer.rule == rule, "\(trial.question)") }
        if let trigger = trial.trigger { #expect(answer.handOver?.trigger.rawValue == trigger, "\(trial.question)") }
        // Whatever is said of the law has a source; what is refused says where to go.
        if answer.conduct == .answer { #expect(!answer.sources.isEmpty || !answer.citedOnly.isEmpty) }
        if answer.conduct == .emergency {
            #expect(answer.text.first?.contains("1") == true)
            #expect(answer.hotlines.contains { ["110", "119", "120"].contains($0.number) })
            #expect(answer.handOver?.urgency == .critical)
        }
        // Whom to complain to about others' people is told beside the form; of everything else that leads elsewhere nothing is said.
        let isComplaint = answer.conduct == .redirect && answer.handOver?.trigger == .complaint
        if answer.conduct == .refuse || answer.conduct == .redirect, !isComplaint {
            #expect(answer.sources.isEmpty && answer.entry == nil)
        }
        if isComplaint {
            #expect(answer.matter == .complaint)
            #expect(answer.entry == nil || !answer.sources.isEmpty || !answer.citedOnly.isEmpty)
        }
    }

    @Test(arguments: ["民警执法时推搡辱骂我，可以去哪里投诉", "派出所民警乱执法，我要投诉他"])
    func `a complaint about the police is answered, and the form stays at hand`(question: String) throws {
        let answer = try Self.library.get().answerer.answer(question, on: #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .redirect && answer.rule == "R09" && answer.matter == .complaint)
        #expect(answer.entry == "KB000197" && answer.text.joined().contains("12389"))
        let cited = answer.sources.map(\.id) + answer.citedOnly.map(\.description)
        #expect(cited.contains { $0.contains("人民警察法#46") })
    }

    @Test func `what an institution does is no answer to a complaint about it`() throws {
        let answer = try Self.library.get().answerer.answer("举报司法所工作人员", on: #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .redirect && answer.matter == .complaint && answer.entry == nil && answer.sources.isEmpty)
    }

    @Test func `a rule file's mistakes are named by line`() {
        func problem(_ line: String) -> String {
            do {
                _ = try ConductRules(jsonLines: line)
                return "accepted"
            } catch { return error.description }
        }
        #expect(problem("x").contains("第1行：不是一个 JSON 对象"))
        #expect(problem(#"{"code": "A"}"#).contains("action"))
        #expect(problem(#"{"code": "A", "action": "alert", "show_text": "字", "detect": ["词"]}"#).contains("trigger"))
        #expect(problem(#"{"code": "A", "action": "refuse", "show_text": "字", "detect": ["!词"]}"#).contains("不成形"))
        #expect(problem(#"{"code": "A", "action": "refuse", "show_text": "字", "detect": ["词"], "matter": "moon"}"#).contains("matter"))
    }

    @Test func `violence at home brings the police number first, then the law`() throws {
        let answer = try Self.library.get().answerer.answer("我老公打我怎么办", on: #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .emergency)
        #expect(answer.text.first?.contains("110") == true)
        #expect(answer.citedOnly.contains { $0.description == "反家庭暴力法#23" })
        #expect(answer.handOver?.urgency == .critical)
    }

    @Test func `a minor in danger of their own hand is heard as a minor, with the words for that danger`() throws {
        let answer = try Self.library.get().answerer.answer("我今年14岁，我想自杀", on: #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .emergency)
        #expect(answer.rule == "E01")
        #expect(answer.handOver?.trigger == .minor)
        #expect(answer.hotlines.map(\.number).contains("12355"))
    }
}

@Suite struct `Answers` {
    private func library() throws -> Library { try ConductLibrary.shared.get() }
    private enum ConductLibrary { static let shared = `The robot's conduct`.library }
    private func day(_ text: String = "2026-11-26") throws -> CivilDay { try #require(CivilDay(text)) }

    @Test(arguments: [
        ("公司两个月没发工资怎么办", "公司拖欠工资怎么办"), ("房东不给退押金", "房东不退押金怎么办"), ("被狗咬了谁赔", "邻居的狗咬人了谁赔"), ("第一次起诉离婚会判吗", "起诉离婚第一次会判离吗"),
        ("怎么申请免费律师", "怎样申请法律援助"), ("网上买的东西七天能退吗", "网购七天无理由退货怎么退"), ("下班路上出车祸是工伤吗", "上下班途中出车祸算工伤吗"), ("lihun", "离婚需要什么条件"),
    ])
    func `come from the entry that was meant`(question: String, entry: String) throws {
        let library = try library()
        let answer = library.answerer.answer(question, on: try day())
        #expect(answer.conduct == .answer)
        #expect(answer.entry.flatMap { library.answerer.entries.entries[$0]?.question } == entry)
        #expect(!answer.steps.isEmpty)
        #expect(answer.matter != nil)
        #expect(answer.confidence >= 0.6)
        #expect(answer.notice.contains("仅供参考"))
    }

    @Test func `are the same every time`() throws {
        let library = try library()
        let first = library.answerer.answer("老板拖欠我三个月工资", on: try day())
        for _ in 0..<5 { #expect(library.answerer.answer("老板拖欠我三个月工资", on: try day()) == first) }
    }

    @Test func `a question back is asked at most twice, then a person answers`() throws {
        let library = try library()
        var conversation = Conversation()
        var conducts: [Answer.Conduct] = []
        for _ in 0..<4 {
            let answer = library.answerer.answer("那个房子的事情和邻居", in: conversation, on: try day())
            conducts.append(answer.conduct)
            conversation.add(answer)
        }
        #expect(conducts.count { $0 == .clarify } <= 2)
        #expect(conducts.last == .handover)
    }

    @Test func `an option of a question back is understood`() throws {
        let library = try library()
        var conversation = Conversation()
        let first = library.answerer.answer("邻居家狗", in: conversation, on: try day())
        conversation.add(first)
        if let option = first.clarification?.options.first {
            #expect(library.answerer.answer(option, in: conversation, on: try day()).conduct == .answer)
            let none = library.answerer.answer("都不是", in: conversation, on: try day())
            #expect(none.conduct == .handover)
            #expect(none.handOver?.trigger == .lowConfidence)
        }
    }

    @Test func `two thumbs down bring a person, who gets the summary`() throws {
        let library = try library()
        var conversation = Conversation()
        conversation.add(library.answerer.answer("公司两个月没发工资怎么办", in: conversation, on: try day()))
        conversation.thumbsDown()
        conversation.thumbsDown()
        let answer = library.answerer.answer("还是不明白", in: conversation, on: try day())
        #expect(answer.conduct == .handover)
        #expect(answer.handOver?.trigger == .twiceDown)
        #expect(answer.handOver?.summary.contains("公司两个月没发工资怎么办") == true)
    }

    @Test func `a matter of high risk is shown and handed over`() throws {
        let answer = try library().answerer.answer("孩子在学校被欺凌怎么办", on: try day())
        #expect(answer.conduct == .handover)
        #expect(answer.handOver?.trigger == .highRisk)
        #expect(!answer.text.isEmpty && (!answer.sources.isEmpty || !answer.citedOnly.isEmpty))
    }

    @Test func `large amounts, running suits and limits about to end offer a person beside the answer`() throws {
        let library = try library()
        #expect(library.answerer.answer("朋友借了我20万到期不还钱怎么办", on: try day()).handOver?.trigger == .complex)
        let limit = library.answerer.answer("不服一审判决怎么上诉，明天到期", on: try day())
        #expect(limit.handOver?.trigger == .limitation)
        #expect(limit.handOver?.urgency == .urgent)
    }

    @Test func `nothing is answered without a source`() throws {
        let library = try library()
        for question in ["今天天气怎么样", "给我写一首诗", "一加一等于几", "？？？", "", "   ", String(repeating: "甲", count: 3000)] {
            let answer = library.answerer.answer(question, on: try day())
            #expect(answer.conduct != .answer, "\(question.prefix(20))")
        }
    }

    @Test func `an article that is not in force on the day blocks the entry, one in force lets it through`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "index.bkx").path
        try Sample.builder().write(to: path, builtAt: "一")
        let library = try Library(folder: Sample.folder(), indexPath: path)
        library.put(try Sample.entry("KBX3", "评理机构几天内决定受理", refs: ["评理法#35"]))
        library.put(try Sample.entry("KBX4", "扇子借了几天要还", refs: ["借扇办法#1"]))
        let before = library.answerer.answer("评理机构几天内决定受理", on: try day("2026-02-28"))
        let after = library.answerer.answer("评理机构几天内决定受理", on: try day("2026-03-01"))
        #expect(before.conduct == .handover)
        #expect(before.sources.isEmpty)
        #expect(after.conduct == .answer)
        #expect(after.sources.map(\.id) == ["评理法#35"])
        #expect(after.sources.first?.statusLabel.contains("现行有效") == true)
        #expect(library.answerer.answer("扇子借了几天要还", on: try day()).conduct == .handover)
        #expect(library.answerer.answer("扇子借了几天要还", on: try day("2010-01-01")).conduct == .answer)
    }

    @Test func `a new index is taken into use without a restart`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "index.bkx").path
        try Sample.builder().write(to: path, builtAt: "一")
        let library = try Library(folder: Sample.folder(), indexPath: path)
        #expect(try !library.refresh())
        var builder = Sample.builder()
        builder.add(Sample.article("借伞法", 5, "雨伞丢失的应当照价赔偿。", version: "2020-03-01"))
        try builder.write(to: path, builtAt: "二")
        #expect(try library.refresh())
        #expect(library.answerer.searcher?.index.position(of: "借伞法#5") != nil)
        try Data("坏".utf8).write(to: URL(filePath: path), options: .atomic)
        #expect(throws: KnowledgeError.self) { try library.refresh() }
        #expect(library.answerer.searcher?.index.position(of: "借伞法#5") != nil)
    }

    @Test func `name a case that speaks of the same, apart from what they rest on`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "index.bkx").path
        var builder = Sample.builder()
        builder.add(
            Passage(
                id: "case:伞", kind: .typicalCase, law: "样例案例", title: "样例案例", article: "雨伞丢失后如何赔偿", text: "借用人把雨伞丢失，出借人请求赔偿，经调解照价赔偿。"))
        try builder.write(to: path, builtAt: "一")
        let library = try Library(folder: Sample.folder(), indexPath: path)
        library.put(try Sample.entry("KBX5", "雨伞丢失怎么赔偿", refs: ["借伞法#2"]))
        let answer = library.answerer.answer("雨伞丢失怎么赔偿", on: try day())
        #expect(answer.sources.map(\.id) == ["借伞法#2"])
        #expect(answer.related.map(\.id) == ["case:伞"])
        #expect(answer.related.first?.kind == .typicalCase)
    }

    @Test func `questions are suggested while one types, in Chinese or pinyin`() throws {
        let answerer = try library().answerer
        let chinese = answerer.suggestions(for: "离婚", on: try day())
        #expect(chinese.count == 6)
        #expect(chinese.allSatisfy { $0.contains("离婚") })
        #expect(answerer.suggestions(for: "lihun", on: try day()) == chinese)
        #expect(answerer.suggestions(for: " ", on: try day()).isEmpty)
        #expect(answerer.suggestions(for: "火星移民签证", on: try day()).isEmpty)
    }

    @Test func `survive a trip through JSON, so that they can be kept`() throws {
        let answer = try library().answerer.answer("公司两个月没发工资怎么办", on: try day())
        let data = try JSONEncoder().encode(answer)
        #expect(try JSONDecoder().decode(Answer.self, from: data) == answer)
    }
}
