extension ReferenceCheck {
    func checkAction(_ node: YAMLNode, id: String) {
        guard let action = record.action(id) else { return }
        let inputs = Set(action.inputs.map(\.id))
        let given = names.fields.union(inputs)
        for element in node["from"]?.elements ?? [] {
            guard let name = element.text else { continue }
            let isOnly = node["from"]?.elements.count == 1
            if isOnly && ["none", "any", "open", "closed"].contains(name) && !(name == "closed" && names.states.contains(name)) {
                continue
            }
            if !names.states.contains(name) {
                problems.unknown(element.position, "状态", name, among: names.states.union(["none", "any", "open", "closed"]))
            }
        }
        checkTarget(node["to"])
        for pair in node["inputs"]?.pairs ?? [] where names.fields.contains(pair.key.text ?? "") {
            problems.report(pair.key.position, "输入“\(pair.key.text ?? "")”与字段同名", mend: "要保存的写进 needs 或 asks，否则换一个标识")
        }
        for key in ["needs", "asks"] { checkGiven(node[key], in: given) }
        duplicates(node["needs"], node["asks"])
        for check in node["check"]?.elements ?? [] { each(check["field"], in: given.union(RecordNames.standing), "字段") }
        checkSets(node["sets"])
        checkAdds(node["adds"])
        for update in node["updates"]?.elements ?? [] { checkUpdate(update) }
        for creation in node["creates"]?.elements ?? [] { each(creation["as"], in: names.fields, "字段") }
        for element in node["document"]?.elements ?? [] { each(element.isMapping ? element["id"] : element, in: names.documents, "文书") }
        for copy in node["copies"]?.elements ?? [] { each(copy["document"], in: names.documents, "文书") }
        for key in ["suspends", "resumes", "restarts"] {
            for element in node[key]?.elements ?? [] { each(element.isMapping ? element["limits"] : element, in: names.limits, "时限") }
        }
        for extend in node["extends"]?.elements ?? [] { each(extend["limit"], in: names.limits, "时限") }
        each(node["ends"], in: names.limits, "时限")
        each(node["other_than"], in: names.actions.union(["creator"]), "动作")
        for cap in node["at_most"]?.elements ?? [] { each(cap["per"], in: given.union(["actor", "org"]), "字段") }
        each(node["within"]?["of"], in: names.moments.union(names.actions), "时间字段或动作")
        checkAutomatic(node["automatic"], action)
    }

    private func checkTarget(_ node: YAMLNode?) {
        guard let node else { return }
        if node.isMapping {
            for pair in node.pairs where pair.value.text != "same" { each(pair.value, in: names.states, "状态") }
        } else if node.text != "same" {
            each(node, in: names.states, "状态")
        }
    }

    private func checkGiven(_ node: YAMLNode?, in given: Set<String>) {
        each(node, in: given, "字段或输入")
        for element in node?.elements ?? [] {
            guard let field = element.text.flatMap({ record.field($0) }) else { continue }
            if field.computed != nil {
                problems.report(element.position, "“\(field.id)”是计算出来的，不能填写", mend: "从 needs、asks 中删去它，或者删去 computed")
            }
            if field.isSystem && !field.isLater {
                problems.report(element.position, "“\(field.id)”只由系统写入，不能填写", mend: "从 needs、asks 中删去它，或者删去 system: true")
            }
        }
    }

    private func duplicates(_ needs: YAMLNode?, _ asks: YAMLNode?) {
        let needed = Set((needs?.elements ?? []).compactMap(\.text))
        for element in asks?.elements ?? [] where needed.contains(element.text ?? "") {
            problems.report(element.position, "“\(element.text ?? "")”同时在 needs 和 asks 中", mend: "必须给的只写在 needs 中")
        }
    }

    private func checkSets(_ node: YAMLNode?) {
        for pair in node?.pairs ?? [] {
            guard let name = pair.key.text else { continue }
            if name == record.scope.organisation { continue }
            guard let field = record.field(name) else {
                problems.unknown(pair.key.position, "字段", name, among: names.fields)
                continue
            }
            if field.computed != nil { problems.report(pair.key.position, "“\(name)”是计算出来的，不能写入", mend: "从 sets 中删去它，或者删去 computed") }
            if record.number?.field == name {
                problems.report(pair.key.position, "“\(name)”是编号，不能写入", mend: "从 sets 中删去它；何时编号写在 number.at")
            }
        }
    }

    private func checkAdds(_ node: YAMLNode?) {
        guard let node else { return }
        if node.isMapping && node["record"]?.isScalar != true {
            for pair in node.pairs { checkChild(pair.key, values: pair.value) }
        } else {
            for row in node.elements {
                guard let record = row["record"] else { continue }
                checkChild(record, values: row["with"])
            }
        }
    }

    private func checkChild(_ key: YAMLNode, values: YAMLNode?) {
        guard let name = key.text else { return }
        guard let child = names.children.first(where: { $0.id == name }) else {
            let isRelated = record.related.contains { $0.id == name }
            return problems.report(
                key.position, "没有子记录“\(name)”",
                mend: isRelated
                    ? "关联记录用 creates 建立" : NearestName.mend(for: name, among: names.children.map(\.id)) + "（子记录要写 parent: \(record.id)）")
        }
        checkValues(values, of: child)
    }

    /// Fields of another record that are written here.
    func checkValues(_ node: YAMLNode?, of other: RecordDefinition) {
        for pair in node?.pairs ?? [] {
            guard let name = pair.key.text else { continue }
            guard let field = other.field(name) else {
                problems.unknown(pair.key.position, "字段", name, among: other.fields.map(\.id), where: "“\(other.id)”")
                continue
            }
            if field.computed != nil { problems.report(pair.key.position, "“\(other.id)”的“\(name)”是计算出来的，不能写入", mend: "删去它") }
        }
    }

    private func checkUpdate(_ node: YAMLNode) {
        guard let key = node["record"], let name = key.text else { return }
        guard names.rows.contains(name) else { return problems.unknown(key.position, "子记录或关联记录", name, among: names.rows) }
        if let child = names.children.first(where: { $0.id == name }) { checkValues(node["set"], of: child) }
    }

    private func checkAutomatic(_ node: YAMLNode?, _ action: ActionDefinition) {
        guard let node else { return }
        each(node["since"], in: names.states.union(names.moments).union(names.actions), "状态、时间字段或动作")
        each(node["at"], in: names.moments, "日期或时间字段")
        if let first = action.needs.first {
            problems.report(node.position, "自动动作“\(action.id)”需要“\(first)”，但没有人填写", mend: "把它移到 asks，或者用 sets 写入")
        }
        if action.createsRecord { problems.report(node.position, "建立记录的动作不能自动执行", mend: "由另一动作的 creates 建立，或者删去 automatic") }
    }

    func checkLimit(_ node: YAMLNode) {
        if let field = node["from"]?["field"] {
            each(field, in: names.moments, "日期或时间字段")
        } else {
            each(node["from"], in: names.actions, "动作")
        }
        for element in node["until"]?.elements ?? [] {
            if element.isMapping { each(element["state"], in: names.states, "状态") } else { each(element, in: names.actions, "动作") }
        }
        each(node["at_start"], in: names.moments, "日期或时间字段")
        each(node["on_expiry"], in: Set(record.lifecycle?.actions.map(\.id) ?? []), "动作")
        each(node["at_most"], in: names.limits, "时限")
        for escalation in node["escalate"]?.elements ?? [] where escalation.isMapping {
            each(escalation["do"], in: Set(record.lifecycle?.actions.map(\.id) ?? []), "动作")
        }
    }
}
