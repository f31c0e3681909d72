import TestHall
import TestDatabases
import Casework
import Expressions
import Storage
import Testing

@testable import Indicators

@Suite struct `Saved reports` {
    private let queries = [
        FigureQuery(type: "sample/matter", indicator: "filed", by: ["organisation", "month"]),
        FigureQuery(type: "sample/matter", indicator: "done_rate", by: ["kind"]),
    ]

    private func saved(_ desk: Desk) throws -> (reports: Reports, report: Reports.Snapshot, records: [String]) {
        let records = try [Hall.qingxiu, Hall.xingning, Hall.office].map { try desk.file($0) }
        let reports = try Reports(kernel: desk.kernel)
        return (reports, try reports.save(queries, name: "一季度", as: .system, at: desk.now), records)
    }

    @Test(arguments: TestPlace.all) func `come back byte for byte after their records have moved on`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (reports, report, records) = try saved(desk)
            #expect(try reports.prove(report) == .init(findings: [], changedSince: 0, rows: 3))
            try desk.perform("finish", records[0])
            try desk.file(Hall.liuzhou)
            let again = try #require(try reports.snapshot(report.id, as: .system))
            #expect(again == report)
            #expect(Array(again.body.utf8) == Array(report.body.utf8))
            #expect(try reports.prove(again) == .init(findings: [], changedSince: 1, rows: 3))
            #expect(try reports.rows(of: again, table: 0, keys: nil).map(\.id) == records.sorted())
            #expect(try reports.rows(of: again, table: 1, keys: ["ZX"]).map(\.version) == [1, 1, 1])
        }
    }

    @Test(arguments: TestPlace.all) func `made twice from the same state are the same`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (reports, report, _) = try saved(desk)
            #expect(try reports.save(queries, name: "一季度", as: .system, at: desk.now).body == report.body)
        }
    }

    @Test(arguments: TestPlace.all) func `show every alteration`(place: TestPlace) async throws {
        try await place.desk { desk in
            let (reports, report, records) = try saved(desk)
            func findings(_ tamper: SQL, _ mend: SQL) throws -> [String] {
                try desk.database.writeBlocking { try $0.enqueue(tamper) }
                let found = try reports.prove(try #require(try reports.snapshot(report.id, as: .system))).findings
                try desk.database.writeBlocking { try $0.enqueue(mend) }
                return found
            }
            let body = report.body
            let altered = body.replacing("\"rows\":3", with: "\"rows\":4")
            #expect(
                try findings("UPDATE report_snapshot SET body = \(altered)", "UPDATE report_snapshot SET body = \(body)").first?.contains(
                    "内容与其摘要不符") == true)
            let first = records[0]
            let found = try findings(
                "UPDATE report_snapshot_row SET version = 2 WHERE record_id = \(first)",
                "UPDATE report_snapshot_row SET version = 1 WHERE record_id = \(first)")
            #expect(found.contains { $0.contains("名单被更改") } && found.contains { $0.contains("不在日志中") })
            #expect(try reports.prove(report).findings == [])
        }
    }

    @Test(arguments: TestPlace.all) func `are their maker's`(place: TestPlace) async throws {
        try await place.desk { desk in
            try desk.file(Hall.qingxiu)
            let reports = try Reports(kernel: desk.kernel)
            let (maker, other) = (try desk.person("h1", "head", at: Hall.nanning), try desk.person("h2", "head", at: Hall.region))
            let report = try reports.save(queries, name: "本局", as: maker, at: desk.now)
            #expect(try reports.snapshot(report.id, as: maker) == report)
            #expect(try reports.snapshot(report.id, as: other) == nil)
            #expect(try reports.list(as: other).isEmpty && reports.list(as: maker).count == 1)
        }
    }
}
