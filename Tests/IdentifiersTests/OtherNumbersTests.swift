import Foundation
import Identifiers
import Testing

@Suite struct `Document numbers` {
    @Test func `have the form of the standard`() throws {
        let number = try #require(DocumentNumber("桂司发〔2026〕12号"))
        #expect(number.word == "桂司发" && number.year == 2026 && number.serial == 12)
        #expect(DocumentNumber(word: "桂司通", year: 2026, serial: 3)?.description == "桂司通〔2026〕3号")
        #expect(DocumentNumber(word: "", year: 2026, serial: 3) == nil)
        #expect(DocumentNumber(word: "桂〔", year: 2026, serial: 3) == nil)
        #expect(DocumentNumber(word: "桂司发", year: 26, serial: 3) == nil)
    }

    @Test(arguments: ["桂司发[2026]12号", "桂司发【2026】第12号", "桂司发（2026）012号", "桂司发 〔2026〕 12号"])
    func `that are nearly right name the mend`(text: String) {
        let result = DocumentNumber.examine(text)
        #expect(!result.isValid && result["corrected"] == "桂司发〔2026〕12号")
    }

    @Test(arguments: ["", "号", "〔2026〕12号", "桂司发〔2026〕号", "桂司发〔2026〕0号", "桂司发〕2026〔12号", "桂司发〔2026〕12", "桂司发〔２０２６〕12号"])
    func `of any other form are refused`(text: String) {
        #expect(DocumentNumber(text) == nil)
        #expect(!DocumentNumber.examine(text).isValid)
    }
}

@Suite struct `Vehicle plates` {
    @Test(arguments: ["桂A12345", "桂AB1234", "桂A1234警", "京AD92035", "京A12345D"])
    func `of the usual forms`(text: String) {
        #expect(VehiclePlate(text)?.isNewEnergy == (text.count == 8))
    }

    @Test(arguments: [
        "", "桂", "桂A", "桂A1234", "桂AABCDE", "桂AI2345", "桂A-12345", "A桂12345", "桂a12345", "桂A１2345", "桂AL12345", "桂A123456", "港A12345",
        "桂AF1234警",
    ])
    func `of no form are refused`(text: String) {
        #expect(VehiclePlate(text) == nil)
    }
}

@Suite struct `Civil dates` {
    @Test func `are read strictly and follow the Gregorian calendar`() throws {
        #expect(CivilDate("2024-02-29") != nil && CivilDate("2000-02-29") != nil)
        for text in [
            "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-03", "0000-01-01", "2026/04/03", "２026-04-03", "",
        ] {
            #expect(CivilDate(text) == nil, "\(text)")
        }
        #expect(CivilDate(milliseconds: 0).description == "1970-01-01")
        #expect(CivilDate(milliseconds: 57_599_999).description == "1970-01-01")
        #expect(CivilDate(milliseconds: 57_600_000).description == "1970-01-02")
        #expect(CivilDate(milliseconds: -28_800_001).description == "1969-12-31")
        #expect(CivilDate(milliseconds: -28_800_000).description == "1970-01-01")
        #expect(CivilDate(milliseconds: .min).description == "0001-01-01")
        #expect(CivilDate(milliseconds: .max).description == "9999-12-31")
    }

    @Test func `agree with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -2_000_000_000...20_000_000_000)
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: TimeInterval(seconds)))
            let date = CivilDate(milliseconds: seconds * 1000)
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
        }
    }
}

@Suite struct `The identify command` {
    @Test func `prints a line for people and one for machines`() throws {
        let command = IdentifyCommand(
            kind: .idcard, today: try #require(CivilDate("2026-03-02")), table: try #require(SharedData.divisions))
        let valid = command.examine(line: " 11010519491231002X\r\n")
        #expect(valid.text.hasPrefix("valid\t11010519491231002X\t证件：居民身份证\t"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(valid.json.utf8)) as? [String: Any])
        #expect(
            object["valid"] as? Bool == true && object["birth"] as? String == "1949-12-31" && object["sex"] as? String == "女"
                && object["length"] as? Int == 18)
        let invalid = command.examine(line: "1101051949\"\\\u{1}")
        #expect(invalid.text.hasPrefix("invalid\t"))
        let refusal = try #require(try JSONSerialization.jsonObject(with: Data(invalid.json.utf8)) as? [String: Any])
        #expect(
            refusal["valid"] as? Bool == false && refusal["fault"] as? String == "format"
                && refusal["value"] as? String == "1101051949\"\\\u{1}")
        #expect(!invalid.json.contains("\n"))
    }

    @Test func `knows its four words`() {
        #expect(IdentifyCommand.Kind.allCases.map(\.rawValue) == ["idcard", "credit-code", "phone", "division"])
        #expect(IdentifyCommand(kind: .creditCode).examine(line: "314500000000001908").isValid)
        #expect(IdentifyCommand(kind: .phone).examine(line: "0771-5853000").isValid)
        #expect(IdentifyCommand(kind: .division).examine(line: "450103").isValid)
    }

    @Test func `identifiers travel as their text`() throws {
        let code = try #require(OrganisationCode("450103-S01"))
        #expect(String(decoding: try JSONEncoder().encode([code]), as: UTF8.self) == "[\"450103-S01\"]")
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([IDCard].self, from: Data("[\"110105194912310021\"]".utf8)) }
    }
}
