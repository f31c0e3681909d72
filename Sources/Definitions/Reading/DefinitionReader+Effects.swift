import WorkCalendar

extension DefinitionReader {
    func additions(_ node: YAMLNode?) -> [ActionDefinition.Addition] {
        guard let node else { return [] }
        if node.isMapping && node["record"]?.isScalar != true {
            return node.pairs.compactMap { pair in
                guard let record = pair.key.text else { return nil }
                return .init(record: record, values: assignments(pair.value), condition: nil)
            }
        }
        return node.elements.compactMap { row in
            guard let record = row["record"]?.text else { return nil }
            return .init(record: record, values: assignments(row["with"]), condition: expression(row["when"]))
        }
    }

    func update(_ node: YAMLNode) -> ActionDefinition.RowUpdate? {
        guard let record = node["record"]?.text else { return nil }
        return .init(record: record, condition: expression(node["where"]), values: assignments(node["set"]))
    }

    func creation(_ node: YAMLNode) -> ActionDefinition.Creation? {
        guard let record = resolve(node["record"], .records, external: flag(node["external"])) else { return nil }
        return .init(
            record: record, action: node["action"]?.text ?? "create", values: assignments(node["with"]),
            condition: expression(node["when"]),
            each: expression(node["each"]), storedIn: node["as"]?.text)
    }

    func consequence(_ node: YAMLNode) -> ActionDefinition.Consequence? {
        guard let on = expression(node["on"]), let action = node["action"]?.text else { return nil }
        return .init(on: on, action: action, values: assignments(node["with"]), condition: expression(node["when"]))
    }

    /// A bare name is a field or an input when there is one, else a role.
    func notifications(_ node: YAMLNode, in action: ActionDefinition, of record: RecordDefinition) -> [ActionDefinition.Notification] {
        if node.isMapping {
            let (to, text, condition, via) = (expression(node["to"]), node["text"]?.text, expression(node["when"]), node["via"]?.text)
            let roles = (node["role"]?.elements ?? []).compactMap { role($0) }
            if to == nil && roles.isEmpty { problems.report(node.position, "通知没有说告诉谁", mend: "加上 to: 表达式，或者 role: 角色") }
            if roles.isEmpty { return [.init(to: to, role: nil, text: text, condition: condition, via: via)] }
            return roles.map { .init(to: to, role: $0, text: text, condition: condition, via: via) }
        }
        guard let name = node.text else { return [] }
        let named =
            record.field(name) != nil || action.inputs.contains { $0.id == name } || ["org", "created_by", "updated_by"].contains(name)
        if named { return [.init(to: SourceExpression(name, at: node.position), role: nil, text: nil, condition: nil, via: nil)] }
        if names.roles.contains(name) { return [.init(to: nil, role: name, text: nil, condition: nil, via: nil)] }
        problems.unknown(node.position, "角色或字段", name, among: names.roles.union(record.fields.map(\.id)))
        return []
    }

    func copy(_ node: YAMLNode) -> ActionDefinition.Copy? {
        guard let to = expression(node["to"]) else { return nil }
        return .init(
            to: to, document: node["document"]?.text, within: span(node["within"]), receipt: flag(node["receipt"]),
            condition: expression(node["when"]))
    }

    func clockChanges(_ node: YAMLNode?) -> [ActionDefinition.ClockChange] {
        (node?.elements ?? []).compactMap { element in
            if element.isMapping {
                let limits = texts(element["limits"])
                return .init(
                    limits: limits, reason: element["reason"]?.text, basis: element["basis"]?.text, condition: expression(element["when"]))
            }
            return element.text.map { .init(limits: [$0]) }
        }
    }

    func extend(_ node: YAMLNode) -> ActionDefinition.Extend? {
        guard let limit = node["limit"]?.text, let by = expression(node["by"]), let unit = node["unit"]?.text else { return nil }
        let times = integer(node["times"]) ?? 1
        if times < 1 { problems.report(node["times"]?.position ?? node.position, "延期次数至少为 1", mend: "改为 1 或更多") }
        return .init(
            limit: limit, by: by, unit: unit, times: times, total: span(node["total"]),
            mustBeBeforeDue: node["must_before_due"]?.text != "false")
    }

    func cap(_ node: YAMLNode) -> ActionDefinition.Cap? {
        guard let times = integer(node["times"]) else { return nil }
        if times < 1 { problems.report(node["times"]?.position ?? node.position, "次数上限至少为 1", mend: "改为 1 或更多") }
        return .init(times: times, per: node["per"]?.text, within: span(node["within"]))
    }
}
