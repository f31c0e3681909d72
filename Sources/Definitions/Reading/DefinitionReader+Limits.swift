extension DefinitionReader {
    func limit(_ id: YAMLNode, _ node: YAMLNode) -> LimitDefinition? {
        guard let name = id.text, node.isMapping else { return nil }
        let from = node["from"]
        let start: LimitDefinition.Start = from?["field"]?.text.map { .field($0) } ?? .actions(texts(from))
        var actions: [String] = []
        var states: [String] = []
        for element in node["until"]?.elements ?? [] {
            if let action = element.text { actions.append(action) } else { states += texts(element["state"]) }
        }
        var limit = LimitDefinition(
            id: name, label: node["label"]?.text ?? name, start: start, until: actions, within: cases(node["within"]), position: id.position
        )
        limit.untilStates = states
        limit.condition = expression(node["when"])
        limit.fixed = expression(node["fixed"])
        limit.hours = node["hours"]?.text.flatMap(LimitDefinition.HoursKind.init(rawValue:)) ?? .office
        for pair in node["hours"]?.isMapping == true ? node["hours"]?.pairs ?? [] : [] {
            guard let key = expression(pair.key), let hours = pair.value.text.flatMap(LimitDefinition.HoursKind.init(rawValue:)) else {
                continue
            }
            if key.text == "otherwise" { limit.hours = hours } else { limit.hoursCases.append(.init(condition: key, hours: hours)) }
        }
        limit.startField = node["at_start"]?.text
        limit.authority = node["kind"]?.text.flatMap(Authority.init(rawValue:)) ?? .default
        limit.source = node["source"]?.text
        limit.moves = node["moves"]?.text != "false"
        limit.countsBackwards = flag(node["backwards"])
        limit.isSuspendable = flag(node["suspendable"])
        limit.reminders = (node["remind"]?.elements ?? []).compactMap { mark($0) }
        limit.escalations = (node["escalate"]?.elements ?? []).compactMap { escalation($0) }
        limit.onExpiry = node["on_expiry"]?.text
        limit.atMost = node["at_most"]?.text
        limit.isPublic = flag(node["public"])
        switch (node["within"], node["fixed"]) {
        case (nil, nil): problems.report(id.position, "时限“\(name)”没有期间", mend: "加上 within: 期间，或者 fixed: 到期日的表达式")
        case (.some, let fixed?): problems.report(fixed.position, "时限“\(name)”同时有 within 和 fixed", mend: "只留其中一个")
        default: break
        }
        if limit.authority == .statute && limit.source == nil {
            problems.report(id.position, "法定时限“\(name)”没有出处", mend: "加上 source: 法律与条文")
        }
        return limit
    }

    private func cases(_ node: YAMLNode?) -> [LimitDefinition.Case] {
        guard let node else { return [] }
        if node.isMapping && node["by"]?.isScalar != true {
            var cases: [LimitDefinition.Case] = []
            for pair in node.pairs {
                guard let key = expression(pair.key), let span = span(pair.value) else { continue }
                if let last = cases.last, last.condition == nil {
                    problems.report(pair.key.position, "otherwise 之后的情形永远用不到", mend: "把 otherwise 移到最后")
                }
                cases.append(.init(condition: key.text == "otherwise" ? nil : key, span: span))
            }
            return cases
        }
        return span(node).map { [.init(condition: nil, span: $0)] } ?? []
    }

    /// A bare name is a role that is told when the limit is over.
    private func escalation(_ node: YAMLNode) -> LimitDefinition.Escalation? {
        let atDue = LimitDefinition.Mark(percent: 100, offset: nil, isBefore: false)
        if node.isScalar {
            return role(node).map { .init(at: atDue, action: nil, values: [], to: [$0], condition: nil) }
        }
        let at = node["at"].map { mark($0) } ?? atDue
        guard let at else { return nil }
        let roles = (node["to"]?.elements ?? []).compactMap { role($0) }
        if node["do"] == nil && roles.isEmpty { problems.report(node.position, "升级督办没有说做什么", mend: "加上 do: 动作，或者 to: [角色]") }
        return .init(at: at, action: node["do"]?.text, values: assignments(node["with"]), to: roles, condition: expression(node["when"]))
    }
}
