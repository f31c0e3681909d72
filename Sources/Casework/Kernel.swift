import Crypto
import Cryptography
import Definitions
import Expressions
import Identifiers
import Storage
import Synchronization
import WorkCalendar

/// The kernel: whatever changes, changes here, by an action on a record in one write; whatever is read, is read here within what the reader may see.
public final class Kernel: Sendable {
    public let database: Database
    public let secrets: SecretBox
    public let services: any CaseworkServices
    public let identifiers: any IdentifierSource
    private let current: Mutex<EngineState>
    private let listeners = Mutex<[@Sendable (ActionOutcome, ActionRequest) -> Void]>([])
    let projections: [any Projection]
    let counts = CommitMemory<CountQuestion, Int>(greatest: 2_000)

    /// Opens the kernel over a database: makes and widens the tables, reads the organisations.
    /// - Throws: `DatabaseError`; a destructive change of a definition is refused with the way out; `NodeKey.Mismatch` where the database was begun under another key.
    public init(
        database: Database, catalogue: Catalogue, calendar: WorkCalendar, master: MasterKey, services: any CaseworkServices = NoServices(),
        identifiers: any IdentifierSource = TimeOrderedIdentifiers(), functions: [FunctionDeclaration] = [],
        projections: [any Projection] = [GovernanceProjection()]
    ) throws {
        self.database = database
        self.services = services
        self.identifiers = identifiers
        self.projections = projections
        secrets = SecretBox(master: master)
        let compiled = CompiledExpressions(
            catalogue: catalogue, functions: StandardFunctions.bound(to: CaseworkFunctions.implementations) + functions)
        let schemas = catalogue.records.map { RecordSchema($0).storageTable }
        _ = try database.apply(EngineTables.all + schemas)
        try NodeKey.hold(secrets, database)
        let organisations = try database.read { try Directory(connection: $0).organisations() }
        current = Mutex(EngineState(catalogue: catalogue, compiled: compiled, tree: OrganisationTree(organisations), calendar: calendar))
    }

    /// What is judged by now.
    public var state: EngineState { current.withLock { $0 } }

    /// After organisations have changed.
    public func reloadOrganisations() throws {
        let tree = OrganisationTree(try database.read { try Directory(connection: $0).organisations() })
        let (before, tables) = current.withLock { state in
            let before = state.tree
            state = state.with(tree: tree)
            return (before, state.schemas.values.map(\.table).sorted())
        }
        let alignment = ScopeAlignment(before: before, after: tree)
        guard !alignment.moved.isEmpty else { return }
        try database.writeBlocking { connection in try alignment.apply(to: tables, connection) }
    }

    public func replace(calendar: WorkCalendar) { current.withLock { $0 = $0.with(calendar: calendar) } }

    /// Loads other definitions without a restart: tables are widened first, under a lock; then everything asked from now on is judged by the new ones.
    public func replace(catalogue: Catalogue, functions: [FunctionDeclaration] = []) throws {
        let compiled = CompiledExpressions(
            catalogue: catalogue, functions: StandardFunctions.bound(to: CaseworkFunctions.implementations) + functions)
        _ = try database.apply(EngineTables.all + catalogue.records.map { RecordSchema($0).storageTable })
        // Under the lock: organisations or the calendar may be replaced at the same time.
        current.withLock { $0 = EngineState(catalogue: catalogue, compiled: compiled, tree: $0.tree, calendar: $0.calendar) }
    }

    /// Called after each acknowledged action, on the caller's thread: live screens listen here.
    public func onAction(_ listener: @escaping @Sendable (ActionOutcome, ActionRequest) -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    // MARK: Acting

    /// Performs an action. Returns when it is durable.
    /// - Throws: `Refusal` when it must not be, `DatabaseError` when it cannot be; either way nothing has been written (except `outcomeUnknown`).
    public func perform(_ request: ActionRequest, at now: Moment) async throws -> ActionOutcome {
        let state = state
        let outcome = try await database.write { [self] connection in try perform(request, at: now, state: state, connection: connection) }
        try settle(outcome, request)
        return outcome
    }

    /// As `perform`, for callers that are not asynchronous.
    public func performBlocking(_ request: ActionRequest, at now: Moment) throws -> ActionOutcome {
        let state = state
        let outcome = try database.writeBlocking { connection in try perform(request, at: now, state: state, connection: connection) }
        try settle(outcome, request)
        return outcome
    }

    private func settle(_ outcome: ActionOutcome, _ request: ActionRequest) throws {
        if projections.contains(where: { $0.changesOrganisations(request.type) }) { try reloadOrganisations() }
        guard !outcome.wasRepeated else { return }
        for listener in listeners.withLock({ $0 }) { listener(outcome, request) }
    }

    /// One action inside a write that the caller holds: bulk loads commit many together.
    public func perform(_ request: ActionRequest, at now: Moment, state: EngineState, connection: any Connection) throws -> ActionOutcome {
        guard let definition = state.definition(request.type) else {
            throw Refusal(.notfound, action: request.name, record: request.record, "没有名为 \(request.type) 的业务")
        }
        guard let action = UsualActions.find(request.action, of: definition) else {
            throw Refusal(.notfound, action: request.name, record: request.record, "\(definition.name)没有名为 \(request.action) 的动作")
        }
        if request.record == nil, !action.createsRecord, let beginning = Beginning(of: definition, for: action) {
            return try begin(beginning, request, at: now, state: state, connection: connection)
        }
        var requestDigest = ""
        if let key = request.idempotencyKey {
            guard (1...200).contains(key.utf8.count), !key.utf8.contains(0) else {
                throw Refusal(.invalid, action: request.name, record: request.record, "Idempotency-Key 应为1到200字节的文字，不含空字符")
            }
            requestDigest = Self.digest(of: request)
            if let row = try connection.first(
                "SELECT request_digest, outcome FROM idempotency WHERE actor = \(request.actor.id) AND key = \(key)")
            {
                guard row.text(0) == requestDigest else {
                    throw Refusal(.invalid, action: request.name, record: request.record, "同一个 Idempotency-Key 不能用于不同的内容；请换一个新的键")
                }
                guard var outcome = row.text(1).flatMap({ ActionOutcome(kept: $0) }) else {
                    throw Refusal(.policy, action: request.name, record: request.record, "先前同键请求的结果已无法读出；请查看记录后换一个新的键")
                }
                outcome.wasRepeated = true
                return outcome
            }
        }
        let unit = EvaluationUnit(
            state: state, connection: connection, now: now, actor: request.actor, secrets: secrets, services: services)
        let performance = Performance(
            unit: unit, request: request, definition: definition, action: action, identifiers: identifiers, depth: 0)
        performance.projections = projections
        let outcome = try performance.run()
        if let key = request.idempotencyKey {
            try connection.enqueue(
                "INSERT INTO idempotency (actor, key, request_digest, outcome, at) VALUES (\(request.actor.id), \(key), \(requestDigest), \(outcome.kept), \(now.milliseconds))"
            )
        }
        return outcome
    }

    /// An action named without a record begins with a new one, when the creating action leads to where it starts: a draft made and submitted at once.
    private struct Beginning {
        var creating: ActionDefinition
        var given: Set<String>

        init?(of definition: RecordDefinition, for action: ActionDefinition) {
            guard case .states(let from) = action.from else { return nil }
            let creating = definition.lifecycle?.actions.first(where: \.createsRecord) ?? UsualActions.find("create", of: definition)
            guard let creating, !Set(creating.to.states).isDisjoint(with: from) else { return nil }
            self.creating = creating
            given = Set(action.needs + action.asks + action.inputs.map(\.id))
        }
    }

    private func begin(_ beginning: Beginning, _ request: ActionRequest, at now: Moment, state: EngineState, connection: any Connection)
        throws -> ActionOutcome
    {
        var creation = request
        creation.action = beginning.creating.id
        let creatable = Set(beginning.creating.needs + beginning.creating.asks + beginning.creating.inputs.map(\.id))
        creation.values = request.values.filter { !beginning.given.contains($0.key) || creatable.contains($0.key) }
        creation.idempotencyKey = request.idempotencyKey.map { $0 + "#begin" }
        let made = try perform(creation, at: now, state: state, connection: connection)
        var action = request
        action.record = made.id
        action.values = request.values.filter { beginning.given.contains($0.key) }
        return try perform(action, at: now, state: state, connection: connection)
    }

    private static func digest(of request: ActionRequest) -> String {
        let values = Value.map(Dictionary(request.values.map { (.string($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
        let text = "\(request.name)|\(request.record ?? "")|\(PlainJSON.write(values))"
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: SHA256.hash(data: Array(text.utf8)).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self
        )
    }

    // MARK: Reading

    /// A unit of reading for an actor.
    func reading<Result: Sendable>(_ actor: Actor, at now: Moment, _ body: (EvaluationUnit) throws -> Result) throws -> Result {
        let state = state
        return try database.read { connection in
            try body(EvaluationUnit(state: state, connection: connection, now: now, actor: actor, secrets: secrets, services: services))
        }
    }
}

/// Writes what a business record means into the engine's own tables, in the same write.
public protocol Projection: Sendable {
    /// - Parameter record: as it stands after the action.
    func project(_ record: ProjectedRecord, action: String, at now: Moment, connection: any Connection) throws
    /// Record types after whose actions the organisation tree is read anew.
    func changesOrganisations(_ type: String) -> Bool
}

/// A record handed to a projection: values in clear where they are not secret.
public struct ProjectedRecord: Sendable {
    public var type: String
    public var id: String
    public var state: String?
    public var org: String
    public var actor: String
    public var values: [String: Value]

    public func text(_ field: String) -> String? { if case .string(let text)? = values[field] { text } else { nil } }
    public func moment(_ field: String) -> Moment? { if case .timestamp(let stamp)? = values[field] { Moment(stamp) } else { nil } }
}

/// UUIDv7-like ids that follow the given moment.
public final class TimeOrderedIdentifiers: IdentifierSource {
    private let clock = Mutex(Int64(0))
    private let generator: RecordIDGenerator

    public init() {
        let holder = MomentHolder()
        self.holder = holder
        generator = RecordIDGenerator(clock: { holder.milliseconds })
    }

    private let holder: MomentHolder

    private final class MomentHolder: Sendable {
        private let value = Mutex(Int64(0))
        var milliseconds: Int64 { value.withLock { $0 } }
        func set(_ milliseconds: Int64) { value.withLock { $0 = milliseconds } }
    }

    public func next(at moment: Moment) -> String {
        clock.withLock { _ in
            holder.set(moment.milliseconds)
            return generator.next().description
        }
    }
}

extension ActionOutcome {
    /// As the idempotency table keeps it.
    var kept: String {
        var map: [Value: Value] = [.string("type"): .string(type), .string("id"): .string(id), .string("version"): .int(version)]
        if let state { map[.string("state")] = .string(state) }
        if let number { map[.string("number")] = .string(number) }
        map[.string("created")] = .list(created.map { .string($0.text) })
        return PlainJSON.write(.map(map))
    }

    init?(kept: String) {
        guard case .map(let map)? = try? PlainJSON.read(kept), case .string(let type)? = map[.string("type")],
            case .string(let id)? = map[.string("id")],
            case .int(let version)? = map[.string("version")]
        else { return nil }
        func text(_ key: String) -> String? { if case .string(let text)? = map[.string(key)] { text } else { nil } }
        var created: [RecordReference] = []
        if case .list(let list)? = map[.string("created")] {
            created = list.compactMap { if case .string(let text) = $0 { RecordReference(text: text) } else { nil } }
        }
        self.init(type: type, id: id, version: version, state: text("state"), number: text("number"), created: created)
    }
}
