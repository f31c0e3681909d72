import Definitions
import Foundation
import HTTPTypes
import Storage
import Testing

@Suite struct `The OpenAPI document` {
    static func document(_ caller: Caller) async throws -> [String: Any] {
        let answer = try await caller.get("openapi.json")
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/json")
        let tag = try #require(answer.headers[.eTag])
        #expect(try await caller.get("openapi.json", ["If-None-Match": tag]).status == 304)
        return answer.object
    }

    @Test func `names every record and every action`() async throws {
        let catalogue = try Province.catalogue.get()
        try await Province().visit { caller in
            let document = try await Self.document(caller)
            let paths = try #require(document["paths"] as? [String: Any])
            for record in catalogue.records {
                #expect(paths["/api/v1/\(record.type)"] != nil && paths["/api/v1/\(record.type)/{id}"] != nil)
                for action in record.lifecycle?.actions ?? [] where !action.createsRecord {
                    #expect(paths["/api/v1/\(record.type)/{id}/\(action.id)"] != nil, "\(record.type).\(action.id)")
                }
            }
            let operations = paths.values.flatMap { ($0 as? [String: Any] ?? [:]).values }.compactMap {
                ($0 as? [String: Any])?["operationId"] as? String
            }
            #expect(Set(operations).count == operations.count, "an operationId is given twice")
        }
    }

    @Test func `refers only to schemas that are there`() async throws {
        try await Province().visit { caller in
            let document = try await Self.document(caller)
            let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
            var references: Set<String> = []
            Self.collect(document, &references)
            let missing = references.filter { schemas[String($0.dropFirst("#/components/schemas/".count))] == nil }
            #expect(missing.isEmpty, "\(missing.sorted().prefix(10))")
            let desk = try await caller.signed("front_desk", at: "450103")
            let alone = try await desk.get("work-order/work_order/schema").object
            var inside: Set<String> = []
            Self.collect(alone, &inside)
            let parts = alone["$defs"] as? [String: Any] ?? [:]
            #expect(inside.allSatisfy { parts[String($0.dropFirst("#/$defs/".count))] != nil })
        }
    }

    @Test func `shows what records look like`() async throws {
        try await Province().visit { caller in
            let document = try await Self.document(caller)
            let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
            let order = try #require(schemas["work-order.work_order"] as? [String: Any])
            let properties = try #require(order["properties"] as? [String: Any])
            let desk = try await caller.signed("front_desk", at: "450103")
            let id = try #require(try await desk.submitOrder()["id"])
            let unknown = try await desk.get("work-order/work_order/\(id)").object.keys.filter { properties[$0] == nil }
            #expect(unknown.isEmpty, "\(unknown)")
            let create = try #require(schemas["work-order.work_order.submit.create"] as? [String: Any])
            #expect(Set(create["required"] as? [String] ?? []).isSuperset(of: ["kind", "content"]))
        }
    }

    private static func collect(_ value: Any, _ found: inout Set<String>) {
        if let object = value as? [String: Any] {
            if let reference = object["$ref"] as? String { found.insert(reference) }
            for item in object.values { collect(item, &found) }
        } else if let list = value as? [Any] {
            for item in list { collect(item, &found) }
        }
    }
}
