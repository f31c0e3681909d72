import Foundation
import Testing

@testable import Knowledge

@Suite struct `Entries of a city` {
    private let question = "三月三歌圩摆摊要交多少场地费"

    /// The region's entry, those of two cities, and one of a county.
    private func library() throws -> Library {
        let library = try Library(folder: Sample.folder())
        let refs = ["民法典#1165"]
        library.put(try Sample.entry("KBR", "三月三歌圩摆摊要交场地费吗", answer: "全区：由主办方公示。", refs: refs, extra: ["law_field": "consumer"]))
        library.put(
            try Sample.entry(
                "KBN", "三月三歌圩摆摊要交多少场地费", answer: "南宁：每天十元。", refs: refs, extra: ["area_scope": "450100", "law_field": "consumer"]))
        library.put(
            try Sample.entry(
                "KBL", "三月三歌圩摆摊要交多少场地费", answer: "柳州：不收。", refs: refs, extra: ["area_scope": "450200", "law_field": "consumer"]))
        return library
    }

    private let day = CivilDay("2026-11-26") ?? .today

    @Test func `go before the region's where the question names the city or a county of it`() throws {
        let answerer = try library().answerer
        #expect(answerer.answer("南宁" + question, on: day).entry == "KBN")
        #expect(answerer.answer("我在南宁市青秀区，" + question, on: day).entry == "KBN")
        #expect(answerer.answer("柳州市" + question, on: day).entry == "KBL")
        let answer = answerer.answer("南宁" + question, on: day)
        #expect(answer.place == "450100")
        #expect(answer.text.contains { $0.contains("适用于南宁市") })
        #expect(answerer.answer("桂林" + question, on: day).entry == "KBR")
    }

    @Test func `are used where the conversation knows the place`() throws {
        let answerer = try library().answerer
        var conversation = Conversation()
        conversation.place = "450103"
        #expect(answerer.answer(question, in: conversation, on: day).entry == "KBN")
        conversation.place = nil
        conversation.add(answerer.answer("我是柳州的，公司拖欠工资怎么办", in: conversation, on: day))
        #expect(answerer.answer(question, in: conversation, on: day).entry == "KBL")
    }

    @Test func `are asked for once where it matters, and the answer to where is understood`() throws {
        let answerer = try library().answerer
        var conversation = Conversation()
        let back = answerer.answer(question, in: conversation, on: day)
        #expect(back.conduct == .clarify)
        #expect(back.asksPlace == true)
        #expect(back.clarification?.options == ["南宁市", "柳州市", "其他地方"])
        conversation.add(back)
        #expect(answerer.answer("柳州市", in: conversation, on: day).entry == "KBL")
        // Another county of the same city, by its common name.
        #expect(answerer.answer("宾阳", in: conversation, on: day).entry == "KBN")
        let elsewhere = answerer.answer("其他地方", in: conversation, on: day)
        #expect(elsewhere.entry == "KBR")
        #expect(elsewhere.place == Entry.region)
        conversation.add(elsewhere)
        // Not twice.
        #expect(answerer.answer(question, in: conversation, on: day).entry == "KBR")
        // Who asks on without saying where is answered for the region.
        var silent = Conversation()
        silent.add(back)
        #expect(answerer.answer(question, in: silent, on: day).entry == "KBR")
    }

    @Test func `are not asked for where nothing depends on the place`() throws {
        let answerer = try library().answerer
        let answer = answerer.answer("公司两个月没发工资怎么办", on: day)
        #expect(answer.conduct == .answer)
        #expect(answer.entry == "KB000001")
    }

    @Test func `of a county go before its city's`() throws {
        let library = try library()
        library.put(
            try Sample.entry(
                "KBB", question, answer: "宾阳：免费。", refs: ["民法典#1165"], extra: ["area_scope": "450126", "law_field": "consumer"]))
        #expect(library.answerer.answer("宾阳县" + question, on: day).entry == "KBB")
        #expect(library.answerer.answer("南宁" + question, on: day).entry == "KBN")
    }

    @Test func `keep their scope in a file, and a withdrawn one gives way to the region's`() throws {
        let library = try library()
        let entry = try #require(library.answerer.entries.entries["KBN"])
        let read = try #require(try JSONSerialization.jsonObject(with: Data(entry.json.utf8)) as? [String: Any])
        #expect(try Entry(json: read) == entry)
        library.remove(entry: "KBN")
        library.remove(entry: "KBL")
        #expect(!library.answerer.entries.hasLocal)
        #expect(library.answerer.answer("南宁" + question, on: day).entry == "KBR")
    }

    @Test func `places are told apart from words that only sound like them`() throws {
        let places = try Sample.folder().places
        func place(_ text: String) -> String? { places.place(in: NormalText(text)) }
        #expect(place("南宁市的房东不退押金") == "450100")
        #expect(place("我在横州打工，老板是南宁人") == "450181")
        #expect(place("兴业银行说我逾期") == nil)
        #expect(place("人力资源公司扣工资") == nil)
        #expect(place("安居乐业") == nil)
        #expect(place("资源县的林地") == "450329")
        #expect(places.label(of: "450226") == "三江侗族自治县")
        #expect(throws: KnowledgeError.line(file: "places.tsv", line: 1, reason: "应有三列：六位区划代码、名称、别的叫法")) {
            try Places(tsv: "南宁\t450100")
        }
    }
}
