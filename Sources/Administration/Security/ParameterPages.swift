import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Parameters: every figure that law or policy sets, with its source, and a new row from a day on. Nothing already judged is judged anew: a case keeps the rule of its day.
struct ParameterPages {
    let console: ConsoleVisit

    private var visit: Visit { console.visit }
    private var catalogue: Catalogue { console.state.catalogue }

    private var all: [(system: String, systemName: String, parameter: Parameter)] {
        catalogue.sharedParameters.values.sorted { $0.id < $1.id }.map { ("shared", "共用", $0) }
            + catalogue.systems.flatMap { system in
                system.parameters.values.sorted { $0.position.line < $1.position.line }.map { (system.id, system.name, $0) }
            }
    }

    func list() throws -> Response {
        let query = visit.query
        let (text, system, kind) = (query["q"] ?? "", query["system"], query["kind"])
        let found = all.filter { one in
            (system == nil || one.system == system)
                && (kind == nil || (kind == "unconfirmed" ? one.parameter.unconfirmed : one.parameter.kind.rawValue == kind))
                && (text.isEmpty || one.parameter.name.contains(text) || one.parameter.id.contains(text))
        }
        let lineage = console.state.tree.lineage(of: visit.actor.org)
        let today = console.now.day
        let rows = found.map { one -> TableRow in
            let parameter = one.parameter
            let set = console.administration.parameters.flatMap {
                NodeServices.inForce($0.settings(of: one.system, parameter.id), on: today, lineage: lineage)
            }
            let value = set?.value ?? parameter.row(on: today, lineage: lineage)?.value
            return TableRow(
                id: "\(one.system)/\(parameter.id)", link: "/admin/security/parameters/\(one.system)/\(parameter.id)",
                [
                    "\(parameter.name)", "\(one.systemName)", "\(value.map { shown($0, parameter) } ?? "—")",
                    badge(parameter.kind.label, parameter.kind == .statute ? .active : .neutral),
                    "\(set?.source ?? parameter.source ?? "")",
                    "\(HTML.when(parameter.unconfirmed, badge("待核实", .soon, explanation: "规范未能核实，不得作为法律依据引用")))\(HTML.when(set != nil, tag("本节点设定")))",
                ])
        }
        let table = DataTable(
            "参数",
            columns: [
                TableColumn("参数", .identity), TableColumn("系统"), TableColumn("现行值"), TableColumn("性质", .state), TableColumn("依据"),
                TableColumn("标记", .state),
            ], rows: rows,
            empty: emptyState("没有这样的参数", icon: .settings), stacksWhenNarrow: true)
        let bar = FilterBar(
            address: "/admin/security/parameters",
            controls: [
                FormField("q", "名称或标识", .text(.search, maxLength: 60), value: text),
                FormField(
                    "system", "系统", .choice([Choice("", "全部"), Choice("shared", "共用")] + catalogue.systems.map { Choice($0.id, $0.name) }),
                    value: system),
                FormField(
                    "kind", "性质",
                    .choice([
                        Choice("", "全部"), Choice("statute", "法定"), Choice("standard", "标准"), Choice("default", "平台默认"),
                        Choice("unconfirmed", "待核实"),
                    ]), value: kind),
            ])
        return try console.page("参数", note: "\(found.count)项，其中待核实\(found.count { $0.parameter.unconfirmed })项", "\(bar)\(table)")
    }

    private func found() throws -> (system: String, systemName: String, parameter: Parameter) {
        let (system, id) = (visit.parameter("system"), visit.parameter("id"))
        guard let one = all.first(where: { $0.system == system && $0.parameter.id == id }) else { throw HTTPError(.notFound) }
        return one
    }

    /// A code by its name, everything else as it is typed.
    private func shown(_ value: ParameterValue, _ parameter: Parameter) -> String {
        if case .code(let list) = parameter.type, case .text(let code) = value {
            return catalogue.codeList(list)?.label(of: code) ?? code
        }
        if case .list(.code(let list)) = parameter.type, case .list(let items) = value {
            return items.map { item in
                if case .text(let code) = item { catalogue.codeList(list)?.label(of: code) ?? code } else { ParameterReading.text(item) }
            }.joined(separator: "、")
        }
        return ParameterReading.text(value)
    }

    func parameter() throws -> Response { try page() }

    private func page(errors: [FormError] = [], typed: SubmittedForm? = nil) throws -> Response {
        let (system, systemName, parameter) = try found()
        let bounds = ParameterBounds(catalogue: catalogue)
        let facts = FieldGroup(
            "参数",
            [
                FieldEntry("标识", "<code>\(system)/\(parameter.id)</code>"), FieldEntry("系统", text: systemName),
                FieldEntry("性质", text: parameter.kind.label),
                FieldEntry("依据", text: parameter.source),
                FieldEntry("核实", parameter.unconfirmed ? badge("待核实", .soon) : badge("已核实", .done)),
                FieldEntry(
                    "用于时限",
                    text: bounds.limits(of: parameter.id, in: system).map { "\($0.record.name)：\($0.limit.label)" }.joined(separator: "\n")),
                FieldEntry(
                    "法定上限",
                    text: bounds.bounds(of: parameter.id, in: system, on: console.now.day).map {
                        "不超过“\($0.statute)”的\($0.most)\($0.source.map { "（\($0)）" } ?? "")"
                    }.joined(separator: "\n")),
            ])
        let own = console.administration.parameters?.settings(of: system, parameter.id) ?? []
        let set: [[HTML]] = own.sorted { ($0.from, $0.at) > ($1.from, $1.at) }.map { setting in
            [
                "\(setting.from)", "\(areaName(setting.area))", "<b>\(ParameterReading.text(setting.value))</b>", "\(setting.source)",
                "\(momentText(setting.at)) \(setting.by)",
            ]
        }
        let shipped: [[HTML]] = parameter.rows.map { row in
            [
                "\(row.from.map(\.description) ?? "始终")\(row.to.map { " 至 \($0)" } ?? "")", "\(row.area.map(areaName) ?? "全部")",
                "<b>\(ParameterReading.text(row.value))</b>",
                "\(row.source ?? parameter.source ?? "")", "随产品",
            ]
        }
        let rows = plainTable("各时段的值", heads: ["自", "范围", "值", "依据", "设定"], rows: set + shipped)
        return try console.page(
            parameter.name, note: systemName, actions: linkButton("全部参数", to: "/admin/security/parameters"),
            status: errors.isEmpty ? .ok : .unprocessableContent,
            twoColumns(main: "\(facts)\(card("各时段的值", rows))", aside: form(system, parameter, errors, typed), asideLabel: "设定"))
    }

    private func areaName(_ code: String) -> String { code.isEmpty ? "全部" : console.state.tree.organisation(code)?.name ?? code }

    private func form(_ system: String, _ parameter: Parameter, _ errors: [FormError], _ typed: SubmittedForm?) -> HTML {
        guard console.holdsNode else { return card("设定新值", "<p>参数由本节点主管单位的安全管理员设定。</p>") }
        guard console.administration.parameters != nil else { return card("设定新值", "<p>本节点没有启用参数设定。</p>") }
        func error(_ field: String) -> String? { errors.first { $0.field == field }?.message }
        let control: Control =
            switch parameter.type {
            case .number: .number()
            case .decimal: .number(step: "any")
            case .money: .money
            case .bool: .choice([Choice("true", "是"), Choice("false", "否")], .radios)
            case .date: .date()
            case .list, .longtext: .longText(rows: 3)
            default: .text(maxLength: 500)
            }
        let form = Form(
            to: visit.path, csrf: visit.csrf, errors: errors, keepAs: "parameter-\(system)-\(parameter.id)",
            fields: [
                FormField("value", "新值", control, value: typed?["value"], isRequired: true, error: error("value")),
                FormField(
                    "from", "自哪天起", .date(min: console.now.day.description), value: typed?["from"] ?? console.now.day.description,
                    isRequired: true, error: error("from")),
                FormField(
                    "area", "适用范围", .choice(areas, .typed), value: typed?["area"], help: "不填为全部；填单位则只对其本级和下级", error: error("area")),
                FormField(
                    "source", "依据", .text(maxLength: 300), value: typed?["source"],
                    help: parameter.kind == .statute ? "法定参数只随法律修改：写明法律、条款和施行日期" : "文件名称和文号", isRequired: true,
                    error: error("source")),
            ],
            note: consequence("自该日起发生的事按新值判断；此前的案件仍按当时的规则。不改动旧值，留下新的一行。"), buttons: button("设定新值", .primary))
        return card("设定新值", form.html)
    }

    private var areas: [Choice] {
        console.state.tree.all.filter { ["region", "bureau", "city", "county"].contains($0.level) && $0.isActive }.map {
            Choice($0.code, $0.name)
        }
    }

    func set(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        let (system, _, parameter) = try found()
        guard let services = console.administration.parameters else { throw HTTPError(.notFound) }
        let setting: NodeServices.Setting
        do { setting = try read(form, system, parameter) } catch let fault as FieldFault {
            return try page(errors: [fault.error], typed: form)
        }
        try await visit.kernel.database.write { [console] connection in
            try connection.enqueue(
                """
                INSERT INTO parameter_setting (id, system, parameter, from_day, area, value, source, at, by_person)
                VALUES (\(setting.id), \(setting.system), \(setting.parameter), \(setting.from.number), \(setting.area), \(NodeServices.kept(setting.value)), \(setting.source),
                \(setting.at), \(setting.by))
                """)
            try SharedVersions(connection: connection).raise(.parameters)
            try console.note(
                "parameter", "set",
                [
                    "parameter": "\(setting.system)/\(setting.parameter)", "value": ParameterReading.text(setting.value),
                    "from": setting.from.description, "area": setting.area,
                    "source": setting.source,
                ], in: connection)
        }
        try services.refresh()
        return visit.redirect(to: visit.path, saying: "“\(parameter.name)”自\(setting.from)起为\(ParameterReading.text(setting.value))")
    }

    private func read(_ form: SubmittedForm, _ system: String, _ parameter: Parameter) throws -> NodeServices.Setting {
        guard let text = form["value"] else { throw FieldFault("value", "请填写新值") }
        let value = try ParameterReading(parameter: parameter).value(text)
        guard let from = form["from"].flatMap({ Day($0) }) else { throw FieldFault("from", "请填写生效日期") }
        guard from >= console.now.day else { throw FieldFault("from", "不能追溯：生效日期应在今天或以后，已办的事按当时的规则") }
        var area = ""
        if let typed = form["area"], let picked = PickedText(typed) {
            let words: String =
                switch picked {
                case .value(let value): value
                case .words(let words): words
                }
            guard let organisation = console.state.tree.resolve(words) else { throw FieldFault("area", "没有代码或名称为“\(words.prefix(40))”的单位") }
            area = organisation.code
        }
        guard let source = form["source"], source.count >= 2 else { throw FieldFault("source", "请写明依据") }
        if case .number(let number) = value {
            for bound in ParameterBounds(catalogue: catalogue).bounds(of: parameter.id, in: system, on: from) where number > bound.most {
                throw FieldFault(
                    "value", "“\(bound.limit)”不能长于法定的“\(bound.statute)”\(bound.most)\(bound.source.map { "（\($0)）" } ?? "")，只能更短")
            }
            if !ParameterBounds(catalogue: catalogue).limits(of: parameter.id, in: system).isEmpty, number < 0 {
                throw FieldFault("value", "时限不能为负数")
            }
        }
        if system == "shared", let other = catalogue.systems.first(where: { $0.parameters[parameter.id] != nil }) {
            throw FieldFault("value", "“\(other.name)”有同名的自有参数，请分别设定，避免混淆")
        }
        return NodeServices.Setting(
            id: RandomToken.make(bytes: 12), system: system, parameter: parameter.id, from: from, area: area, value: value, source: source,
            at: console.now.milliseconds, by: visit.actor.id)
    }
}
