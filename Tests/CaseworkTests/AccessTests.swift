import TestDatabases
import Definitions
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Access` {
    private static let all = ListQuery(type: "sample/matter")

    @Test(arguments: TestPlace.all) func `every scope shows its own records and no others`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let far = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            try desk.person("p1", "citizen", at: "")
            try desk.person("o1", "officer", at: SampleOffice.qingxiu)
            let plain = try desk.file(as: clerk).id
            let inOffice = try desk.file(as: clerk, ["unit": .string(SampleOffice.office)]).id
            let assigned = try desk.file(as: far, ["officer": "o1"]).id
            let inTeam = try desk.file(as: far, ["team": "T1"]).id
            let own = try desk.file(as: far, ["account": "p1"]).id
            let shared = try desk.file(as: far, ["co_orgs": .list([.string(SampleOffice.qingxiu)])]).id
            let affair = try desk.file(as: clerk, ["kind": "BL"]).id
            let everything = [plain, inOffice, assigned, inTeam, own, shared, affair]

            func expect(_ actor: Actor, _ visible: [String], _ location: SourceLocation = #_sourceLocation) throws {
                #expect(Set(try desk.list(Self.all, as: actor)) == Set(visible), sourceLocation: location)
                #expect(try desk.kernel.count(Self.all, as: actor, at: desk.now) == visible.count, sourceLocation: location)
                for id in everything {
                    if visible.contains(id) {
                        #expect(throws: Never.self, sourceLocation: location) { try desk.view(id, as: actor) }
                    } else {
                        #expect(refusal(location) { _ = try desk.view(id, as: actor) }?.reason == .notfound, sourceLocation: location)
                    }
                }
            }
            try expect(clerk, [plain, affair, shared])
            try expect(try desk.person("c3", "clerk", at: SampleOffice.office), [inOffice])
            try expect(try desk.person("h1", "head", at: SampleOffice.qingxiu), [plain, affair, inOffice, shared])
            try expect(try desk.person("h2", "head", at: SampleOffice.nanning), [plain, affair, inOffice])
            try expect(try desk.person("h3", "head", at: SampleOffice.region), everything)
            try expect(try desk.person("h4", "head", at: "no-such-org"), [])
            try expect(
                Actor(id: "o1", name: "o1", grants: [Grant(role: "officer", org: SampleOffice.qingxiu)], org: SampleOffice.qingxiu),
                [assigned])
            try expect(try desk.person("m1", "member", at: SampleOffice.qingxiu, teams: ["T1"]), [inTeam])
            try expect(try desk.person("m2", "member", at: SampleOffice.qingxiu, teams: []), [])
            try expect(Actor(id: "p1", name: "p1", grants: [Grant(role: "citizen", org: "")], org: ""), [own])
            try expect(try desk.person("p2", "citizen", at: ""), [])
            try expect(try desk.person("k1", "keeper", at: SampleOffice.qingxiu), [affair])
            try expect(try desk.person("i1", "inspector", at: SampleOffice.office), everything)
            try expect(try desk.person("g1", "helper", at: SampleOffice.qingxiu), [shared])
            try expect(try desk.person("r1", "reader", at: SampleOffice.qingxiu), [])
            try expect(Actor(id: "x", name: "x", grants: [], org: SampleOffice.qingxiu), [])
            try expect(Actor(id: "x", name: "x", grants: [Grant(role: "clerk", org: "")], org: SampleOffice.qingxiu), [])
            let both = Actor(
                id: "c1", name: "c1",
                grants: [Grant(role: "clerk", org: SampleOffice.qingxiu), Grant(role: "clerk", org: SampleOffice.office)],
                org: SampleOffice.qingxiu)
            try expect(both, [plain, affair, shared, inOffice])
        }
    }

    @Test(arguments: TestPlace.all) func `hides, masks and shows only what the line says`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(
                as: clerk, ["memo": "内情", "story": "从前有座山", "phone": "13812345678", "team": "T1", "officer": "c1", "count": 3]
            ).id
            let head = try desk.view(id, as: try desk.person("h1", "head", at: SampleOffice.nanning))
            #expect(head.field("story")?.isMasked == true && head["story"] == "从••••")
            #expect(head["memo"] == "内情")
            let member = try desk.view(id, as: try desk.person("m1", "member", at: SampleOffice.qingxiu, teams: ["T1"]))
            #expect(Set(member.fields.map(\.definition.id)) == ["no", "title", "kind", "count"])
            let watcher = try desk.view(id, as: try desk.person("w1", "watcher", at: SampleOffice.nanning))
            #expect(watcher.field("memo") == nil && watcher.field("phone") == nil && watcher.field("title") == nil)
            #expect(watcher.title == "450103ZX2026001", "a title does not tell what is hidden")
            // Two roles together see what either sees.
            let two = Actor(
                id: "w1", name: "w1",
                grants: [Grant(role: "watcher", org: SampleOffice.nanning), Grant(role: "head", org: SampleOffice.nanning)],
                org: SampleOffice.nanning)
            #expect(try desk.view(id, as: two)["memo"] == "内情")
            // A role that is shown only some fields unmasks and uncovers none of the others for another one.
            let masking = Actor(
                id: "m1", name: "m1",
                grants: [Grant(role: "member", org: SampleOffice.qingxiu), Grant(role: "head", org: SampleOffice.nanning)], teams: ["T1"],
                org: SampleOffice.qingxiu)
            #expect(try desk.view(id, as: masking).field("story")?.isMasked == true)
            let hiding = Actor(
                id: "m1", name: "m1",
                grants: [Grant(role: "watcher", org: SampleOffice.nanning), Grant(role: "member", org: SampleOffice.qingxiu)],
                teams: ["T1"],
                org: SampleOffice.qingxiu)
            let seen = try desk.view(id, as: hiding)
            #expect(seen.field("memo") == nil && seen.field("phone") == nil && seen.field("title") != nil && seen.field("count") != nil)
            #expect(seen.field("story") != nil)
        }
    }

    @Test(arguments: TestPlace.all) func `what is hidden cannot be found out by asking`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let watcher = try desk.person("w1", "watcher", at: SampleOffice.nanning)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let id = try desk.file(as: clerk, ["memo": "内情", "story": "从前", "phone": "13812345678", "count": 3]).id
            for filter in [
                "memo == '内情'", "memo.contains('内')", "memo != null", "has(memo)", "count > 2", "!(count > 5)", "title == '修路'",
                "count == 3 || kind == 'ZX'",
            ] {
                let query = ListQuery(type: "sample/matter", filter: filter)
                #expect(try desk.list(query, as: clerk) == [id], "\(filter)")
                #expect(try desk.list(query, as: watcher).isEmpty, "\(filter)")
                #expect(try desk.kernel.count(query, as: watcher, at: desk.now) == 0, "\(filter)")
            }
            #expect(try desk.list(ListQuery(type: "sample/matter", filter: "kind == 'ZX'"), as: watcher) == [id])
            for (field, value) in ["memo": "内情", "phone": "13812345678", "count": "3"] {
                #expect(try desk.list(ListQuery(type: "sample/matter", equals: [field: value]), as: clerk) == [id])
                #expect(try desk.list(ListQuery(type: "sample/matter", equals: [field: value]), as: watcher).isEmpty)
            }
            // Masked is not shown either, but a secret field may be searched by whoever has its value.
            #expect(try desk.list(ListQuery(type: "sample/matter", filter: "story == '从前'"), as: head).isEmpty)
            #expect(try desk.list(ListQuery(type: "sample/matter", equals: ["phone": "13812345678"]), as: head) == [id])
            for sort in ["memo", "-count", "title"] {
                #expect(throws: QueryProblem.self) { _ = try desk.list(ListQuery(type: "sample/matter", sort: sort), as: watcher) }
            }
            #expect(try desk.list(ListQuery(type: "sample/matter", sort: "memo"), as: clerk) == [id])
        }
    }

    @Test(arguments: TestPlace.all) func `the timeline tells no more than the record`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["memo": "内情", "story": "从前有座山", "phone": "13812345678"]).id
            let watcher = try desk.person("w1", "watcher", at: SampleOffice.nanning)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let seen = try desk.kernel.timeline("sample/matter", id: id, as: watcher, at: desk.now).flatMap(\.changes)
            #expect(!seen.contains { ["memo", "phone", "title"].contains($0.field) || $0.to.contains("内情") })
            let masked = try desk.kernel.timeline("sample/matter", id: id, as: head, at: desk.now).flatMap(\.changes)
            #expect(masked.first { $0.field == "story" }?.to == "••••••" && masked.first { $0.field == "phone" }?.to == "••••••")
            let stranger = try desk.person("c9", "clerk", at: SampleOffice.yufeng)
            #expect(refusal { _ = try desk.kernel.timeline("sample/matter", id: id, as: stranger, at: desk.now) }?.reason == .notfound)
        }
    }

    @Test(arguments: TestPlace.all) func `of a child is its parent's`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let stranger = try desk.person("c9", "clerk", at: SampleOffice.yufeng)
            let id = try desk.file(as: clerk).id
            try desk.perform("write", id, as: clerk, ["line": "第一笔"])
            try desk.perform("create", as: clerk, ["text": "第二笔", "secret_text": "密", "parent": .string(id)], type: "sample/entry")
            let query = ListQuery(type: "sample/entry", parent: id)
            let rows = try desk.all(query, as: clerk)
            #expect(Set(rows.map { $0["text"] }) == ["第一笔", "第二笔"])
            #expect(try desk.list(query, as: head).count == 2)
            #expect(try desk.kernel.count(query, as: head, at: desk.now) == 2)
            #expect(try desk.list(query, as: stranger).isEmpty)
            #expect(try desk.kernel.count(query, as: stranger, at: desk.now) == 0)
            for row in rows {
                #expect(throws: Never.self) { try desk.view(row.id, as: head, type: "sample/entry") }
                #expect(refusal { _ = try desk.view(row.id, as: stranger, type: "sample/entry") }?.reason == .notfound)
                #expect(
                    refusal { try desk.perform("edit", row.id, as: stranger, ["text": "改"], type: "sample/entry") }?.reason == .notfound)
                #expect(refusal { try desk.perform("edit", row.id, as: head, ["text": "改"], type: "sample/entry") }?.reason == .forbidden)
            }
            // Handing the parent over hands its rows over.
            try desk.perform("move", id, as: clerk, ["unit": .string(SampleOffice.yufeng)])
            #expect(try desk.list(query, as: stranger).count == 2)
            #expect(try desk.list(query, as: clerk).isEmpty)
            // Into another's record nothing is written.
            #expect(
                refusal { try desk.perform("create", as: clerk, ["text": "混入", "parent": .string(id)], type: "sample/entry") }?.reason
                    == .notfound)
            #expect(
                refusal { try desk.perform("create", as: clerk, ["text": "无主", "parent": "nothing"], type: "sample/entry") }?.reason
                    == .notfound)
            #expect(refusal { try desk.perform("create", as: clerk, ["text": "无主"], type: "sample/entry") }?.reason == .notfound)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__entry") == 2)
        }
    }

    @Test(arguments: TestPlace.all) func `without a right nothing is done, and what is unknown stays unknown`(place: TestPlace) async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let stranger = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            let watcher = try desk.person("w1", "watcher", at: SampleOffice.nanning)
            let nobody = Actor(id: "x", name: "x", grants: [], org: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let definition = try #require(desk.kernel.state.definition("sample/matter"))
            for action in (definition.lifecycle?.actions ?? []).filter({ !$0.createsRecord }).map(\.id) + ["edit"] {
                #expect(refusal { try desk.perform(action, id, as: stranger) }?.reason == .notfound, "\(action)")
                #expect(refusal { try desk.perform(action, id, as: nobody) }?.reason == .notfound, "\(action)")
                #expect(refusal { try desk.perform(action, id, as: watcher) }?.reason == .forbidden, "\(action)")
            }
            #expect(refusal { try desk.file(as: watcher) }?.reason == .forbidden)
            #expect(refusal { try desk.perform("chain", id, as: clerk) }?.reason == .forbidden)
            #expect(refusal { try desk.perform("view", id, as: clerk) } != nil)
            #expect(refusal { try desk.perform("file", id, as: clerk, ["title": "x", "kind": "ZX"]) } != nil)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `follows the organisations when they move`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let (old, new) = (
                try desk.person("h1", "head", at: SampleOffice.nanning), try desk.person("h2", "head", at: SampleOffice.liuzhou)
            )
            let county = try desk.person("h3", "head", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            var moved = try #require(SampleOffice.organisations.first { $0.code == SampleOffice.qingxiu })
            moved.parent = SampleOffice.liuzhou
            try desk.kernel.replaceOrganisations([moved])
            #expect(try desk.list(Self.all, as: new) == [id] && (try desk.view(id, as: new).id) == id)
            #expect(try desk.list(Self.all, as: old).isEmpty)
            #expect(refusal { _ = try desk.view(id, as: old) }?.reason == .notfound)
            // Also where the depth changes.
            moved.parent = SampleOffice.region
            try desk.kernel.replaceOrganisations([moved])
            #expect(try desk.list(Self.all, as: county) == [id] && (try desk.view(id, as: county).id) == id)
            #expect(try desk.list(Self.all, as: new).isEmpty)
        }
    }
}
