import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework
@testable import Definitions

/// What the checker lets stand between braces is filled, in titles, messages and papers.
@Suite struct `Templates` {
    private static let paper = """
        {no}｜{title}｜{{原样}}｜{officer}｜{other}｜{other.title}｜{phone}｜{parties}｜{unit}｜{state}｜{kind}｜{count * 2}｜{urgent ? '急' : '缓'}｜{size(tags)}｜{actor.org}｜{today}｜{number}｜{fee}
        """

    private static func catalogue() throws -> Catalogue {
        let system = SampleOffice.matter.replacing(
            "title: \"{no} · {title}\"", with: "title: \"{no} · {title} · {unit}{count > 5 ? '（多次）' : ''}\""
        )
        .replacing("title: \"{text}\"", with: "title: \"{parent.no}：{text}\"", maxReplacements: 1)
        .replacing(
            "write:    {label: 记一笔, from: open, by: clerk,",
            with:
                "write:    {label: 记一笔, from: open, by: clerk, notifies: [{to: account, text: \"{no}：{line}，承办 {officer}，{other.no}\"}],")
        let result = DefinitionLoader.load(
            DefinitionFolder(files: [
                .init(path: "shared/shared.yaml", bytes: Array(SampleOffice.shared.utf8)),
                .init(path: "government-affairs/sample/system.yaml", bytes: Array(system.utf8)),
                .init(path: "government-affairs/sample/documents/paper.md", bytes: Array(paper.utf8)),
            ]), functions: StandardFunctions.declarations)
        return try #require(result.catalogue, "\(result.problems.map(\.description))")
    }

    @Test(arguments: TestPlace.all) func `are filled with parts, related records and whatever can be worked out, and with no secret`(
        place: TestPlace
    ) async throws {
        try await place.desk(catalogue: try Self.catalogue()) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.kernel.ensurePerson(id: "c1", name: "经办人甲", org: SampleOffice.qingxiu, grants: [], at: desk.now)
            try desk.database.writeBlocking { try $0.enqueue("UPDATE person SET name = '经办人甲' WHERE id = 'c1'") }
            _ = try desk.person("p1", "citizen", at: "")
            let other = try desk.file(as: clerk, ["title": "架桥", "phone": "13812345678"])
            let party = Value.map([.string("name"): .string("申请人甲"), .string("phone"): .string("13877112233")])
            let outcome = try desk.file(
                as: clerk,
                [
                    "unit": .string(SampleOffice.qingxiu), "count": 7, "urgent": .bool(true), "tags": .list(["甲", "乙"]), "account": "p1",
                    "other": .string(other.id), "phone": "13912345678", "parties": .list([party]), "fee": 12,
                ])
            #expect(try desk.view(outcome.id, as: clerk).title == "450103ZX2026002 · 修路 · 青秀区司法局（多次）")
            try desk.perform("take", outcome.id, as: clerk)
            try desk.perform("write", outcome.id, as: clerk, ["line": "已电话联系"])
            let said = try desk.kernel.notices(about: RecordReference(type: "sample/matter", id: outcome.id)).first { $0.person == "p1" }
            #expect(said?.text == "450103ZX2026002：已电话联系，承办 经办人甲，450103ZX2026001")
            #expect(try desk.texts("SELECT _label FROM sample__entry") == ["450103ZX2026002：已电话联系"])
            try desk.perform("finish", outcome.id, as: clerk)
            let paper = try #require(try desk.kernel.issuedDocuments(of: RecordReference(type: "sample/matter", id: outcome.id)).first)
            #expect(
                paper.body.split(separator: "｜", omittingEmptySubsequences: false).map(String.init) == [
                    "450103ZX2026002", "修路", "{原样}", "经办人甲", "450103ZX2026001", "架桥", "", "申请人甲", "青秀区司法局", "办结", "咨询", "14", "急", "2",
                    "青秀区司法局", desk.now.day.chinese, "样2026-01", "12.00",
                ])
            for secret in ["13812345678", "13912345678", "13877112233"] { #expect(!paper.body.contains(secret)) }
        }
    }
}

@Suite struct `Messages to a desk` {
    @Test(arguments: TestPlace.all) func `are read by each of its people for himself`(place: TestPlace) async throws {
        try await place.desk { desk in
            let one = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let other = try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            try desk.file(as: one, ["unit": .string(SampleOffice.qingxiu)])
            func unread(_ actor: Actor) throws -> Int { try desk.kernel.notices(of: actor).count { $0.readAt == nil } }
            #expect(try unread(one) == 1 && unread(other) == 1)
            try await desk.kernel.markNoticesRead(of: one, at: desk.now)
            #expect(try unread(one) == 0)
            #expect(try unread(other) == 1, "one colleague's reading is not another's")
            try await desk.kernel.markNoticesRead(of: one, at: desk.now)
            try await desk.kernel.markNoticesRead(of: other, at: desk.now)
            #expect(try unread(other) == 0)
            #expect(try desk.number("SELECT COUNT(*) FROM notice_read") == 2)
            try desk.file(as: other, ["unit": .string(SampleOffice.qingxiu)])
            #expect(try unread(one) == 1 && unread(other) == 1)
        }
    }
}
