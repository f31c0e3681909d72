extension DefinitionReader {
    func record(_ id: YAMLNode, _ node: YAMLNode) -> RecordDefinition? {
        guard let name = id.text, node.isMapping else { return nil }
        var record = RecordDefinition(id: name, system: system, name: node["name"]?.text ?? name, position: id.position)
        record.fields = fields(node["fields"])
        record.title = node["title"]?.text
        record.parent = parent(node["parent"])
        record.scope = scope(node["scope"])
        if let number = node["number"] { record.number = self.number(number, of: record) }
        if let field = record.number?.field, let index = record.fields.firstIndex(where: { $0.id == field }) {
            // The counter fills it: nobody may type a number.
            record.fields[index].isSystem = true
        }
        record.lifecycle = node["lifecycle"].map { lifecycle($0, of: record) }
        record.limits = (node["limits"]?.pairs ?? []).compactMap { limit($0.key, $0.value) }
        let suspended = Set((record.lifecycle?.actions ?? []).flatMap { $0.suspends.flatMap(\.limits) })
        for index in record.limits.indices where suspended.contains(record.limits[index].id) {
            // An action that suspends it says enough, unless the definition says the contrary.
            if node["limits"]?[record.limits[index].id]?["suspendable"] == nil { record.limits[index].isSuspendable = true }
        }
        record.rules = rules(node["rules"])
        record.related = (node["related"]?.pairs ?? []).compactMap { related($0.key, $0.value) }
        record.access = (node["access"]?.elements ?? []).flatMap { access($0) }
        record.lists = lists(node["lists"])
        record.indicators = (node["indicators"]?.pairs ?? []).compactMap { indicator($0.key, $0.value) }
        record.documents = (node["documents"]?.pairs ?? []).compactMap { document($0.key, $0.value, of: record) }
        record.exchangesUpward = flag(node["exchange"]?["upward"])
        record.exchangesMinistry = flag(node["exchange"]?["ministry"])
        return record
    }

    private func parent(_ node: YAMLNode?) -> String? {
        guard let node, let name = node.text else { return nil }
        let known = names.systems[system]?.records ?? []
        // A child lives and dies with its parent, so both stand in one system.
        let bare = name.hasPrefix(system + "/") ? String(name.dropFirst(system.count + 1)) : name
        guard known.contains(bare) else {
            problems.unknown(node.position, "本系统的记录", name, among: known)
            return nil
        }
        return bare
    }

    private func scope(_ node: YAMLNode?) -> RecordDefinition.Scope {
        var scope = RecordDefinition.Scope()
        guard let node else { return scope }
        scope.organisation = node["organisation"]?.text ?? "org"
        scope.team = node["team"]?.text
        scope.assigned = texts(node["assigned"])
        scope.own = texts(node["own"])
        scope.shared = texts(node["shared"])
        return scope
    }

    func number(_ node: YAMLNode, of record: RecordDefinition) -> NumberDefinition? {
        guard let patternNode = node["pattern"], let pattern = patternNode.text else { return nil }
        var parts: [NumberDefinition.Part] = []
        let template: [TemplateText.Piece]
        do {
            template = try TemplateText.pieces(pattern)
        } catch {
            problems.report(patternNode.position, "编号“\(pattern)”有错：\(error.reason)", mend: error.mend)
            return nil
        }
        for piece in template {
            switch piece {
            case .literal(let text): parts.append(.literal(text))
            case .place(let name, _):
                guard let part = numberPart(name, of: record, at: patternNode.position) else { return nil }
                parts.append(part)
            }
        }
        let sequences = parts.filter { if case .sequence = $0 { true } else { false } }
        if sequences.count != 1 {
            problems.report(patternNode.position, "编号要有一个 {seqN}，这里有 \(sequences.count) 个", mend: "写成如 {org6}{yyyyMMdd}{seq5}")
        }
        let counter = node["counter"]?.elements.compactMap { element -> NumberDefinition.Part? in
            guard let name = element.text, let part = numberPart(name, of: record, at: element.position) else { return nil }
            if case .sequence = part {
                problems.report(element.position, "计数器的组成中不能有流水号", mend: "从 counter 中删去“\(name)”")
                return nil
            }
            return part
        }
        return NumberDefinition(
            field: node["field"]?.text ?? "", parts: parts, counter: counter, shared: node["shared"]?.text, at: node["at"]?.text,
            position: node.position)
    }

    private func numberPart(_ name: String, of record: RecordDefinition, at position: Position) -> NumberDefinition.Part? {
        switch name {
        case "org6": return .organisationDivision
        case "org": return .organisation
        case "yyyy", "yyyyMM", "yyyyMMdd": return .date(name)
        case "seq": return .sequence(digits: 1)
        default:
            if name.hasPrefix("seq"), let digits = Int(name.dropFirst(3)), (1...12).contains(digits) { return .sequence(digits: digits) }
            if record.field(name) != nil { return .field(name) }
            // `{kind2}` of the specification's patterns: the (two) letters of `kind`.
            var bare = Substring(name)
            while let last = bare.last, last.isNumber { bare.removeLast() }
            if record.field(String(bare)) != nil { return .field(String(bare)) }
            let known = ["org6", "org", "yyyy", "yyyyMM", "yyyyMMdd", "seq5"] + record.fields.map(\.id)
            problems.unknown(position, "编号的组成", name, among: known)
            return nil
        }
    }
}
