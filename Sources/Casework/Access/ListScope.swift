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
        let hasShared = !definition.scope.shared.isEmpty
        for grant in Judge(state: state, actor: actor).grants {
            for line in state.access.lines(definition.type, role: grant.role) where line.givesView {
                for scope in line.scopes {
                    switch scope {
                    case .public: add(.everything)
                    case .own: add(.principal(kind: "own", actor.id))
                    case .assigned: add(.principal(kind: "assigned", actor.id))
                    case .team:
                        if definition.scope.team == nil {
                            if !grant.org.isEmpty { add(.column("_org", grant.org)) }
                        } else {
                            for team in actor.teams { add(.principal(kind: "team", team)) }
                        }
                    case .organisation:
                        guard !grant.org.isEmpty else { continue }
                        add(.column("_org", grant.org))
                        if hasShared { add(.principal(kind: "shared", grant.org)) }
                    case .line, .subtree:
                        if let depth = state.tree.depth(of: grant.org), depth <= OrganisationTree.deepest { add(.column("_scope_\(depth)", grant.org)) }
                        if hasShared { add(.principal(kind: "shared", grant.org)) }
                    case .region:
                        if let root = state.tree.lineage(of: grant.org).last { add(.column("_scope_1", root)) }
                    case .grant: if hasShared { add(.principal(kind: "shared", grant.org)) }
                    }
                }
            }
        }
        alternatives = Self.withoutCovered(found, state.tree)
    }

    /// A wider alternative makes the narrower ones needless.
    private static func withoutCovered(_ found: [Alternative], _ tree: OrganisationTree) -> [Alternative] {
        if found.contains(.everything) { return [.everything] }
        func covers(_ wide: Alternative, _ narrow: Alternative) -> Bool {
            guard case .column(let wideColumn, let above) = wide, wideColumn.hasPrefix("_scope_"), case .column(_, let below) = narrow, wide != narrow else { return false }
            return tree.isAtOrBelow(below, above)
        }
        return found.filter { narrow in !found.contains { covers($0, narrow) } }
    }
}
