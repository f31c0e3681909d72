import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// One visit: who sits at the window, what it is about, and how it is handled.
struct ReceptionVisit {
    let visit: Visit
    let view: RecordView
    let draft: ReceptionDraft?

    init(_ visit: Visit, _ view: RecordView, _ draft: ReceptionDraft?) throws {
        self.visit = visit
        self.view = view
        if case .visit(let id)? = draft?.place, id == view.id { self.draft = draft } else { self.draft = nil }
    }

    static let common = ["handled", "summary", "answer"]
    static let guide = ["guided_to"]
    static let order = ["kind", "nature", "law_field", "area_code", "urgency"]
    static let assist = ["item_name"]
    static let fields = common + guide + order + assist

    var main: HTML {
        get throws {
            "<section class='visit' aria-labelledby='visit-title'>\(head)\(try view.actions.contains { $0.id == "finish" } ? form : outcome)</section>"
        }
    }

    private var head: HTML {
        let isOpen = view.state == "receiving"
        let clock: HTML = isOpen ? HotlineClock.since(view.moment("visit_at") ?? view.createdAt, now: visit.now) : .empty
        let size = view.number("group_size") ?? 1
        let group: HTML = HTML.when(
            size >= 5,
            notice("群体来访\(size)人，已通知督办员", .danger, body: "<p>多人反映共同事项的，推选代表不超过五人（信访工作条例第二十条）。</p>"))
        let rate: HTML = HTML.when(
            view.text("satisfaction") == nil && view.actions.contains { $0.id == "rate" },
            linkButton(
                "评价", to: "\(Place.link(view.type, view.id))/do/rate?back=\(QueryValues.encode(ReceptionDesk.place(of: view.id)))",
                icon: .star, opensDialog: true))
        let receipt: HTML = HTML.when(
            !isOpen, linkButton("回执", to: "\(ReceptionDesk.path)/receipt?visit=\(QueryValues.encode(view.id))", .primary, icon: .print))
        return """
            <header class="call-head"><div><h2 id="visit-title">\(view.part("visitor")?.text("name") ?? "未登记姓名") \(badge(view.stateLabel ?? "", isOpen ? .active : .done)) \(clock)</h2><p class="quiet">\(view.words("service_line")) · \(view.moment("visit_at").map { Columns.short($0) } ?? "")来访\(size > 1 ? " · \(size)人" : "") · 接待人\(view.text("staff").map { Naming(visit).person($0) } ?? "")</p></div><div class="buttons">\(receipt)\(rate)\(linkButton("打开记录", to: Place.link(view.type, view.id), .quiet))</div></header>\(group)
            """
    }

    // MARK: Handling

    private var form: HTML {
        get throws {
            guard let definition = visit.site.state.definition(ReceptionDesk.visit), let finish = definition.action("finish") else {
                return .empty
            }
            let form = RecordForm(
                definition: definition, action: finish, record: view, submitted: draft?.form, problems: draft?.refusal?.problems ?? [],
                state: visit.site.state, actor: visit.actor)
            let picked = FieldPicker([form])
            let chosen = draft?.form["handled"] ?? view.text("handled")
            var common = picked.fields(Self.common)
            if let index = common.firstIndex(where: { $0.name == "handled" }) {
                if common[index].values.allSatisfy(\.isEmpty) { common[index].values = [chosen ?? "on_spot"] }
                common[index].isRequired = true
            }
            let order = picked.lists(Self.order).map { field -> FormField in
                var field = field
                if field.values.allSatisfy(\.isEmpty) {
                    switch field.name {
                    case "kind": field.values = ["ZX"]
                    case "nature": field.values = ["legal"]
                    case "urgency": field.values = ["normal"]
                    case "area_code": field.values = [visit.site.state.tree.organisation(visit.actor.org)?.division ?? ""]
                    default: break
                    }
                }
                return field
            }
            let conduct = EmergencyConduct(
                texts: [draft?.form["summary"] ?? view.text("summary"), draft?.form["answer"]], marks: marks,
                words: HotlineReading(visit: visit).words)
            func branch(_ name: String, _ title: String, _ fields: [FormField], _ help: String) -> HTML {
                "<fieldset class='call-part branch branch-\(name)'><legend>\(title)</legend><p class='help'>\(help)</p><div class='form-fields'>\(fields)</div></fieldset>"
            }
            return """
                \(conduct.panels())<form class="form call-form visit-form" method="post" action="\(ReceptionDesk.path)/visit" data-keep="reception.\(view.id)" data-listens>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey(), version: Int(view.version)))\(hiddenInput("visit", view.id))\(errorSummary(picked.errors(draft?.refusal, shown: Self.fields)))<fieldset class="call-part"><legend>办理</legend><div class="form-fields">\(common)</div></fieldset>\(branch("order", "形成工单", order, "以来访人名义提交本单位前台；法律咨询须选法律类别。办结后打印回执，凭编号和查询码查进度。"))\(branch("guide", "引导至主管单位", picked.fields(Self.guide), "写明单位名称，方便群众找到。"))\(branch("assist", "帮办代办", picked.fields(Self.assist), "以来访人名义建立网上申请（暂存），随后补充材料并提交；只作协助的可以不填。"))<div class="buttons form-buttons call-buttons"><button type="submit" class="button primary" data-key="KeyS" aria-keyshortcuts="Alt+S">办结接待</button></div></form>
                """
        }
    }

    private var marks: [(EmergencyConduct.Sign, String)] {
        var found: [(EmergencyConduct.Sign, String)] = []
        if let size = view.number("group_size"), size >= 5 { found.append((.crowd, "来访\(size)人")) }
        if case .list(let groups)? = view.part("visitor")?.values[.string("person_group")], groups.contains(.string("minor")) {
            found.append((.minor, "来访人是未成年人"))
        }
        return found
    }

    /// A visit that is over.
    private var outcome: HTML {
        let entries = ["summary", "handled", "answer", "guided_to", "leave_at", "satisfaction"].compactMap { id -> FieldEntry? in
            guard let field = view.field(id), field.value != .null else { return nil }
            return FieldEntry(field.definition.label, text: Naming(visit).text(field))
        }
        return FieldGroup("接待结果", entries + made).html
    }

    private var made: [FieldEntry] {
        [("order", WorkOrders.type), ("application", ReceptionDesk.application)].compactMap { id, type in
            guard let field = view.field(id), let target = view.text(id) else { return nil }
            let title = (try? visit.kernel.view(type, id: target, as: visit.actor, at: visit.now))?.title
            let link: HTML = title.map { "<a href='\(url: Place.link(type, target))'>\($0)</a>" } ?? "\(target)"
            return FieldEntry(field.definition.label, link)
        }
    }

    // MARK: Beside it

    var aside: HTML {
        let visitor = view.part("visitor")
        var shown: [FieldDefinition] = []
        if case .structure(let id)? = view.field("visitor")?.definition.type { shown = visit.catalogue.structure(id)?.fields ?? [] }
        let presentation = Presentation(state: visit.site.state)
        let rows = shown.compactMap { part -> HTML? in
            guard let value = visitor?.values[.string(part.id)], value != .null, !["role", "kind"].contains(part.id) else { return nil }
            // What is masked is a text already.
            let text = if case .string(let text) = value, part.isSecret { text } else { presentation.text(value, part) }
            return "<div><dt>\(part.label)</dt><dd>\(text)</dd></div>"
        }
        let before = view.number("visits_before") ?? 0
        let repeated: HTML = HTML.when(before > 0, "<p>\(badge("重复来访：此前\(before)次", .soon))</p>")
        let body: HTML = visitor == nil ? "<p class='quiet'>来访人没有登记姓名。</p>" : "<dl class='facts-list'>\(rows.joined())</dl>\(repeated)"
        return card("来访人", body)
    }
}
