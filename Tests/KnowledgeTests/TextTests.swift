import Testing

@testable import Knowledge

@Suite struct `Text as the index reads it` {
    @Test func `is narrowed and in lower case, and hidden characters are gone`() {
        #expect(NormalText("ＡＢc １２\u{200B}离\u{FEFF}婚").string == "abc 12离婚")
        #expect(NormalText("自 杀，").compact.string == "自杀")
    }

    @Test(arguments: [
        (1, "第一条"), (10, "第十条"), (12, "第十二条"), (105, "第一百零五条"), (110, "第一百一十条"), (1000, "第一千条"), (1079, "第一千零七十九条"), (1260, "第一千二百六十条"),
    ])
    func `article numbers read both ways`(number: Int, text: String) {
        #expect(ArticleNumber.chinese(number) == text)
        #expect(ArticleNumber.number(in: text) == number)
    }

    @Test func `an article's reference says law, version and number`() throws {
        let plain = try #require(ArticleReference("民法典#1079"))
        #expect(plain.label == "《民法典》第一千零七十九条")
        let older = try #require(ArticleReference("仲裁法@2017-09-01#24"))
        #expect(older.law == "仲裁法")
        #expect(older.version == "2017-09-01")
        #expect(ArticleReference("刑法#120-1")?.label == "《刑法》第一百二十条之一")
        #expect(ArticleReference("民法典") == nil)
        #expect(ArticleReference("#1") == nil)
    }

    @Test func `pinyin finds words whole and by initials`() {
        let index = PinyinIndex(words: ["劳动合同", "离婚", "交通事故"])
        #expect(index.words(for: "laodonghetong") == ["劳动合同"])
        #expect(index.words(for: "LDHT") == ["劳动合同"])
        #expect(index.reading(of: "lihun laodong hetong") == "离婚劳动合同")
        #expect(index.reading(of: "hello world") == nil)
    }

    @Test func `words are learned from text alone`() {
        let texts = (0..<60).flatMap { number in
            [
                "甲\(number)申请劳动争议仲裁的，委员会应当受理", "关于劳动争议仲裁期限，当事人可以约定", "对劳动争议仲裁不服，可以起诉\(number)",
                "法院审理案件应当公开", "公司应当缴纳税款", "土地属于国家所有",
            ]
        }
        var learner = WordLearner()
        learner.leastCohesion = 2
        let words = learner.learn(from: texts.map(NormalText.init)).words
        #expect(words.contains("劳动争议仲裁"))
        #expect(!words.contains("动争议仲"))
        #expect(learner.learn(from: texts.map(NormalText.init)).words == words)
    }
}
