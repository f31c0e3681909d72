import TestBrowser
import Casework
import Expressions
import Site
import Testing

@testable import Portal

extension Node {
    /// An institution as the master data have it, open to the public.
    @discardableResult func institution(_ id: String, _ name: String, _ values: [String: Value] = [:]) throws -> String {
        var all: [String: Value] = [
            "org_id": .string(id), "kind": .string("31"), "name": .string(name), "area_code": .string("450103"),
            "competent_org": .string("450103"),
            "address": .string("青秀区民主路1号"), "phone": .string("0771-5550001"), "geo": .string("108.37,22.82"),
            "business_tags": .list([.string("labor")]),
        ]
        all.merge(values) { $1 }
        return try kernel.insertGiven(type: "legal-directory/dir_org", state: "published", values: all, at: now).id
    }

    @discardableResult func lawyer(_ name: String, at org: String) throws -> String {
        try kernel.insertGiven(
            type: "legal-directory/dir_person", state: "published",
            values: [
                "person_id": .string("P-\(name)"), "name": .string(name), "kind": .string("L"), "org": .string(org),
                "status": .string("normal"),
            ],
            at: now
        ).id
    }
}

@Suite struct `Finding` {
    @Test func `shows institutions with what one needs to go there, nearest first`() async throws {
        let node = try Node()
        try node.institution("A", "广西金湖律师事务所")
        try node.institution("B", "广西东葛律师事务所", ["geo": .string("108.40,22.85")])
        try await node.visit { browser in
            let page = try await browser.get("/find?near=108.40,22.85")
            #expect(page.status == 200)
            let first = try #require(page.body.range(of: "东葛")), second = try #require(page.body.range(of: "金湖"))
            #expect(first.lowerBound < second.lowerBound)
            #expect(page.body.contains("青秀区民主路1号"))
            #expect(page.body.contains("tel:0771-5550001"))
            #expect(page.body.contains("公里"))
            #expect(page.body.contains("现在开着"))
        }
    }

    @Test func `narrows by name, kind, district, language and hours, and says what to do when nothing is left`() async throws {
        let node = try Node()
        let firm = try node.institution("A", "广西金湖律师事务所", ["languages": .list([.string("zh"), .string("za")])])
        try node.institution("B", "南宁市青秀区公证处", ["kind": .string("32"), "hours": .string("周一至周五 14:00–15:00")])
        try node.lawyer("韦春梅", at: firm)
        try await node.visit { browser in
            func names(_ query: String) async throws -> [Bool] {
                let body = try await browser.get("/find?\(query)").body
                return ["/find/\(firm)'", "公证处</a>", "韦春梅</a>"].map { body.contains($0.replacing("'", with: "\"")) || body.contains($0) }
            }
            #expect(try await names("q=jinhu") == [true, false, false])
            #expect(try await names("kind=org:32") == [false, true, false])
            #expect(try await names("kind=person") == [false, false, true])
            #expect(try await names("language=za") == [true, false, false])
            #expect(try await names("area=450100") == [true, true, false])
            #expect(try await names("open=true") == [true, false, false])
            let none = try await browser.get("/find?area=450200")
            #expect(none.body.contains("没有找到"))
        }
    }

    @Test func `follows the records: what is hidden is gone at the next request`() async throws {
        let node = try Node()
        let id = try node.institution("A", "广西金湖律师事务所")
        try await node.visit { browser in
            #expect(try await browser.get("/find/\(id)").status == 200)
            let request = ActionRequest(
                type: "legal-directory/dir_org", action: "sync", record: id, actor: .system, values: ["status": .string("suspended")])
            _ = try await node.kernel.perform(request, at: node.now)
            #expect(try await browser.get("/find/\(id)").status == 404)
            let list = try await browser.get("/find").body
            #expect(!list.contains("金湖"))
            try node.institution("C", "广西后来律师事务所")
            #expect(try await browser.get("/find?q=后来").body.contains("广西后来律师事务所"))
        }
    }

    @Test func `holds in memory what the records hold`() async throws {
        let node = try Node()
        for number in 0..<30 { try node.institution("N\(number)", "第\(number)号律师事务所") }
        try await node.visit { browser in
            let first = try await browser.get("/find").body
            #expect(first.contains("30个"))
            #expect(first.contains("第1页，共2页"))
            let second = try await browser.get("/find?page=2").body
            #expect(second.contains("第2页，共2页"))
        }
        #expect(try node.rows("SELECT 1 FROM legal_directory__dir_org").count == 30)
    }

    @Test func `shows licence, standing and people of an institution, and the institution of a person`() async throws {
        let node = try Node()
        let firm = try node.institution("A", "广西金湖律师事务所", ["licence_no": .string("31450103000001")])
        let person = try node.lawyer("韦春梅", at: firm)
        try await node.visit { browser in
            let page = try await browser.get("/find/\(firm)").body
            #expect(page.contains("31450103000001"))
            #expect(page.contains("状态正常"))
            #expect(page.contains("/find/\(person)"))
            let own = try await browser.get("/find/\(person)").body
            #expect(own.contains("/find/\(firm)"))
            #expect(own.contains("正常执业"))
        }
    }

    @Test func `takes a word about an error without an account, and the desk has it to do`() async throws {
        let node = try Node()
        let id = try node.institution("A", "广西金湖律师事务所")
        try await node.visit { browser in
            let empty = try await browser.fill("/find/\(id)/correct", [("field", "phone")])
            #expect(empty.status == 422)
            #expect(empty.body.contains("error-summary"))
            let bad = try await browser.fill("/find/\(id)/correct", [("field", "phone"), ("proposed", "0771-5550009"), ("phone", "12")])
            #expect(bad.status == 422)
            let sent = try await browser.fill("/find/\(id)/correct", [("field", "phone"), ("proposed", "0771-5550009"), ("_key", "k1")])
            #expect(sent.body.contains("已收到"))
            let again = try await browser.fill("/find/\(id)/correct", [("field", "phone"), ("proposed", "0771-5550009"), ("_key", "k1")])
            #expect(again.body.contains("已收到"))
        }
        #expect(try node.rows("SELECT 1 FROM legal_directory__correction_request").count == 1)
        #expect(try node.rows("SELECT 1 FROM todo WHERE org = '450103' AND record_type = 'legal-directory/correction_request'").count == 2)
    }

    @Test func `knows nothing of an id that is none`() async throws {
        try await Node().visit { browser in
            for path in ["/find/none", "/find/none/correct", "/notices/none", "/learn/none", "/cases/none"] {
                let page = try await browser.get(path)
                #expect(page.status == 404)
            }
        }
    }
}
