import Definitions
import Expressions

/// Judges what an actor may see and do. Deny by default.
struct Judge {
    let state: EngineState
    let actor: Actor
    /// The actor's grants, with the pseudo-roles of whoever a record is assigned to and of anyone.
    let grants: [Grant]

    init(state: EngineState, actor: Actor) {
        self.state = state
        self.actor = actor
        let anyone = Grant(role: "anyone", org: actor.org)
        if actor.isSystem {
            grants = [Grant(role: "system", org: actor.org)]
        } else if !actor.isCitizen, !actor.grants.contains(where: { $0.role == "handler" }), !actor.grants.isEmpty {
            grants = actor.grants + [Grant(role: "handler", org: actor.org), anyone]
        } else {
            grants = actor.grants + [anyone]
        }
    }

    /// What an actor sees of one record.
    struct Visibility: Sendable, Equatable {
        var hidden: Set<String>
        var masked: Set<String>
        /// Nil: all that is not hidden.
        var only: Set<String>?
        var mayEdit: Bool
        var mayReveal: Bool
        var mayExport: Bool

        func shows(_ field: String) -> Bool { !hidden.contains(field) && (only?.contains(field) ?? true) }
    }

    /// The lines that give the actor sight of a type.
    func viewLines(_ type: String) -> [AccessTable.Line] { grants.flatMap { state.access.lines(type, role: $0.role) }.filter(\.givesView) }

    /// Nil: the record does not exist for this actor.
    /// - Parameter holds: evaluates a condition of an access line on the record for a grant.
    func visibility(of record: StoredRecord, owner: StoredRecord? = nil, holds: (SourceExpression, Grant, ExpressionContext) -> Bool)
        -> Visibility?
    {
        Sight(judge: self, type: record.type).visibility(of: record, owner: owner, holds: holds)
    }

    /// Several lines together give what any of them gives: a field is shown when one of them shows it, and plainly when one of those shows it plainly.
    /// A line that does not show a field at all says nothing of how it is shown.
    static func union(_ left: Visibility, _ right: Visibility) -> Visibility {
        let (hidden, only): (Set<String>, Set<String>?) =
            switch (left.only, right.only) {
            case (nil, nil): (left.hidden.intersection(right.hidden), nil)
            case (let shown?, nil): (right.hidden.subtracting(shown.subtracting(left.hidden)), nil)
            case (nil, let shown?): (left.hidden.subtracting(shown.subtracting(right.hidden)), nil)
            case (let one?, let other?): ([], one.subtracting(left.hidden).union(other.subtracting(right.hidden)))
            }
        func showsPlainly(_ field: String, _ visibility: Visibility) -> Bool {
            visibility.shows(field) && !visibility.masked.contains(field)
        }
        let masked = left.masked.union(right.masked).filter { !showsPlainly($0, left) && !showsPlainly($0, right) }
        return Visibility(
            hidden: hidden, masked: masked, only: only,
            mayEdit: left.mayEdit || right.mayEdit, mayReveal: left.mayReveal || right.mayReveal,
            mayExport: left.mayExport || right.mayExport)
    }

    /// The grant by which the actor may do the action, or nil.
    /// - Parameter record: nil for an action that creates.
    func grant(
        for action: ActionDefinition, type: String, on record: StoredRecord?, owner: StoredRecord? = nil,
        holds: (SourceExpression, Grant, ExpressionContext) -> Bool
    ) -> Grant? {
        if actor.isSystem { return Grant(role: "system", org: actor.org) }
        if action.byAnyone {
            // Anyone who may know of the record at all.
            if let record, visibility(of: record, owner: owner, holds: holds) == nil { return nil }
            return grants.first ?? Grant(role: "anyone", org: "")
        }
        for grant in grants {
            guard let performer = action.by.first(where: { $0.role == grant.role }),
                performer.condition.map({ holds($0, grant, .action(action.id)) }) ?? true
            else { continue }
            guard let record else { return grant }
            let lines = state.access.lines(type, role: grant.role).filter { $0.gives(action.id) }
            for line in lines where isIn(line.scopes, grant, owner ?? record) && (line.condition.map { holds($0, grant, .list) } ?? true) {
                return grant
            }
        }
        return nil
    }

    func isIn(_ scopes: [ScopeKind], _ grant: Grant, _ record: StoredRecord) -> Bool {
        scopes.contains { isIn($0, grant, record) }
    }

    private func isIn(_ scope: ScopeKind, _ grant: Grant, _ record: StoredRecord) -> Bool {
        guard let definition = state.definition(record.type) else { return false }
        func users(_ fields: [String]) -> Bool {
            fields.contains { field in
                switch record[field] {
                case .string(let id): id == actor.id
                case .list(let ids): ids.contains(.string(actor.id))
                default: false
                }
            }
        }
        func isShared() -> Bool {
            !grant.org.isEmpty
                && definition.scope.shared.contains { field in
                    switch record[field] {
                    case .string(let org): org == grant.org
                    case .list(let orgs): orgs.contains(.string(grant.org))
                    default: false
                    }
                }
        }
        switch scope {
        case .public: return true
        case .own: return record.createdBy == actor.id || users(definition.scope.own)
        case .assigned: return users(definition.scope.assigned)
        case .team:
            // Where teams are not told apart the organisation is the team; a record that is with no team is in no team's sight.
            guard let field = definition.scope.team else { return record.org == grant.org && !grant.org.isEmpty }
            guard case .string(let team) = record[field] else { return false }
            return actor.teams.contains(team)
        case .organisation: return (record.org == grant.org && !grant.org.isEmpty) || isShared()
        case .line, .subtree: return record.scopeColumns.contains(grant.org) || isShared()
        case .region: return state.tree.lineage(of: grant.org).last.map { record.scopeColumns.contains($0) } ?? false
        case .grant: return isShared()
        }
    }
}
