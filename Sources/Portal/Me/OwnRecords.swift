import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// Every record about a citizen that he may see as his own.
struct OwnRecords {
    let visit: Visit

    struct Kind {
        var definition: RecordDefinition
        /// Whether others' records are in the same list, too.
        var isMixed: Bool
    }

    /// Kinds of records that citizens have of their own.
    var kinds: [Kind] {
        let roles = Set(visit.actor.grants.map(\.role))
        return visit.catalogue.records.filter { $0.parent == nil }.compactMap { definition in
            let lines = definition.access.filter { roles.contains($0.role) && ($0.may.contains("view") || $0.may.contains("list")) }
            guard lines.contains(where: { $0.scopes.contains(.own) }) else {
                // Also what he himself put up in public.
                return nil
            }
            return Kind(definition: definition, isMixed: lines.contains { $0.scopes.contains(.public) })
        }
    }

    /// All of a kind, page by page.
    func all(_ kind: Kind, upTo most: Int = .max) throws -> [RecordView] {
        var found: [RecordView] = []
        var query = ListQuery(type: kind.definition.type, limit: min(most, 200), showsPersonal: true)
        repeat {
            let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
            found += kind.isMixed ? page.items.filter { $0.createdBy == visit.actor.id } : page.items
            query.after = page.next
        } while query.after != nil && found.count < most
        return found
    }

    /// One record with its children, as the citizen sees them.
    func whole(_ reference: RecordReference) throws -> (view: RecordView, children: [(name: String, rows: [RecordView])]) {
        let view = try visit.kernel.view(reference.type, id: reference.id, as: visit.actor, at: visit.now)
        let system = reference.type.split(separator: "/").first.map(String.init) ?? ""
        let record = reference.type.split(separator: "/").last.map(String.init) ?? ""
        let children = try visit.catalogue.records.filter { $0.system == system && $0.parent == record }.compactMap {
            child -> (name: String, rows: [RecordView])? in
            let roles = Set(visit.actor.grants.map(\.role))
            guard child.access.isEmpty || child.access.contains(where: { roles.contains($0.role) }) else { return nil }
            var rows: [RecordView] = []
            var query = ListQuery(type: child.type, limit: 200, parent: view.id)
            repeat {
                let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
                rows += page.items
                query.after = page.next
            } while query.after != nil
            return rows.isEmpty ? nil : (child.name, rows)
        }
        return (view, children)
    }
}
