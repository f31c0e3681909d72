import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Indicators
import Site
import WorkCalendar

/// One record: where it stands, what falls due and why, what can be done, its fields, its life.
struct RecordPage {
    let place: Place
    private var visit: Visit { place.visit }

    init(_ place: Place) { self.place = place }

    func answer() throws -> Response {
        let view = try visit.kernel.view(place.type, id: place.id, as: visit.actor, at: visit.now)
        let main: HTML = "\(groups(view))\(try children(view))\(try documents(view))\(try attachments(view))"
        let body: HTML = """
            <div data-live="record:\(view.id)" data-live-from="\(url: "\(place.record)/changed?version=\(view.version)")"></div>\(try head(view))\(twoColumns(main: main, aside: try aside(view), asideLabel: "办理记录"))
            """
        return try visit.page(view.title, body: body)
    }

    /// Told when somebody has changed the record since this page was made.
    func changed() throws -> Response {
        let view = try visit.kernel.view(place.type, id: place.id, as: visit.actor, at: visit.now)
        guard let seen = visit.query["version"].flatMap({ Int64($0) }), view.version > seen else { return visit.fragment(.empty) }
        return visit.fragment(
            notice("这条\(place.definition.name)刚刚有了新的办理", .soon, actions: linkButton("查看最新", to: place.record, .secondary)))
    }

    // MARK: Head

    private func head(_ view: RecordView) throws -> HTML {
        let number = place.definition.number.flatMap { view.field($0.field)?.text } ?? ""
        // The title begins with the number, which stands above it already.
        let title =
            !number.isEmpty && view.title.hasPrefix(number)
            ? String(view.title.dropFirst(number.count)).trimmingPrefix { " ·".contains($0) } : view.title[...]
        let state: HTML = view.stateLabel.map { badge($0, Columns.tone(view)) } ?? .empty
        let naming = Naming(visit)
        return RecordHead(
            number: number.isEmpty ? place.definition.name : number, title: title.isEmpty ? place.definition.name : String(title),
            state: state,
            breadcrumb: breadcrumb([
                NavItem(place.system.name, to: place.list), NavItem(place.definition.name, to: place.list),
            ]),
            facts: [
                ("单位", place.state.tree.organisation(view.org)?.name ?? view.org),
                ("建立", "\(naming.person(view.createdBy)) \(Columns.short(view.createdAt))"), ("更新", Columns.short(view.updatedAt)),
            ].filter { !$0.1.isEmpty }, steps: steps(view), dues: dues(view), actions: try actions(view)
        ).html
    }

    private func steps(_ view: RecordView) -> HTML {
        guard let lifecycle = place.definition.lifecycle, let current = view.state, let now = place.definition.state(current) else {
            return .empty
        }
        var past: [StateStep] = []
        if let entries = try? visit.kernel.timeline(place.type, id: view.id, as: visit.actor, at: visit.now, limit: 200) {
            // Each state once, where it was first entered; the present one at its end.
            var seen: Set<String> = [current]
            for entry in entries.reversed() {
                guard let id = entry.toState, let state = place.definition.state(id), seen.insert(id).inserted else { continue }
                past.append(StateStep(state.label, .past, note: Columns.short(entry.at)))
            }
        }
        let next =
            view.isClosed
            ? []
            : lifecycle.actions.filter { action in
                guard !action.createsRecord, !action.isHidden || action.automatic != nil else { return false }
                if case .states(let from) = action.from { return from.contains(current) }
                return false
            }.flatMap(\.to.states).filter { id in id != current && place.definition.state(id) != nil }.reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
        let possible = next.prefix(4).compactMap { place.definition.state($0).map { StateStep($0.label, .possible) } }
        return stateStepper(past + [StateStep(now.label, .current, tone: Columns.tone(view))] + possible)
    }

    /// What still runs or was missed in sight; what was kept, folded away.
    private func dues(_ view: RecordView) -> [HTML] {
        let shown = view.deadlines.filter { $0.state != "cancelled" && !isClockwork($0) }.sorted { ($0.due ?? .last) < ($1.due ?? .last) }
        let kept = shown.filter { $0.state == "met" }
        let open = shown.filter { $0.state != "met" }
        guard kept.count > 1 || !open.isEmpty && !kept.isEmpty else { return lines(shown) }
        return lines(open) + [
            "<details class='dues-kept'><summary>\(badge("按期完成\(kept.count)项", .done))\(icon(.chevronDown))</summary><div class='dues'>\(lines(kept))</div></details>"
        ]
    }

    /// A term that the clock itself ends, once it has ended: nobody could have been late.
    private func isClockwork(_ deadline: RecordView.Deadline) -> Bool {
        guard deadline.state == "missed" || deadline.state == "met",
            let limit = place.definition.limits.first(where: { $0.id == deadline.limit })
        else { return false }
        return limit.until.contains { place.definition.action($0)?.automatic != nil }
    }

    private func lines(_ deadlines: [RecordView.Deadline]) -> [HTML] {
        deadlines.compactMap { deadline in
            guard let due = deadline.due else { return nil }
            let words = visit.dues.words(due, isDay: deadline.isDay, explanation: deadline.explanation, state: deadline.state)
            let kind =
                switch deadline.authority {
                case .statute: "法定"
                case .standard: "标准"
                case .default: "内部"
                }
            return dueExplained(
                words, label: "\(deadline.label)（\(kind)）", steps: deadline.explanation.split(separator: "；").map(String.init))
        }
    }

    /// The one filled button: what the visitor's to-do names, else – where the record waits for him – what leads on. Whoever may merely interfere gets none.
    private func leading(_ view: RecordView, among open: [ActionDefinition]) -> ActionDefinition? {
        guard !view.isClosed, let state = view.state.flatMap({ place.definition.state($0) }) else { return nil }
        let roles = Set(visit.actor.grants.map(\.role))
        let isHis = view.fields.contains { $0.definition.type == .user && $0.value == .string(visit.actor.id) }
        let tasks = state.todos.filter { todo in todo.role.map { roles.contains($0) } ?? false || todo.user != nil && isHis }
        guard !tasks.isEmpty else { return nil }
        if let named = open.first(where: { action in tasks.contains { $0.task == action.label } }) { return named }
        return open.first { action in
            !action.isSensitive && action.confirm == nil
                && action.to.states.contains { $0 != view.state && leadsOn($0) }
        }
    }

    /// Not given up, not sent back, not standing still until somebody answers.
    private func leadsOn(_ state: String) -> Bool {
        !Columns.givenUp.contains(state) && state != "returned" && place.definition.state(state)?.suspendsClocks != true
    }

    /// One filled button, the rest beside it, the rare ones behind 更多; beneath them what is his to do, but not yet or no longer, with the reason.
    private func actions(_ view: RecordView) throws -> [HTML] {
        let barriers = try visit.kernel.barriers(view, as: visit.actor, at: visit.now)
        let all = view.actions.filter { barriers[$0.id] == nil }
        let leading = leading(view, among: all)
        func link(_ action: ActionDefinition, _ rank: ButtonRank) -> HTML {
            linkButton(action.label, to: "\(place.record)/do/\(action.id)", rank, opensDialog: true)
        }
        let others = all.filter { $0.id != leading?.id }
        var shown: [HTML] = leading.map { [link($0, .primary)] } ?? []
        shown += others.prefix(3).map { link($0, $0.isSensitive ? .danger : .secondary) }
        var rest = others.dropFirst(3).map { link($0, .quiet) }
        if view.mayEdit, place.definition.action("edit") == nil {
            rest.append(linkButton("修改", to: "\(place.record)/do/edit", .quiet, icon: .edit))
        }
        let closed = view.actions.compactMap { action in barriers[action.id].map { (action.label, $0) } }
        if !closed.isEmpty { rest.append(notYet(closed)) }
        if !rest.isEmpty { shown.append(moreMenu(shown.isEmpty ? "暂不能办" : "更多", rest.joined())) }
        return shown
    }

    private func notYet(_ actions: [(label: String, reason: String)]) -> HTML {
        """
        <section class="not-yet" aria-labelledby="not-yet"><h2 id="not-yet">现在不能办</h2><dl>\(actions.html { "<dt>\($0.label)</dt><dd>\($0.reason)</dd>" })</dl></section>
        """
    }

    // MARK: Fields

    private func groups(_ view: RecordView) -> HTML {
        let edit = view.mayEdit && place.definition.action("edit") == nil ? "\(place.record)/do/edit" : nil
        func entry(_ field: RecordView.Field) -> FieldEntry? {
            guard !field.definition.isInternal, field.value != .null, field.value != .bool(false) else { return nil }
            let editable = !field.definition.isSystem && field.definition.computed == nil ? edit : nil
            return self.entry(field, view, edit: editable)
        }
        let typed = view.fields.filter {
            !$0.definition.isSystem && $0.definition.computed == nil && $0.definition.id != place.definition.number?.field
        }
        let system = view.fields.filter { $0.definition.isSystem || $0.definition.computed != nil }.filter {
            $0.definition.id != place.definition.number?.field
        }
        let plain = typed.filter { !$0.definition.type.isLong }.compactMap(entry)
        let long = typed.filter { $0.definition.type.isLong }.compactMap(entry)
        let made = system.compactMap(entry)
        var groups: [HTML] = []
        if !long.isEmpty { groups.append(FieldGroup("内容", long).html) }
        if !plain.isEmpty { groups.append(FieldGroup("基本信息", plain).html) }
        if !made.isEmpty { groups.append(FieldGroup("办理情况", note: "由平台填写", made).html) }
        let empty = typed.filter { $0.value == .null && !$0.definition.isInternal }.map(\.definition.label)
        let no = view.fields.filter { $0.value == .bool(false) && !$0.definition.isInternal }.map(\.definition.label)
        if !no.isEmpty || !empty.isEmpty {
            let heads = [no.isEmpty ? nil : "为“否”的\(no.count)项", empty.isEmpty ? nil : "未填写的\(empty.count)项"].compactMap { $0 }
            groups.append(
                """
                <details class="unfilled-fields"><summary>\(heads.joined(separator: "、"))\(icon(.chevronDown))</summary>\(HTML.when(!no.isEmpty, "<p>以下均为“否”：\(no.joined(separator: "、"))</p>"))\(HTML.when(!empty.isEmpty, "<p>没有填写：\(empty.joined(separator: "、"))</p>"))</details>
                """)
        }
        return groups.joined()
    }

    private func entry(_ field: RecordView.Field, _ view: RecordView, edit: String?) -> FieldEntry {
        let reveal = view.mayReveal ? "\(place.record)/reveal/\(field.definition.id)" : nil
        let value: HTML
        var isWide = field.definition.type.isLong && !isShort(field)
        if field.isMasked, !field.definition.type.isComposite {
            value = maskedSecret(field.text, revealAt: reveal)
        } else if let parts = parts(field.definition.type) {
            value = table(field, parts, revealAt: field.isMasked ? reveal : nil)
            isWide = true
        } else {
            let html = Naming(visit, in: place.reference).html(field)
            value = isWide ? "<div class='prose'>\(html)</div>" : html
        }
        let unit: HTML? = field.definition.unit.map { " \($0)" }
        // Nobody reads 946 minutes.
        let span: HTML? =
            if field.definition.unit == "分钟", case .int(let minutes) = field.value {
                FigureText.duration(minutes: Double(minutes)).map { "\($0)" }
            } else { nil }
        return FieldEntry(
            field.definition.label, span ?? "\(value)\(unit)", isWide: isWide, editAddress: edit,
            explanation: [field.definition.help, field.definition.purpose.map { "用途：\($0)" }].compactMap { $0 }.joined(separator: "。")
                .nilIfEmpty)
    }

    private func isShort(_ field: RecordView.Field) -> Bool { field.text.count <= 24 && !field.text.contains { $0.isNewline } }

    private func parts(_ type: FieldType) -> [FieldDefinition]? {
        switch type {
        case .structure(let id): visit.catalogue.structure(id)?.fields
        case .inline(let fields): fields
        case .list(let element): element.isComposite ? parts(element) : nil
        default: nil
        }
    }

    /// Rows of a structure, only the columns in which anything stands.
    private func table(_ field: RecordView.Field, _ parts: [FieldDefinition], revealAt: String?) -> HTML {
        let rows: [[Value: Value]] =
            switch field.value {
            case .list(let items): items.compactMap { if case .map(let map) = $0 { map } else { nil } }
            case .map(let map): [map]
            default: []
            }
        let used = parts.filter { part in rows.contains { ($0[.string(part.id)] ?? .null) != .null } }
        let presentation = Presentation(state: place.state)
        let cells = rows.map { row in
            used.map { part -> HTML in
                let value = row[.string(part.id)] ?? .null
                if case .file = part.type, case .string(let hash) = value { return Naming(visit, in: place.reference).file(hash) }
                // What is masked is a text already, whatever its type.
                if case .string(let text) = value, field.isMasked, part.isSecret { return "<span class='mask'>\(text)</span>" }
                return "\(presentation.text(value, part))"
            }
        }
        let reveal: HTML? = revealAt.map { linkButton("查看（留痕）", to: $0, .quiet, icon: .eye, opensDialog: true) }
        return "\(plainTable(field.definition.label, heads: used.map(\.label), rows: cells))\(reveal)"
    }
}

extension String {
    var nilIfEmpty: String? { isEmpty ? nil : self }
}
