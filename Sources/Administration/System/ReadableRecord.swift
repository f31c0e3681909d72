import Definitions
import HTML
import Site
import WorkCalendar

/// A record's definition as a business expert reads it: fields, the life from state to state, limits with their law, rules, who may what.
struct ReadableRecord {
    let record: RecordDefinition
    let catalogue: Catalogue

    var html: HTML { "\(fields)\(life)\(limits)\(rules)\(access)" }

    private var fields: HTML {
        let rows = record.fields.map { field -> [HTML] in
            [
                "<b>\(field.label)</b><br><code>\(field.id)</code>", "\(type(field.type))", "\(demand(field))", marks(field),
                "\([field.help, field.purpose.map { "用途：\($0)" }].compactMap { $0 }.joined(separator: "。"))",
            ]
        }
        return card("字段 \(record.fields.count)个", plainTable("字段", heads: ["字段", "类型", "填写", "性质", "说明"], rows: rows))
    }

    private func demand(_ field: FieldDefinition) -> HTML {
        if field.isSystem { return "由动作写入" }
        if field.computed != nil { return "自动计算" }
        switch field.required {
        case .never:
            return field.requiredIn.isEmpty ? "选填" : "在“\(field.requiredIn.map { record.state($0)?.label ?? $0 }.joined(separator: "、"))”须有"
        case .always: return "必填"
        case .when(let condition): return "当 <code>\(condition.text)</code> 时必填"
        }
    }

    private func marks(_ field: FieldDefinition) -> HTML {
        "\(HTML.when(field.isSecret, tag("加密")))\(HTML.when(field.isPersonal, tag("个人信息")))\(HTML.when(field.uniqueWith != nil, tag("不重复")))"
    }

    private func type(_ type: FieldType) -> String {
        switch type {
        case .text: "文字"
        case .longtext: "长文字"
        case .number: "整数"
        case .decimal: "小数"
        case .money: "金额"
        case .bool: "是否"
        case .date: "日期"
        case .datetime: "时刻"
        case .time: "时间"
        case .code(let list): "代码：\(catalogue.codeList(list)?.name ?? list)"
        case .org: "机构"
        case .user: "人员"
        case .ref(let targets): "引用：\(targets.map { catalogue.record($0)?.name ?? "（尚未装载的记录）" }.joined(separator: "或"))"
        case .idcard: "身份证号"
        case .phone: "电话"
        case .address: "地址"
        case .geo: "坐标"
        case .file: "文件"
        case .list(let element): "\(self.type(element))，多个"
        case .structure(let id): catalogue.structure(id)?.name ?? id
        case .inline(let parts): parts.map(\.label).joined(separator: "＋")
        }
    }

    // MARK: The life

    private var life: HTML {
        guard let lifecycle = record.lifecycle else { return .empty }
        let beginnings = lifecycle.actions.filter(\.createsRecord)
        let start: HTML = HTML.when(!beginnings.isEmpty, "<li><b>新建</b><ul>\(beginnings.html { step($0) })</ul></li>")
        let states: HTML = lifecycle.states.html { state in
            let actions = lifecycle.actions.filter { starts($0, from: state) }
            let end: HTML = state.isEnd ? badge("终点", .neutral) : .empty
            return
                "<li><b>\(state.label)</b> <code>\(state.id)</code> \(end)\(HTML.when(state.suspendsClocks, badge("时限中止", .paused)))<ul>\(actions.html { step($0) })</ul></li>"
        }
        return card("状态与动作", "\(StateDiagram(lifecycle: lifecycle).html)<ul class='life'>\(start)\(states)</ul>")
    }

    private func starts(_ action: ActionDefinition, from state: StateDefinition) -> Bool {
        switch action.from {
        case .none: false
        case .any: true
        case .open: !state.isEnd
        case .closed: state.isEnd
        case .states(let states): states.contains(state.id)
        }
    }

    private func step(_ action: ActionDefinition) -> HTML {
        let target = action.to.states.map { record.state($0)?.label ?? $0 }.joined(separator: "或")
        let who =
            action.byAnyone
            ? "任何人" : action.by.map { $0.role == "system" ? "系统自动" : catalogue.role($0.role)?.name ?? $0.role }.joined(separator: "、")
        let needs = action.needs.map { id in record.field(id)?.label ?? action.inputs.first { $0.id == id }?.label ?? id }
        return """
            <li>\(action.label)\(HTML.when(!target.isEmpty, " → <b>\(target)</b>")) <small>\(who)\(HTML.when(!needs.isEmpty, " · 须填\(needs.joined(separator: "、"))"))\(action.basis.map { " · \($0)" as HTML })</small></li>
            """
    }

    // MARK: Limits, rules, access

    private var limits: HTML {
        guard !record.limits.isEmpty else { return .empty }
        let rows = record.limits.map { limit -> [HTML] in
            let start: String =
                switch limit.start {
                case .actions(let ids): ids.map { record.action($0)?.label ?? $0 }.joined(separator: "、")
                case .field(let id): record.field(id)?.label ?? id
                }
            let spans: [HTML] =
                limit.fixed.map { ["至 <code>\($0.text)</code>"] }
                ?? limit.within.map { one in "\(one.condition.map { "<code>\($0.text)</code>：" as HTML })\(span(one.span))" }
            return [
                "<b>\(limit.label)</b><br><code>\(limit.id)</code>", "\(start)",
                "\(limit.until.map { record.action($0)?.label ?? $0 }.joined(separator: "、"))", HTML.joined(spans, separator: "；"),
                "\(limit.authority.label)\(limit.source.map { "：\($0)" } ?? "")",
            ]
        }
        return card("时限 \(record.limits.count)个", plainTable("时限", heads: ["时限", "起于", "止于", "多久", "依据"], rows: rows))
    }

    private func span(_ span: Span) -> HTML {
        switch span.count {
        case .number(let number): "\(span.unit.chinese(number))"
        case .parameter(let id): "参数“\(catalogue.parameter(id, in: record.system)?.name ?? id)”（\(span.unit.chineseName)）"
        case .expression(let expression): "<code>\(expression.text)</code>（\(span.unit.chineseName)）"
        }
    }

    private var rules: HTML {
        guard !record.rules.isEmpty else { return .empty }
        let rows = record.rules.map { rule -> [HTML] in
            [
                "<code>\(rule.id)</code>", "\(rule.check.message)", "<code>\(rule.check.expression.text)</code>",
                "\(rule.on.isEmpty ? "全部" : rule.on.map { record.action($0)?.label ?? $0 }.joined(separator: "、"))", "\(rule.source ?? "")",
            ]
        }
        return card("规则 \(record.rules.count)条", plainTable("规则", heads: ["编号", "要求", "条件", "何时", "依据"], rows: rows))
    }

    /// What an access line gives, in words.
    private func right(_ id: String) -> String {
        let usual = ["view": "查看", "list": "列表", "create": "新建", "edit": "修改", "export": "导出", "reveal": "查看原文", "actions": "名下全部动作"]
        return record.action(id)?.label ?? usual[id] ?? id
    }

    private var access: HTML {
        guard !record.access.isEmpty else { return .empty }
        let rows = record.access.map { line -> [HTML] in
            [
                "\(catalogue.role(line.role)?.name ?? line.role)", "\(line.may.map(right).joined(separator: "、"))",
                "\(line.scopes.map(\.label).joined(separator: "、"))",
                "\(line.hides.map { record.field($0)?.label ?? $0 }.joined(separator: "、"))",
                line.condition.map { "<code>\($0.text)</code>" } ?? .empty,
            ]
        }
        return card("权限", plainTable("权限", heads: ["角色", "可以", "范围", "看不到", "条件"], rows: rows))
    }
}
