/// Whether the names inside a record stand for something: fields, states, actions, limits, documents, child records.
///
/// Works on the nodes beside the typed record, so that a message points at the very name.
struct ReferenceCheck {
    let names: RecordNames
    let problems: Problems
    var record: RecordDefinition { names.record }

    func check(_ node: YAMLNode) {
        checkFields(node["fields"])
        checkScope(node["scope"])
        checkNumber(node["number"])
        for pair in node["lifecycle"]?["states"]?.pairs ?? [] { checkState(pair.value) }
        for pair in node["lifecycle"]?["actions"]?.pairs ?? [] { checkAction(pair.value, id: pair.key.text ?? "") }
        for pair in node["limits"]?.pairs ?? [] { checkLimit(pair.value) }
        for element in node["rules"]?.elements ?? [] {
            each(element["on"], in: names.actions, "动作")
            each(element["field"], in: names.columns.union(record.lifecycle?.actions.flatMap { $0.inputs.map(\.id) } ?? []), "字段")
        }
        for element in node["access"]?.elements ?? [] { checkAccess(element) }
        checkLists(node["lists"])
        for pair in node["indicators"]?.pairs ?? [] { checkIndicator(pair.value) }
        for pair in node["documents"]?.pairs ?? [] {
            each(pair.value["number"]?["field"], in: names.fields, "字段")
        }
    }

    /// Every scalar of a node must be one of the known names.
    func each(_ node: YAMLNode?, in known: Set<String>, _ what: String) {
        for element in node?.elements ?? [] {
            guard let name = element.text, !known.contains(name) else { continue }
            problems.unknown(element.position, what, name, among: known)
        }
    }

    private func checkFields(_ node: YAMLNode?) {
        for pair in node?.pairs ?? [] {
            guard let id = pair.key.text else { continue }
            checkReserved(id, at: pair.key.position)
            each(pair.value["required_in"], in: names.states, "状态")
            if case .list? = pair.value["unique"]?.content { each(pair.value["unique"], in: names.columns, "字段") }
            contradictions(pair)
        }
    }

    private func checkReserved(_ id: String, at position: Position) {
        let isOwnOrganisation = id == "org" && (record.field(id)?.type == .org || record.scope.organisation != "org")
        let isOwnState = id == "state" && record.lifecycle == nil
        if RecordNames.standing.contains(id) && !isOwnOrganisation && !isOwnState {
            let mend = id == "org" ? "改为 type: org，或者在 scope.organisation 中另指所属机构的字段" : "换一个标识，并在 docs/definitions.md 中列为偏离"
            problems.report(position, "字段“\(id)”与每个记录都有的列同名", mend: mend)
        }
        if RecordTypes.reservedWords.contains(id) {
            problems.report(position, "字段“\(id)”是表达式语言的保留字", mend: "换一个标识，并在 docs/definitions.md 中列为偏离")
        }
        if names.rows.contains(id) {
            problems.report(position, "字段“\(id)”与子记录或关联记录同名", mend: "改其中一个的标识")
        }
    }

    private func contradictions(_ pair: YAMLNode.Pair) {
        let (id, node) = (pair.key.text ?? "", pair.value)
        if let computed = node["computed"] {
            for key in ["required", "default", "system"] where node[key] != nil {
                problems.report(computed.position, "字段“\(id)”是计算出来的，不能又有 \(key)", mend: "删去 \(key) 或 computed")
            }
        }
        if node["pattern"] != nil, let type = record.field(id)?.type, type != .text, type != .longtext, type != .phone, type != .idcard {
            problems.report(node["pattern"]?.position ?? pair.key.position, "只有文字可以写 pattern", mend: "删去 pattern")
        }
        if node["pattern_message"] != nil && node["pattern"] == nil {
            problems.report(node["pattern_message"]?.position ?? pair.key.position, "pattern_message 没有对应的 pattern", mend: "加上 pattern")
        }
        if let field = record.field(id), field.isSecret, field.type.isComposite {
            problems.report(pair.key.position, "复合字段“\(id)”不能整个加密", mend: "在其中需要加密的字段上写 secret: true")
        }
    }

    private func checkScope(_ node: YAMLNode?) {
        guard let node else { return }
        each(node["organisation"], in: names.columns, "字段")
        if record.scope.organisation != "org", let type = record.field(record.scope.organisation)?.type, type != .org {
            problems.report(
                node["organisation"]?.position ?? node.position, "“\(record.scope.organisation)”不是 org 字段", mend: "改为 org 类型的字段")
        }
        for key in ["team", "assigned", "own", "shared"] { each(node[key], in: names.columns, "字段") }
        for key in ["assigned", "own"] {
            for element in node[key]?.elements ?? [] {
                guard let name = element.text, let type = names.type(of: name) else { continue }
                switch type {
                case .user, .list(.user), .ref: break
                default: problems.report(element.position, "“\(name)”不是 user 字段", mend: "改为 user、ref 或 user 列表的字段")
                }
            }
        }
        for element in node["shared"]?.elements ?? [] {
            guard let name = element.text, let type = names.type(of: name) else { continue }
            if type != .org && type != .list(.org) {
                problems.report(element.position, "“\(name)”不是机构字段", mend: "改为 org 或 org 列表的字段")
            }
        }
    }

    private func checkNumber(_ node: YAMLNode?) {
        guard let node else { return }
        each(node["field"], in: names.fields, "字段")
        each(node["at"], in: names.actions, "动作")
        if let field = node["field"]?.text.flatMap({ record.field($0) }), field.type != .text {
            problems.report(node["field"]?.position ?? node.position, "编号字段“\(field.id)”不是文字", mend: "改为 type: text")
        }
    }

    private func checkState(_ node: YAMLNode) {
        for todo in node["todo"]?.elements ?? [] { each(todo["due"], in: names.limits, "时限") }
    }

    private func checkAccess(_ node: YAMLNode) {
        let declared = Set(record.lifecycle?.actions.map(\.id) ?? [])
        each(node["may"], in: declared.union(KeyTable.verbs), "权限或动作")
        for key in ["hides", "masks", "shows"] {
            for element in node[key]?.elements ?? [] { checkPath(element) }
        }
        checkPerformers(node)
        if node["shows"] != nil && node["hides"] != nil {
            problems.report(node["shows"]?.position ?? node.position, "hides 与 shows 只能写一个", mend: "shows 之外的字段已经隐藏，删去 hides")
        }
    }

    /// An action in `may` gives nothing to a role that the action's own `by` does not name.
    private func checkPerformers(_ node: YAMLNode) {
        let roles = (node["role"]?.elements ?? []).compactMap(\.text)
        for element in node["may"]?.elements ?? [] {
            guard let action = element.text.flatMap({ record.action($0) }), !action.byAnyone else { continue }
            for role in roles where !action.by.contains(where: { $0.role == role }) {
                problems.report(
                    element.position, "角色“\(role)”不在动作“\(action.id)”的 by 中，这里给不了它", mend: "把它加进 by，或者从 may 中删去“\(action.id)”")
            }
        }
    }

    /// A column, a child or related list, or a part of a structure (`parties.phone`).
    private func checkPath(_ node: YAMLNode) {
        guard let path = node.text else { return }
        let head = path.split(separator: ".").first.map(String.init) ?? path
        let known = names.columns.union(names.rows)
        if !known.contains(head) { problems.unknown(node.position, "字段", path, among: known) }
    }

    private func checkLists(_ node: YAMLNode?) {
        guard let node else { return }
        let shown = names.columns.union(["due", "due_at", "overdue", "closed"])
        each(node["columns"], in: shown, "列")
        each(node["filters"], in: shown, "列")
        if let sort = node["sort"], let name = sort.text {
            let bare = name.hasPrefix("-") ? String(name.dropFirst()) : name
            if !shown.contains(bare) { problems.unknown(sort.position, "列", bare, among: shown) }
            if names.type(of: bare)?.isComposite == true { problems.report(sort.position, "不能按“\(bare)”排序", mend: "换成单值的字段") }
        }
    }

    private func checkIndicator(_ node: YAMLNode) {
        each(node["at"], in: names.moments, "日期字段")
        for element in node["by"]?.elements ?? [] {
            guard let name = element.text, !["organisation", "day", "month", "quarter", "year"].contains(name) else { continue }
            guard names.columns.contains(name) else {
                problems.unknown(
                    element.position, "分组", name, among: names.columns.union(["organisation", "day", "month", "quarter", "year"]))
                continue
            }
            switch names.type(of: name) {
            case .code, .org, .user, .bool, .text, .ref: break
            default: problems.report(element.position, "不能按“\(name)”分组", mend: "换成代码、机构、用户或布尔字段")
            }
        }
    }
}
