import TestHall
import TestDatabases
import Casework
import Expressions
import Foundation
import Storage
import Testing
import WorkCalendar

@testable import Operations

@Suite struct `Imports` {
    private func source(_ text: String) throws -> ImportSource { try ImportSource(Array(text.utf8)) }

    private func run(
        _ desk: Desk, _ text: String, as actor: Actor = .system, type: String = "sample/matter", action: String? = nil,
        dryRun: Bool = false, again: Bool = false, stopAfter: Int? = nil
    )
        throws -> (Importer.Progress, [ImportRefusal])
    {
        var refusals: [ImportRefusal] = []
        var commits = 0
        let progress = try Importer(kernel: desk.kernel).run(
            .init(type: type, action: action, actor: actor, isDryRun: dryRun, again: again), source: source(text), clock: { desk.now },
            refused: { refusals.append($0) }
        ) { _ in
            commits += 1
            return stopAfter.map { commits < $0 } ?? true
        }
        return (progress, refusals)
    }

    private func count(_ desk: Desk) throws -> Int64 { try desk.number("SELECT COUNT(*) FROM sample__matter") }

    @Test(arguments: TestPlace.all) func `read labels and ids, codes and their labels, dates of every usual form, composites`(
        place: TestPlace
    ) async throws {
        try await place.desk { desk in
            let (progress, refusals) = try run(
                desk,
                """
                标题*,类型,承办单位,count,费用,紧急,日期,标签,当事人.0.姓名,parties.0.phone,parties.1.name,状态
                修路,咨询,青秀区司法局,3,"1,200.50",是,2026/3/2,甲、乙,张三,13812345678,李四,不收
                架桥,BL,450100000000,,,,2026年3月12日,,,,,
                """)
            #expect(progress.accepted == 2 && refusals == [])
            let ids = try desk.texts("SELECT _id FROM sample__matter ORDER BY title")
            let road = try desk.kernel.view(
                "sample/matter", id: #require(ids.first { $0 != ids[1] || ids.count == 1 }), as: .system, at: desk.now)
            let views = try ids.map { try desk.kernel.view("sample/matter", id: $0, as: .system, at: desk.now) }
            let view = try #require(views.first { $0["title"] == .string("修路") })
            #expect(road.type == "sample/matter")
            #expect(
                view["kind"] == .string("ZX") && view["unit"] == .string(Hall.qingxiu) && view["count"] == .int(3)
                    && view["fee"] == .int(120_050) && view["urgent"] == .bool(true))
            #expect(view.field("day")?.text == "2026-03-02" && view["tags"] == .list([.string("甲"), .string("乙")]))
            guard case .list(let parties) = view["parties"], parties.count == 2, case .map(let first) = parties[0] else {
                Issue.record("\(view["parties"])")
                return
            }
            #expect(
                first[.string("name")] == .string("张三") && first[.string("phone")] == .string("138••••5678"), "the secret part is sealed")
        }
    }

    @Test(arguments: TestPlace.all) func `say of each refused row the line, the field, why and what to do`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (progress, refusals) = try run(
                desk, "title,kind,count,code_no\n修路,ZX,1,A\n,ZX,,\n架桥,没有,,\n\"坏\"行,ZX,,\n挖井,ZX,9999,\n种树,ZX,,A\n修路,ZX,1,2,3,4\n好,BL,,B\n")
            #expect(progress.accepted == 2 && progress.refused == 6)
            #expect(try count(desk) == 2)
            #expect(refusals.map(\.line) == [3, 4, 5, 6, 7, 8])
            #expect(
                refusals[0].field == "title" && refusals[0].label == "标题" && refusals[0].why.contains("标题")
                    || refusals[0].mend.contains("标题"))
            #expect(refusals[1].field == "kind" && refusals[1].why.contains("不在“类型”之中"))
            #expect(refusals[2].why.contains("引号"))
            #expect(refusals[3].field == "count")
            #expect(refusals[4].field == "code_no" && refusals[4].why.contains("重复") || refusals[4].why.contains("相同"))
            #expect(refusals[5].why.contains("列名只有4个"))
            #expect(refusals.allSatisfy { !$0.mend.isEmpty && !$0.why.isEmpty })
            var kept: [ImportRefusal] = []
            try Importer(kernel: desk.kernel).refusals(of: progress.job) { kept.append($0) }
            #expect(kept == refusals)
        }
    }

    @Test(arguments: TestPlace.all) func `are done by the rights of whoever imports`(place: TestPlace) async throws {
        try await place.desk { desk in
            let watcher = try desk.person("w1", "watcher", at: Hall.region)
            let (progress, refusals) = try run(desk, "title,kind\n修路,ZX\n", as: watcher)
            #expect(progress.accepted == 0 && refusals.first?.why.contains("没有“提交”") == true)
            let clerk = try desk.person("c1", "clerk", at: Hall.qingxiu)
            #expect(try run(desk, "title,kind\n修路,ZX\n", as: clerk).0.accepted == 1)
            #expect(try desk.texts("SELECT actor FROM journal") == ["c1"])
            #expect(try JournalSeal(database: desk.database).verify() == [])
        }
    }

    @Test(arguments: TestPlace.all) func `that are tried out leave nothing behind`(place: TestPlace) async throws {
        try await place.desk { desk in
            let text = "title,kind,code_no\n修路,ZX,A\n架桥,没有,\n种树,ZX,A\n"
            let (progress, refusals) = try run(desk, text, dryRun: true)
            #expect(progress.accepted == 1 && refusals.map(\.line) == [3, 4])
            for table in ["sample__matter", "journal", "import_job", "import_refusal", "idempotency"] {
                #expect(try desk.number("SELECT COUNT(*) FROM \(identifier: table)") == 0)
            }
            let after = try run(desk, text).0
            #expect(after.accepted == 1)
            #expect(try desk.texts("SELECT no FROM sample__matter") == ["450000ZX2026001"], "numbers without gaps")
        }
    }

    @Test(arguments: TestPlace.all) func `go on where they ended and do no row twice`(place: TestPlace) async throws {
        try await place.desk { desk in
            let text = "title,kind\n" + (1...1000).map { $0 % 100 == 0 ? ",ZX" : "第\($0)件,ZX" }.joined(separator: "\n")
            let first = try run(desk, text, stopAfter: 2).0
            #expect(first.accepted == 396 && first.refused == 4)
            // As if the process had died after a commit and before its progress was kept.
            try desk.database.writeBlocking { try $0.enqueue("UPDATE import_job SET done_line = 201, accepted = 198, refused = 2") }
            let second = try run(desk, text).0
            #expect(second.resumedAfter == 201 && second.accepted == 990 && second.refused == 10)
            #expect(try count(desk) == 990)
            #expect(try desk.number("SELECT COUNT(DISTINCT title) FROM sample__matter") == 990)
            let third = try run(desk, text).0
            #expect(third.wasDone && third.accepted == 990)
            #expect(try count(desk) == 990)
            #expect(try run(desk, text, again: true).0.accepted == 990)
            #expect(try count(desk) == 1980)
        }
    }

    @Test(arguments: TestPlace.all) func `of child rows, and of actions on records that are there`(place: TestPlace) async throws {
        try await place.desk { desk in
            let id = try desk.file(Hall.qingxiu)
            #expect(try run(desk, "所属记录,内容\n\(id),一\nnone,二\n", type: "sample/entry").0.accepted == 1)
            let (progress, refusals) = try run(desk, "id,memo\n\(id),好\nnone,坏\n", action: "finish")
            #expect(progress.accepted == 1 && refusals.map(\.line) == [3])
            #expect(try desk.texts("SELECT _state FROM sample__matter") == ["done"])
        }
    }

    @Test(arguments: TestPlace.all) func `read JSON lines and spreadsheets alike`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (progress, refusals) = try run(
                desk,
                "{\"title\":\"修路\",\"kind\":\"ZX\",\"parties\":[{\"name\":\"张三\"}]}\n[1]\n{\"title\":\n{\"title\":\"架桥\",\"kind\":\"ZX\",\"other\":1}\n"
            )
            #expect(progress.accepted == 1 && refusals.map(\.line) == [2, 3, 4])
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UInt64.random(in: 0...UInt64.max)).xlsx")
                .path
            defer { try? FileManager.default.removeItem(atPath: path) }
            let writer = try SpreadsheetWriter(path: path, title: "事项", header: ["标题", "类型", "次数"])
            try writer.add([.text("架桥"), .text("办理"), .number("2")])
            try writer.add([.text("种树"), .text("没有"), .empty])
            try writer.finish()
            let sheet = try Importer(kernel: desk.kernel).run(
                .init(type: "sample/matter", actor: .system), source: ImportSource(path: path), clock: { desk.now })
            #expect(sheet.accepted == 1 && sheet.refused == 1)
        }
    }

    @Test func `name heads that fit no field`() async throws {
        try await TestPlace.sqlite.desk { desk in
            let problem = #expect(throws: OperationProblem.self) { _ = try run(desk, "title,种类,parties.0.无\nA,B,C\n") }
            #expect(problem?.message.contains("parties.0.无") == true)
            let other = #expect(throws: OperationProblem.self) { _ = try run(desk, "title,种类\nA,B\n") }
            #expect(other?.message.contains("种类") == true && other?.message.contains("kind（类型）") == true)
            #expect(throws: OperationProblem.self) { _ = try run(desk, "title,标题\nA,B\n") }
            #expect(throws: OperationProblem.self) { _ = try run(desk, "title\nA\n", type: "no/such") }
            #expect(throws: OperationProblem.self) { _ = try run(desk, "title\nA\n", action: "none") }
        }
    }
}
