import Casework
import Definitions
import Expressions
import Foundation
import HTTPTypes
import Storage
import Testing

/// Generated from the definitions: whoever asks for whatever, the answer is proper, and who is named nowhere is told nothing.
@Suite struct `Every role` {
    /// One record of each type, as if it had lived, owned by a county.
    static func populate(_ province: Province) throws -> [String: String] {
        var ids: [String: String] = [:]
        for record in try Province.catalogue.get().records where record.parent == nil {
            let reference = try? province.kernel.insertGiven(
                type: record.type, state: nil, values: ["org": .string("450103")], at: Province.now)
            if let reference { ids[record.type] = reference.id }
        }
        return ids
    }

    /// Where a role of this level sits.
    static func place(_ role: RoleDefinition) -> String? {
        if role.kind == "citizen" { return nil }
        if role.level.contains("office") || role.level.contains("司法所") { return "450103-S01" }
        if role.level.contains("county") || role.level.contains("县") { return "450103" }
        if role.level.contains("city") || role.level.contains("市") { return "450100" }
        return "450000"
    }

    @Test func `reads each list and record properly, and sees none of a type that names it nowhere`() async throws {
        let province = try Province()
        let ids = try Self.populate(province)
        let catalogue = try Province.catalogue.get()
        try await province.visit { caller in
            for role in catalogue.roles where role.id != "system" {
                let user = try await caller.signed(role.id, at: Self.place(role))
                #expect(try await user.get("systems").isProper)
                #expect(try await user.get("todos").status == 200)
                #expect(try await user.get("notices").status == 200)
                for record in catalogue.records {
                    let list = try await user.get("\(record.type)?limit=5")
                    // Children whose access hangs on their parent are listed under one parent only.
                    #expect(
                        list.status == 200 || (record.parent != nil && list.status == 400),
                        "\(role.id) \(record.type): \(list.status) \(list.text)")
                    guard let id = ids[record.type] else { continue }
                    let view = try await user.get("\(record.type)/\(id)")
                    #expect([200, 404].contains(view.status), "\(role.id) \(record.type): \(view.status) \(view.text)")
                    if !Self.names(record, role.id) { #expect(view.status == 404 && list.items.isEmpty, "\(role.id) sees \(record.type)") }
                }
            }
        }
    }

    @Test func `is refused each action that does not name it`() async throws {
        let province = try Province()
        let ids = try Self.populate(province)
        let catalogue = try Province.catalogue.get()
        var random = SeededGenerator(state: 7)
        // Each role tries every action that names it and some that do not: all of them for all roles would say the same ten times over.
        let plan = catalogue.roles.filter { $0.id != "system" }.map { role in
            (
                role,
                catalogue.records.flatMap { record in record.lifecycle?.actions.map { (record, $0) } ?? [] }
                    .filter { Self.names($0.1, role.id) || Int.random(in: 0..<25, using: &random) == 0 }
            )
        }
        try await province.visit { caller in
            for (role, attempts) in plan {
                let user = try await caller.signed(role.id, at: Self.place(role))
                for (record, action) in attempts {
                    let path = action.createsRecord ? record.type : "\(record.type)/\(ids[record.type] ?? "none")/\(action.id)"
                    let body: [String: Any] = action.createsRecord ? ["action": action.id, "values": [:]] : ["values": [:]]
                    let answer = try await user.post(path, body)
                    #expect(answer.isProper, "\(role.id) \(path): \(answer.status) \(answer.text)")
                    if !Self.names(action, role.id) {
                        #expect(
                            [403, 404].contains(answer.status),
                            "\(role.id) may \(record.type).\(action.id): \(answer.status) \(answer.text)")
                    }
                }
            }
        }
    }

    @Test func `may ask at the same time as sixty-three others`() async throws {
        let province = try Province()
        let ids = try Self.populate(province)
        let catalogue = try Province.catalogue.get()
        let roles = catalogue.roles.filter { $0.id != "system" }
        try await province.visit { caller in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    let role = roles[number % roles.count]
                    group.addTask {
                        let user = try await caller.signed(role.id, at: Self.place(role))
                        for record in catalogue.records.filter({ $0.parent == nil }).prefix(10) {
                            #expect(try await user.get("\(record.type)?limit=3").status == 200)
                            if let id = ids[record.type] { #expect(try await user.get("\(record.type)/\(id)").isProper) }
                        }
                        let desk = try await caller.signed("front_desk", at: "450103")
                        #expect(try await desk.submitOrder(title: "并发\(number)", key: "parallel-\(number)").isProper)
                    }
                }
                try await group.waitForAll()
            }
            let desk = try await caller.signed("front_desk", at: "450103")
            let numbers = try await desk.get("work-order/work_order?limit=500").items.compactMap { $0["order_no"] as? String }
            #expect(Set(numbers).count == numbers.count, "a number was given twice")
        }
    }

    /// Whether a definition names the role for a record at all; staff also meet records as whoever they are assigned to.
    static func names(_ record: RecordDefinition, _ role: String) -> Bool {
        let all = Set([role, "handler"])
        return record.access.contains { all.contains($0.role) || $0.scopes.contains(.public) }
            || (record.lifecycle?.actions ?? []).contains { names($0, role) }
            || record.parent != nil
    }

    static func names(_ action: ActionDefinition, _ role: String) -> Bool {
        action.byAnyone || action.by.contains { $0.role == role || $0.role == "handler" }
    }
}
