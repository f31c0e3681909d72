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

    func form() throws -> Response {
        let query = visit.query.without("said")
        let saved = try all()
        let form = Form(
            to: "\(place.list)/views", csrf: visit.csrf, fields: [FormField("label", "名称", .text(.plain, maxLength: 20), isRequired: true)],
            note: hiddenInput("query", query.encoded),
            buttons: "\(button("存为视图", .primary))\(linkButton("取消", to: query.address(place.list)))")
        let list: HTML = HTML.when(
            !saved.isEmpty,
            card(
                "已存视图",
                "<ul class='plain-list'>\(saved.html { "<li>\($0.label) \(actionButton("删除", action: "\(place.list)/views", .quiet, icon: .trash, csrf: visit.csrf, fields: [("remove", $0.id)]))</li>" })</ul>"
            ))
        return try visit.page("存为视图", body: ActionPanel("把现在的条件存为视图", "\(form)\(list)").html)
    }

    func save(_ form: SubmittedForm) async throws -> Response {
        if let id = form["remove"] {
            try await visit.kernel.database.write {
                try $0.enqueue("DELETE FROM saved_view WHERE id = \(id) AND person = \(visit.actor.id)")
            }
            return visit.redirect(to: place.list, saying: "已删除")
        }
        let label = (form["label"] ?? "").trimmingPrefix { $0.isWhitespace }
        guard !label.isEmpty, label.count <= 20, !label.utf8.contains(0) else {
            return visit.redirect(to: "\(place.list)?\(form["query"] ?? "")")
        }
        guard try all().count < Self.most else { return visit.redirect(to: place.list, saying: "最多存\(Self.most)个视图，请先删去不用的") }
        // Only what a list's address may hold.
        let query = (QueryValues(encoded: Array((form["query"] ?? "").utf8)) ?? QueryValues()).without("after", "said", "_csrf")
        let encoded = String(query.encoded.prefix(2000))
        let id = RandomToken.make(bytes: 9)
        let (person, type, name, now) = (visit.actor.id, place.type, String(label), visit.now)
        try await visit.kernel.database.write {
            try $0.enqueue(
                "INSERT INTO saved_view (id, person, record_type, label, query, at) VALUES (\(id), \(person), \(type), \(name), \(encoded), \(now.milliseconds))"
            )
        }
        return visit.redirect(to: "\(place.list)?\(encoded)", saying: "已存为视图“\(name)”")
    }
}
