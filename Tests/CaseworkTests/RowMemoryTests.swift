import TestDatabases
import Expressions
import Storage
import Synchronization
import Testing

@testable import Casework

@Suite struct `Rows kept in memory` {
    /// Ids, and how often something was made.
    private func all(
        _ desk: Desk, _ actor: Actor, sort: String?, limit: Int, _ memory: RowMemory<String>, _ made: inout Int
    ) throws -> [String] {
        var found: [String] = []
        var query = ListQuery(type: "sample/matter", sort: sort, limit: limit, fields: ["title"])
        while true {
            var count = 0
            let page = try desk.kernel.rows(query, as: actor, at: desk.now, kept: memory) { views in
                count += views.count
                return views.map { "\($0.id) \($0.version) \($0.field("title")?.text ?? "-") \($0.field("count") == nil)" }
            }
            made += count
            found += page.rows
            guard let next = page.next else { return found }
            query.after = next
        }
    }

    @Test(arguments: TestPlace.all) func `are those of the list, made once, and made again when the record changes`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let keeper = try desk.person("k1", "keeper", at: SampleOffice.qingxiu)
            let watcher = try desk.person("w1", "watcher", at: SampleOffice.nanning)
            let stranger = try desk.person("c2", "clerk", at: SampleOffice.liuzhou)
            var ids: [String] = []
            for index in 0..<23 {
                desk.now = try desk.now.adding(milliseconds: 1)
                ids.append(try desk.file(as: clerk, ["title": .string("件\(index)"), "kind": .string(index % 3 == 0 ? "BL" : "ZX")]).id)
            }
            for actor in [clerk, keeper, watcher, stranger] {
                for sort in [nil, "due", "-updated_at", "created_at"] {
                    let memory = RowMemory<String>(greatest: 1_000)
                    let expected = try desk.all(ListQuery(type: "sample/matter", sort: sort, limit: 5), as: actor).map(\.id)
                    var (first, second) = (0, 0)
                    let fresh = try all(desk, actor, sort: sort, limit: 5, memory, &first)
                    let kept = try all(desk, actor, sort: sort, limit: 5, memory, &second)
                    #expect(fresh.map { String($0.prefix { $0 != " " }) } == expected, "\(actor.id) \(sort ?? "-")")
                    #expect(kept == fresh)
                    #expect(first == expected.count && second == 0, "\(actor.id) \(sort ?? "-"): \(first), \(second)")
                    #expect(fresh.allSatisfy { $0.hasSuffix("true") }, "only what was asked for")
                    if actor.id == "w1" { #expect(fresh.allSatisfy { $0.contains(" - ") }, "what is hidden stays hidden") }
                }
            }
            let memory = RowMemory<String>(greatest: 1_000)
            var made = 0
            _ = try all(desk, clerk, sort: nil, limit: 50, memory, &made)
            try desk.perform("edit", ids[4], as: clerk, ["title": .string("改了")])
            var again = 0
            let after = try all(desk, clerk, sort: nil, limit: 50, memory, &again)
            #expect(again == 1 && after.contains { $0.hasPrefix(ids[4]) && $0.contains("改了") })
            // Another reader's rows are made for him.
            var others = 0
            _ = try all(desk, watcher, sort: nil, limit: 50, memory, &others)
            #expect(others == 23)
        }
    }

    @Test(arguments: TestPlace.all) func `of one record tell what may be done as it stands now`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let stranger = try desk.person("c2", "clerk", at: SampleOffice.liuzhou)
            let memory = RowMemory<[String]>(greatest: 10)
            let id = try desk.file(as: clerk).id
            func actions(_ actor: Actor) throws -> [String] {
                try desk.kernel.view("sample/matter", id: id, as: actor, at: desk.now, kept: memory) { $0.actions.map(\.id) }
            }
            for _ in 0..<2 {
                #expect(try actions(clerk) == desk.view(id, as: clerk).actions.map(\.id))
                #expect(refusal { _ = try actions(stranger) }?.reason == .notfound)
            }
            try desk.perform("share", id, as: clerk, ["co_orgs": .list([.string(SampleOffice.nanning)])])
            #expect(try actions(clerk) == desk.view(id, as: clerk).actions.map(\.id))
            #expect(
                refusal { _ = try desk.kernel.view("sample/matter", id: "nothing", as: clerk, at: desk.now, kept: memory) { _ in [] } }
                    != nil)
        }
    }

    @Test(arguments: TestPlace.all) func `are kept until the moment at which a condition turns, and not a millisecond longer`(
        place: TestPlace
    )
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let novice = try desk.person("n1", "novice", at: SampleOffice.qingxiu)
            let filed = desk.now
            let later = try filed.adding(milliseconds: 3 * 86_400_000)
            let plain = try desk.file(as: clerk).id
            let dated = try desk.file(as: clerk, ["at_time": .timestamp(later.timestamp)]).id
            let memory = RowMemory<String>(greatest: 1_000)
            let wholes = RowMemory<Int64>(greatest: 1_000)
            func seen(after milliseconds: Int64) throws -> (rows: [String], made: Int) {
                desk.now = try filed.adding(milliseconds: milliseconds)
                var made = 0
                let rows = try all(desk, novice, sort: "created_at", limit: 10, memory, &made).map { String($0.prefix { $0 != " " }) }
                #expect(
                    rows == (try desk.all(ListQuery(type: "sample/matter", sort: "created_at"), as: novice).map(\.id)), "\(milliseconds)")
                for id in [plain, dated] {
                    let one = try? desk.kernel.view("sample/matter", id: id, as: novice, at: desk.now, kept: wholes) { $0.version }
                    #expect((one != nil) == rows.contains(id), "\(id) \(milliseconds)")
                }
                return (rows, made)
            }
            let day: Int64 = 86_400_000
            #expect(try seen(after: 0) == ([plain, dated], 2))
            #expect(try seen(after: day - 1) == ([plain, dated], 0), "kept")
            #expect(try seen(after: day).rows == [plain, dated], "the last moment of the day")
            #expect(try seen(after: day + 1).rows == [dated])
            #expect(try seen(after: 2 * day) == ([dated], 0), "kept, what is hidden too")
            #expect(try seen(after: 3 * day - 1).rows == [dated])
            #expect(try seen(after: 3 * day).rows == [])
        }
    }
}
