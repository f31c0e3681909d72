import TestDatabases
@testable import Definitions
import Expressions
import Testing
import WorkCalendar

@testable import Casework

/// Records about people: personal in plain fields, in parts of a structure, in the title; a child, and records that refer to them.
enum PeopleOffice {
    static let system = """
        system: people
        name: 人员
        platform: government-affairs
        zone: extranet
        records:
          file:
            name: 人员档案
            number: {field: no, pattern: "{org6}{yyyy}{seq3}"}
            title: "{no} · {name}"
            scope: {own: [account]}
            fields:
              no:      {label: 编号, type: text}
              name:    {label: 姓名, type: text, required: true, personal: true}
              mobile:  {label: 手机, type: phone, personal: true, index: true}
              birth:   {label: 出生日期, type: date, personal: true}
              card:    {label: 证件, type: idcard, secret: true}
              kin:     {label: 亲属, type: list, of: {who: {label: 称呼, type: text, required: true}, name: {label: 姓名, type: text, personal: true}}}
              places:  {label: 住处, type: list, of: text, personal: true}
              grade:   {label: 级别, type: text}
              account: {label: 本人, type: user}
            lifecycle:
              states: {kept: {label: 在管, todo: {role: clerk, task: 建档}}, gone: {label: 离开, end: true}}
              actions:
                open:  {label: 建档, from: none, to: kept, by: [clerk, citizen], notifies: [{role: clerk, to: org}]}
                leave: {label: 离开, from: kept, to: gone, by: clerk}
            access:
              - {role: clerk, may: [view, list, edit, export, reveal, actions]}
              - {role: head, may: [view, list, export], masks: [grade]}
              - {role: keeper, may: [view, list, reveal], masks: [grade], scope: organisation}
              - {role: citizen, may: [view, list, actions]}
          line:
            name: 谈话
            parent: file
            title: "{said}"
            fields:
              said: {label: 内容, type: text, required: true, personal: true}
            access:
              - {role: clerk, may: [view, list, create]}
              - {role: head, may: [view, list], when: "parent.grade == 'A' && parent.state == 'kept'"}
              - {role: keeper, may: [view, list], when: "level_of(actor.org) == 'county'"}
          mention:
            name: 引用
            title: "引用 {file}"
            fields:
              file: {label: 档案, type: ref, to: file, required: true}
            access:
              - {role: clerk, may: [view, list, create]}
        """

    static func catalogue() throws -> Catalogue {
        let result = DefinitionLoader.load(
            DefinitionFolder(files: [
                .init(path: "shared/shared.yaml", bytes: Array(SampleOffice.shared.utf8)),
                .init(path: "government-affairs/people/system.yaml", bytes: Array(system.utf8)),
            ]), functions: StandardFunctions.declarations)
        let problems = result.problems.map(\.description).joined(separator: "\n")
        return try #require(result.catalogue, "\(problems)")
    }
}

extension Desk {
    fileprivate static let person = "people/file"

    fileprivate func open(_ name: String, as actor: Actor, _ more: [String: Value] = [:]) throws -> String {
        try perform("open", as: actor, ["name": .string(name)].merging(more) { $1 }, type: Self.person).id
    }
}

@Suite struct `Personal information` {
    private static let files = ListQuery(type: "people/file")
    private static let values: [String: Value] = [
        "mobile": "13877112233", "birth": "1990-02-03", "grade": "A",
        "kin": .list([.map([.string("who"): "兄", .string("name"): "韦大明"])]), "places": .list(["南宁市", "柳州市"]),
    ]

    @Test(arguments: TestPlace.all) func `is masked in lists, titles and exports, and in clear on the record's page`(place: TestPlace)
        async throws
    {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.open("韦小明", as: clerk, Self.values)
            let rows = [
                try desk.kernel.list(Self.files, as: clerk, at: desk.now).items,
                try desk.kernel.exportPage(Self.files, as: clerk, at: desk.now).page.items,
            ]
            for items in rows {
                let row = try #require(items.first)
                #expect(row.title == "4501032026001 · 韦••")
                #expect(row["name"] == "韦••" && row.field("name")?.isMasked == true && row.field("name")?.text == "韦••")
                #expect(row.field("mobile")?.text == "138••••2233")
                #expect(row.field("birth")?.text == "1••••••••")
                #expect(row["kin"] == .list([.map([.string("who"): "兄", .string("name"): "韦••"])]))
                #expect(row.field("kin")?.text.contains("韦大明") == false && row.field("places")?.text.contains("南宁") == false)
                #expect(row["grade"] == "A" && row.field("grade")?.isMasked == false)
            }
            let page = try desk.view(id, as: clerk, type: "people/file")
            #expect(page.title == "4501032026001 · 韦小明" && page["name"] == "韦小明" && page.field("mobile")?.text == "13877112233")
            #expect(page.field("birth")?.text == "1990-02-03" && page.field("name")?.isMasked == false)
            #expect(page.field("kin")?.text.contains("韦大明") == true)
            // Judging by a value is not reading a list.
            var judged = Self.files
            judged.showsPersonal = true
            #expect(try desk.kernel.list(judged, as: clerk, at: desk.now).items.first?["name"] == "韦小明")
            #expect(try desk.kernel.list(Self.files, as: .system, at: desk.now).items.first?["name"] == "韦小明")
        }
    }

    @Test(arguments: TestPlace.all) func `can be searched by whoever may read it`(place: TestPlace) async throws {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.open("韦小明", as: clerk, Self.values)
            #expect(try desk.list(ListQuery(type: "people/file", filter: "name.startsWith('韦小')"), as: clerk) == [id])
            #expect(try desk.list(ListQuery(type: "people/file", equals: ["mobile": "13877112233"]), as: clerk) == [id])
            let far = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            #expect(try desk.list(ListQuery(type: "people/file", filter: "name.startsWith('韦小')"), as: far).isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `stays out of to-dos, messages and the names of records that others refer to`(place: TestPlace)
        async throws
    {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.open("韦小明", as: clerk)
            #expect(try desk.kernel.todos(of: clerk, at: desk.now).map(\.title) == ["4501032026001"])
            #expect(try desk.kernel.notices(of: clerk).allSatisfy { !$0.text.contains("韦小明") })
            let mention = try desk.perform("create", as: clerk, ["file": .string(id)], type: "people/mention").id
            #expect(try desk.view(mention, as: clerk, type: "people/mention").title == "引用 4501032026001")
            let file = RecordReference(type: "people/file", id: id)
            #expect(try desk.kernel.titles(of: [file], as: clerk, at: desk.now) == [file: "4501032026001 · 韦••"])
            let far = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            #expect(try desk.kernel.titles(of: [file], as: far, at: desk.now).isEmpty)
            let referring = try desk.kernel.referring(to: file, as: clerk, at: desk.now)
            #expect(referring.map(\.type) == ["people/mention"] && referring.first?.items.map(\.id) == [mention])
            #expect(try desk.kernel.referring(to: file, as: far, at: desk.now).isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `is no secret to the person whose it is, and rows of one record are part of its page`(
        place: TestPlace
    ) async throws {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let citizen = try desk.person("p1", "citizen", at: "")
            let id = try desk.open("韦小明", as: clerk, ["account": "p1"])
            #expect(try desk.kernel.list(Self.files, as: citizen, at: desk.now).items.map(\.title) == ["4501032026001 · 韦小明"])
            try desk.perform("create", as: clerk, ["parent": .string(id), "said": "家中变故"], type: "people/line")
            let rows = try desk.kernel.list(ListQuery(type: "people/line", parent: id), as: clerk, at: desk.now).items
            #expect(rows.first?["said"] == "家中变故")
            let all = try desk.kernel.list(ListQuery(type: "people/line"), as: clerk, at: desk.now).items
            #expect(all.first?["said"] == "家•••" && all.first?.title == "家•••")
        }
    }

    @Test(arguments: TestPlace.all) func `revealed leaves a trace with who and why`(place: TestPlace) async throws {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let keeper = try desk.person("k1", "keeper", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let id = try desk.open("韦小明", as: clerk, Self.values)
            #expect(try desk.view(id, as: keeper, type: "people/file").field("grade")?.isMasked == true)
            let shown = try await desk.kernel.reveal("people/file", id: id, field: "grade", purpose: "核对级别", as: keeper, at: desk.now)
            #expect(shown == "A")
            let trace = try #require(try desk.kernel.timeline("people/file", id: id, as: clerk, at: desk.now).first)
            #expect(trace.action == "reveal" && trace.actor == "k1" && trace.changes.contains { $0.to.contains("核对级别") })
            await #expect(throws: Refusal.self) {
                _ = try await desk.kernel.reveal("people/file", id: id, field: "grade", purpose: "看看", as: head, at: desk.now)
            }
            #expect(try desk.findings().isEmpty)
        }
    }
}

@Suite struct `Rows of many parents at once` {
    @Test(arguments: TestPlace.all) func `are listed by conditions on their parent as they are judged one by one`(place: TestPlace)
        async throws
    {
        try await place.desk(catalogue: try PeopleOffice.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            var rows: [String: String] = [:]
            for (name, grade) in [("甲", "A"), ("乙", "B"), ("丙", nil as String?)] {
                let file = try desk.open(name, as: clerk, grade.map { ["grade": .string($0)] } ?? [:])
                rows[name] = try desk.perform("create", as: clerk, ["parent": .string(file), "said": .string(name)], type: "people/line").id
                if name == "甲" {
                    rows["去"] = try desk.perform("create", as: clerk, ["parent": .string(file), "said": "去"], type: "people/line").id
                }
            }
            let all = ListQuery(type: "people/line", sort: "created_at")
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            #expect(Set(try desk.list(all, as: clerk)) == Set(rows.values))
            let seen = Set([rows["甲"], rows["去"]].compactMap { $0 })
            #expect(Set(try desk.list(all, as: head)) == seen)
            #expect(try desk.kernel.count(all, as: head, at: desk.now) == 2)
            for (_, id) in rows {
                if seen.contains(id) {
                    #expect(throws: Never.self) { try desk.view(id, as: head, type: "people/line") }
                } else {
                    #expect(refusal { _ = try desk.view(id, as: head, type: "people/line") }?.reason == .notfound)
                }
            }
            // A part of a condition that names no column is worked out with the actor's own organisation.
            #expect(Set(try desk.list(all, as: try desk.person("k1", "keeper", at: SampleOffice.qingxiu))) == Set(rows.values))
            #expect(try desk.list(all, as: try desk.person("k2", "keeper", at: SampleOffice.nanning)).isEmpty)
            // A filter may speak of the parent, too.
            #expect(try desk.list(ListQuery(type: "people/line", filter: "parent.grade == 'B'"), as: clerk) == [rows["乙"]])
        }
    }

    @Test func `a condition that no database can work out is refused when definitions are checked`() throws {
        let wrong = PeopleOffice.system.replacing(
            "when: \"level_of(actor.org) == 'county'\"", with: "when: \"kind_of(parent.org) == 'county_bureau'\"")
        let result = DefinitionLoader.load(
            DefinitionFolder(files: [
                .init(path: "shared/shared.yaml", bytes: Array(SampleOffice.shared.utf8)),
                .init(path: "government-affairs/people/system.yaml", bytes: Array(wrong.utf8)),
            ]), functions: StandardFunctions.declarations)
        #expect(result.catalogue == nil || !result.problems.isEmpty)
        #expect(result.problems.contains { $0.description.contains("查看条件") && $0.description.contains("不能在数据库中计算") })
    }
}
