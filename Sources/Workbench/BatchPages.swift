import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// One action on several records: first what would happen to each, then – when confirmed – each by itself, so that one refused does not hold the others.
struct BatchPages {
    let place: Place
    let form: SubmittedForm
    private var visit: Visit { place.visit }
    static let most = 200
    /// The list as it was filtered: where one comes from and goes back to.
    private var back: String { visit.query.without("after", "said").address(place.list) }

    init(_ place: Place, _ form: SubmittedForm) {
        self.place = place
        self.form = form
    }

    /// Actions that make sense for several at once: those a definition marks, and signing, urging, assigning.
    static func actions(_ definition: RecordDefinition, _ actor: Actor) -> [ActionDefinition] {
        let roles = Set(actor.grants.map(\.role) + ["handler"])
        let usual: Set<String> = ["sign", "urge", "assign_down", "assign_team", "accept"]
        return definition.lifecycle?.actions.filter { action in
            !action.createsRecord && !action.isHidden && (action.isBatch || usual.contains(action.id))
                && action.by.contains { roles.contains($0.role) }
        } ?? []
    }

    func answer() async throws -> Response {
        let ids = form.all("selected").filter { !$0.isEmpty }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let wanted = form["action"] ?? ""
        guard let action = Self.actions(place.definition, visit.actor).first(where: { $0.id == wanted }) else {
            throw Refusal(.forbidden, action: "\(place.type).\(wanted)", "不能对多条\(place.definition.name)这样办")
        }
        guard !ids.isEmpty else { return visit.redirect(to: back, saying: "请先选择要办理的\(place.definition.name)") }
        guard ids.count <= Self.most else { return visit.redirect(to: back, saying: "一次最多办理\(Self.most)件") }
        let views = ids.compactMap { try? visit.kernel.view(place.type, id: $0, as: visit.actor, at: visit.now) }
        let possible = views.filter { view in view.actions.contains { $0.id == action.id } }
        if form["_confirmed"] == nil { return try preview(action, views, possible: possible, problems: [], submitted: nil) }
        return try await run(action, views, possible)
    }

    /// As the list names them: several records at once are a list.
    private func titles(_ views: [RecordView]) throws -> [RecordReference: String] {
        try visit.kernel.titles(of: Set(views.map { RecordReference(type: $0.type, id: $0.id) }), as: visit.actor, at: visit.now)
    }

    private func link(_ view: RecordView, _ titles: [RecordReference: String]) -> HTML {
        "<a href='\(url: Place.link(view.type, view.id))'>\(titles[RecordReference(type: view.type, id: view.id)] ?? place.definition.name)</a>"
    }

    private func preview(
        _ action: ActionDefinition, _ views: [RecordView], possible: [RecordView], problems: [Refusal.FieldProblem],
        submitted: SubmittedForm?
    ) throws -> Response {
        let title = "\(action.label)\(possible.count)件\(place.definition.name)"
        var fields = RecordForm(
            definition: place.definition, action: action, submitted: submitted, problems: problems, state: place.state, actor: visit.actor)
        // Inputs that are the same for all; an empty one leaves each record's own.
        fields.uploadAddress = nil
        let titles = try titles(views)
        let rows = views.map { view -> [HTML] in
            let may = possible.contains { $0.id == view.id }
            return [
                link(view, titles), view.stateLabel.map { badge($0) } ?? .empty,
                may ? badge("将\(action.label)", .done) : badge("跳过：现在不能\(action.label)", .neutral),
            ]
        }
        let hidden = possible.html { hiddenInput("selected", $0.id) }
        let shown = fields.fields.needed + (submitted == nil ? fields.fields.others : fields.fields.others)
        let sending = Form(
            to: visit.query.without("said").address("\(place.list)/batch"), csrf: visit.csrf, key: form.key ?? visit.freshKey(),
            errors: problems.map { FormError(field: $0.field, $0.message) }, fields: shown,
            note:
                "\(hidden)\(hiddenInput("action", action.id))\(hiddenInput("_confirmed", "true"))\(action.basis.map { "<p class='basis'>依据：\($0)</p>" as HTML })\(consequence(action.consequence ?? ActionPages.follows(action, place.definition)))",
            buttons:
                "\(button("\(action.label)\(possible.count)件", .primary, isDisabled: possible.isEmpty))\(linkButton("取消", to: back))")
        return try visit.page(
            title, status: problems.isEmpty ? .ok : .unprocessableContent,
            body:
                "\(pageHead(title, breadcrumb: breadcrumb([NavItem(place.definition.name, to: back), NavItem(title, to: "")])))\(plainTable("将要办理", heads: ["\(place.definition.name)", "状态", "办理"], rows: rows))\(sending)"
        )
    }

    private func run(_ action: ActionDefinition, _ views: [RecordView], _ possible: [RecordView]) async throws -> Response {
        let fields = RecordForm(definition: place.definition, action: action, state: place.state, actor: visit.actor)
        let values = FormValues(form, fields: fields.accepted, kernel: visit.kernel, actor: visit.actor, now: visit.now)
        var results: [[HTML]] = []
        var done = 0
        let titles = try titles(possible)
        for view in possible {
            let link = link(view, titles)
            do {
                _ = try await visit.perform(
                    place.type, action.id, on: view.id, values: values, version: view.version, key: form.key.map { "\($0):\(view.id)" })
                done += 1
                results.append([link, badge("已\(action.label)", .done), ""])
            } catch let refusal as Refusal {
                // What is wrong with the inputs is wrong for all: mend it before anything is done.
                if done == 0, results.isEmpty, refusal.reason == .invalid, !refusal.problems.isEmpty {
                    return try preview(action, views, possible: possible, problems: refusal.problems, submitted: form)
                }
                results.append([link, badge("没有办", .danger), "\(refusal.message)"])
            }
        }
        if done == possible.count { return visit.redirect(to: back, saying: "已\(action.label)\(done)件") }
        return try visit.page(
            "\(action.label)的结果",
            body: """
                \(pageHead("\(action.label)：\(done)件已办，\(possible.count - done)件没有办"))\(plainTable("结果", heads: [place.definition.name, "结果", "原因"], rows: results))<div class="buttons">\(linkButton("回到列表", to: back, .primary))</div>
                """)
    }
}
