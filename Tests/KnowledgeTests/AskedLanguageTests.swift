import Foundation
import Testing

@testable import Knowledge

@Suite struct `The language of a question` {
    @Test(arguments: [
        ("公司拖欠工资怎么办", "zh"), ("WTO 是什么", "zh"), ("我在 KTV 上班，老板不发工资", "zh"),
        ("Gou ngoenzneix bae fatyuen, gyoengqde mbouj hawj gou ngaenzhong, baenzlawz guh?", "za"),
        ("Mwngz ndaej bang gou cam vunz lizswh lwi", "za"), ("Raeuz mbouj rox faplwd", "za"), ("Gou aeu ra vunzgoeng", "za"),
        ("Sou mɯŋƨ dɯk bouчlaƨ", "other"), ("gou mbəɯ rox", "za"),
        ("My employer has not paid my wages for two months", "en"), ("bang my door, he hit it", "en"),
        ("Công ty không trả lương cho tôi", "vi"), ("บริษัทไม่จ่ายเงินเดือน", "other"), ("会社が給料を払ってくれません", "other"), ("월급을 못 받았어요", "other"),
        ("Мне не платят зарплату", "other"),
    ]) func `is told by its letters`(text: String, code: String) {
        #expect(AskedLanguage(of: NormalText(text)).rawValue == code, "\(text)")
    }

    @Test(arguments: [
        ("有没有会讲壮话的工作人员", "za"), ("我只会说白话，想问离婚", "yue"), ("我听不懂普通话，可以讲客家话吗", "hakka"), ("能讲桂柳话吗", "gl"), ("想找会手语的人", "sign"),
        ("有没有英语服务", "en"), ("用越南语跟我说", "vi"),
    ]) func `that somebody wants to be spoken with is understood`(text: String, code: String) {
        #expect(AskedLanguage.wanted(in: NormalText(text))?.rawValue == code, "\(text)")
    }

    @Test(arguments: ["合同是英文的要翻译吗", "老板用壮话骂我", "公证书要加做壮文吗", "白话文写的遗嘱有效吗", "手语翻译收费的依据", "孩子学英语退费难"])
    func `that is only mentioned is no wish`(text: String) {
        #expect(AskedLanguage.wanted(in: NormalText(text)) == nil, "\(text)")
    }

    @Test(arguments: [
        ("Gou mbouj rox baenzlawz guh, gyoengqde mbouj hawj ngaenz", "za"), ("How can I get my wages back?", "en"), ("我只会讲白话，想找人问", "yue"),
        ("Tôi muốn hỏi về hợp đồng lao động", "vi"),
    ]) func `goes along when a person takes over`(text: String, code: String) throws {
        let library = try Library(folder: Sample.folder())
        let answer = library.answerer.answer(text, on: try #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .handover)
        #expect(answer.language == code)
        #expect(answer.handOver != nil)
        // The Chinese text stands first.
        #expect(answer.text.first?.contains("您好") == true)
    }

    @Test(arguments: [
        "My husband is beating me right now", "I want to kill myself", "My child is missing", "Chồng tôi đánh tôi", "he has locked me in",
    ])
    func `does not matter in danger`(text: String) throws {
        let library = try Library(folder: Sample.folder())
        let answer = library.answerer.answer(text, on: try #require(CivilDay("2026-11-26")))
        #expect(answer.conduct == .emergency)
        #expect(answer.text.first?.contains("110") == true)
        #expect(answer.language != "zh")
        #expect(answer.handOver?.urgency == .critical)
    }
}
