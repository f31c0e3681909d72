import Identifiers
import Testing

@Suite struct `Organisation codes` {
    @Test(arguments: [
        ("450000", OrganisationCode.Kind.justiceBureau, nil), ("450100", .justiceBureau, "450000"), ("450103", .justiceBureau, "450100"),
        ("450000-PB", .prisonBureau, "450000"), ("450000-P01", .prison, "450000-PB"), ("450000-P01-01", .ward, "450000-P01"),
        ("450000-RB", .rehabilitationBureau, "450000"), ("450000-R01", .rehabilitationCentre, "450000-RB"),
        ("450000-R12-03", .brigade, "450000-R12"),
        ("450103-S01", .judicialOffice, "450103"), ("450103-LF01", .lawFirm, "450103"), ("450100-LF123", .lawFirm, "450100"),
        ("450103-NO01", .notaryOffice, "450103"),
        ("450103-LA01", .legalAidCentre, "450103"), ("450103-FI01", .forensicInstitution, "450103"),
        ("450103-MC01", .mediationCommittee, "450103"),
        ("450103-MCI01", .industryMediationCommittee, "450103"), ("450100-AC01", .arbitrationCommission, "450100"),
        ("450103-GL01", .grassrootsOffice, "450103"),
        ("450103-V001", .residentsCommittee, "450103"), ("X-450103-CT", .court, nil), ("X-450103-PR", .procuratorate, nil),
        ("X-450103-PS", .police, nil),
        ("X-450103-PS02", .police, nil), ("X-450103-GV01", .governmentDepartment, nil),
    ])
    func `know what they stand for and under whom`(text: String, kind: OrganisationCode.Kind, parent: String?) throws {
        let code = try #require(OrganisationCode(text))
        #expect(code.description == text)
        #expect(code.kind == kind)
        #expect(code.parent?.description == parent)
        #expect(!kind.label.isEmpty)
    }

    @Test(arguments: [
        "", "X", "X-450103", "450103-", "450103-CT", "X-450103-LF01", "450103-P01", "450100-PB", "450000-PB01", "450000-PB-01", "450103-S1",
        "450103-S001", "450103-S00",
        "450100-S01", "450103-V01", "450103-AC01", "450103-LF", "450103-lf01", "450103-S01-01", "450000-P01-1", "450000-P01-01-01",
        "450103001", "450103-ÉF01", "450103-S０1",
        "X-450103-GV", "450103-S-1", "450103--S01", "450103-S9999999999999999999999", "160000",
    ])
    func `of any other form are refused`(text: String) {
        #expect(OrganisationCode(text) == nil)
    }

    @Test func `tell the chain above`() throws {
        let ward = try #require(OrganisationCode("450000-P01-02"))
        #expect(ward.ancestors.map(\.description) == ["450000-P01", "450000-PB", "450000"])
        #expect(ward.number == 1 && ward.part == 2)
        let region = try #require(OrganisationCode("450000")), city = try #require(OrganisationCode("450100"))
        let firm = try #require(OrganisationCode("450103-LF01"))
        #expect(region.isAbove(ward) && region.isAbove(firm) && city.isAbove(firm))
        #expect(!city.isAbove(ward) && !firm.isAbove(firm) && !firm.isAbove(city))
    }
}
