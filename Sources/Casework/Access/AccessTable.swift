import Definitions

/// Who may what, by record type and role, ready for asking. What no line gives is denied.
struct AccessTable: Sendable {
    /// One line of a definition's access, or what a role has by being named in an action.
    struct Line: Sendable {
        var may: Set<String>
        var scopes: [ScopeKind]
        var hides: Set<String>
        var masks: Set<String>
        /// When not empty: only these.
        var shows: Set<String>
        var condition: SourceExpression?

        var givesView: Bool {
            !may.isDisjoint(with: ["view", "list", "actions", "edit"]) || may.contains { !["create", "export", "reveal"].contains($0) }
        }
        func gives(_ action: String) -> Bool {
            may.contains(action) || (may.contains("actions") && !["view", "list", "create", "edit", "export", "reveal"].contains(action))
        }
    }

    private var lines: [String: [String: [Line]]] = [:]

    init(catalogue: Catalogue) {
        let defaults = Dictionary(catalogue.roles.map { ($0.id, $0.defaultScopes) }, uniquingKeysWith: { first, _ in first })
        for record in catalogue.records {
            var byRole: [String: [Line]] = [:]
            for access in record.access {
                byRole[access.role, default: []].append(
                    Line(
                        may: Set(access.may), scopes: access.scopes.isEmpty ? defaults[access.role] ?? [] : access.scopes,
                        hides: Set(access.hides),
                        masks: Set(access.masks), shows: Set(access.shows), condition: access.condition))
            }
            for action in record.lifecycle?.actions ?? [] {
                for performer in action.by where performer.role != "system" {
                    let own = byRole[performer.role] ?? []
                    guard !own.contains(where: { $0.gives(action.id) }) else { continue }
                    // The role's own view lines bound the action; else the role's usual scope does.
                    let viewScopes = own.filter(\.givesView).flatMap(\.scopes)
                    let scopes = viewScopes.isEmpty ? defaults[performer.role] ?? [] : viewScopes
                    let hides =
                        own.filter(\.givesView).map(\.hides).reduce(nil as Set<String>?) { held, next in
                            held.map { $0.intersection(next) } ?? next
                        } ?? []
                    byRole[performer.role, default: []].append(
                        Line(
                            may: [action.id, "view", "list"], scopes: scopes, hides: hides, masks: own.first?.masks ?? [],
                            shows: own.first?.shows ?? [], condition: nil))
                }
            }
            lines[record.type] = byRole
        }
        // A child without access lines of its own is seen by whoever sees its parent.
        for record in catalogue.records where record.parent != nil && record.access.isEmpty {
            let parent = lines["\(record.system)/\(record.parent ?? "")"] ?? [:]
            let inherited = parent.mapValues { roleLines in
                roleLines.filter(\.givesView).map {
                    Line(may: ["view", "list"], scopes: $0.scopes, hides: [], masks: [], shows: [], condition: nil)
                }
            }
            lines[record.type] = inherited.merging(lines[record.type] ?? [:]) { $0 + $1 }
        }
    }

    func lines(_ type: String, role: String) -> [Line] { lines[type]?[role] ?? [] }

    /// Roles that see anything of the type.
    func roles(seeing type: String) -> [String] {
        (lines[type] ?? [:]).filter { $0.value.contains(where: \.givesView) }.map(\.key).sorted()
    }
}
