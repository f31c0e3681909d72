import TestDatabases
import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import Testing

@testable import Portal

@Suite struct `Signing up for an activity` {
    /// An activity on the fourteenth of March with so many places.
    private static func activity(_ node: Node, seats: Int64) throws -> String {
        try node.given(
            "law-pop-portal/lawpop_item", "online",
            [
                "src_id": .string("A1"), "type": .string("activity"), "title": .string("民法典讲座"), "summary": .string("现场答疑"),
                "body": .string("地点：公共法律服务中心一楼"), "theme": .string("civil"), "audience": .list([.string("general")]),
                "author_org": .string("450000"), "copyright": .string("自编"), "published_on": .string("2026-02-01"),
                "source_changed_at": .string("2026-02-01T09:00"), "hash": .string(String(repeating: "a", count: 64)),
                "starts_at": .string("2026-03-14T15:00"), "seats": .int(seats), "seats_taken": .int(0),
            ])
    }

    private static func taken(_ node: Node) throws -> [Int64] {
        try node.rows("SELECT seats_taken FROM law_pop_portal__lawpop_item").compactMap { $0.int(0) }
    }

    @Test func `is found from learning, needs no account until the end, and can be taken back`() async throws {
        let messages = TestMessages()
        let node = try Node(messages: messages)
        let id = try Self.activity(node, seats: 3)
        try await node.visit { browser in
            #expect(try await browser.get("/learn").body.contains("/learn/\(id)"))
            let page = try await browser.get("/learn/\(id)")
            #expect(page.body.contains("3个，共3个"))
            #expect(page.body.contains("登录后报名"))
            try await browser.signIn("19000000001", messages, back: "/learn/\(id)")
            let empty = try await browser.fill("/learn/\(id)", to: "/learn/\(id)/sign-up", [("name", ""), ("phone", ""), ("persons", "1")])
            #expect(empty.status == 422)
            #expect(empty.body.contains("请填写姓名"))
            let many = try await browser.fill(
                "/learn/\(id)", to: "/learn/\(id)/sign-up", [("name", "申请人甲"), ("phone", "19000000001"), ("persons", "4")])
            #expect(many.status == 409)
            #expect(many.body.contains("活动名额不足"))
            let done = try await browser.fill(
                "/learn/\(id)", to: "/learn/\(id)/sign-up", [("name", "申请人甲"), ("phone", "19000000001"), ("persons", "2")])
            #expect(done.status == 303, "\(done.body.text.prefix(400))")
            let own = try await browser.get("/learn/\(id)")
            #expect(own.body.contains("您已经报名"))
            #expect(own.body.contains("1个，共3个"))
            let back = try await browser.post("/learn/\(id)/cancel", [("_csrf", own.csrf)])
            #expect(back.status == 303)
            #expect(try Self.taken(node) == [0])
            #expect(try await browser.get("/learn/\(id)").body.contains("一共几个人"))
        }
    }

    @Test func `is over when it has begun`() async throws {
        let node = try Node()
        let id = try Self.activity(node, seats: 3)
        node.advance(minutes: 13 * 24 * 60)
        try await node.visit { browser in
            let page = try await browser.get("/learn/\(id)")
            #expect(page.body.contains("已经开始或者结束"))
            #expect(!page.body.contains("登录后报名"))
        }
    }

    @Test(arguments: TestPlace.all)
    func `never gives more places than there are, however many come at one moment`(place: TestPlace) async throws {
        try await place.withURL { url, own in
            let node = try Node(url, lockKey: own)
            let id = try Self.activity(node, seats: 7)
            try await node.visit { first in
                let browsers = [first] + (1..<30).map { _ in Browser(client: first.client) }
                for (index, browser) in browsers.enumerated() {
                    let id = "报名人\(index)"
                    try node.kernel.ensurePerson(id: id, name: id, org: "", grants: [Grant(role: "citizen", org: "")], at: node.now)
                    try await browser.enter(as: id, on: node)
                }
                let pages = try await withThrowingTaskGroup(of: Browser.Page.self) { group in
                    for browser in browsers {
                        group.addTask {
                            try await browser.fill(
                                "/learn/\(id)", to: "/learn/\(id)/sign-up", [("name", "申请人甲"), ("phone", "19000000001"), ("persons", "1")])
                        }
                    }
                    return try await group.reduce(into: [Browser.Page]()) { $0.append($1) }
                }
                #expect(pages.count { $0.status == 303 } == 7)
                #expect(pages.count { $0.status == 409 && $0.body.contains("名额") } == 23)
                #expect(try Self.taken(node) == [7])
                #expect(try node.rows("SELECT 1 FROM law_pop_portal__activity_signup").count == 7)
            }
            node.kernel.database.close()
        }
    }
}
