import API
import Casework
import Foundation
import HTTPTypes
import Storage
import Testing
import WorkCalendar

@Suite struct `The door of the API` {
    @Test func `opens to tokens only`() async throws {
        try await Province().visit { caller in
            for header in ["", "Bearer", "Bearer x", "Basic Zm9vOmJhcg==", "Bearer \(String(repeating: "A", count: 43))", "Bearer a b"] {
                let answer = try await caller.ask(.get, "todos", header.isEmpty ? [:] : ["Authorization": header])
                #expect(answer.status == 401 && answer.problem == "/problems/unauthenticated")
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
        }
    }

    @Test func `gives demonstration users by role and place`() async throws {
        let province = try Province()
        try await province.visit { caller in
            let answer = try await caller.post("token", ["role": "front_desk", "at": "450103"])
            #expect(answer.status == 200)
            #expect((answer.object["actor"] as? [String: Any])?["id"] as? String == "front_desk@450103")
            #expect(answer["token"]?.count == 43)
            #expect(answer["expires_at"] == "2026-03-02T21:00:00+08:00")
            #expect(try await caller.post("token", ["role": "citizen"]).status == 200)
            let wrong: [[String: Any]] = [
                ["role": "front_desk"], ["role": "nobody", "at": "450103"], ["role": "front_desk", "at": "nowhere"],
                ["role": "system", "at": "450103"], [:],
            ]
            for body in wrong { #expect(try await caller.post("token", body).status == 422) }
            #expect(try await caller.post("token", ["role": "front_desk", "at": "450103", "x": 1]).status == 400)
            #expect(try await caller.post("token", ["role": ["a"]]).status == 400)
        }
        // Only digests are kept.
        let kept = try province.kernel.database.read {
            try $0.query("SELECT token_digest, kind FROM session").map { ($0.text(0) ?? "", $0.text(1) ?? "") }
        }
        #expect(!kept.isEmpty && kept.allSatisfy { $0.0.count == 64 && $0.1 == "api" })
    }

    @Test func `closes when a token expires or its owner is locked`() async throws {
        let time = MovableClock(Province.now)
        let province = try Province(clock: { time.now })
        let kernel = province.kernel
        try await province.visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            #expect(try await desk.get("todos").status == 200)
            time.now = try Province.now.adding(hours: 12)
            #expect(try await desk.get("todos").status == 401)
            let fresh = try await caller.signed("front_desk", at: "450103")
            try kernel.database.writeBlocking { try Directory(connection: $0).setStatus("locked", of: "front_desk@450103") }
            // Within a second it is noticed.
            try await Task.sleep(for: .milliseconds(1100))
            #expect(try await fresh.get("todos").status == 401)
        }
    }

    @Test func `is narrow outside the demonstration`() async throws {
        struct OneLogin: PasswordSignIn {
            func person(login: String, password: String, code: String?, from source: String, at now: Moment) async throws -> String {
                guard login == "li", password == "right" else { throw SignInRefusal("账号或口令不对") }
                return "li"
            }
        }
        let province = try Province(isDemonstration: false, signIn: OneLogin())
        try province.kernel.ensurePerson(
            id: "li", name: "李", org: "450103", grants: [Grant(role: "front_desk", org: "450103")], at: Province.now)
        try await province.visit { caller in
            #expect(try await caller.post("token", ["role": "front_desk", "at": "450103"]).status == 400)
            #expect(try await caller.post("token", ["login": "li", "password": "wrong"]).status == 401)
            let given = try await caller.post("token", ["login": "li", "password": "right"])
            #expect(given.status == 200)
            var li = caller
            li.token = given["token"]
            #expect(try await li.submitOrder().status == 201)
        }
    }

    @Test func `slows down whoever asks for many tokens`() async throws {
        var limits = RequestLimits.demonstration
        limits.tokensPerMinute = 1
        try await Province(limits: limits).visit { caller in
            var answers: [Answer] = []
            for _ in 0..<5 { answers.append(try await caller.post("token", ["role": "citizen"])) }
            #expect(answers.first?.status == 200)
            let slowed = try #require(answers.first { $0.status == 429 })
            #expect(slowed.headers[.retryAfter] != nil && slowed.problem == "/problems/rate")
        }
    }

    @Test func `slows down whoever tries ids, and keeps one line of it`() async throws {
        var limits = RequestLimits.demonstration
        limits.deniedReadsPerMinute = 1
        let province = try Province(limits: limits)
        try await province.visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            var codes: [Int] = []
            for number in 0..<15 { codes.append(try await desk.get("work-order/work_order/guess-\(number)").status) }
            #expect(codes.first == 404 && codes.contains(429))
        }
        let rows = try province.kernel.database.read { try $0.query("SELECT actor, kind, what FROM access_log").map { $0.text(2) ?? "" } }
        #expect(rows == ["work-order/work_order"])
    }

    @Test func `answers each path and method that is not there as a problem`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            for path in [
                "", "x", "a/b/c/d/e", "work-order//x", "work-order/work_order/%00", "work-order/work_order/%zz",
                "work-order/work_order/%ff/timeline",
            ] {
                let answer = try await desk.get(path)
                #expect(answer.status == 404 && answer.isProper, "\(path): \(answer.status)")
            }
            let deleted = try await desk.ask(.delete, "work-order/work_order/x")
            #expect(deleted.status == 405 && deleted.headers[.allow] == "GET, HEAD" && deleted.isProper)
            let head = try await desk.ask(.head, "todos")
            #expect(head.status == 200 && head.text.isEmpty)
            #expect(try await desk.get("no-such/record").status == 404)
            #expect(try await desk.post("work-order/work_order/x/no_such", ["values": [:]]).status == 404)
        }
    }
}

/// Moved by the test.
final class MovableClock: @unchecked Sendable {
    private let lock = NSLock()
    private var held: Moment
    init(_ now: Moment) { held = now }
    var now: Moment {
        get { lock.withLock { held } }
        set { lock.withLock { held = newValue } }
    }
}
