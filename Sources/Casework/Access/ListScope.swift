import Definitions
import Storage

/// The rows of a type that an actor may list, as alternatives that each use an index. Never an OR: alternatives are read side by side and merged.
struct ListScope: Hashable {
    enum Alternative: Hashable {
        /// A column of the record's table equals a value.
        case column(String, String)
        /// The scope table names the principal.
        case principal(kind: String, String)
        case everything
    }

    var alternatives: [Alternative]

    init(state: EngineState, actor: Actor, definition: RecordDefinition) {
        var found: [Alternative] = []
        func add(_ alternative: Alternative) { if !found.contains(alternative) { found.append(alternative) } }
        if actor.isSystem { add(.everything) }
        for grant in Judge(state: state, actor: actor).grants {
            for line in state.access.lines(definition.type, role: grant.role) where line.givesView {
                for scope in line.scopes {
                    for alternative in Self.alternatives(of: scope, grant, actor: actor, state: state, definition: definition) {
                        add(alternative)
                    }
                }
            }
        }
        alternatives = Self.withoutCovered(found, state.tree)
    }

    /// What one scope of one grant reaches.
    /// - Parameter definition: of the record whose columns say where it belongs: for a child row, its parent's.
    static func alternatives(of scope: ScopeKind, _ grant: Grant, actor: Actor, state: EngineState, definition: RecordDefinition)
        -> [Alternative]
    {
        let shared: [Alternative] = definition.scope.shared.isEmpty ? [] : [.principal(kind: "shared", grant.org)]
        switch scope {
        case .public: return [.everything]
        case .own: return [.principal(kind: "own", actor.id)]
        case .assigned: return [.principal(kind: "assigned", actor.id)]
        case .team:
            if definition.scope.team == nil { return grant.org.isEmpty ? [] : [.column("_org", grant.org)] }
            return actor.teams.map { .principal(kind: "team", $0) }
        case .organisation: return grant.org.isEmpty ? [] : [.column("_org", grant.org)] + shared
        case .line, .subtree:
            guard let depth = state.tree.depth(of: grant.org), depth <= OrganisationTree.deepest else { return shared }
            return [.column("_scope_\(depth)", grant.org)] + shared
        case .region: return state.tree.lineage(of: grant.org).last.map { [.column("_scope_1", $0)] } ?? []
        case .grant: return shared
        }
    }

    /// A wider alternative makes the narrower ones needless.
    private static func withoutCovered(_ found: [Alternative], _ tree: OrganisationTree) -> [Alternative] {
        if found.contains(.everything) { return [.everything] }
        func covers(_ wide: Alternative, _ narrow: Alternative) -> Bool {
            guard case .column(let wideColumn, let above) = wide, wideColumn.hasPrefix("_scope_"), case .column(_, let below) = narrow,
                wide != narrow
            else { return false }
            return tree.isAtOrBelow(below, above)
        }
        return found.filter { narrow in !found.contains { covers($0, narrow) } }
    }
}
