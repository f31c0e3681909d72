import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Doing something: a small page (or a dialog, where scripts run) with only what the action needs, the law quoted, what will follow.
struct ActionPages {
    let place: Place
    private var visit: Visit { place.visit }

    init(_ place: Place) { self.place = place }

    /// The action by which the actor makes a new record by hand; nil: none.
    static func creating(_ definition: RecordDefinition, _ actor: Actor) -> ActionDefinition? {
        let roles = Set(actor.grants.map(\.role))
        let own = definition.lifecycle?.actions.filter { $0.createsRecord && !$0.isHidden && !$0.by.isEmpty } ?? []
        if let action = own.first(where: { action in action.by.contains { roles.contains($0.role) } }) { return action }
        guard let usual = definition.performable("create"), usual.position == .builtIn || usual.createsRecord else { return nil }
        return definition.access.contains { roles.contains($0.role) && $0.may.contains("create") } ? usual : nil
    }

    /// What making a new record is called: the action's own words where they name the record.
    static func creationLabel(_ action: ActionDefinition, _ definition: RecordDefinition) -> String {
        action.label.contains(definition.name) && action.label != definition.name ? action.label : "新建\(definition.name)"
    }

    // MARK: New records

    private func creation(_ form: SubmittedForm?) throws -> ActionDefinition {
        if let id = form?["_action"] ?? visit.query["action"], let action = place.definition.action(id), action.createsRecord {
            return action
        }
        guard let action = Self.creating(place.definition, visit.actor) else {
            throw Refusal(.forbidden, action: "\(place.type).create", "您没有新建\(place.definition.name)的权限")
        }
        return action
    }

    func create() throws -> Response {
        let action = try creation(nil)
        var form = RecordForm(definition: place.definition, action: action, state: place.state, actor: visit.actor)
        // A list's or a board's link may fill in what is known already.
        for (name, value) in visit.query.pairs where form.accepted.contains(where: { $0.id == name }) { form.initial[name] = value }
        return try creationPage(form, refusal: nil, key: visit.freshKey())
    }

    private func creationPage(_ form: RecordForm, refusal: Refusal?, key: String) throws -> Response {
        let title = Self.creationLabel(form.action, place.definition)
        let parent = visit.query["parent"] ?? form.submitted?["_parent"]
        let back = parent.flatMap { id in place.definition.parent.map { Place.link("\(place.definition.system)/\($0)", id) } } ?? place.list
        let address = visit.query.without("said").address("\(place.list)/new")
        let html = form.html(to: address, csrf: visit.csrf, key: key, refusal: refusal, cancelAddress: back)
        return try visit.page(
            title, status: refusal.map(Self.status) ?? .ok, scripts: ["/js/upload.js"],
            body: """
                \(pageHead(title, breadcrumb: breadcrumb([NavItem(place.definition.name, to: back), NavItem(title, to: "")])))\(html)
                """)
    }

    func create(_ submitted: SubmittedForm) async throws -> Response {
        let action = try creation(submitted)
        var form = RecordForm(definition: place.definition, action: action, state: place.state, actor: visit.actor)
        let stored = try await keepFiles(submitted)
        form.submitted = stored.form
        form.fileName = { [store = visit.site.attachments, sender = visit.actor.id] in try? store.entry($0, sentBy: sender)?.name }
        let key = submitted.key ?? visit.freshKey()
        if submitted.isRefresh { return try creationPage(form, refusal: nil, key: key) }
        if let refused = stored.refused { return try creationPage(with(refused, &form), refusal: refused, key: key) }
        var values = FormValues(stored.form, fields: form.accepted, kernel: visit.kernel, actor: visit.actor, now: visit.now)
        if let parent = visit.query["parent"], place.definition.parent != nil { values.values["parent"] = .string(parent) }
        do {
            let outcome = try await visit.perform(place.type, action.id, values: values, key: key)
            return visit.redirect(
                to: Place.link(place.type, outcome.id),
                saying: "已\(action.label == "新建" ? "建立" : action.label)\(outcome.number.map { "，编号 \($0)" } ?? "")")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            noteDenied(refusal)
            return try creationPage(with(refusal, &form), refusal: refusal, key: key)
        }
    }

    // MARK: Records that are there

    private func found() throws -> (RecordView, ActionDefinition) {
        let view = try visit.kernel.view(place.type, id: place.id, as: visit.actor, at: visit.now)
        let id = visit.parameter("action")
        if let action = view.actions.first(where: { $0.id == id }) { return (view, action) }
        if id == "edit", view.mayEdit, let action = place.definition.performable("edit") { return (view, action) }
        guard let action = place.definition.action(id), !action.isHidden, !action.createsRecord else {
            throw Refusal(.notfound, action: "\(place.type).\(id)", record: view.id, "\(place.definition.name)没有这个动作")
        }
        throw Refusal(
            .forbidden, action: "\(place.type).\(id)", record: view.id,
            "现在不能“\(action.label)”：这条\(place.definition.name)目前是“\(view.stateLabel ?? "")”，或您没有这个权限。可能别人刚刚办过，请回到记录查看")
    }

    func act() throws -> Response {
        let (view, action) = try found()
        var form = RecordForm(definition: place.definition, action: action, record: view, state: place.state, actor: visit.actor)
        for (name, value) in visit.query.pairs where form.accepted.contains(where: { $0.id == name }) { form.initial[name] = value }
        return try panel(form, view, refusal: nil, key: visit.freshKey())
    }

    private func panel(_ form: RecordForm, _ view: RecordView, refusal: Refusal?, key: String) throws -> Response {
        let address = QueryValues(back.map { [("back", $0)] } ?? []).address("\(place.record)/do/\(form.action.id)")
        var before: HTML = "<p class='quiet'>\(view.title)</p>"
        if form.isEmpty, form.action.consequence == nil, form.action.confirm == nil {
            before += consequence(Self.follows(form.action, place.definition))
        }
        if let refusal, refusal.reason == .stale { before += try changedSince(form.submitted?.version, view) }
        let html = form.html(
            to: address, csrf: visit.csrf, key: key, refusal: refusal, cancelAddress: back ?? place.record,
            keepAs: "\(view.id).\(form.action.id)")
        return try visit.page(
            form.action.label, status: refusal.map(Self.status) ?? .ok, scripts: ["/js/upload.js"],
            body: ActionPanel(form.action.label, "\(before)\(html)").html)
    }

    /// What an action without words of its own brings about.
    static func follows(_ action: ActionDefinition, _ definition: RecordDefinition) -> String {
        let states = action.to.states.compactMap { definition.state($0)?.label }
        let limits = definition.limits.filter { if case .actions(let ids) = $0.start { ids.contains(action.id) } else { false } }.map(
            \.label)
        var parts: [String] = []
        if !states.isEmpty { parts.append("状态变为“\(states.joined(separator: "”或“"))”") }
        if !action.notifies.isEmpty { parts.append("通知有关的人和岗位") }
        if !action.documents.isEmpty { parts.append("出具文书") }
        if !limits.isEmpty { parts.append("起算\(limits.joined(separator: "、"))") }
        return parts.isEmpty ? "办理后记入办理记录" : "办理后\(parts.joined(separator: "，"))"
    }

    /// What others have changed since the form was opened.
    private func changedSince(_ version: Int64?, _ view: RecordView) throws -> HTML {
        guard let version else { return .empty }
        let entries = try visit.kernel.timeline(
            place.type, id: view.id, as: visit.actor, at: visit.now, limit: Int(min(20, max(1, view.version - version))))
        let rows = entries.flatMap { entry in
            entry.changes.map { change -> [HTML] in
                [
                    "\(change.label)", "\(String(change.from.prefix(80)))", "\(String(change.to.prefix(80)))",
                    "\(entry.actorName) \(Columns.short(entry.at))",
                ]
            }
        }
        return HTML.when(!rows.isEmpty, plainTable("您打开之后的更改", heads: ["项目", "原来", "现在", "谁、何时"], rows: rows))
    }

    func act(_ submitted: SubmittedForm) async throws -> Response {
        let (view, action) = try found()
        var form = RecordForm(definition: place.definition, action: action, record: view, state: place.state, actor: visit.actor)
        let stored = try await keepFiles(submitted)
        form.submitted = stored.form
        form.fileName = { [store = visit.site.attachments, sender = visit.actor.id] in try? store.entry($0, sentBy: sender)?.name }
        let key = submitted.key ?? visit.freshKey()
        if submitted.isRefresh { return try panel(form, view, refusal: nil, key: key) }
        if let refused = stored.refused { return try panel(with(refused, &form), view, refusal: refused, key: key) }
        let values = FormValues(stored.form, fields: form.accepted, kernel: visit.kernel, actor: visit.actor, now: visit.now, before: view)
        do {
            let outcome = try await visit.perform(place.type, action.id, on: view.id, values: values, version: submitted.version, key: key)
            return visit.redirect(to: after(outcome), saying: "已\(action.label)")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            // He may act, only not like this: what he typed stays before him.
            noteDenied(refusal)
            return try panel(with(refusal, &form), view, refusal: refusal, key: key)
        }
    }

    /// The board from which the form was opened.
    private var back: String? { visit.query["back"].flatMap { SafeAddress.within($0) }.flatMap { $0.hasPrefix("/w/") ? $0 : nil } }

    /// Back to the board it came from, or to the record; or, when that is no longer mine to see, home.
    private func after(_ outcome: ActionOutcome) -> String {
        if let back { return back }
        let isSeen = (try? visit.kernel.view(place.type, id: outcome.id, as: visit.actor, at: visit.now)) != nil
        return isSeen ? Place.link(place.type, outcome.id) : "/w"
    }

    private func with(_ refusal: Refusal, _ form: inout RecordForm) -> RecordForm {
        form.problems = refusal.problems
        return form
    }

    static func status(_ refusal: Refusal) -> HTTPResponse.Status {
        switch refusal.reason {
        case .invalid: .unprocessableContent
        case .forbidden: .forbidden
        default: .conflict
        }
    }

    /// A right that was not there is told to those who watch over rights, also where the form itself says so.
    private func noteDenied(_ refusal: Refusal) {
        guard refusal.reason == .forbidden else { return }
        visit.site.accessLog.note(
            "denied", actor: visit.actor.id, what: visit.path, reason: refusal.message, source: visit.source, at: visit.now)
    }

    // MARK: Files

    /// Files that came with the form are kept first: the form holds their hashes from then on, also when it is refused.
    private func keepFiles(_ form: SubmittedForm) async throws -> (form: SubmittedForm, refused: Refusal?) {
        var result = form
        for file in form.files {
            do {
                let entry = try await visit.site.attachments.keep(file.bytes, name: file.name, by: visit.actor, at: visit.now)
                result = result.adding(file.field, entry.hash)
            } catch let refused as AttachmentStore.Refused {
                visit.site.accessLog.note(
                    "file_refused", actor: visit.actor.id, what: place.type, reason: refused.message, source: visit.source, at: visit.now)
                let field = file.field.replacing("[", with: ".").replacing("]", with: "")
                return (
                    result,
                    Refusal(
                        .invalid, action: place.type, refused.message,
                        problems: [.init(field: field, label: "文件", message: "\(file.name)：\(refused.message)")])
                )
            }
        }
        return (result, nil)
    }
}
