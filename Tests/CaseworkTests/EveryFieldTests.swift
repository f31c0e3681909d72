import TestDatabases
import Definitions
import Expressions
import Foundation
import Storage
import Testing
import WorkCalendar

@testable import Casework

/// Generated from the definitions: whatever is typed into whichever field is refused in words or kept as it was typed.
@Suite struct `Every field of the shipped definitions` {
    private static let typed: [Value] = [
        "\u{0}", "a\u{0}b", "\u{1}\u{7}", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE person; --",
        "1' OR '1'='1", "{{7*7}}${7*7}", "../../etc/passwd", "😀👨‍👩‍👧‍👦", "Vahcuengh", "كتاب עברית", "\u{202E}abc", "\u{FEFF}", "e\u{301}", "　",
        " ", "1e999", "-1", "0", "9223372036854775808", "NaN", "2026-02-30", "9999-99-99", "0000-00-00", "24:61", "999.9,999.9", "true",
        "null",
        "[object Object]", "%00", "\r\n.\r\n", .int(.max), .int(.min), .double(.nan), .double(.infinity), .double(-0.0), .bool(true),
        .list([]),
        .list([.list([.list([])])]), .list([.null, .string(""), .int(1)]), .map([:]),
        .map([.string("name"): .map([.string("name"): .null])]),
        .map([.string("$b"): .string("AAAA")]), .map([.string("$t"): .int(1)]), .bytes([0, 255]), .null,
    ]

    /// Both databases can hold it, and it says nothing that was not said.
    private static func isKept(_ value: Value) -> Bool {
        switch value {
        case .string(let text): !text.unicodeScalars.contains { $0.value == 0 || $0.value < 32 && !"\t\n\r".unicodeScalars.contains($0) }
        case .double(let number): number.isFinite
        case .list(let items): items.allSatisfy(isKept)
        case .map(let map): map.allSatisfy { isKept($0.key) && isKept($0.value) }
        case .bytes: false
        default: true
        }
    }

    private static func fields() throws -> [(where: String, field: FieldDefinition)] {
        try ShippedCatalogue.catalogue().records.flatMap { record in
            record.fields.map { ("\(record.type).\($0.id)", $0) }
                + (record.lifecycle?.actions ?? []).flatMap { action in action.inputs.map { ("\(record.type).\(action.id).\($0.id)", $0) } }
        }
    }

    @Test func `is refused in words or kept as it is, whatever is typed`() throws {
        let reading = FieldReading(
            catalogue: try ShippedCatalogue.catalogue(), tree: OrganisationTree(try ShippedCatalogue.organisations()),
            patterns: FieldPatterns(), valuesAreStored: false
        ) { _ in false }
        var (refused, kept) = (0, 0)
        for (place, field) in try Self.fields() {
            for raw in Self.typed {
                do {
                    let value = try reading.read(raw, as: field)
                    kept += 1
                    #expect(Self.isKept(value), "\(place) keeps \(raw) as \(value)")
                    if case .string(let text) = raw, [.text, .longtext].contains(field.type), case .string(let found) = value {
                        #expect(
                            found == text.precomposedStringWithCanonicalMapping
                                || found == text.trimmingCharacters(in: .whitespacesAndNewlines), "\(place) alters \(text)")
                    }
                } catch let problem as FieldReading.Problem {
                    refused += 1
                    #expect(
                        problem.message.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" },
                        "\(place) refuses \(raw) with: \(problem.message)")
                }
            }
        }
        #expect(refused > 10_000 && kept > 3_000, "\(refused) \(kept)")
    }

    /// Longer than any field: one field of each kind is enough, since the kind decides.
    @Test func `refuses ten megabytes`() throws {
        let reading = FieldReading(
            catalogue: try ShippedCatalogue.catalogue(), tree: OrganisationTree(try ShippedCatalogue.organisations()),
            patterns: FieldPatterns(), valuesAreStored: false
        ) { _ in false }
        let long = Value.string(String(repeating: "长", count: 10 << 20 / 3))
        var seen: Set<String> = []
        for (place, field) in try Self.fields() {
            let kind = String("\(field.type)".prefix { $0 != "(" })
            guard seen.insert(kind).inserted else { continue }
            #expect(throws: FieldReading.Problem.self, "\(place)") { _ = try reading.read(long, as: field) }
        }
        #expect(seen.count > 10)
    }
}

/// Generated from the definitions: at every level, no role may do what does not name it.
@Suite struct `Every role of every level` {
    private static func names(_ action: ActionDefinition, _ role: String) -> Bool {
        action.byAnyone || action.by.contains { $0.role == role || $0.role == "handler" || $0.role == "anyone" }
    }

    private struct Attempt: Sendable {
        var actor: Actor
        var type: String
        var action: String
        var record: String?
    }

    private func prepared(_ desk: Desk) throws -> (actors: [Actor], ids: [String: String]) {
        let tree = desk.kernel.state.tree
        let region = try #require(tree.root)
        let city = try #require(tree.children(of: region.code).first { $0.level == "city" })
        let county = try #require(tree.children(of: city.code).first { $0.level == "county" })
        let places = [region.code, city.code, county.code] + tree.children(of: county.code).prefix(1).map(\.code)
        let actors = desk.kernel.state.catalogue.roles.filter { $0.id != "system" }.flatMap { role -> [Actor] in
            if role.kind == "citizen" { return [Actor(id: role.id, name: role.id, grants: [Grant(role: role.id, org: "")], org: "")] }
            return places.map { Actor(id: "\(role.id)@\($0)", name: role.id, grants: [Grant(role: role.id, org: $0)], org: $0) }
        }
        var ids: [String: String] = [:]
        for record in desk.kernel.state.catalogue.records where record.parent == nil {
            ids[record.type] = try? desk.kernel.insertGiven(
                type: record.type, state: nil, values: ["org": .string(county.code)], at: desk.now
            ).id
        }
        return (actors, ids)
    }

    private func desk(_ body: (Desk) async throws -> Void) async throws {
        try await TestPlace.sqlite.withURL { url, _ in
            let database = try Database.open(url)
            defer { database.close() }
            try await body(
                Desk(database, url: url, catalogue: ShippedCatalogue.catalogue(), organisations: ShippedCatalogue.organisations()))
        }
    }

    @Test func `is given no action that does not name it, on any record`() async throws {
        try await desk { desk in
            let (actors, ids) = try prepared(desk)
            let state = desk.kernel.state
            var (asked, given) = (0, 0)
            try desk.database.read { connection in
                for actor in actors {
                    let judge = Judge(state: state, actor: actor)
                    let role = actor.grants.first?.role ?? ""
                    for definition in state.catalogue.records {
                        let record = try ids[definition.type].flatMap {
                            try RecordReader(state: state, connection: connection).record(definition.type, id: $0)
                        }
                        for action in definition.lifecycle?.actions ?? [] {
                            asked += 1
                            // Conditions are taken as met: what is not named must not be given even then.
                            let grant = judge.grant(
                                for: action, type: definition.type, on: action.createsRecord ? nil : record, holds: { _, _, _ in true })
                            if grant != nil { given += 1 }
                            if !Self.names(action, role) { #expect(grant == nil, "\(actor.id) \(definition.type).\(action.id)") }
                        }
                    }
                }
            }
            // The test would say nothing if everybody might do everything or nobody anything.
            #expect(asked > 20_000 && given > 500 && given < asked / 4, "\(asked) \(given)")
        }
    }

    @Test func `is refused and reads what it may, sixty-four at a time`() async throws {
        try await desk { desk in
            let (actors, ids) = try prepared(desk)
            let (kernel, now) = (desk.kernel, desk.now)
            var random = SplitMix(state: 64)
            var attempts: [Attempt] = []
            for actor in actors {
                let role = actor.grants.first?.role ?? ""
                for definition in kernel.state.catalogue.records {
                    for action in definition.lifecycle?.actions ?? [] where !Self.names(action, role) {
                        guard Int.random(in: 0..<40, using: &random) == 0 else { continue }
                        attempts.append(
                            Attempt(
                                actor: actor, type: definition.type, action: action.id,
                                record: action.createsRecord ? nil : ids[definition.type] ?? "none"))
                    }
                }
            }
            let before = try desk.number("SELECT COUNT(*) FROM journal")
            let all = attempts
            await withTaskGroup(of: Void.self) { group in
                for lane in 0..<64 {
                    group.addTask {
                        for (index, attempt) in all.enumerated() where index % 64 == lane {
                            do {
                                _ = try await kernel.perform(
                                    ActionRequest(type: attempt.type, action: attempt.action, record: attempt.record, actor: attempt.actor),
                                    at: now)
                                Issue.record("\(attempt.actor.id) may \(attempt.type).\(attempt.action)")
                            } catch let refusal as Refusal {
                                #expect(
                                    [.forbidden, .notfound].contains(refusal.reason),
                                    "\(attempt.actor.id) \(attempt.type).\(attempt.action): \(refusal.reason)")
                            } catch { Issue.record(error) }
                            do {
                                let page = try kernel.list(ListQuery(type: attempt.type, limit: 3), as: attempt.actor, at: now)
                                for view in page.items { _ = try kernel.view(attempt.type, id: view.id, as: attempt.actor, at: now) }
                            } catch is Refusal {} catch is QueryProblem {} catch { Issue.record(error) }
                        }
                    }
                }
            }
            #expect(attempts.count > 500)
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == before, "what is refused writes nothing")
            #expect(try desk.findings().isEmpty)
        }
    }
}
