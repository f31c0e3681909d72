import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Lists` {
    @Test(arguments: TestPlace.all) func `paged to the end are the whole, in order, with absent values last`(place: TestPlace) async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            var ids: Set<String> = []
            for index in 0..<37 {
                // Many alike, a third without.
                var values: [String: Value] = ["title": .string(["南", "a", "é", "Z", "😀"][index % 5])]
                if index % 3 > 0 {
                    values.merge([
                        "count": .int(Int64(index % 4)), "rate": .double(Double(index % 7) / 2),
                        "day": .string("2026-03-0\(index % 9 + 1)"), "memo": .string("m\(index % 2)"),
                    ]) { $1 }
                }
                if index % 4 == 0 { desk.now = try desk.now.adding(milliseconds: 1) }
                ids.insert(try desk.file(as: clerk, values).id)
            }
            // Seen by two ways at once: as the clerk's organisation's and as shared.
            let two = Actor(
                id: "c1", name: "c1",
                grants: [Grant(role: "clerk", org: SampleOffice.qingxiu), Grant(role: "helper", org: SampleOffice.nanning)],
                org: SampleOffice.qingxiu)
            for id in ids.sorted().prefix(9) {
                try desk.perform("share", id, as: clerk, ["co_orgs": .list([.string(SampleOffice.nanning)])])
            }
            for actor in [clerk, head, two, Actor.system] {
                for sort in [
                    nil, "count", "-count", "rate", "-rate", "day", "-day", "memo", "-memo", "title", "-title", "due", "-due", "created_at",
                    "-updated_at", "state", "-no", "id", "-version", "org",
                ] {
                    for limit in [1, 4, 36, 37, 500] where limit != 1 || sort == "-count" {
                        let rows = try desk.all(ListQuery(type: "sample/matter", sort: sort, limit: limit), as: actor)
                        #expect(rows.count == 37 && Set(rows.map(\.id)) == ids, "\(sort ?? "-") by \(limit)")
                        let whole = try desk.all(ListQuery(type: "sample/matter", sort: sort, limit: 500), as: .system)
                        #expect(rows.map(\.id) == whole.map(\.id), "\(sort ?? "-") by \(limit)")
                    }
                }
            }
            for sort in ["count", "-count"] {
                let values = try desk.all(ListQuery(type: "sample/matter", sort: sort, limit: 5), as: clerk).map { $0["count"] }
                let present = values.compactMap { if case .int(let number) = $0 { number } else { nil } }
                #expect(values.suffix(13).allSatisfy { $0 == .null })
                #expect(present == present.sorted { sort == "count" ? $0 < $1 : $0 > $1 })
            }
            #expect(try desk.kernel.count(ListQuery(type: "sample/matter"), as: two, at: desk.now) == 37)
            #expect(try desk.kernel.count(ListQuery(type: "sample/matter"), as: clerk, at: desk.now, upTo: 10) == 10)
        }
    }

    @Test(arguments: TestPlace.all) func `since a moment hold what was made then or later, by every way to it`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let helper = try desk.person("h1", "helper", at: SampleOffice.nanning)
            var made: [String] = []
            for _ in 0..<3 {
                let id = try desk.file(as: clerk).id
                try desk.perform("share", id, as: clerk, ["co_orgs": .list([.string(SampleOffice.nanning)])])
                made.append(id)
                desk.now = try desk.now.adding(milliseconds: 60_000)
            }
            for actor in [clerk, helper, Actor.system] {
                for (minutes, wanted) in [(180_000, 3), (120_000, 2), (119_999, 1), (0, 0)] {
                    let query = ListQuery(type: "sample/matter", since: Moment(clamping: desk.now.milliseconds - Int64(minutes)))
                    #expect(try Set(desk.list(query, as: actor)) == Set(made.suffix(wanted)), "\(actor.id) \(minutes)")
                    #expect(try desk.kernel.count(query, as: actor, at: desk.now) == wanted)
                }
            }
        }
    }

    @Test(arguments: TestPlace.all) func `lose and repeat nothing while others file`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let before = Set(try (0..<60).map { _ in try desk.file(as: clerk).id })
            let (kernel, now) = (desk.kernel, try desk.now.adding(milliseconds: 5))
            async let filing: Void = {
                for _ in 0..<60 {
                    _ = try await kernel.perform(
                        ActionRequest(type: "sample/matter", action: "file", actor: clerk, values: ["title": "新", "kind": "ZX"]), at: now)
                }
            }()
            for sort in ["created_at", "-created_at", "title", "-count"] {
                let rows = try desk.all(ListQuery(type: "sample/matter", sort: sort, limit: 7), as: clerk).map(\.id)
                #expect(Set(rows).isSuperset(of: before))
                #expect(Set(rows).count == rows.count)
            }
            try await filing
        }
    }

    @Test(arguments: TestPlace.all) func `by a line's condition are filled up to the page, counted alike`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let keeper = try desk.person("k1", "keeper", at: SampleOffice.qingxiu)
            for index in 0..<150 { try desk.file(as: clerk, ["kind": index % 10 == 0 ? "BL" : "ZX"]) }
            let page = try desk.kernel.list(ListQuery(type: "sample/matter", limit: 10), as: keeper, at: desk.now)
            #expect(page.items.count == 10)
            #expect(try desk.all(ListQuery(type: "sample/matter", limit: 4), as: keeper).count == 15)
            #expect(try desk.kernel.count(ListQuery(type: "sample/matter"), as: keeper, at: desk.now) == 15)
            #expect(try desk.kernel.count(ListQuery(type: "sample/matter"), as: keeper, at: desk.now, upTo: 7) == 7)
        }
    }

    @Test(arguments: TestPlace.all) func `asked wrongly say what is wrong`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for _ in 0..<3 { try desk.file(as: clerk, ["count": 1]) }
            let type = "sample/matter"
            let next = try #require(try desk.kernel.list(ListQuery(type: type, sort: "title", limit: 1), as: clerk, at: desk.now).next)
            func cursor(_ json: String) -> String {
                Base64.encode(Array(json.utf8)).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            }
            var queries = [
                ListQuery(type: type, limit: 0), ListQuery(type: type, limit: 501), ListQuery(type: type, limit: -1),
                ListQuery(type: type, sort: "nothing"), ListQuery(type: type, sort: "parties"),
                ListQuery(type: type, sort: ""), ListQuery(type: type, sort: "-"), ListQuery(type: type, sort: "no; DROP TABLE journal"),
                ListQuery(type: type, equals: ["nothing": "x"]),
                ListQuery(type: type, equals: ["tags": "x"]), ListQuery(type: type, equals: ["count": "x"]),
                ListQuery(type: type, equals: ["title": "\u{0}"]),
                ListQuery(type: type, sort: "count", after: next), ListQuery(type: type, after: next),
                ListQuery(type: type, parent: "\u{0}"),
            ]
            for after in [
                "", "x", "!!!", "W10", cursor("[]"), cursor("[1]"), cursor("[true,\"x\"]"), cursor("[{\"r\":\"x\"},\"a\"]"),
                cursor("[\"2026\",\"a\"]"), cursor("[1,\"\\u0000\"]"), cursor("[{\"r\":\"1\"},\"a\"]"),
            ] {
                queries.append(ListQuery(type: type, after: after))
            }
            for filter in [
                "(", "nothing == 1", "count", "count + 1", "'x'", "title.matches('a')", "entry.size() > 0", "phone == 'x'",
                "title == '\u{0}'", "count == 'x'", "x.y.z", "other.title == 'x'", "param.days > 1",
            ] {
                queries.append(ListQuery(type: type, filter: filter))
            }
            for query in queries {
                #expect(throws: QueryProblem.self, "\(query)") { _ = try desk.list(query, as: clerk) }
            }
            #expect(refusal { _ = try desk.list(ListQuery(type: "no/thing"), as: clerk) }?.reason == .notfound)
        }
    }

    @Test(arguments: TestPlace.all) func `compare as the field keeps it`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(
                as: clerk,
                ["count": 3, "fee": "18.60", "rate": "2.5", "urgent": "是", "day": "2026-03-05", "unit": .string(SampleOffice.qingxiu)]
            ).id
            try desk.file(as: clerk)
            for (field, text) in ["count": "3", "fee": "18.6", "rate": "2.50", "urgent": "true", "day": "2026-03-05", "kind": "ZX"]
            where field != "kind" {
                #expect(try desk.list(ListQuery(type: "sample/matter", equals: [field: text]), as: clerk) == [id], "\(field)")
            }
            #expect(try desk.list(ListQuery(type: "sample/matter", equals: ["kind": "ZX", "count": "3"]), as: clerk) == [id])
        }
    }
}
