import Identifiers
import Testing

@Suite struct `Credit codes` {
    static let synthetic = [
        "314500000000001908", "324500000000001905", "334500000000001902", "34450000000000190Y", "35450000000000190U", "314501000000002701",
    ]

    @Test(arguments: synthetic + ["91350100M000100Y43"])
    func `of the specification are valid`(text: String) {
        #expect(CreditCode(text)?.description == text)
        #expect(CreditCode.examine(text).isValid)
    }

    @Test(arguments: synthetic)
    func `with any other last character are not`(text: String) {
        for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where character != text.last {
            let changed = text.dropLast() + String(character)
            let wanted: Examination.Fault = "IOSVZ".contains(character) ? .format : .checkDigit
            #expect(CreditCode.examine(String(changed)).fault == wanted)
        }
    }

    @Test(arguments: [
        ("31450000000000190I", Examination.Fault.format), ("3145000000000019", .format), ("31450A000000001908", .format),
        ("314500000000001908 ", .format),
        ("", .format), ("３14500000000001908", .format),
    ])
    func `that are wrong say why`(text: String, fault: Examination.Fault) {
        #expect(CreditCode.examine(text).fault == fault)
        #expect(CreditCode(text) == nil)
    }

    @Test func `need a subject code that passes its own check`() throws {
        let body = Array("31450000000000191".utf8)
        let check = try #require(CreditCode.checkCharacter(body))
        #expect(CreditCode.examine(String(decoding: body + [check], as: UTF8.self)).fault == .subjectCode)
        #expect(SubjectCode("D2143569X") != nil)
        #expect(SubjectCode("D21435690") == nil)
        #expect(SubjectCode("D2143569") == nil)
    }

    @Test func `tell who registered what`() throws {
        let code = try #require(CreditCode("324500000000001905"))
        #expect(code.legalServiceKind == .notaryOffice)
        #expect(code.departmentName == "司法行政" && code.categoryName == "公证处")
        #expect(code.division?.description == "450000")
        #expect(code.fit(orgKind: "32") == .fits)
        #expect(code.fit(orgKind: "MC") == .fits)
        guard case .wrong = code.fit(orgKind: "31") else {
            Issue.record("a notary office's code fits no law firm")
            return
        }
    }

    @Test func `of public institutions and social organisations are doubtful for legal services`() throws {
        let division = try #require(DivisionCode("450100"))
        for prefix in ["12", "51", "52"] {
            let code = try #require(CreditCode.sample(prefix: prefix, division: division, subject: 77))
            guard case .doubtful = code.fit(orgKind: "34") else {
                Issue.record("\(code)")
                continue
            }
        }
    }

    @Test func `made up are valid, all different, and differ from their neighbours in every place`() throws {
        let division = try #require(DivisionCode("450103"))
        var seen: Set<CreditCode> = []
        for subject in 0..<2_000 {
            seen.insert(try #require(CreditCode.sample(prefix: "31", division: division, subject: subject * 49_999)))
        }
        #expect(seen.count == 2_000)
        let code = try #require(CreditCode.sample(prefix: "31", division: division, subject: 123))
        let bytes = Array(code.description.utf8)
        for place in bytes.indices {
            for character in "0123456789ABCDEFGHJKLMNPQRTUWXY".utf8 where character != bytes[place] {
                var changed = bytes
                changed[place] = character
                #expect(CreditCode(String(decoding: changed, as: UTF8.self)) == nil)
            }
        }
        #expect(CreditCode.sample(prefix: "3I", division: division, subject: 1) == nil)
        #expect(CreditCode.sample(prefix: "31", division: division, subject: -1) == nil)
    }
}
