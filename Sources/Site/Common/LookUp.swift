import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Storage
import WorkCalendar

/// What pickers ask while one types: organisations by name or code, colleagues by name, records by number or title – within what the visitor may see.
struct LookUp {
    let visit: Visit

    func answer() throws -> Response {
        let text = String((visit.query["q"] ?? "").prefix(100))
        let found: [Choice] =
            switch visit.query["kind"] {
            case "org": organisations(text)
            case "user": visit.actor.isCitizen ? [] : try people(text)
            case "ref": try records(text)
            default: []
            }
        return visit.fragment(pickerOptions(found))
    }

    private func organisations(_ text: String) -> [Choice] {
        visit.site.state.tree.all.lazy.filter { $0.isActive && (text.isEmpty || $0.name.contains(text) || $0.code.hasPrefix(text)) }.prefix(
            30
        ).map { Choice($0.code, $0.name) }
    }

    /// Colleagues of the same organisation and those below.
    private func people(_ text: String) throws -> [Choice] {
        guard !text.isEmpty else { return [] }
        let tree = visit.site.state.tree
        let own = visit.actor.org
        return try visit.kernel.database.read { connection in
            try connection.query(
                "SELECT id, name, org FROM person WHERE status = \("active") AND (name LIKE \(Self.pattern(text)) ESCAPE \("\\") OR id LIKE \(Self.pattern(text)) ESCAPE \("\\")) ORDER BY name, id LIMIT 200"
            ).compactMap { row -> Choice? in
                guard let id = row.text(0), let org = row.text(2), tree.isAtOrBelow(org, own) || tree.isAtOrBelow(own, org) else {
                    return nil
                }
                return Choice(id, "\(row.text(1) ?? id)（\(tree.organisation(org)?.name ?? org)）")
            }
        }.prefix(30).map { $0 }
    }

    /// `%` and `_` are letters of a name, not wild cards.
    static func pattern(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }

    private func records(_ text: String) throws -> [Choice] {
        let targets = (visit.query["to"] ?? "").split(separator: ",").map(String.init)
        var found: [Choice] = []
        for target in targets.prefix(6) {
            guard let definition = visit.site.state.definition(target), definition.parent == nil else { continue }
            var query = ListQuery(type: target, limit: 30)
            if let number = definition.number?.field, !text.isEmpty { query.filter = "\(number).startsWith(\(celText(text)))" }
            let page = try? visit.kernel.list(query, as: visit.actor, at: visit.now)
            found += (page?.items ?? []).map { Choice(targets.count == 1 ? $0.id : "\(target):\($0.id)", $0.title) }
        }
        return Array(found.prefix(30))
    }
}

/// A text as a CEL literal.
public func celText(_ text: String) -> String {
    "'"
        + text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "'": "\\'"
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            default: String(scalar)
            }
        }.joined() + "'"
}
