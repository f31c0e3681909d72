import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Definitions replaced while running` {
    @Test(arguments: TestPlace.all) func `add a field, an action and a record without a restart`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let old = try desk.file(as: clerk).id
            #expect(refusal { try desk.file(as: clerk, ["colour": "红"]) }?.field == "colour")
            let text = SampleOffice.matter.replacing(
                "      due_on:   {label", with: "      colour:   {label: 颜色, type: text, index: true}\n      due_on:   {label"
            )
            .replacing("      nudge:", with: "      paint:    {label: 上色, from: open, by: clerk, needs: [colour]}\n        nudge:")
            .replacing(
                "  notice_board:",
                with:
                    "  extra:\n    name: 新增\n    fields: {word: {label: 词, type: text}}\n    access: [{role: clerk, may: [view, list, create]}]\n  notice_board:"
            )
            try desk.kernel.replace(catalogue: try SampleOffice.catalogue(text))
            try desk.perform("paint", old, as: clerk, ["colour": "红"])
            #expect(try desk.view(old, as: clerk)["colour"] == "红")
            #expect(try desk.list(ListQuery(type: "sample/matter", filter: "colour == '红'"), as: clerk) == [old])
            try desk.perform("create", as: clerk, ["word": "新"], type: "sample/extra")
            #expect(try desk.list(ListQuery(type: "sample/extra"), as: clerk).count == 1)
            #expect(try desk.file(as: clerk).number == "450103ZX2026002")
            // And back: what was written stays, and is no longer spoken of.
            try desk.kernel.replace(catalogue: try SampleOffice.catalogue())
            #expect(try desk.view(old, as: clerk).field("colour") == nil)
            #expect(refusal { try desk.perform("paint", old, as: clerk, ["colour": "蓝"]) }?.reason == .notfound)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter WHERE colour = '红'") == 1)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `that would change a kept type are refused with the way out, and nothing changes`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["count": 3]).id
            let text = SampleOffice.matter.replacing(
                "count:    {label: 次数, type: number, min: 0, max: 1000}", with: "count:    {label: 次数, type: text}"
            )
            .replacing("double:   {label: 两倍, type: number, computed: \"count * 2\"}", with: "double:   {label: 两倍, type: number}")
            let error = #expect(throws: DatabaseError.self) { try desk.kernel.replace(catalogue: try SampleOffice.catalogue(text)) }
            #expect(error?.kind == .schema)
            #expect(error?.message.contains("count") == true && (error?.message.count ?? 0) > 40)
            #expect(try desk.view(id, as: clerk)["count"] == .int(3))
            try desk.perform("amend", id, as: clerk, ["count": 4])
            #expect(try desk.view(id, as: clerk)["double"] == .int(8))
        }
    }

    @Test(arguments: TestPlace.all) func `while others act never mix old and new`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let (kernel, now) = (desk.kernel, desk.now)
            let wider = try SampleOffice.catalogue(
                SampleOffice.matter.replacing(
                    "      due_on:   {label", with: "      colour:   {label: 颜色, type: text, default: \"'白'\"}\n      due_on:   {label"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        _ = try await kernel.perform(
                            ActionRequest(type: "sample/matter", action: "file", actor: clerk, values: ["title": "x", "kind": "ZX"]),
                            at: now)
                    }
                }
                group.addTask { try kernel.replace(catalogue: wider) }
                try await group.waitForAll()
            }
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter") == 60)
            #expect(try desk.findings().isEmpty)
            try desk.file(as: clerk)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter WHERE colour = '白'") >= 1)
        }
    }
}
