import Casework
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Conditions that a person keeps under a name, one tab each.
struct SavedViews {
    struct Saved: Sendable {
        var id: String
        var label: String
        var query: String
    }
    let place: Place
    private var visit: Visit { place.visit }
    static let most = 20

    init(_ place: Place) { self.place = place }

    func all() throws -> [Saved] {
        try visit.kernel.database.read { connection in
            try connection.query(
                "SELECT id, label, query FROM saved_view WHERE person = \(visit.actor.id) AND record_type = \(place.type) ORDER BY at LIMIT \(Self.most)"
            ).map {
                Saved(id: $0.text(0) ?? "", label: $0.text(1) ?? "", query: $0.text(2) ?? "")
            }
        }
    }

    /// Keeping the present conditions; or, of a view that is there (`?manage=`), naming it anew and taking it off.
    func form(error: String? = nil, label: String? = nil) throws -> Response {
        if let id = visit.query["manage"] { return try manage(id, error: error, label: label) }
        let query = visit.query.without("said")
        let saved = try all()
        let form = Form(
            to: "\(place.list)/views", csrf: visit.csrf, errors: error.map { [FormError(field: "label", $0)] } ?? [],
            fields: [FormField("label", "名称", .text(.plain, maxLength: 20), value: label, isRequired: true)],
            note: hiddenInput("query", query.encoded),
            buttons: "\(button("存为视图", .primary))\(linkButton("取消", to: query.address(place.list)))")
        let list: HTML = HTML.when(
            !saved.isEmpty,
            card(
                "已存视图",
                "<ul class='plain-list'>\(saved.html { "<li><a href='\(url: "\(place.list)?\($0.query)")'>\($0.label)</a> \(linkButton("改名或删除", to: QueryValues([("manage", $0.id)]).address("\(place.list)/views"), .quiet, icon: .edit))</li>" })</ul>"
            ))
        return try visit.page(
            "存为视图", status: error == nil ? .ok : .unprocessableContent, body: ActionPanel("把现在的条件存为视图", "\(form)\(list)").html)
    }

    private func manage(_ id: String, error: String?, label: String?) throws -> Response {
        guard let view = try all().first(where: { $0.id == id }) else {
            throw Refusal(.notfound, action: "\(place.type).views", "没有这个视图，可能已经删除")
        }
        let address = QueryValues([("manage", view.id)]).address("\(place.list)/views")
        let rename = Form(
            to: address, csrf: visit.csrf, errors: error.map { [FormError(field: "label", $0)] } ?? [],
            fields: [FormField("label", "名称", .text(.plain, maxLength: 20), value: label ?? view.label, isRequired: true)],
            note: hiddenInput("rename", view.id),
            buttons: "\(button("改名", .primary))\(linkButton("取消", to: "\(place.list)?\(view.query)"))")
        let remove: HTML =
            "<p>删除只去掉这个标签，记录不受影响。</p>\(actionButton("删除视图", action: "\(place.list)/views", .danger, icon: .trash, csrf: visit.csrf, fields: [("remove", view.id)]))"
        return try visit.page(
            "视图“\(view.label)”", status: error == nil ? .ok : .unprocessableContent,
            body: ActionPanel("视图“\(view.label)”", "\(rename)\(remove)").html)
    }

    func save(_ form: SubmittedForm) async throws -> Response {
        let (person, type) = (visit.actor.id, place.type)
        if let id = form["remove"] {
            try await visit.kernel.database.write {
                try $0.enqueue("DELETE FROM saved_view WHERE id = \(id) AND person = \(person)")
            }
            return visit.redirect(to: place.list, saying: "已删除")
        }
        let name = String((form["label"] ?? "").trimmingPrefix { $0.isWhitespace })
        guard !name.isEmpty, name.count <= 20, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            let message = name.isEmpty ? "请给视图起个名称" : "名称最多20个字，一行"
            if form["rename"] != nil { return try self.form(error: message, label: name) }
            let query = QueryValues(encoded: Array((form["query"] ?? "").utf8)) ?? QueryValues()
            return try SavedViews(place.at(query)).form(error: message, label: name)
        }
        if let id = form["rename"] {
            guard let view = try all().first(where: { $0.id == id }) else { return visit.redirect(to: place.list, saying: "这个视图已经删除") }
            try await visit.kernel.database.write {
                try $0.enqueue("UPDATE saved_view SET label = \(name) WHERE id = \(id) AND person = \(person)")
            }
            return visit.redirect(to: "\(place.list)?\(view.query)", saying: "已改名为“\(name)”")
        }
        guard try all().count < Self.most else { return visit.redirect(to: place.list, saying: "最多存\(Self.most)个视图，请先删去不用的") }
        // Only what a list's address may hold.
        let query = (QueryValues(encoded: Array((form["query"] ?? "").utf8)) ?? QueryValues()).without("after", "said", "_csrf", "manage")
        let encoded = query.encoded
        guard encoded.utf8.count <= 4000 else { return visit.redirect(to: place.list, saying: "条件太长，存不下。请减少条件后再存") }
        let id = RandomToken.make(bytes: 9)
        let now = visit.now
        try await visit.kernel.database.write {
            try $0.enqueue(
                "INSERT INTO saved_view (id, person, record_type, label, query, at) VALUES (\(id), \(person), \(type), \(name), \(encoded), \(now.milliseconds))"
            )
        }
        return visit.redirect(to: encoded.isEmpty ? place.list : "\(place.list)?\(encoded)", saying: "已存为视图“\(name)”")
    }
}
