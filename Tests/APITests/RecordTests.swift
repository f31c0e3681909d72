import Foundation
import HTTPTypes
import Storage
import Testing

@Suite struct `Records over the API` {
    @Test func `are created, read, acted upon and traced`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let made = try await desk.submitOrder()
            #expect(made.status == 201, "\(made.text)")
            let id = try #require(made["id"])
            #expect(made.headers[.location] == "/api/v1/work-order/work_order/\(id)")
            #expect(made.headers[.eTag] == "\"1\"")
            #expect(made["order_no"]?.hasPrefix("450103ZX20260302") == true)
            #expect(made["state"] == "submitted")
            #expect(made["created_at"] == "2026-03-02T09:00:00+08:00")
            #expect(made["created_by"] == "front_desk@450103")
            #expect(made.object["reply_public"] is NSNull)

            let read = try await desk.get("work-order/work_order/\(id)")
            #expect(read.status == 200)
            let limits = (read.object["_deadlines"] as? [[String: Any]] ?? []).compactMap { $0["limit"] as? String }
            #expect(limits.contains("c1") && limits.contains("w1"))
            #expect((read.object["_actions"] as? [[String: Any]] ?? []).contains { $0["id"] as? String == "accept" })

            let accepted = try await desk.post("work-order/work_order/\(id)/accept", ["values": [:]], ["If-Match": "\"1\""])
            #expect(accepted.status == 200, "\(accepted.text)")
            #expect(accepted["state"] == "accepted")

            let timeline = try await desk.get("work-order/work_order/\(id)/timeline")
            #expect(timeline.items.compactMap { $0["action"] as? String } == ["accept", "submit"])
            let older = try await desk.get("work-order/work_order/\(id)/timeline?limit=1")
            let before = try #require(older.number["next"])
            #expect(
                try await desk.get("work-order/work_order/\(id)/timeline?limit=1&before=\(before)").items.first?["action"] as? String
                    == "submit")

            #expect(try await desk.get("todos").items.contains { $0["record"] as? String == id })
        }
    }

    @Test func `are not there for those outside their scope`() async throws {
        try await Province().visit { caller in
            let id = try #require(try await caller.signed("front_desk", at: "450103").submitOrder()["id"])
            let other = try await caller.signed("front_desk", at: "450202")
            for path in ["work-order/work_order/\(id)", "work-order/work_order/\(id)/timeline"] {
                let answer = try await other.get(path)
                #expect(answer.status == 404)
                #expect(answer.problem == "/problems/notfound")
            }
            #expect(try await other.post("work-order/work_order/\(id)/accept", ["values": [:]]).status == 404)
            #expect(try await other.get("work-order/work_order").items.isEmpty)
            #expect(try await other.get("work-order/work_order/0193-no-such-id").status == 404)
        }
    }

    @Test func `are created once for a repeated key`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let first = try await desk.submitOrder(key: "k-1")
            let again = try await desk.submitOrder(key: "k-1")
            #expect(first.status == 201 && again.status == 200)
            #expect(again.headers.first { $0.name.canonicalName == "idempotency-replayed" }?.value == "true")
            #expect(first.text == again.text)
            #expect(try await desk.get("work-order/work_order").items.count == 1)
            let other = try await desk.submitOrder(title: "另一件事", key: "k-1")
            #expect(other.status == 422 && other.problem == "/problems/invalid")
        }
    }

    @Test func `refuse what was decided on an older version, and name what changed`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let id = try #require(try await desk.submitOrder()["id"])
            #expect(try await desk.post("work-order/work_order/\(id)/accept", ["values": [:]]).status == 200)
            let stale = try await desk.post("work-order/work_order/\(id)/accept", ["values": [:]], ["If-Match": "\"1\""])
            #expect(stale.status == 409 && stale.problem == "/problems/stale", "\(stale.text)")
            #expect((stale.object["changed"] as? [String] ?? []).contains("accepted_at"))
            #expect(try await desk.post("work-order/work_order/\(id)/accept", ["values": [:]]).problem == "/problems/state")
            for wrong in ["W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"\"", "\"99999999999999999999\"", "-1"] {
                let answer = try await desk.post("work-order/work_order/\(id)/accept", ["values": [:]], ["If-Match": wrong])
                #expect(answer.status == 400, "\(wrong)")
            }
        }
    }

    @Test func `say field by field what is wrong`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let answer = try await desk.post(
                "work-order/work_order", ["action": "submit", "values": ["kind": "??", "title": 3, "no_such": 1, "area_code": ["x": 1]]])
            #expect(answer.status == 422)
            #expect(answer.headers[.contentType] == "application/problem+json")
            let fields = (answer.object["errors"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
            #expect(Set(fields).isSuperset(of: ["kind", "no_such", "area_code"]))
        }
    }

    @Test func `are listed page by page to the end`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            var made: Set<String> = []
            for number in 0..<23 { made.insert(try #require(try await desk.submitOrder(title: "第\(number)件")["id"])) }
            for sort in ["", "&sort=title", "&sort=-order_no", "&sort=due"] {
                var seen: [String] = []
                var after = ""
                repeat {
                    let page = try await desk.get("work-order/work_order?limit=5\(sort)\(after.isEmpty ? "" : "&after=\(after)")")
                    #expect(page.status == 200 && page.items.count <= 5)
                    seen += page.items.compactMap { $0["id"] as? String }
                    after = page["next"] ?? ""
                } while !after.isEmpty && seen.count < 100
                #expect(seen.count == 23 && Set(seen) == made, "\(sort)")
            }
            let found = try await desk.get("work-order/work_order?filter=title%20%3D%3D%20%27%E7%AC%AC7%E4%BB%B6%27")
            #expect(found.items.map { $0["title"] as? String } == ["第7件"])
            for wrong in [
                "limit=0", "limit=501", "limit=x", "filter=title%20%3D%3D", "filter=%00", "filter=%ff", "sort=nothing", "after=%2B",
                "what=1", "limit=5&limit=6", "filter=%zz",
            ] {
                let answer = try await desk.get("work-order/work_order?\(wrong)")
                #expect(answer.status == 400 && answer.isProper, "\(wrong): \(answer.status) \(answer.text)")
            }
        }
    }

    @Test func `take a new field with its zone as soon as its definition is there`() async throws {
        let province = try Province()
        let wider = try Province.catalogue { text in
            text.replacingOccurrences(
                of: "      attachments:     {label: 材料",
                with: "      wished_at:       {label: 希望何时回电, type: datetime}\n      attachments:     {label: 材料")
        }
        let kernel = province.kernel
        try await province.visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let wish = ["wished_at": "2026-03-03T01:30:00Z"]
            #expect(try await desk.submitOrder(more: wish).status == 422)
            try kernel.replace(catalogue: wider)
            let made = try await desk.submitOrder(more: wish)
            #expect(made.status == 201, "\(made.text)")
            #expect(made["wished_at"] == "2026-03-03T09:30:00+08:00")
        }
    }

    @Test func `hold moments with their zone, in and out`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let made = try await desk.submitOrder(more: ["limitation_date": "2026-03-05"])
            #expect(made["limitation_date"] == "2026-03-05")
            let schema = try await desk.get("work-order/work_order/schema")
            #expect(schema.status == 200)
            #expect((schema.object["properties"] as? [String: Any])?["order_no"] != nil)
        }
    }
}
