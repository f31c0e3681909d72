import Definitions
import Expressions
import Storage
import WorkCalendar

// What scenarios, the demonstration and tests need to set things up and look behind them.
extension Kernel {
    /// Writes the organisations of a tree, all in one write, and reads them anew.
    public func replaceOrganisations(_ organisations: [Organisation]) throws {
        try database.writeBlocking { connection in
            let directory = Directory(connection: connection)
            for organisation in organisations { try directory.save(organisation) }
            try SharedVersions(connection: connection).raise(.organisations)
        }
        try reloadOrganisations()
    }

    /// Empties every table but those named. For databases of scenarios and tests only.
    public func erase(keeping kept: Set<String>) throws {
        let tables = (EngineTables.all.map(\.name) + state.catalogue.records.map { RecordSchema.tableName(of: $0.type) }).filter {
            !kept.contains($0)
        }
        try database.writeBlocking { connection in for table in tables { try connection.enqueue("DELETE FROM \(identifier: table)") } }
    }

    public func actor(_ id: String, at now: Moment) throws -> Actor? {
        if id == "system" { return .system }
        return try database.read { try Directory(connection: $0).actor(id, at: now) }
    }

    /// Makes the person if there is none of this id, and gives the roles.
    public func ensurePerson(id: String, name: String, org: String, grants: [Grant], at now: Moment) throws {
        try database.writeBlocking { connection in
            let directory = Directory(connection: connection)
            if try !directory.exists(id) { try directory.save(Person(id: id, login: id, name: name, org: org), at: now) }
            for grant in grants { try directory.grant(grant.role, at: grant.org, to: id, by: "system", from: now) }
        }
    }

    /// An attachment that a scenario speaks of.
    public func ensureAttachment(hash: String, at now: Moment) throws {
        try database.writeBlocking { connection in
            try connection.enqueue(
                """
                INSERT INTO attachment (hash, name, media_type, size, at, by_person, record_type, record_id, encrypted)
                VALUES (\(hash), \(hash), \("application/pdf"), \(0), \(now.milliseconds), \("system"), NULL, NULL, \(0)) ON CONFLICT DO NOTHING
                """)
        }
    }

    /// A record as if it had lived: defaults and computed values are filled in, limits start that the state's own action would have started; nothing is journalled
    /// but its being there.
    public func insertGiven(type: String, state wanted: String?, values: [String: Value], at now: Moment) throws -> RecordReference {
        let state = state
        let reference = try database.writeBlocking { [self] connection in
            try insertGiven(type: type, state: wanted, values: values, at: now, judgedBy: state, connection: connection)
        }
        if projections.contains(where: { $0.changesOrganisations(type) }) { try reloadOrganisations() }
        return reference
    }

    /// As `insertGiven`, inside a write that the caller holds: the demonstration sets up many together.
    /// - Parameter state: what is judged by; whoever sets up organisations calls `reloadOrganisations` afterwards.
    public func insertGiven(
        type: String, state wanted: String?, values: [String: Value], at now: Moment, judgedBy state: EngineState,
        connection: any Connection
    ) throws -> RecordReference {
        guard let definition = state.definition(type) else { throw Refusal(.notfound, action: "\(type).given", "没有名为 \(type) 的记录") }
        var action = ActionDefinition(id: "given", label: "预置", from: .none, to: .same, position: .builtIn)
        let target = wanted ?? definition.lifecycle?.states.first?.id
        if let target {
            guard definition.state(target) != nil else {
                throw Refusal(.invalid, action: "\(type).given", "\(definition.name)没有状态 \(target)")
            }
            action.to = .state(target)
            // Only what starts by an action that leads exactly here runs now.
            action = givenAction(like: definition.lifecycle?.actions.first { $0.to.states == [target] }, action)
        }
        let unit = EvaluationUnit(state: state, connection: connection, now: now, actor: .system, secrets: secrets, services: services)
        let request = ActionRequest(type: type, action: action.id, actor: .system, values: values)
        let performance = Performance(
            unit: unit, request: request, definition: definition, action: action, identifiers: identifiers, depth: 0)
        performance.isGiven = true
        performance.projections = projections
        return RecordReference(type: type, id: try performance.run().id)
    }

    private func givenAction(like model: ActionDefinition?, _ plain: ActionDefinition) -> ActionDefinition {
        guard let model else { return plain }
        var action = plain
        action.id = model.id
        return action
    }

    /// Users a record is assigned to.
    public func assignees(of reference: RecordReference) throws -> [String] {
        guard let definition = state.definition(reference.type) else { return [] }
        let view = try view(reference.type, id: reference.id, as: .system, at: Moment.first)
        return definition.scope.assigned.flatMap { field -> [String] in
            switch view[field] {
            case .string(let id): [id]
            case .list(let ids): ids.compactMap { if case .string(let id) = $0 { id } else { nil } }
            default: []
            }
        }
    }

    public func revealBlocking(_ type: String, id: String, field: String, purpose: String, as actor: Actor, at now: Moment) throws -> Value
    {
        let state = state
        return try database.writeBlocking { [self] connection in
            try reveal(type, id: id, field: field, purpose: purpose, as: actor, at: now, state: state, connection: connection)
        }
    }

    /// An open to-do of a record.
    public struct OpenTodo: Sendable {
        public var role: String?
        public var org: String?
        public var person: String?
        public var task: String
    }

    public func openTodos(of reference: RecordReference) throws -> [OpenTodo] {
        try database.read { connection in
            try connection.query("SELECT role, org, person, task FROM todo WHERE record_id = \(reference.id) ORDER BY id").map {
                OpenTodo(role: $0.text(0), org: $0.text(1), person: $0.text(2), task: $0.text(3) ?? "")
            }
        }
    }

    /// A message about a record.
    public struct NoticeAbout: Sendable {
        public var kind: String
        public var role: String?
        public var org: String?
        public var person: String?
        public var text: String
        public var at: Moment
    }

    public func notices(about reference: RecordReference) throws -> [NoticeAbout] {
        try database.read { connection in
            try connection.query("SELECT kind, role, org, person, text, at FROM notice WHERE record_id = \(reference.id) ORDER BY at, id")
                .map {
                    NoticeAbout(
                        kind: $0.text(0) ?? "", role: $0.text(1), org: $0.text(2), person: $0.text(3), text: $0.text(4) ?? "",
                        at: Moment(clamping: $0.int(5) ?? 0))
                }
        }
    }

    /// A paper issued for a record.
    public struct IssuedDocument: Sendable {
        public var id: String
        public var document: String
        public var name: String
        public var number: String?
        public var body: String
        public var digest: String
        public var at: Moment
    }

    public func issuedDocuments(of reference: RecordReference) throws -> [IssuedDocument] {
        try database.read { connection in
            try connection.query(
                "SELECT id, document, name, number, body, digest, at FROM issued_document WHERE record_id = \(reference.id) ORDER BY at, id"
            ).map {
                IssuedDocument(
                    id: $0.text(0) ?? "", document: $0.text(1) ?? "", name: $0.text(2) ?? "", number: $0.text(3), body: $0.text(4) ?? "",
                    digest: $0.text(5) ?? "",
                    at: Moment(clamping: $0.int(6) ?? 0))
            }
        }
    }

    /// The newest record of a type that refers to another: a child of it, or one whose reference field names it.
    public func newest(_ type: String, mentioning reference: RecordReference) throws -> RecordReference? {
        guard let definition = state.definition(type) else { return nil }
        var conditions: [SQL] = ["_parent = \(reference.id)"]
        for field in definition.fields {
            guard case .ref(let targets) = field.type, targets.contains(reference.type) else { continue }
            conditions.append("\(identifier: field.id) = \(targets.count == 1 ? reference.id : reference.text)")
        }
        return try database.read { connection in
            try connection.first(
                "SELECT _id FROM \(identifier: RecordSchema.tableName(of: type)) WHERE \(conditions.joined(separator: " OR ")) ORDER BY _created_at DESC, _id DESC LIMIT 1"
            )?
            .text(0)
        }.map { RecordReference(type: type, id: $0) }
    }
}

extension Kernel {
    /// Whether no business record was ever made here.
    public func isEmpty() throws -> Bool { try database.read { try $0.first("SELECT 1 FROM journal LIMIT 1") == nil } }
}
