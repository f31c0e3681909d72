import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage

/// Which columns a person sees of a list, and in which order; kept for him and this list, and what is exported.
struct ColumnChoice {
    let place: Place
    private var visit: Visit { place.visit }
    /// More do not fit a screen or a sheet of paper.
    static let most = 20

    init(_ place: Place) { self.place = place }

    /// What may be chosen: what any role of the visitor shows him; no tables within a cell.
    static func offered(_ place: Place) -> [String] {
        let definition = place.definition
        let roles = Set(place.visit.actor.grants.map(\.role) + ["handler", "anyone"])
        let lines = definition.access.filter { roles.contains($0.role) }
        func isShown(_ field: FieldDefinition) -> Bool {
            lines.isEmpty || lines.contains { !$0.hides.contains(field.id) && ($0.shows.isEmpty || $0.shows.contains(field.id)) }
        }
        let fields = definition.fields.filter { !$0.type.isComposite && !$0.isInternal && isShown($0) }.map(\.id)
        let standing =
            (definition.field("title") == nil ? ["title"] : []) + (definition.lifecycle == nil ? [] : ["state"])
            + (definition.limits.isEmpty ? [] : ["due"]) + (definition.field("org") == nil ? ["org"] : []) + [
                "created_at", "created_by", "updated_at", "updated_by",
            ]
        return (Columns.usual(definition) + fields + standing).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the visitor chose; nil: nothing.
    func chosen() throws -> [String]? {
        try visit.kernel.database.read {
            try $0.first("SELECT columns FROM list_columns WHERE person = \(visit.actor.id) AND record_type = \(place.type)")?.text(0)
        }?.split(separator: ",").map(String.init)
    }

    func form() throws -> Response { try page(try chosen() ?? Columns.usual(place.definition), error: nil) }

    private func page(_ chosen: [String], error: String?) throws -> Response {
        let labels = Columns(place: place)
        let known = chosen.filter(Self.offered(place).contains)
        let rest = Self.offered(place).filter { !known.contains($0) }
        let shown: HTML = known.enumerated().html { index, id in
            """
            <li><label class="box"><input type="checkbox" name="column" value="\(id)" checked> <span>\(labels.label(id))</span></label>\(HTML.when(index > 0, iconButton(.chevronUp, label: "上移\(labels.label(id))", name: "_move", value: "\(id):up")))\(HTML.when(index + 1 < known.count, iconButton(.chevronDown, label: "下移\(labels.label(id))", name: "_move", value: "\(id):down")))</li>
            """
        }
        let others: HTML = rest.html { id in
            "<li><label class='box'><input type='checkbox' name='column' value='\(id)'> <span>\(labels.label(id))</span></label></li>"
        }
        let query = visit.query.without("said")
        let body: HTML = """
            <form method="post" action="\(url: query.address("\(place.list)/columns"))" class="column-choice">\(hiddenInput("_csrf", visit.csrf))\(errorSummary(error.map { [FormError($0)] } ?? []))<fieldset><legend>显示的列，从左到右</legend><ul class="plain-list">\(shown)</ul></fieldset>\(HTML.when(!rest.isEmpty, "<fieldset><legend>没有显示的列</legend><ul class='plain-list columns-left'>\(others)</ul></fieldset>"))<p class="quiet">第一列是进入记录的链接。只对您自己的这个列表有效，导出也按这些列。</p><div class="buttons">\(button("保存", .primary))\(button("恢复默认", name: "_reset", value: "true"))\(linkButton("取消", to: query.address(place.list)))</div></form>
            """
        return try visit.page("选择列", status: error == nil ? .ok : .unprocessableContent, body: ActionPanel("选择列", body).html)
    }

    func save(_ form: SubmittedForm) async throws -> Response {
        let back = visit.query.without("said").address(place.list)
        let (person, type) = (visit.actor.id, place.type)
        if form["_reset"] != nil {
            try await visit.kernel.database.write {
                try $0.enqueue("DELETE FROM list_columns WHERE person = \(person) AND record_type = \(type)")
            }
            return visit.redirect(to: back, saying: "已恢复默认的列")
        }
        let offered = Set(Self.offered(place))
        var chosen = form.all("column").filter(offered.contains).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if let move = form["_move"]?.split(separator: ":").map(String.init), move.count == 2, let at = chosen.firstIndex(of: move[0]) {
            let target = move[1] == "up" ? at - 1 : at + 1
            if chosen.indices.contains(target) { chosen.swapAt(at, target) }
            return try page(chosen, error: nil)
        }
        guard !chosen.isEmpty else { return try page(Columns.usual(place.definition), error: "请至少选择一列") }
        guard chosen.count <= Self.most else { return try page(chosen, error: "最多显示\(Self.most)列，现在选了\(chosen.count)列，请去掉一些") }
        let text = chosen.joined(separator: ",")
        try await visit.kernel.database.write {
            try $0.enqueue(
                """
                INSERT INTO list_columns (person, record_type, columns) VALUES (\(person), \(type), \(text))
                ON CONFLICT (person, record_type) DO UPDATE SET columns = excluded.columns
                """)
        }
        return visit.redirect(to: back, saying: "已保存列的选择")
    }
}
