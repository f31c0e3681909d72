import Identifiers
import Testing

@testable import Knowledge

@Suite struct `Personal data in a question` {
    @Test func `identity numbers are covered but for first and last`() {
        let masked = PersonalData.mask("我的身份证是11010119900101004X，怎么办")
        #expect(!masked.text.contains("19900101"))
        #expect(masked.text.contains("1****************X"))
        #expect(masked.found == [.idNumber])
        #expect(masked.warning?.contains("证件号码") == true)
    }

    @Test(arguments: ["１１０１０１１９９００１０１００４Ｘ", "110101 19900101 004X", "110101-19900101-004X", "1101\u{200B}0119900101004X"])
    func `whatever way they are written`(number: String) {
        let masked = PersonalData.mask("身份证号\(number)")
        #expect(masked.found.contains(.idNumber))
        #expect(!masked.text.contains("9900101"))
    }

    @Test(arguments: [
        ("打我电话13800138000找我", "13800138000"), ("电话138 0013 8000", "0013"), ("+86-138-0013-8000", "0013"), ("座机0771-5551234", "5551234"),
        ("卡号6222021234567890123", "6222021234567890"), ("卡号6222 0212 3456 7890 123", "3456"), ("邮箱zhang@example.org", "zhang@"),
        ("车牌桂A12345撞了我", "12345"), ("登录密码是abc12345", "abc12345"), ("我住民族大道100号3栋502室", "100号"), ("我叫申请人，被骗了", "申请人"),
    ])
    func `phones, cards, addresses, plates, passwords and names are covered`(text: String, hidden: String) {
        let masked = PersonalData.mask(text)
        #expect(!masked.text.contains(hidden), "\(masked.text)")
        #expect(!masked.found.isEmpty)
    }

    @Test(arguments: [
        "公司拖欠工资三个月共18600元", "民法典第1079条怎么规定", "2026年3月1日签的合同，借款100000元", "工伤保险条例第14条", "我叫他还钱他一直不还", "2026-03-01至2026-04-01 2026-05-01的房租没交",
        "标的10000000000元", "工单450000ZX2026031600001怎么查",
    ])
    func `amounts, dates and articles stay`(text: String) {
        let masked = PersonalData.mask(text)
        #expect(masked.text == text)
        #expect(masked.warning == nil)
    }

    @Test func `nothing of it is kept with the answer`() throws {
        let library = try Library(folder: Sample.folder())
        let day = try #require(CivilDay("2026-11-26"))
        let answer = library.answerer.answer("我叫申请人甲，身份证11010119900101004X，电话13800138000，公司拖欠工资怎么办", on: day)
        #expect(answer.conduct == .answer)
        #expect(!answer.maskedQuestion.contains("0101004"))
        #expect(!answer.maskedQuestion.contains("13800138000"))
        #expect(answer.warning != nil)
    }
}
