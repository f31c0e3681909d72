import TestHall
import TestDatabases
import Casework
import Definitions
import Expressions
import Foundation
import Storage
import Testing

@testable import Operations

@Suite struct `Exports` {
    private func export(_ desk: Desk, _ format: RecordExport.Format, as actor: Actor = .system, filter: String? = nil, under: String? = nil)
        throws -> (RecordExport.Outcome, [UInt8])
    {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UInt64.random(in: 0...UInt64.max))").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try RecordExport(
            kernel: desk.kernel, query: ListQuery(type: "sample/matter", filter: filter, sort: "created_at", under: under), format: format,
            actor: actor
        )
        .write(to: path, at: desk.now)
        return (outcome, Array(try #require(FileManager.default.contents(atPath: path))))
    }

    private func fill(_ desk: Desk) throws {
        try desk.file(
            Hall.qingxiu,
            [
                "title": .string("=HYPERLINK(1)"), "fee": .string("12.50"), "phone": .string("13812345678"), "count": .int(3),
                "code_no": .string("A"),
            ])
        try desk.file(
            Hall.liuzhou,
            [
                "title": .string("逗,号\"引\""), "kind": .string("BL"),
                "parties": .list([.map([.string("name"): .string("张三"), .string("born"): .string("1990-01-02")])]),
                "day": .string("2026-03-02"),
            ])
    }

    @Test(arguments: TestPlace.all, RecordExport.Format.allCases) func `can be read in again`(place: TestPlace, format: RecordExport.Format)
        async throws
    {
        let bytes = try await place.desk { desk in
            try fill(desk)
            let (outcome, bytes) = try export(desk, format)
            #expect(outcome == .init(rows: 2, heldBack: 0))
            #expect(try desk.texts("SELECT what FROM access_log WHERE kind = \("export")") == ["sample/matter"])
            return bytes
        }
        try await place.desk { desk in
            let source = try ImportSource(bytes)
            var rows: [[String: Value]] = []
            guard format != .jsonl else {
                #expect(source.rows.compactMap { $0.object?["title"] } == [.string("=HYPERLINK(1)"), .string("逗,号\"引\"")])
                return
            }
            // Masked values are no values: whoever exports does not take secrets away, and cannot put the mask in their place.
            let mapping = ["电话": "", "编号": "", "类型码": "", "办结时间": ""]
            let progress = try Importer(kernel: desk.kernel).run(
                .init(type: "sample/matter", actor: .system, mapping: mapping), source: source, clock: { desk.now },
                refused: { Issue.record("\($0)") })
            #expect(progress.accepted == 2)
            for item in try desk.kernel.list(ListQuery(type: "sample/matter", sort: "created_at"), as: .system, at: desk.now).items {
                rows.append(Dictionary(item.fields.map { ($0.definition.id, $0.value) }, uniquingKeysWith: { first, _ in first }))
            }
            let road = try #require(rows.first { $0["title"] == .string("=HYPERLINK(1)") })
            #expect(road["fee"] == .int(1250) && road["count"] == .int(3) && road["unit"] == .string(Hall.qingxiu))
            let other = try #require(rows.first { $0["title"] == .string("逗,号\"引\"") })
            guard case .list(let parties)? = other["parties"], case .map(let party)? = parties.first else {
                Issue.record("\(other)")
                return
            }
            #expect(party[.string("name")] == .string("张三"))
        }
    }

    @Test func `neutralise formulas and keep numbers numbers`() async throws {
        try await TestPlace.sqlite.desk { desk in
            try fill(desk)
            let text = String(decoding: try export(desk, .csv).1, as: UTF8.self)
            #expect(text.hasPrefix("\u{FEFF}标识,编号,标题"))
            #expect(
                text.contains(",'=HYPERLINK(1),") && text.contains(",12.50,") && !text.contains("13812345678")
                    && text.contains("138••••5678"))
        }
    }

    @Test(arguments: TestPlace.all) func `hold what one may export and no more`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            #expect(try export(desk, .csv, as: desk.person("c1", "clerk", at: Hall.qingxiu)).0.rows == 1)
            #expect(try export(desk, .csv, filter: "kind == 'BL'").0.rows == 1)
            #expect(try export(desk, .csv, under: Hall.nanning).0.rows == 1)
            let refusal = #expect(throws: Refusal.self) { _ = try export(desk, .csv, as: desk.person("w1", "watcher", at: Hall.region)) }
            #expect(refusal?.reason == .forbidden)
            // Seen by one role, exported by another.
            let both = Actor(
                id: "b1", name: "b1", grants: [Grant(role: "watcher", org: Hall.region), Grant(role: "clerk", org: Hall.qingxiu)],
                org: Hall.region)
            #expect(try export(desk, .csv, as: both).0 == .init(rows: 1, heldBack: 1))
        }
    }

    @Test func `leave no file when they fail`() async throws {
        try await TestPlace.sqlite.desk { desk in
            try fill(desk)
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UInt64.random(in: 0...UInt64.max))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let query = ListQuery(type: "sample/matter", filter: "no_such == 1")
            for format in RecordExport.Format.allCases {
                #expect(throws: (any Error).self) {
                    _ = try RecordExport(kernel: desk.kernel, query: query, format: format, actor: .system).write(
                        to: folder.path + "/x", at: desk.now)
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }
}
