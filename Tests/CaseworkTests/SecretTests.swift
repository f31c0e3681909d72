import TestDatabases
import Crypto
import Cryptography
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

@Suite struct `Secrets` {
    private static let phone = "13812345678"
    private static let card = "11010519491231002X"

    /// Every byte of every table, as far as a dump would show it.
    private func dump(_ desk: Desk) throws -> String {
        try desk.database.read { connection in
            var all = ""
            for table in EngineTables.all.map(\.name) + ["sample__matter", "sample__entry", "sample__errand"] {
                for row in try connection.query("SELECT * FROM \(identifier: table)") {
                    for index in 0..<row.count {
                        switch row[index] {
                        case .text(let text): all += text + "\n"
                        case .blob(let bytes): all += String(decoding: bytes, as: UTF8.self) + "\n" + Base64.encode(bytes) + "\n"
                        case .integer(let number): all += "\(number)\n"
                        default: break
                        }
                    }
                }
            }
            return all
        }
    }

    @Test(arguments: TestPlace.all) func `stand in no table in clear, nor in the journal, papers, to-dos or messages`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            try desk.person("p1", "citizen", at: "")
            let id = try desk.file(
                as: clerk,
                [
                    "phone": .string(Self.phone), "id_no": .string(Self.card), "account": "p1",
                    "parties": .list([.map(["name": "张三", "phone": "13987654321"])]),
                ]
            ).id
            try desk.perform("edit", id, as: clerk, ["phone": "13711112222"])
            try desk.perform("take", id, as: clerk)
            try desk.perform("finish", id, as: clerk)
            let dump = try dump(desk)
            for secret in [Self.phone, Self.card, "13987654321", "13711112222"] {
                #expect(!dump.contains(secret))
                #expect(!dump.contains(Base64.encode(Array(secret.utf8)).prefix(12)))
                let plain = SHA256.hash(data: Array(secret.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                #expect(!dump.contains(plain.prefix(32)))
            }
            #expect(dump.contains("张三"))
        }
    }

    @Test(arguments: TestPlace.all) func `are shown masked and found by equality`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk, ["phone": .string(Self.phone), "id_no": .string(Self.card)]).id
            try desk.file(as: clerk, ["phone": "13700000000"])
            let view = try desk.view(id, as: clerk)
            #expect(view["phone"] == "138••••5678" && view.field("phone")?.isMasked == true && view.field("phone")?.text == "138••••5678")
            #expect(view["id_no"] == "1••••••••••••••••X")
            #expect(try desk.list(ListQuery(type: "sample/matter", equals: ["phone": Self.phone]), as: clerk) == [id])
            #expect(try desk.list(ListQuery(type: "sample/matter", equals: ["phone": "138 1234 5678"]), as: clerk) == [id])
            #expect(try desk.list(ListQuery(type: "sample/matter", equals: ["phone": "13800000001"]), as: clerk).isEmpty)
            for query in [
                ListQuery(type: "sample/matter", filter: "phone == '\(Self.phone)'"), ListQuery(type: "sample/matter", sort: "phone"),
            ] {
                #expect(throws: QueryProblem.self) { _ = try desk.list(query, as: clerk) }
            }
        }
    }

    @Test(arguments: TestPlace.all) func `are revealed to whoever may, with a purpose, and leave a trace`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let head = try desk.person("h1", "head", at: SampleOffice.nanning)
            let stranger = try desk.person("c2", "clerk", at: SampleOffice.yufeng)
            let id = try desk.file(as: clerk, ["phone": .string(Self.phone)]).id
            func reveal(_ field: String, _ purpose: String, _ actor: Actor) throws -> Value {
                try desk.kernel.revealBlocking("sample/matter", id: id, field: field, purpose: purpose, as: actor, at: desk.now)
            }
            for purpose in ["", " ", "x", "a\u{0}b事由", String(repeating: "长", count: 600)] {
                #expect(refusal { _ = try reveal("phone", purpose, clerk) }?.field == "purpose")
            }
            #expect(refusal { _ = try reveal("phone", "联系当事人", head) }?.reason == .forbidden)
            #expect(refusal { _ = try reveal("phone", "联系当事人", stranger) }?.reason == .notfound)
            #expect(refusal { _ = try reveal("nothing", "联系当事人", clerk) }?.reason == .invalid)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == 1)
            #expect(try reveal("phone", "联系当事人", clerk) == .string(Self.phone))
            let entry = try #require(try desk.kernel.timeline("sample/matter", id: id, as: clerk, at: desk.now).first)
            #expect(entry.action == "reveal" && entry.actor == "c1" && entry.label == "查看原文")
            #expect(entry.changes.map(\.to) == ["事由：联系当事人"])
            #expect(try desk.findings().isEmpty)
            // The chain goes on behind the trace.
            try desk.perform("take", id, as: clerk)
            #expect(try desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestPlace.all) func `are gone with their record's key, in the journal too`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(
                as: clerk, ["phone": .string(Self.phone), "parties": .list([.map(["name": "张三", "phone": .string(Self.phone)])])]
            ).id
            let other = try desk.file(as: clerk, ["phone": .string(Self.phone)]).id
            try desk.database.writeBlocking { try $0.enqueue("DELETE FROM record_key WHERE record_id = \(id)") }
            #expect(
                try desk.kernel.revealBlocking("sample/matter", id: id, field: "phone", purpose: "核对", as: clerk, at: desk.now) == .null)
            #expect(
                try desk.kernel.revealBlocking("sample/matter", id: other, field: "phone", purpose: "核对", as: clerk, at: desk.now)
                    == .string(Self.phone))
            #expect(try desk.view(id, as: clerk)["phone"] == "••••••")
            #expect(try desk.findings().isEmpty)
            try desk.perform("take", id, as: clerk)
        }
    }

    @Test(arguments: TestPlace.all) func `of one record do not open with the key of another, nor altered ones at all`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let one = try desk.file(as: clerk, ["phone": .string(Self.phone)]).id
            let other = try desk.file(as: clerk, ["phone": "13700000000"]).id
            try desk.database.writeBlocking { connection in
                let sealed = try connection.first("SELECT phone FROM sample__matter WHERE _id = \(one)")?.blob(0) ?? []
                try connection.enqueue("UPDATE sample__matter SET phone = \(sealed) WHERE _id = \(other)")
                try connection.enqueue("UPDATE sample__matter SET phone = \(Array(sealed.reversed())) WHERE _id = \(one)")
            }
            for id in [one, other] {
                #expect(
                    try desk.kernel.revealBlocking("sample/matter", id: id, field: "phone", purpose: "核对", as: clerk, at: desk.now) == .null
                )
            }
        }
    }

    @Test func `a master key of the wrong length is refused`() {
        #expect(throws: CryptographyProblem.badMasterKey) { try MasterKey([]) }
        #expect(throws: CryptographyProblem.badMasterKey) { try MasterKey([UInt8](repeating: 0, count: 31)) }
    }

    @Test func `equal values have equal digests under one key and other ones under another`() throws {
        let (one, other) = (SecretBox(master: Desk.master), SecretBox(master: .fresh()))
        #expect(one.digest("a", purpose: "p") == one.digest("a", purpose: "p"))
        #expect(one.digest("a", purpose: "p") != one.digest("a", purpose: "q"))
        #expect(one.digest("a", purpose: "p") != other.digest("a", purpose: "p"))
        #expect(one.digest("b", purpose: "a") != one.digest("", purpose: "a\u{1F}b"))
    }
}
