import Identifiers
import Testing

@Suite struct `Division codes` {
    @Test(arguments: [
        ("450000", DivisionCode.Level.province, nil), ("450100", .city, "450000"), ("450103", .county, "450100"),
        ("450103001", .township, "450103"),
        ("450103001002", .village, "450103001"), ("469001", .county, "469000"), ("441900003", .township, "441900"),
        ("810000", .province, nil),
    ])
    func `know their level and parent`(text: String, level: DivisionCode.Level, parent: String?) throws {
        let code = try #require(DivisionCode(text))
        #expect(code.level == level)
        #expect(code.parent?.description == parent)
    }

    @Test(arguments: [
        "", "45010", "4501033", "450003", "000000", "160000", "990000", "45010a", "４50103", " 450103", "450103000", "450000001",
        "450103001000", "450103-S01",
    ])
    func `of any other form are refused`(text: String) {
        #expect(DivisionCode(text) == nil)
        #expect(!DivisionCode.examine(text).isValid)
    }

    @Test func `contain what lies in them`() throws {
        let (region, city, county, village) = (
            try #require(DivisionCode("450000")), try #require(DivisionCode("450100")), try #require(DivisionCode("450103")),
            try #require(DivisionCode("450103001002"))
        )
        #expect(
            region.contains(city) && region.contains(village) && city.contains(county) && county.contains(county)
                && county.contains(village))
        let (baise, guangdong) = (try #require(DivisionCode("451000")), try #require(DivisionCode("440000")))
        #expect(!county.contains(city) && !city.contains(baise) && !region.contains(guangdong))
        #expect(village.ancestors.map(\.description) == ["450103001", "450103", "450100", "450000"])
    }

    @Test func `are named and held against the table`() throws {
        let table = try #require(SharedData.divisions)
        #expect(table.codes.count == 126)
        let county = try #require(DivisionCode("450103"))
        #expect(table.fullName(of: county) == "广西壮族自治区南宁市青秀区")
        #expect(table.children(of: try #require(DivisionCode("450000"))).count == 14)
        #expect(table.children(of: county).isEmpty)
        let result = DivisionCode.examine("450103", table: table)
        #expect(result["name"] == "青秀区" && result["level"] == "county" && result["parent"] == "450100" && result.warnings.isEmpty)
        #expect(DivisionCode.examine("450199", table: table).fault == .unlisted)
        // Guangdong is not in the table: the form is all that can be judged.
        let elsewhere = DivisionCode.examine("440103", table: table)
        #expect(elsewhere.isValid && elsewhere.warnings.count == 1)
        #expect(DivisionCode.examine("450103001", table: table).isValid)
        // Every division's parent in the table contains it.
        for code in table.codes {
            guard let parent = table[code]?.parent else { continue }
            #expect(parent.contains(code) && table.children(of: parent).contains(code))
        }
    }

    @Test(arguments: [
        ("code,name\n", 1), ("code,name,level,parent,lon,lat\n450000,广西,province,,,\n4501,x,city,450000,,\n", 3),
        ("code,name,level,parent,lon,lat\n450000,广西,city,,,\n", 2), ("code,name,level,parent,lon,lat\n450100,南宁市,city,450000,,\n", 2),
        ("code,name,level,parent,lon,lat\n450000,广西,province,,,\n450000,广西,province,,,\n", 3),
        ("code,name,level,parent,lon,lat\n450000,广西,province,,x,\n", 2),
        ("code,name,level,parent,lon,lat\n450000,广西,province,,200,1\n", 2), ("code,name,level,parent,lon,lat\n450000,广西,province\n", 2),
        ("code,name,level,parent,lon,lat\n450000,,province,,,\n", 2), ("", 1),
        ("code,name,level,parent,lon,lat\n450000,广西,province,440000,,\n", 2),
    ])
    func `come from a table whose faults are found by line`(csv: String, line: Int) {
        #expect { try DivisionTable(csv: csv) } throws: { ($0 as? DivisionTable.Failure)?.line == line }
    }

    @Test func `come from tables with any line ends and a mark in front`() throws {
        let table = try DivisionTable(
            csv: "\u{FEFF}code,name,level,parent,lon,lat\r\n450000,广西壮族自治区,province,,108.33,22.82\r\n\r\n450100,南宁市,city,450000,,\r\n")
        #expect(table.codes.count == 2)
        #expect(table[try #require(DivisionCode("450000"))]?.longitude == 108.33)
    }
}
