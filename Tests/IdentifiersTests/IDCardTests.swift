import Identifiers
import Testing

@Suite struct `Identity numbers` {
    let today = CivilDate("2026-03-02") ?? .today

    @Test(arguments: [("11010519491231002X", "1949-12-31", Sex.female), ("440524188001010014", "1880-01-01", .male)])
    func `of the standard are valid`(text: String, birth: String, sex: Sex) throws {
        let card = try #require(IDCard(text, today: today))
        #expect(card.birth.description == birth)
        #expect(card.sex == sex)
        #expect(card.kind == .citizen)
        #expect(card.division?.description == String(text.prefix(6)))
    }

    @Test(arguments: [
        ("110105194912310021", Examination.Fault.checkDigit), ("11010519491231002", .format), ("11010519491231002x", .format),
        ("１1010519491231002X", .format), ("", .format), ("X10105194912310021", .format), ("110105194902300021", .birthDate),
        ("110105000012310021", .birthDate),
        (" 11010519491231002X", .format), ("160323197806058856", .checkDigit),
    ])
    func `that are wrong say why`(text: String, fault: Examination.Fault) {
        let result = IDCard.examine(text, today: today)
        #expect(result.fault == fault)
        #expect(result.reason?.isEmpty == false)
        #expect(IDCard(text, today: today) == nil)
    }

    @Test func `are judged on their day`() throws {
        let division = try #require(DivisionCode("450103"))
        let birth = try #require(CivilDate("2026-03-03"))
        let card = try #require(IDCard.sample(division: division, birth: birth, sequence: 1))
        #expect(IDCard(card.description, today: today) == nil)
        #expect(IDCard.examine(card.description, today: today).fault == .birthDate)
        #expect(IDCard(card.description, today: birth) == card)
    }

    @Test func `of fifteen digits are out of force and name their successor`() {
        let result = IDCard.examine("610104620927690", today: today)
        #expect(result.fault == .obsolete)
        #expect(result["upgraded"] == "610104196209276908")
        #expect(IDCard.upgraded(from: "61010462092769") == nil)
        #expect(IDCard.upgraded(from: "610104629927690") == nil)
    }

    @Test func `name the mend for a small x`() {
        #expect(IDCard.examine("11010519491231002x", today: today)["corrected"] == "11010519491231002X")
    }

    @Test func `of unknown provinces are refused after all other checks`() throws {
        // A right check character on an impossible province.
        let body = "160323197806058"
        for sequence in 10..<100 {
            let digits = Array("\(body)\(sequence)".utf8)
            let check = try #require(IDCard.checkCharacter(digits))
            #expect(IDCard.examine(String(decoding: digits + [check], as: UTF8.self), today: today).fault == .province)
        }
    }

    @Test func `of residents from elsewhere are told apart`() throws {
        #expect(try #require(IDCard("810000199408230021")).kind == .hongKong)
        #expect(try #require(IDCard("820000200009100032")).kind == .macau)
        let foreigner = try #require(IDCard("932682198501010017"))
        #expect(foreigner.kind == .foreigner)
        #expect(foreigner.division?.description == "320000")
        #expect(IDCard.examine("932682198501010017")["nationality"] == "682")
    }

    @Test func `made up are valid and one digit away from invalid`() throws {
        let table = try #require(SharedData.divisions)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let division = try #require(table.codes.randomElement(using: &generator))
            let birth = try #require(CivilDate(year: .random(in: 1930...2020), month: .random(in: 1...12), day: .random(in: 1...28)))
            let sequence = Int.random(in: 0...999)
            let card = try #require(IDCard.sample(division: division, birth: birth, sequence: sequence))
            #expect(IDCard(card.description) == card)
            #expect(card.birth == birth && card.sequence == sequence && card.division == division)
            #expect(card.sex == (sequence % 2 == 1 ? .male : .female))
            var bytes = Array(card.description.utf8)
            let place = Int.random(in: 0..<17)
            bytes[place] = (bytes[place] - 0x30 + UInt8.random(in: 1...9)) % 10 + 0x30
            #expect(IDCard(String(decoding: bytes, as: UTF8.self)) == nil)
        }
        #expect(IDCard.sample(division: try #require(DivisionCode("450103")), birth: today, sequence: 1000) == nil)
    }

    @Test func `show little of themselves in lists and logs`() throws {
        let card = try #require(IDCard("11010519491231002X"))
        #expect(card.masked() == "110***********002X")
        #expect(card.masked(leading: 6) == "110105********002X")
        #expect(card.masked(leading: 20, trailing: 1) == "******************")
        #expect(!"\(String(reflecting: card))".contains("19491231"))
        #expect(Mask.name("王小明") == "王*" && Mask.name("欧阳修") == "欧阳*" && Mask.name("") == "")
    }
}
