import Casework
import Testing
import WorkCalendar

@testable import Demonstration

@Suite struct `What the demonstration is made of` {
    @Test func `chance is the same on every machine`() {
        // The first numbers of SplitMix64 with seed 1234567, as its authors publish them.
        var chance = SeededGenerator(seed: 1_234_567)
        #expect((0..<3).map { _ in chance.next() } == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test(arguments: [
        (1, "一"), (10, "十"), (17, "十七"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (577, "五百七十七"), (1_000, "一千"), (1_076, "一千零七十六"),
        (1_200, "一千二百"), (1_260, "一千二百六十"),
    ])
    func `articles are numbered in Chinese`(number: Int, text: String) {
        #expect(Question.chinese(number) == text)
    }

    @Test func `questions are read with their law, bad lines left out`() {
        let lines = """
            {"question": "公司拖欠工资怎么办？", "relevant": [{"id": "劳动合同法#30", "how": "x"}], "category_from_law": "劳动人事"}
            {"question": "没有依据的", "relevant": []}
            not json
            """
        #expect(Question.read(lines: lines) == [Question(text: "公司拖欠工资怎么办？", lawField: "wage", law: "劳动合同法", article: "第三十条")])
    }

    @Test func `tables with quotes and breaks within cells are read`() {
        let rows = CSVText.rows("a,b\n1,\"x,\"\"y\"\"\nz\"\n2,\n")
        #expect(rows == [["a": "1", "b": "x,\"y\"\nz"], ["a": "2", "b": ""]])
    }

    @Test func `the agenda gives what is due first, and what was noted first of the same moment`() {
        final class Note: Story {
            let name: String
            init(_ name: String) { self.name = name }
            func proceed(in province: Province) throws -> Moment? { nil }
        }
        var agenda = Agenda()
        for (name, at) in [("c", 30), ("a", 10), ("d", 30), ("b", 20), ("a2", 10)] {
            agenda.note(Note(name), at: Moment(clamping: Int64(at)))
        }
        var order: [String] = []
        while let next = agenda.take() { order.append((next.story as? Note)?.name ?? "?") }
        #expect(order == ["a", "a2", "b", "c", "d"])
    }

    @Test func `roles exist where the specification says`() {
        let city = Organisation(code: "450100", name: "南宁市司法局", kind: "city_bureau", level: "city", parent: "450000", division: "450100")
        let county = Organisation(
            code: "450103", name: "青秀区司法局", kind: "county_bureau", level: "county", parent: "450100", division: "450103")
        let notary = Organisation(
            code: "450103-NO01", name: "公证处", kind: "institution", level: "agency", parent: "450103", division: "450103")
        let firm = Organisation(
            code: "450103-LF01", name: "律师事务所", kind: "institution", level: "agency", parent: "450103", division: "450103")
        let office = Organisation(
            code: "450103-S01", name: "司法所", kind: "justice_office", level: "office", parent: "450103", division: "450103")
        #expect(RoleLevels("region, city").include(city) && !RoleLevels("region, city").include(county))
        #expect(RoleLevels("region, city, county/司法所").include(office))
        #expect(RoleLevels("agency (公证处)").include(notary) && !RoleLevels("agency (公证处)").include(firm))
        #expect(RoleLevels("法律服务机构（公证处）").include(notary) && !RoleLevels("法律服务机构（公证处）").include(firm))
        #expect(RoleLevels("自治区、市").include(city) && RoleLevels("法律服务机构").include(firm))
        #expect(RoleLevels("institution (agency)").include(notary) && RoleLevels("institution (agency)").include(firm))
        #expect(RoleLevels("every node").include(county) && !RoleLevels("every node").include(firm))
        #expect(!RoleLevels("public").include(city))
    }

    @Test func `every role of an organisation has somebody in the province`() throws {
        let kernel = try SmallProvince.emptyKernel()
        let organisations = try SmallProvince.material().organisations
        // Those are appointed for one event, one examination or by a partner.
        let appointed: Set<String> = ["行业协会", "按事件指定，默认本单位主要负责人或分管领导", "协作单位和本单位各部门", "考点", "群众"]
        for role in kernel.state.catalogue.roles where role.kind != "citizen" && role.kind != "machine" && role.id != "system" {
            let levels = RoleLevels(role.level)
            #expect(
                appointed.contains(role.level) || organisations.contains(where: levels.include),
                "\(role.id)：级别“\(role.level)”没有读懂")
        }
        let county = try #require(organisations.first { $0.code == "450103" })
        for role in ["unit_reporter", "deputy_leader", "sys_admin", "duty_officer"] {
            #expect(try RoleLevels(#require(kernel.state.catalogue.role(role)).level).include(county), "\(role)")
        }
    }
}
