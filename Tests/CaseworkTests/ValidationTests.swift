import TestDatabases
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

/// A value that a field does not take.
struct BadValue: Sendable, CustomTestStringConvertible {
    var field: String
    var value: Value
    init(_ field: String, _ value: Value) { (self.field, self.value) = (field, value) }
    var testDescription: String { "\(field): \(PlainJSON.write(value).prefix(40))" }

    static let all: [BadValue] = [
        .init("title", .list([])), .init("title", .map([:])), .init("title", .bool(true)),
        .init("title", .string(String(repeating: "字", count: 21))),
        .init("title", "a\u{0}b"), .init("title", "a\u{7}b"), .init("title", "两\n行"), .init("title", "a\u{85}b"), .init("title", "   "),
        .init("title", .string("e" + String(repeating: "\u{301}", count: 5000))),
        .init("story", .string(String(repeating: "字", count: 101))), .init("story", "a\u{1B}[31m"),
        .init("phone", "12"), .init("phone", .int(1)), .init("phone", "1380000000a"), .init("phone", "13800000000\u{0}"),
        .init("id_no", "450103199001011234"), .init("id_no", "x"),
        .init("id_no", .list([])), .init("count", "十"), .init("count", "1.5"), .init("count", .double(1.5)), .init("count", .int(-1)),
        .init("count", .int(1001)),
        .init("count", "99999999999999999999"), .init("count", .double(.nan)), .init("count", .double(1e300)), .init("count", .uint(.max)),
        .init("count", .bool(true)),
        .init("rate", "NaN"), .init("rate", "inf"), .init("rate", "0x10"), .init("rate", .double(.infinity)), .init("rate", .double(100.5)),
        .init("rate", "一半"),
        .init("fee", "1.005"), .init("fee", "1,2x"), .init("fee", .string("1000.01")), .init("fee", .int(.max)),
        .init("fee", "99999999999999999999"), .init("fee", "٣"),
        .init("fee", .double(0.005)), .init("fee", .double(1e300)), .init("fee", ""), .init("urgent", "也许"), .init("urgent", .int(2)),
        .init("day", "2026-02-30"),
        .init("day", "昨天"), .init("day", .int(20260302)), .init("day", "2026-13-01"), .init("at_time", "2026-03-02T25:00"),
        .init("at_time", .int(1)), .init("hour", "25:00"),
        .init("hour", "9:00"), .init("hour", "09:60"), .init("kind", "XX"), .init("kind", .list(["ZX"])), .init("kind", "ZX\u{0}"),
        .init("unit", "999999"), .init("unit", "\u{0}"),
        .init("officer", "nobody"), .init("officer", "c1\u{0}"), .init("officer", "' OR 1=1 --"),
        .init("co_orgs", .list(["450100000000", "nowhere"])), .init("place", "108.37"),
        .init("place", "181,0"), .init("place", "nan,nan"), .init("place", "a,b"), .init("proof", "no-such-hash"), .init("proof", "\u{0}"),
        .init("other", "no-such-id"),
        .init("other", "sample/errand:x"), .init("other", "\u{0}"), .init("tags", .list(["a", .map([:])])), .init("tags", .map([:])),
        .init("parties", .list([.map(["name": "张三", "phone": "12"])])), .init("parties", .list([.map(["phone": "13800000000"])])),
        .init("parties", .list([.map(["name": "张三", "unknown": "x"])])), .init("parties", "张三"),
        .init("parties", .list([.map(["name": "张三", "since": "2026-02-31"])])),
        .init("no_such_field", "x"), .init("double", .int(2)), .init("spawned", "x"), .init("_state", "done"), .init("id", "x"),
        .init("version", .int(1)), .init("state", "done"),
        .init("created_by", "x"), .init("owner_org", "x"), .init("'; DROP TABLE journal; --", "x"),
    ]

    /// Empty says: not given. Only the required field then misses it.
    var isEmptyButFine: Bool { field == "fee" && value == "" }
}

@Suite struct `What is typed` {
    @Test(arguments: TestPlace.all) func `wrongly is refused, named by its field, and nothing is written`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for bad in BadValue.all where !bad.isEmptyButFine {
                let refused = refusal { try desk.file(as: clerk, [bad.field: bad.value]) }
                #expect(refused?.reason == .invalid, "\(bad.testDescription)")
                #expect(refused?.field?.split(separator: ".").first.map(String.init) == bad.field, "\(bad.testDescription)")
                #expect(refused?.problems.allSatisfy { !$0.message.isEmpty && !$0.message.contains("\u{0}") } == true)
            }
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter") == 0)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 0)
            #expect(try desk.number("SELECT COUNT(*) FROM counter") == 0)
            #expect(try desk.number("SELECT COUNT(*) FROM record_key") == 0)
        }
    }

    @Test(arguments: TestPlace.all) func `in any script, with emoji or markup, is kept as it is`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for text in [
                "👩‍👩‍👧‍👦🇨🇳", "<script>alert(1)</script>".prefix(20).description, "بسم الله", "ဗမာ", "བོད་ཡིག", "Sawcuengh ƃ", "ᠮᠣᠩᠭᠣᠯ", "𠀀𪚥",
                "O'Neil \"x\" \\ % _", "{title} ${x}",
            ] {
                let id = try desk.file(as: clerk, ["title": .string(text)]).id
                #expect(try desk.view(id, as: clerk)["title"] == .string(text))
                #expect(try desk.all(ListQuery(type: "sample/matter", equals: ["title": text]), as: clerk).map(\.id).contains(id))
            }
            // Composed and decomposed are one text.
            let id = try desk.file(as: clerk, ["title": "e\u{301}"]).id
            guard case .string(let kept) = try desk.view(id, as: clerk)["title"] else { return #expect(Bool(false)) }
            #expect(Array(kept.unicodeScalars).count == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `comes back as its field's type`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.kernel.ensureAttachment(hash: "abc", at: desk.now)
            let other = try desk.file(as: clerk).id
            let id = try desk.file(
                as: clerk,
                [
                    "count": "12", "rate": "12.5", "fee": "18.6", "urgent": "是", "day": "2026-03-02", "at_time": "2026-03-02 09:30",
                    "hour": "09:30", "unit": "兴宁区司法局",
                    "officer": "c1", "co_orgs": .list(["柳州市司法局"]), "place": "108.37, 22.82", "proof": "abc", "other": .string(other),
                    "tags": "甲、乙,丙",
                    "parties": .list([.map(["name": "张三", "phone": "138 0000 0000", "since": "2020-01-01"])]), "story": "一\r\n二\n三",
                ]
            ).id
            let view = try desk.view(id, as: .system)
            #expect(
                view["count"] == .int(12) && view["rate"] == .double(12.5) && view["fee"] == .int(1860) && view["urgent"] == .bool(true))
            #expect(view.field("day")?.text == "2026-03-02" && view.field("at_time")?.text == "2026-03-02 09:30" && view["hour"] == "09:30")
            #expect(view["unit"] == .string(SampleOffice.xingning) && view["co_orgs"] == .list([.string(SampleOffice.liuzhou)]))
            #expect(view["place"] == "108.37,22.82" && view["other"] == .string(other) && view["tags"] == .list(["甲", "乙", "丙"]))
            #expect(view["double"] == .int(24) && view["story"] == "一\n二\n三")
            #expect(view.org == SampleOffice.xingning)
            guard case .list(let parties) = view["parties"], case .map(let party)? = parties.first else { return #expect(Bool(false)) }
            #expect(party["name"] == "张三" && party["phone"] == "138••••0000")
            guard case .timestamp? = party["since"] else { return #expect(Bool(false), "a date inside a structure stays one") }
        }
    }

    @Test(arguments: TestPlace.all) func `all that is wrong is said at once`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let refused = refusal { try desk.perform("file", as: clerk, ["count": "x", "fee": "y", "nothing": "z", "kind": "??"]) }
            #expect(Set(refused?.problems.map(\.field) ?? []) == ["count", "fee", "nothing", "kind"])
            let missing = refusal { try desk.perform("file", as: clerk, [:]) }
            #expect(Set(missing?.problems.map(\.field) ?? []) == ["title", "kind"])
        }
    }

    @Test(arguments: TestPlace.all) func `beside what an action asks for is refused`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            #expect(refusal { try desk.perform("take", id, as: clerk, ["title": "别的"]) }?.field == "title")
            #expect(refusal { try desk.perform("take", id, as: clerk, ["officer": "c1"]) }?.field == "officer")
            #expect(refusal { try desk.perform("move", id, as: clerk) }?.field == "unit")
            #expect(try desk.view(id, as: clerk).version == 1)
        }
    }

    @Test(arguments: TestPlace.all) func `twice in a unique field is refused`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["code_no": "A1"]).id
            #expect(refusal { try desk.file(as: clerk, ["code_no": "A1"]) }?.field == "code_no")
            try desk.file(as: clerk, ["code_no": "A2"])
            #expect(refusal { try desk.perform("edit", id, as: clerk, ["code_no": "A2"]) }?.field == "code_no")
            try desk.perform("edit", id, as: clerk, ["code_no": "A1", "memo": "同值可存"])
        }
    }

    @Test(arguments: TestPlace.all) func `as a name of a record, an action or a key with odd characters finds nothing`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            for odd in ["", "\u{0}", "' OR ''='", String(repeating: "x", count: 10_000), "../..", "中"] {
                #expect(refusal { _ = try desk.view(odd, as: clerk) }?.reason == .notfound)
                #expect(refusal { try desk.perform("take", odd, as: clerk) }?.reason == .notfound)
                #expect(refusal { try desk.perform(odd, as: clerk) }?.reason == .notfound)
                #expect(refusal { try desk.perform("file", as: clerk, type: odd) }?.reason == .notfound)
                #expect(refusal { _ = try desk.kernel.timeline("sample/matter", id: odd, as: clerk, at: desk.now) }?.reason == .notfound)
            }
            #expect(refusal { try desk.perform("file", as: clerk, ["title": "修路", "kind": "ZX"], key: "a\u{0}") }?.reason == .invalid)
        }
    }
}

@Suite struct `A version that somebody saw` {
    @Test(arguments: TestPlace.all) func `is checked, and what changed since is named`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            try desk.perform("edit", id, as: clerk, ["count": 3, "memo": "注"], version: 1)
            let stale = refusal { try desk.perform("edit", id, as: clerk, ["title": "改"], version: 1) }
            #expect(stale?.reason == .stale)
            #expect(stale?.message.contains("次数") == true && stale?.message.contains("内部备注") == true)
            #expect(stale?.message.contains("标题") == false)
            #expect(
                try desk.kernel.changedFields("sample/matter", id: id, after: 1, as: clerk, at: desk.now) == ["count", "double", "memo"])
            #expect(try desk.view(id, as: clerk)["title"] == "修路")
            #expect(refusal { try desk.perform("edit", id, as: clerk, ["title": "改"], version: 7) }?.reason == .stale)
            #expect(try desk.perform("edit", id, as: clerk, ["title": "改"], version: 2).version == 3)
        }
    }

    @Test(arguments: TestPlace.all) func `does not tell of fields that are hidden`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let citizen = try desk.person("p1", "citizen", at: "")
            let id = try desk.file(as: clerk, ["account": "p1"]).id
            try desk.perform("take", id, as: clerk)
            try desk.perform("ask", id, as: clerk)
            try desk.perform("amend", id, as: clerk, ["memo": "内情", "count": 2])
            let stale = refusal { try desk.perform("answer", id, as: citizen, ["story": "补"], version: 1) }
            #expect(stale?.reason == .stale && stale?.message.contains("次数") == true)
            #expect(stale?.message.contains("内部备注") == false)
            #expect(try desk.kernel.changedFields("sample/matter", id: id, after: 1, as: citizen, at: desk.now).contains("memo") == false)
        }
    }

    @Test(arguments: TestPlace.all) func `wins for one of many who save at once`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let (kernel, now) = (desk.kernel, desk.now)
            let won = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await kernel.perform(
                                ActionRequest(
                                    type: "sample/matter", action: "edit", record: id, actor: clerk,
                                    values: ["memo": .string("第\(index)人")], version: 1), at: now)
                            return true
                        } catch let refusal as Refusal {
                            #expect(refusal.reason == .stale)
                        } catch { Issue.record(error) }
                        return false
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(won == 1)
            #expect(try desk.view(id, as: clerk).version == 2)
        }
    }
}
