import WorkCalendar

extension DefinitionReader {
    func system(_ root: YAMLNode) -> SystemDefinition? {
        guard let id = root["system"]?.text else { return nil }
        let records = (root["records"]?.pairs ?? []).compactMap { record($0.key, $0.value) }
        return SystemDefinition(
            id: id, name: root["name"]?.text ?? id, platform: root["platform"]?.text ?? "", zone: root["zone"]?.text ?? "",
            standards: texts(root["standards"]), codes: codes(root), structures: structures(root), parameters: parameters(root),
            records: records,
            position: root["system"]?.position ?? root.position)
    }

    func roles(_ root: YAMLNode) -> [RoleDefinition] {
        (root["roles"]?.pairs ?? []).compactMap { pair in
            guard let id = pair.key.text else { return nil }
            let scopes = texts(pair.value["scope"]).compactMap(ScopeKind.init(rawValue:))
            return RoleDefinition(
                id: id, name: pair.value["name"]?.text ?? id, level: pair.value["level"]?.text ?? "", defaultScopes: scopes,
                kind: pair.value["kind"]?.text ?? "business", position: pair.key.position)
        }
    }

    func codes(_ root: YAMLNode) -> [String: CodeList] {
        var lists: [String: CodeList] = [:]
        for pair in root["codes"]?.pairs ?? [] {
            guard let id = pair.key.text else { continue }
            let entries: [CodeList.Entry] = (pair.value["values"]?.pairs ?? []).compactMap { entry in
                guard let code = entry.key.text else { return nil }
                let label = entry.value.text ?? entry.value["label"]?.text ?? code
                return .init(code: code, label: label, parent: entry.value["parent"]?.text)
            }
            let list = CodeList(
                id: "\(system)/\(id)", name: pair.value["name"]?.text ?? id, entries: entries, extensible: flag(pair.value["extensible"]),
                position: pair.key.position)
            checkParents(of: list, pair.value["values"])
            lists[id] = list
        }
        return lists
    }

    private func checkParents(of list: CodeList, _ node: YAMLNode?) {
        let parents = Dictionary(list.entries.map { ($0.code, $0.parent) }, uniquingKeysWith: { first, _ in first })
        for pair in node?.pairs ?? [] {
            guard let parent = pair.value["parent"], let name = parent.text, let code = pair.key.text else { continue }
            if parents[name] == nil {
                problems.unknown(parent.position, "上级代码", name, among: list.entries.map(\.code))
                continue
            }
            var above: String? = name
            var steps = 0
            while let next = above, next != code, steps <= list.entries.count { (above, steps) = (parents[next] ?? nil, steps + 1) }
            if above == code { problems.report(parent.position, "代码“\(code)”的上级绕回自己", mend: "改正 parent，使代码表成为树") }
        }
    }

    func structures(_ root: YAMLNode) -> [String: Structure] {
        var structures: [String: Structure] = [:]
        for pair in root["types"]?.pairs ?? [] {
            guard let id = pair.key.text else { continue }
            if KeyTable.typeNames.contains(id) { problems.report(pair.key.position, "“\(id)”是内置的类型", mend: "给结构换一个名称") }
            structures[id] = Structure(
                id: "\(system)/\(id)", name: pair.value["name"]?.text ?? id, fields: fields(pair.value["fields"]),
                position: pair.key.position)
        }
        return structures
    }

    func parameters(_ root: YAMLNode) -> [String: Parameter] {
        var parameters: [String: Parameter] = [:]
        for pair in root["parameters"]?.pairs ?? [] {
            guard let id = pair.key.text, let parameter = parameter(id, pair) else { continue }
            parameters[id] = parameter
        }
        return parameters
    }

    private func parameter(_ id: String, _ pair: YAMLNode.Pair) -> Parameter? {
        let node = pair.value
        // A parameter's type is written as a field's is.
        guard let type = field(pair.key, node)?.type else { return nil }
        var rows: [Parameter.Row] = []
        if let value = node["value"], let read = parameterValue(value, type) {
            rows.append(.init(from: nil, to: nil, area: nil, value: read, source: nil))
        }
        for row in node["values"]?.elements ?? [] {
            guard let valueNode = row["value"], let value = parameterValue(valueNode, type) else { continue }
            let (from, to) = (day(row["from"]), day(row["to"]))
            if let from, let to, to < from { problems.report(row.position, "参数“\(id)”的一行止于起之前", mend: "交换 from 与 to") }
            rows.append(.init(from: from, to: to, area: row["area"]?.text, value: value, source: row["source"]?.text))
        }
        if node["value"] == nil && node["values"] == nil {
            problems.report(pair.key.position, "参数“\(id)”没有值", mend: "加上 value，或者分时段的 values")
        }
        if let both = node["values"], node["value"] != nil {
            problems.report(both.position, "参数“\(id)”同时有 value 和 values", mend: "把一直有效的值写成 values 中没有 from 的一行")
        }
        return Parameter(
            id: id, name: node["name"]?.text ?? id, type: type, kind: node["kind"]?.text.flatMap(Authority.init(rawValue:)) ?? .default,
            source: node["source"]?.text, unconfirmed: flag(node["unconfirmed"]), rows: rows, position: pair.key.position)
    }

    private func parameterValue(_ node: YAMLNode, _ type: FieldType) -> ParameterValue? {
        if case .list(let element) = type {
            return .list(node.elements.compactMap { parameterValue($0, element) })
        }
        guard let text = node.text else { return nil }
        func refused(_ mend: String) -> ParameterValue? {
            problems.report(node.position, "参数值“\(text)”不合其类型", mend: mend)
            return nil
        }
        switch type {
        case .number: return Int64(text).map { .number($0) } ?? refused("写成整数")
        case .money:
            guard DecimalText.hundredths(text) != nil else { return refused("写成以元为单位、至多两位小数的金额") }
            return Int64(text).map { .number($0) } ?? Double(text).map { .decimal($0) }
        case .decimal: return Double(text).flatMap { $0.isFinite ? .decimal($0) : nil } ?? refused("写成小数")
        case .bool: return text == "true" ? .bool(true) : text == "false" ? .bool(false) : refused("写 true 或 false")
        case .date: return Day(text) == nil ? refused("写成 2026-01-01") : .text(text)
        case .datetime: return Moment(text) == nil ? refused("写成 2026-01-01T09:00") : .text(text)
        default: return .text(text)
        }
    }
}
