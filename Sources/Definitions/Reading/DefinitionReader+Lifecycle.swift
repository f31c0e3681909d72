extension DefinitionReader {
    func lifecycle(_ node: YAMLNode, of record: RecordDefinition) -> Lifecycle {
        Lifecycle(
            states: (node["states"]?.pairs ?? []).compactMap { state($0.key, $0.value) },
            actions: (node["actions"]?.pairs ?? []).compactMap {
                action($0.key, $0.value, of: record, states: Set((node["states"]?.pairs ?? []).compactMap(\.key.text)))
            })
    }

    private func state(_ id: YAMLNode, _ node: YAMLNode) -> StateDefinition? {
        guard let name = id.text else { return nil }
        if ["none", "any", "same"].contains(name) {
            problems.report(id.position, "状态不能叫“\(name)”", mend: "这个词在 from 和 to 中另有意思，换一个标识")
        }
        var state = StateDefinition(id: name, label: node.text ?? node["label"]?.text ?? name, position: id.position)
        state.isEnd = flag(node["end"])
        state.suspendsClocks = node["clock"]?.text == "suspended"
        state.todos = (node["todo"]?.elements ?? []).compactMap { todo($0) }
        if state.isEnd, let todo = node["todo"] {
            problems.report(todo.position, "终结状态“\(name)”不能有待办", mend: "删去 todo，或者删去 end: true")
        }
        return state
    }

    private func todo(_ node: YAMLNode) -> TodoDefinition? {
        guard node.isMapping else { return nil }
        var todo = TodoDefinition()
        todo.role = node["role"].flatMap { role($0) }
        todo.at = expression(node["at"])
        todo.user = expression(node["user"])
        todo.team = expression(node["team"])
        todo.condition = expression(node["when"])
        todo.task = node["task"]?.text
        todo.due = node["due"]?.text
        if todo.role == nil && todo.user == nil && todo.team == nil {
            problems.report(node.position, "待办没有说由谁来做", mend: "加上 role、user 或 team")
        }
        return todo
    }

    func action(_ id: YAMLNode, _ node: YAMLNode, of record: RecordDefinition, states: Set<String>) -> ActionDefinition? {
        guard let name = id.text, node.isMapping else { return nil }
        var action = ActionDefinition(
            id: name, label: node["label"]?.text ?? name, from: from(node["from"], among: states), to: target(node["to"]),
            position: id.position)
        performers(node["by"], into: &action)
        action.needs = texts(node["needs"])
        action.asks = texts(node["asks"])
        action.inputs = fields(node["inputs"])
        action.checks = (node["check"]?.elements ?? []).compactMap { check($0, of: action) }
        action.sets = assignments(node["sets"])
        action.adds = additions(node["adds"])
        action.updates = (node["updates"]?.elements ?? []).compactMap { update($0) }
        action.creates = (node["creates"]?.elements ?? []).compactMap { creation($0) }
        action.acts = (node["acts"]?.elements ?? []).compactMap { consequence($0) }
        action.notifies = (node["notifies"]?.elements ?? []).flatMap { notifications($0, in: action, of: record) }
        for element in node["document"]?.elements ?? [] {
            guard let document = element.text ?? element["id"]?.text else { continue }
            action.documents.append(document)
            if let condition = expression(element["when"]) { action.documentConditions[document] = condition }
        }
        action.copies = (node["copies"]?.elements ?? []).compactMap { copy($0) }
        action.suspends = clockChanges(node["suspends"])
        action.resumes = clockChanges(node["resumes"])
        action.restarts = clockChanges(node["restarts"])
        action.extends = (node["extends"]?.elements ?? []).compactMap { extend($0) }
        action.ends = texts(node["ends"])
        action.otherThan = texts(node["other_than"])
        action.otherThanUser = expression(node["other_than_user"])
        action.caps = (node["at_most"]?.elements ?? []).compactMap { cap($0) }
        action.every = span(node["every"])
        if let window = node["within"], let of = window["of"]?.text, let span = span(window["span"]) {
            action.window = .init(of: of, span: span)
        }
        action.automatic = automatic(node["automatic"])
        action.confirm = node["confirm"]?.text
        action.consequence = node["consequence"]?.text
        action.basis = node["basis"]?.text
        action.isBatch = flag(node["batch"])
        action.isHidden = flag(node["hidden"])
        action.isSensitive = flag(node["sensitive"])
        if node["by"] == nil {
            if action.automatic == nil {
                problems.report(node.position, "动作“\(name)”没有说谁可以做", mend: "加上 by: 角色；只由时钟或其他动作执行的写 by: system")
            } else {
                action.by = [.init(role: "system")]
            }
        }
        return action
    }

    /// A state of the record wins over the words `open` and `closed`.
    private func from(_ node: YAMLNode?, among known: Set<String>) -> FromStates {
        let states = texts(node)
        guard states.count == 1, let only = states.first, !known.contains(only) else { return .states(states) }
        return switch only {
        case "none": .none
        case "any": .any
        case "open": .open
        case "closed": .closed
        default: .states([only])
        }
    }

    private func target(_ node: YAMLNode?) -> TargetState {
        guard let node else { return .same }
        if let text = node.text { return text == "same" ? .same : .state(text) }
        return .cases(
            node.pairs.compactMap { pair in
                guard let state = pair.value.text, let key = expression(pair.key) else { return nil }
                return (key.text == "otherwise" ? nil : key, state)
            })
    }

    private func performers(_ node: YAMLNode?, into action: inout ActionDefinition) {
        for element in node?.elements ?? [] {
            if element.isMapping {
                for pair in element.pairs {
                    guard let role = role(pair.key) else { continue }
                    let condition = expression(pair.value)
                    action.by.append(.init(role: role, condition: condition?.text == "true" ? nil : condition))
                }
            } else if element.text == "anyone" {
                action.byAnyone = true
            } else if let role = role(element) {
                action.by.append(.init(role: role))
            }
        }
    }

    private func check(_ node: YAMLNode, of action: ActionDefinition) -> CheckDefinition? {
        let usual = "“\(action.label)”的条件不满足"
        if node.isMapping {
            guard let condition = expression(node["check"]) else { return nil }
            return CheckDefinition(
                expression: condition, message: node["message"]?.text ?? usual, field: node["field"]?.text, rule: node["rule"]?.text,
                refusal: node["refuse"]?.text.flatMap(CheckDefinition.Refusal.init(rawValue:)) ?? .invalid)
        }
        return expression(node).map { CheckDefinition(expression: $0, message: usual) }
    }

    private func automatic(_ node: YAMLNode?) -> ActionDefinition.Automatic? {
        guard let node, node.isMapping else { return nil }
        let automatic = ActionDefinition.Automatic(
            after: span(node["after"]), since: node["since"]?.text, at: node["at"]?.text, condition: expression(node["when"]))
        if node["after"] == nil && node["at"] == nil {
            problems.report(node.position, "自动动作没有说何时执行", mend: "加上 after: 期间，或者 at: 日期字段")
        }
        if let since = node["since"], node["after"] == nil {
            problems.report(since.position, "since 要与 after 一起写", mend: "加上 after: 期间")
        }
        return automatic
    }
}
