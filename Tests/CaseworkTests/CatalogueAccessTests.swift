import TestDatabases
import Definitions
import Expressions
import Foundation
import Storage
import Testing
import WorkCalendar

@testable import Casework

/// The shipped definitions, read once.
enum ShippedCatalogue {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized.path
    static let result = DefinitionLoader.load(directory: root + "/Systems")

    static func catalogue() throws -> Catalogue { try #require(result.catalogue, "the shipped definitions do not load") }

    static func organisations() throws -> [Organisation] {
        let text = try String(contentsOfFile: root + "/Demo/organisations.csv", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 6 else { return nil }
            return Organisation(
                code: parts[0], name: parts[1], kind: parts[2], level: parts[3], parent: parts[4].isEmpty ? nil : parts[4],
                division: parts[5])
        }
    }
}

/// Every record type of the shipped definitions with records in several organisations and states, seen by every role.
@Suite struct `The shipped definitions` {
    private struct Made {
        var type: String
        var id: String
    }

    /// Rows written as the tables are, with owners, assignees, teams and sharers drawn at random: what access does with them does not depend on how they came to be.
    private func fill(_ desk: Desk, _ orgs: [String], _ people: [String]) throws -> [Made] {
        var random = SplitMix(state: 23)
        var made: [Made] = []
        func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }
        let state = desk.kernel.state
        let records = state.catalogue.records.sorted { ($0.parent == nil ? 0 : 1, $0.type) < ($1.parent == nil ? 0 : 1, $1.type) }
        try desk.database.writeBlocking { connection in
            let unit = EvaluationUnit(
                state: state, connection: connection, now: desk.now, actor: .system, secrets: desk.kernel.secrets, services: NoServices())
            let writer = RecordWriter(state: state, connection: connection, secrets: desk.kernel.secrets)
            for definition in records {
                for index in 0..<4 {
                    var org = pick(orgs)
                    var parent: String?
                    if let parentType = definition.parent {
                        let parents = made.filter { $0.type == "\(definition.system)/\(parentType)" }
                        guard let one = parents.randomElement(using: &random), let owner = try unit.reader.record(one.type, id: one.id)
                        else { continue }
                        (parent, org) = (one.id, owner.org)
                    }
                    var values: [String: Value] = [:]
                    for field in definition.fields {
                        switch field.type {
                        case .code(let list) where index % 2 == 0:
                            values[field.id] = state.catalogue.codeList(list)?.entries.randomElement(using: &random).map {
                                .string($0.code)
                            }
                        case .user where index % 3 != 0: values[field.id] = .string(pick(people))
                        case .org where index % 3 == 1: values[field.id] = .string(pick(orgs))
                        case .bool where index % 2 == 1: values[field.id] = .bool(true)
                        case .list(.org) where index % 2 == 0: values[field.id] = .list([.string(pick(orgs)), .string(pick(orgs))])
                        case .list(.user) where index % 2 == 0: values[field.id] = .list([.string(pick(people))])
                        case .text where !field.isSecret: values[field.id] = .string("文\(index)")
                        default: break
                        }
                    }
                    if let field = definition.field(definition.scope.organisation), case .org = field.type, parent == nil {
                        values[field.id] = .string(org)
                    }
                    if let team = definition.scope.team { values[team] = .string(pick(["T1", "T2"])) }
                    if let number = definition.number?.field { values[number] = .string("\(definition.id)-\(index)") }
                    for field in definition.fields where field.uniqueWith != nil && !field.isSecret {
                        if case .string? = values[field.id], [.text, .longtext].contains(field.type) {
                            values[field.id] = .string("独\(made.count)")
                        } else {
                            values[field.id] = nil
                        }
                    }
                    let states = definition.lifecycle?.states ?? []
                    let stateNow = states.isEmpty ? nil : states[index % states.count]
                    let record = StoredRecord(
                        type: definition.type, id: desk.kernel.identifiers.next(at: desk.now), version: 1, state: stateNow?.id, org: org,
                        scopeColumns: state.tree.scopeColumns(of: org),
                        createdAt: desk.now, createdBy: pick(people), updatedAt: desk.now, updatedBy: "system",
                        isClosed: stateNow?.isEnd ?? false, due: nil, missed: 0, head: [], parent: parent,
                        label: "样", values: values)
                    try writer.insert(record, digests: [:])
                    try ScopeTable(unit: unit).update(record, before: nil)
                    made.append(Made(type: definition.type, id: record.id))
                }
            }
        }
        return made
    }

    @Test(arguments: TestPlace.all) func `let every role list exactly what it may view, and offer exactly what it may do`(place: TestPlace)
        async throws
    {
        try await place.withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let database = try Database.open(url, configuration: configuration)
            defer { database.close() }
            let organisations = try ShippedCatalogue.organisations()
            let desk = try Desk(database, url: url, catalogue: try ShippedCatalogue.catalogue(), organisations: organisations)
            let tree = desk.kernel.state.tree
            let region = try #require(tree.root)
            let city = try #require(tree.children(of: region.code).first { $0.level == "city" })
            let county = try #require(tree.children(of: city.code).first { $0.level == "county" })
            let otherCity = try #require(tree.children(of: region.code).last { $0.level == "city" })
            let orgs = [region.code, city.code, county.code, otherCity.code] + (tree.children(of: county.code).prefix(1).map(\.code))
            let people = ["u1", "u2", "u3"]
            for person in people { try desk.kernel.ensurePerson(id: person, name: person, org: city.code, grants: [], at: desk.now) }
            let made = try fill(desk, orgs, people)
            let state = desk.kernel.state
            let byType = Dictionary(grouping: made, by: \.type)
            #expect(byType.count == state.catalogue.records.count)
            var (visible, hidden, offered) = (0, 0, 0)

            for (turn, role) in (state.catalogue.roles.map(\.id) + ["no-such-role"]).enumerated() {
                // Each role at one place, all places in turn.
                for (index, org) in [[city.code, county.code, otherCity.code].enumerated().map { ($0, $1) }[turn % 3]] {
                    let isCitizen = ["citizen", "org_user", "agent"].contains(role)
                    let actor = Actor(
                        id: people[index], name: people[index], grants: [Grant(role: role, org: isCitizen ? "" : org)],
                        teams: index == 0 ? ["T1"] : [], org: isCitizen ? "" : org)
                    for (type, records) in byType.sorted(by: { $0.key < $1.key }) {
                        guard let definition = state.definition(type) else { continue }
                        let viewable = try desk.kernel.reading(actor, at: desk.now) { unit in
                            try records.filter { made in
                                guard let record = try unit.reader.record(type, id: made.id) else { return false }
                                return try Viewing(unit: unit).visibility(of: record) != nil
                            }.map(\.id)
                        }
                        var listed: Set<String> = []
                        if definition.parent == nil {
                            listed = Set(try desk.all(ListQuery(type: type, limit: 4), as: actor).map(\.id))
                            #expect(
                                try desk.kernel.count(ListQuery(type: type), as: actor, at: desk.now) == listed.count, "\(role) \(type)")
                        } else {
                            let parents = Set(
                                try database.read {
                                    try $0.query("SELECT DISTINCT _parent FROM \(identifier: RecordSchema.tableName(of: type))").compactMap
                                    { $0.text(0) }
                                })
                            for parent in parents {
                                listed.formUnion(try desk.all(ListQuery(type: type, limit: 3, parent: parent), as: actor).map(\.id))
                            }
                        }
                        #expect(listed == Set(viewable), "\(role) at \(org): \(type)")
                        visible += viewable.count
                        hidden += records.count - viewable.count

                        // Of those seen and of those not, some are opened and acted upon.
                        let seen = Set(viewable)
                        for made in records.filter({ seen.contains($0.id) }).prefix(2) + records.filter({ !seen.contains($0.id) }).prefix(1)
                        {
                            if seen.contains(made.id) {
                                let view = try desk.view(made.id, as: actor, type: type)
                                // What is offered is authorised: if it is refused, then for another reason.
                                for action in view.actions.prefix(2) {
                                    offered += 1
                                    do {
                                        struct TakeBack: Error {}
                                        try database.writeBlocking { connection in
                                            _ = try desk.kernel.perform(
                                                ActionRequest(type: type, action: action.id, record: made.id, actor: actor), at: desk.now,
                                                state: state, connection: connection)
                                            throw TakeBack()
                                        }
                                    } catch let refused as Refusal {
                                        #expect(
                                            refused.reason != .notfound || refused.action != "\(type).\(action.id)",
                                            "\(role) \(type).\(action.id)")
                                        if refused.reason == .forbidden {
                                            #expect(!refused.message.hasPrefix("您没有"), "\(role) \(type).\(action.id): \(refused.message)")
                                        }
                                        #expect(
                                            refused.reason != .state || refused.action != "\(type).\(action.id)"
                                                || !refused.message.hasPrefix("现在是"), "\(role) \(type).\(action.id)")
                                    } catch is DatabaseError {
                                        Issue.record("\(role) \(type).\(action.id): database error")
                                    } catch {}
                                }
                            } else {
                                #expect(
                                    refusal { _ = try desk.view(made.id, as: actor, type: type) }?.reason == .notfound, "\(role) \(type)")
                            }
                        }
                    }
                }
            }
            // The test would say nothing if everybody saw everything or nobody anything.
            #expect(visible > 300 && hidden > 300 && offered > 100, "\(visible) \(hidden) \(offered)")
        }
    }

    @Test func `hide and mask nothing that is not a field, and reveal only what is masked`() throws {
        for record in try ShippedCatalogue.catalogue().records {
            for access in record.access {
                for field in access.hides + access.masks + access.shows {
                    #expect(record.field(field) != nil, "\(record.type) \(access.role): \(field)")
                }
            }
        }
    }
}
