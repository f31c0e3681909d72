import Identifiers
import Testing

@Suite struct `Lawyers' licence numbers` {
    let today = CivilDate("2026-03-02") ?? .today

    @Test func `say when, where and as what`() throws {
        let licence = try #require(LawyerLicence("14501201510123456", today: today))
        #expect(
            licence.province == 45 && licence.city == 1 && licence.year == 2015 && licence.category == .fullTime && licence.sex == .male
                && licence.sequence == 123_456)
        let result = LawyerLicence.examine("14501201561123456", today: today)
        #expect(result["category"] == "公职律师" && result["sex"] == "女" && result.warnings.isEmpty)
        #expect(LawyerLicence.examine("14401201510123456", today: today).warnings.count == 1)
    }

    @Test(arguments: [
        ("1450120151012345", Examination.Fault.format), ("24501201510123456", .format), ("14501201500123456", .format),
        ("14501201512123456", .format),
        ("14500201510123456", .format), ("11601201510123456", .province), ("14501197810123456", .year), ("14501202710123456", .year),
        ("1450120151012345X", .format), ("", .format),
    ])
    func `that are wrong say why`(text: String, fault: Examination.Fault) {
        #expect(LawyerLicence.examine(text, today: today).fault == fault)
        #expect(LawyerLicence(text, today: today) == nil)
    }

    @Test func `made up are valid`() throws {
        let division = try #require(DivisionCode("450100"))
        let licence = try #require(LawyerLicence.sample(division: division, year: 2019, category: .legalAid, sex: .female, sequence: 7))
        #expect(licence.description == "14501201981000007")
        #expect(
            LawyerLicence.sample(division: try #require(DivisionCode("450000")), year: 2019, category: .legalAid, sex: .female, sequence: 7)
                == nil)
        #expect(LawyerLicence.sample(division: division, year: 1950, category: .fullTime, sex: .male, sequence: 7) == nil)
    }
}
