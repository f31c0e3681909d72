import Foundation
import HTTPTypes
import Storage
import Testing

@Suite struct `Hostile input` {
    static let bodies: [String] = [
        "", " ", "null", "1", "[]", "\"x\"", "{", "{\"a\":}", "{\"a\":1,\"a\":2}", "{\"values\":null}", "{\"values\":[]}", "{\"values\":3}",
        "{\"values\":{\"title\":\"\\u0000\"}}",
        "{\"values\":{\"title\":{\"$b\":\"AAAA\"}}}", "{\"values\":{\"title\":{\"$t\":1}}}", "{\"values\":{\"\\u0000\":1}}",
        "{\"action\":{}}", "{\"action\":\"submit\",\"x\":1}",
        "{\"action\":\"submit\",\"values\":{\"title\":\"\\ud800\"}}", "{\"values\":{\"limitation_date\":1e400}}",
        "{\"values\":{\"group_size\":99999999999999999999}}",
        "{\"values\":{\"group_size\":-9223372036854775808,\"limitation_date\":\"9999-99-99\"}}", "{\"values\":{\"danger\":[[[[]]]]}}",
        "{\"values\":{\"parties\":\"x\"}}",
        "{\"values\":{\"parties\":[{\"role\":{}}]}}", "{\"values\":{\"attachments\":[{\"file\":\"../../etc/passwd\"}]}}",
        "{\"values\":{\"title\":\"'; DROP TABLE person; --\"}}",
        "{\"values\":{\"title\":\"<script>alert(1)</script>\"}}", "{\"values\":{\"account\":\"\(String(repeating: "x", count: 70000))\"}}",
        String(repeating: "[", count: 5000),
        "{\"values\":" + String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 101),
        "{\"values\":{\"source_ref\":\"work-order/reception:x\",\"external_no\":\"\u{1F600}\u{0301}\"}}",
    ]

    @Test func `is refused with a reason, never with a failure`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let id = try #require(try await desk.submitOrder()["id"])
            for body in Self.bodies {
                for path in [
                    "work-order/work_order", "work-order/work_order/\(id)/edit", "work-order/work_order/\(id)/assign_down",
                    "work-order/work_order/\(id)/reveal", "token",
                ] {
                    let answer = try await desk.ask(.post, path, body: body)
                    #expect(answer.isProper, "\(path) \(body.prefix(60)): \(answer.status) \(answer.text.prefix(200))")
                }
            }
        }
    }

    @Test func `of the wrong kind, size or encoding is named so`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            let order = "work-order/work_order"
            #expect(try await desk.ask(.post, order, body: "{}", type: "text/plain").status == 415)
            #expect(try await desk.ask(.post, order, body: "a=1", type: "application/x-www-form-urlencoded").status == 415)
            #expect(try await desk.ask(.post, order, body: "{}", type: "application/json; charset=gbk").status == 415)
            #expect(try await desk.ask(.post, order, body: "{}", ["Content-Encoding": "gzip"]).status == 415)
            #expect(
                try await desk.ask(.post, order, body: "{\"values\":{\"content\":\"\(String(repeating: "工", count: 400_000))\"}}").status
                    == 413)
            #expect(try await desk.ask(.post, order, body: "{}", ["Idempotency-Key": "a b"]).status == 400)
            #expect(try await desk.ask(.post, order, body: "{}", ["Idempotency-Key": String(repeating: "k", count: 201)]).status == 400)
            #expect(try await desk.ask(.post, order, body: "{}", type: "application/json; charset=utf-8").status == 422)
        }
    }

    /// Random bodies from a fixed seed: every mutation of a good request is answered properly.
    @Test func `made at random is answered properly`() async throws {
        try await Province().visit { caller in
            let desk = try await caller.signed("front_desk", at: "450103")
            var random = SeededGenerator(state: 20_260_302)
            let good = String(
                decoding: try JSONSerialization.data(
                    withJSONObject: ["action": "submit", "values": Caller.wageQuestion], options: [.sortedKeys]), as: UTF8.self)
            for _ in 0..<400 {
                var bytes = Array(good.utf8)
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...127, using: &random)
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
                    }
                }
                let answer = try await desk.ask(.post, "work-order/work_order", body: String(decoding: bytes, as: UTF8.self))
                #expect(answer.isProper, "\(answer.status) for \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }
}

/// The same numbers on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
