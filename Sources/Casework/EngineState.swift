import Definitions
import Expressions
import Synchronization
import WorkCalendar

/// Everything that actions are judged by, as one immutable value: replaced as a whole when definitions, organisations or the calendar change.
public final class EngineState: Sendable {
    /// Tells one state from another, also from one that is no more.
    public let generation = EngineState.made.wrappingAdd(1, ordering: .relaxed).newValue
    private static let made = Atomic<Int>(0)
    let ownConditions: OwnConditions
    let patterns: FieldPatterns
    public let catalogue: Catalogue
    public let compiled: CompiledExpressions
    public let tree: OrganisationTree
    public let calendar: WorkCalendar
    let schemas: [String: RecordSchema]
    let records: [String: RecordDefinition]
    let access: AccessTable
    /// Child types by parent type.
    let children: [String: [RecordDefinition]]

    init(catalogue: Catalogue, compiled: CompiledExpressions, tree: OrganisationTree, calendar: WorkCalendar) {
        ownConditions = OwnConditions()
        patterns = FieldPatterns()
        self.catalogue = catalogue
        self.compiled = compiled
        self.tree = tree
        self.calendar = calendar
        let all = catalogue.records
        records = Dictionary(all.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        let files = FileHashes(catalogue: catalogue)
        schemas = records.mapValues { definition in
            var schema = RecordSchema(definition)
            schema.fileFields = definition.fields.filter { files.canHold($0.type) }
            return schema
        }
        children = Dictionary(grouping: all.filter { $0.parent != nil }) { "\($0.system)/\($0.parent ?? "")" }
        access = AccessTable(catalogue: catalogue)
    }

    private init(_ old: EngineState, tree: OrganisationTree, calendar: WorkCalendar) {
        ownConditions = old.ownConditions
        patterns = old.patterns
        catalogue = old.catalogue
        compiled = old.compiled
        schemas = old.schemas
        records = old.records
        access = old.access
        children = old.children
        self.tree = tree
        self.calendar = calendar
    }

    func with(tree: OrganisationTree) -> EngineState { EngineState(self, tree: tree, calendar: calendar) }
    func with(calendar: WorkCalendar) -> EngineState { EngineState(self, tree: tree, calendar: calendar) }

    /// The definition of a record type (`system/record`).
    public func definition(_ type: String) -> RecordDefinition? { records[type] }
    public func schema(_ type: String) -> RecordSchema? { schemas[type] }
}
