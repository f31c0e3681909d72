import Definitions

/// Who may see and do what, read from the very table that judges every request: an explanation that cannot differ from the fact.
///
/// It speaks of record types, actions, scopes and fields only, never of a record.
public struct AccessExplorer: Sendable {
    /// What one line gives a role on one type of record.
    public struct Line: Sendable, Hashable {
        public var role: String
        /// `system/record`.
        public var type: String
        public var systemName: String
        public var recordName: String
        /// May see records and list them.
        public var sees: Bool
        /// Actions it may perform, by their labels, in the order of the definition; usual ones (新建, 修改, 导出, 查看原文) after them.
        public var actions: [String]
        public var scopes: [ScopeKind]
        /// Labels of fields it never sees.
        public var hides: [String]
        /// Labels of fields it sees masked: by this line, and the secret fields of the record.
        public var masks: [String]
        /// Labels of the only fields it sees; empty: all that are not hidden.
        public var only: [String]
        /// The expression that must hold on the record; nil: always.
        public var condition: String?
    }

    private let state: EngineState

    public init(_ state: EngineState) { self.state = state }

    /// All that a role may, in the order of the catalogue.
    /// - Parameter system: only records of this system; nil: of all.
    public func lines(of role: String, in system: String? = nil) -> [Line] {
        state.catalogue.systems.filter { system == nil || $0.id == system }.flatMap { system in
            system.records.flatMap { record in
                state.access.lines(record.type, role: role).compactMap { line($0, role, record, system.name) }
            }
        }
    }

    /// All that anybody may on a type of record, by role.
    public func lines(on type: String) -> [Line] {
        guard let record = state.definition(type), let system = state.catalogue.system(record.system) else { return [] }
        return state.catalogue.roles.flatMap { role in
            state.access.lines(type, role: role.id).compactMap { line($0, role.id, record, system.name) }
        }
    }

    /// How many types of record a role sees anything of.
    public func reach(of role: String) -> Int {
        state.catalogue.records.count { state.access.lines($0.type, role: role).contains(where: \.givesView) }
    }

    private func line(_ line: AccessTable.Line, _ role: String, _ record: RecordDefinition, _ system: String) -> Line? {
        let actions = (record.lifecycle?.actions ?? []).filter { action in
            !action.isHidden && line.gives(action.id) && (action.byAnyone || action.by.contains { $0.role == role })
        }.map(\.label)
        let usual = [("create", "新建"), ("edit", "修改"), ("export", "导出"), ("reveal", "查看原文")].filter { line.may.contains($0.0) }.map(\.1)
        guard line.givesView || !actions.isEmpty || !usual.isEmpty else { return nil }
        func labels(_ ids: Set<String>) -> [String] { record.fields.filter { ids.contains($0.id) }.map(\.label) }
        return Line(
            role: role, type: record.type, systemName: system, recordName: record.name, sees: line.givesView, actions: actions + usual,
            scopes: line.scopes,
            hides: labels(line.hides),
            masks: record.fields.filter {
                (line.masks.contains($0.id) || $0.isSecret) && !line.hides.contains($0.id)
                    && (line.shows.isEmpty || line.shows.contains($0.id))
            }
            .map(\.label),
            only: labels(line.shows), condition: line.condition?.text)
    }
}
