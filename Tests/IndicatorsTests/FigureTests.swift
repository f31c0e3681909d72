import TestHall
import TestDatabases
import Casework
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Indicators

@Suite struct `Figures` {
    /// Two counties, an office below one of them, another city; January to March.
    private func fill(_ desk: Desk) throws {
        for (day, org, kind, more) in [
            ("2026-01-31T23:59", Hall.qingxiu, "ZX", [:]),
            ("2026-02-01T00:00", Hall.qingxiu, "ZX", ["urgent": true, "count": 4, "fee": "10.50", "day": "2026-02-01"]),
            ("2026-02-10T09:00", Hall.office, "BL", ["urgent": true, "count": 5, "fee": "0.01", "day": "2026-02-28"]),
            ("2026-02-11T09:00", Hall.nanning, "ZX", ["urgent": true]),
            ("2026-03-02T09:00", Hall.xingning, "BL", [:]), ("2026-03-03T09:00", Hall.liuzhou, "ZX", [:]),
        ] as [(String, String, String, [String: Any])] {
            desk.now = try #require(Moment(day))
            let values = more.mapValues { value -> Value in
                switch value {
                case let text as String: .string(text)
                case let number as Int: .int(Int64(number))
                default: .bool(value as? Bool ?? false)
                }
            }
            try desk.file(org, values.merging(["kind": .string(kind)]) { first, _ in first })
        }
        desk.now = try #require(Moment("2026-03-10T09:00"))
    }

    private func rows(_ table: FigureTable) -> [String] {
        table.figures.map { ($0.labels + [FigureText.text($0, of: table)]).joined(separator: " ") }
    }

    @Test(arguments: TestPlace.all) func `are split by organisation and month, in the time of China`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            let table = try desk.kernel.figures(
                FigureQuery(type: "sample/matter", indicator: "filed", org: "南宁市司法局", by: ["organisation", "month"]), as: .system,
                at: desk.now)
            #expect(
                rows(table) == [
                    "南宁市司法局（本级） 2026年2月 1", "兴宁区司法局 2026年3月 1", "青秀区司法局 2026年1月 1", "青秀区司法局 2026年2月 2",
                ])
            #expect(table.total.rows == 5)
            for (by, expected) in [
                ("year", ["2026年 6"]), ("quarter", ["2026年第1季度 6"]),
                ("day", ["2026-01-31 1", "2026-02-01 1", "2026-02-10 1", "2026-02-11 1", "2026-03-02 1", "2026-03-03 1"]),
                ("kind", ["办理 2", "咨询 4"]),
                ("urgent", ["是 3", "（未填） 3"]), ("state", ["已提交 6"]),
            ] {
                let table = try desk.kernel.figures(
                    FigureQuery(type: "sample/matter", indicator: "filed", by: [by]), as: .system, at: desk.now)
                #expect(rows(table) == expected, "\(by)")
            }
        }
    }

    @Test(arguments: TestPlace.all) func `count days whole, from the first to the last`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            let query = FigureQuery(type: "sample/matter", indicator: "filed", from: Day("2026-02-01"), through: Day("2026-02-11"))
            #expect(try desk.kernel.figures(query, as: .system, at: desk.now).total.rows == 3)
        }
    }

    @Test(arguments: TestPlace.all) func `are ratios, sums and means in their units`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            let ids = try desk.texts("SELECT _id FROM sample__matter ORDER BY _created_at")
            desk.now = try #require(Moment("2026-02-12T09:00"))
            try desk.perform("finish", ids[3])
            desk.now = try #require(Moment("2026-03-05T09:00"))
            try desk.perform("finish", ids[4])
            func figure(_ indicator: String) throws -> (String, FigureTable) {
                let table = try desk.kernel.figures(FigureQuery(type: "sample/matter", indicator: indicator), as: .system, at: desk.now)
                return (FigureText.text(table.total, of: table), table)
            }
            let (rate, table) = try figure("done_rate")
            #expect(rate == "25.0%")
            #expect(table.total.rows == 4 && table.total.amount == 1, "a numerator counts within its denominator only")
            #expect(try figure("fees").0 == "10.51元")
            #expect(try figure("mean_time").0 == "48小时", "one in a day, one in three")
            #expect(try figure("counts").0 == "4.5", "what says nothing has no part in a mean")
        }
    }

    @Test(arguments: TestPlace.all) func `open exactly the list behind them`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            let actors = [
                Actor.system, try desk.person("h1", "head", at: Hall.nanning), try desk.person("k1", "keeper", at: Hall.region),
                try desk.person("c1", "clerk", at: Hall.qingxiu),
            ]
            for actor in actors {
                for by in [
                    [], ["organisation"], ["month"], ["organisation", "quarter"], ["kind"], ["urgent", "state"], ["unit"], ["day", "kind"],
                ] {
                    for indicator in ["filed", "done_rate", "fees", "counts"] {
                        let query = FigureQuery(
                            type: "sample/matter", indicator: indicator, from: Day("2026-01-01"), org: by.isEmpty ? Hall.nanning : nil,
                            by: by, digests: true)
                        let table = try desk.kernel.figures(query, as: actor, at: desk.now)
                        for figure in table.figures + [table.total] {
                            let found = try desk.kernel.list(figure.list, as: actor, at: desk.now).items
                            #expect(
                                found.count == Int(figure.rows), "\(actor.id) \(indicator) \(by) \(figure.keys) \(figure.list.filter ?? "")"
                            )
                            let lines = found.sorted { $0.id < $1.id }.flatMap { RecordVersion(id: $0.id, version: $0.version).line }
                            #expect(figure.digest == Reports.digest(lines), "\(indicator) \(by) \(figure.keys)")
                            if let part = figure.part {
                                #expect(try desk.kernel.list(part, as: actor, at: desk.now).items.count == Int(figure.amount))
                            }
                        }
                        #expect(table.figures.isEmpty || table.figures.reduce(0) { $0 + $1.rows } == table.total.rows)
                    }
                }
            }
        }
    }

    @Test(arguments: TestPlace.all) func `never reach beyond what one may see`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            func total(_ actor: Actor, org: String? = nil) throws -> Int64 {
                try desk.kernel.figures(FigureQuery(type: "sample/matter", indicator: "filed", org: org), as: actor, at: desk.now).total
                    .rows
            }
            let clerk = try desk.person("c1", "clerk", at: Hall.qingxiu)
            #expect(try total(clerk) == 2)
            #expect(try total(clerk, org: Hall.region) == 2, "asking for more gives no more")
            #expect(try total(clerk, org: Hall.liuzhou) == 0)
            #expect(try total(desk.person("h1", "head", at: Hall.nanning)) == 5)
            #expect(try total(desk.person("k1", "keeper", at: Hall.region)) == 2, "the condition of an access line counts too")
            #expect(try total(Actor(id: "x", name: "x", grants: [], org: Hall.region)) == 0)
            // Shared with another organisation, and assigned to a person.
            try desk.file(Hall.liuzhou, ["co_orgs": .list([.string(Hall.qingxiu)]), "officer": .string("c1")])
            #expect(try total(clerk) == 3)
            #expect(try total(desk.person("c1", "officer", at: Hall.nanning)) == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `of child rows follow the parent's organisation and the child's own access lines`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let (near, far) = (try desk.file(Hall.qingxiu), try desk.file(Hall.liuzhou))
            for (parent, grade) in [(near, "ZX"), (near, "BL"), (far, "BL")] {
                try desk.perform(
                    "create", nil, ["parent": .string(parent), "text": .string("记"), "grade": .string(grade)], type: "sample/entry")
            }
            func total(_ role: String, _ org: String) throws -> (Int64, Int) {
                let actor = try desk.person("\(role)-\(org)", role, at: org)
                let table = try desk.kernel.figures(
                    FigureQuery(type: "sample/entry", indicator: "entries", by: ["grade"]), as: actor, at: desk.now)
                return (table.total.rows, try desk.kernel.list(table.total.list, as: actor, at: desk.now).items.count)
            }
            #expect(try total("clerk", Hall.qingxiu) == (2, 2))
            #expect(try total("head", Hall.region) == (3, 3))
            #expect(try total("keeper", Hall.nanning) == (1, 1))
            #expect(try total("watcher", Hall.region) == (0, 0))
        }
    }

    @Test(arguments: TestPlace.all) func `tell nothing of fields that are hidden`(place: TestPlace) async throws {
        try await place.desk { desk in
            try fill(desk)
            let watcher = try desk.person("w1", "watcher", at: Hall.region)
            for query in [
                FigureQuery(type: "sample/matter", indicator: "filed", by: ["kind"]), FigureQuery(type: "sample/matter", indicator: "fees"),
            ] {
                let refusal = #expect(throws: Refusal.self) { _ = try desk.kernel.figures(query, as: watcher, at: desk.now) }
                #expect(refusal?.reason == .forbidden)
            }
            #expect(throws: QueryProblem.self) {
                try desk.kernel.figures(FigureQuery(type: "sample/matter", indicator: "filed", by: ["phone"]), as: .system, at: desk.now)
            }
        }
    }

    @Test(arguments: TestPlace.all) func `say what is wrong with a question`(place: TestPlace) async throws {
        try await place.desk { desk in
            func problem(_ query: FigureQuery) -> String? {
                #expect(throws: QueryProblem.self) { _ = try desk.kernel.figures(query, as: .system, at: desk.now) }?.message
            }
            #expect(problem(FigureQuery(type: "sample/matter", indicator: "none"))?.contains("可用：filed") == true)
            #expect(problem(FigureQuery(type: "sample/matter", indicator: "filed", org: "999999"))?.contains("没有代码或名称") == true)
            #expect(
                problem(FigureQuery(type: "sample/matter", indicator: "filed", from: Day("2026-02-02"), through: Day("2026-02-01")))?
                    .contains("对调") == true)
            #expect(problem(FigureQuery(type: "sample/matter", indicator: "filed", by: ["parties"]))?.contains("不能按") == true)
            #expect(problem(FigureQuery(type: "sample/matter", indicator: "filed", by: ["month", "month"]))?.contains("重复") == true)
            #expect(throws: Refusal.self) {
                _ = try desk.kernel.figures(FigureQuery(type: "no/such", indicator: "filed"), as: .system, at: desk.now)
            }
        }
    }

    @Test(arguments: TestPlace.all) func `without anything to divide by are no number`(place: TestPlace) async throws {
        try await place.desk { desk in
            for indicator in ["done_rate", "mean_time"] {
                let table = try desk.kernel.figures(FigureQuery(type: "sample/matter", indicator: indicator), as: .system, at: desk.now)
                #expect(table.total.value == nil && FigureText.text(table.total, of: table) == "—")
            }
        }
    }

    @Test(arguments: [(59.4, nil), (60, "1小时"), (1394.1, "23小时14分"), (119.6, "2小时"), (120_000, "2,000小时"), (.infinity, nil), (.nan, nil)])
    func `minutes from an hour on read as hours and minutes`(minutes: Double, text: String?) {
        #expect(FigureText.duration(minutes: minutes) == text)
    }
}
