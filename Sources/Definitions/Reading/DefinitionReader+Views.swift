extension DefinitionReader {
    func rules(_ node: YAMLNode?) -> [RuleDefinition] {
        var rules: [RuleDefinition] = []
        for (index, element) in (node?.elements ?? []).enumerated() {
            guard let condition = expression(element["check"]) else { continue }
            let id = element["id"]?.text ?? "rule-\(index + 1)"
            let check = CheckDefinition(
                expression: condition, message: element["message"]?.text ?? "", field: element["field"]?.text, rule: id,
                refusal: element["refuse"]?.text.flatMap(CheckDefinition.Refusal.init(rawValue:)) ?? .invalid)
            rules.append(
                RuleDefinition(
                    id: id, check: check, on: texts(element["on"]), source: element["source"]?.text,
                    position: element["id"]?.position ?? element.position))
        }
        return rules
    }

    func related(_ id: YAMLNode, _ node: YAMLNode) -> RelatedDefinition? {
        guard let name = id.text, let record = resolve(node["record"], .records, external: flag(node["external"])) else { return nil }
        var match: [String: SourceExpression] = [:]
        for assignment in assignments(node["match"]) { match[assignment.field] = assignment.value }
        let limit = integer(node["limit"]) ?? 1000
        if !(1...10_000).contains(limit) {
            problems.report(node["limit"]?.position ?? id.position, "关联记录的 limit 应在 1 至 10000 之间", mend: "改为此范围内的数")
        }
        return RelatedDefinition(
            id: name, record: record, match: match, condition: expression(node["where"]), limit: limit, position: id.position)
    }

    /// One line of access for each role it names.
    func access(_ node: YAMLNode) -> [AccessDefinition] {
        (node["role"]?.elements ?? []).compactMap { element in
            guard let role = element.text == "anyone" ? "anyone" : role(element) else { return nil }
            return AccessDefinition(
                role: role, may: texts(node["may"]), scopes: texts(node["scope"]).compactMap(ScopeKind.init(rawValue:)),
                hides: texts(node["hides"]),
                masks: texts(node["masks"]), shows: texts(node["shows"]), condition: expression(node["when"]), position: node.position)
        }
    }

    func lists(_ node: YAMLNode?) -> ListDefinition {
        var lists = ListDefinition()
        guard let node else { return lists }
        lists.columns = texts(node["columns"])
        lists.filters = texts(node["filters"])
        lists.sort = node["sort"]?.text
        lists.views = (node["views"]?.pairs ?? []).compactMap { pair in
            guard let id = pair.key.text, let filter = expression(pair.value["filter"]) else { return nil }
            return .init(id: id, label: pair.value["label"]?.text ?? id, filter: filter)
        }
        return lists
    }

    func indicator(_ id: YAMLNode, _ node: YAMLNode) -> IndicatorDefinition? {
        guard let name = id.text, node.isMapping else { return nil }
        var measures: [IndicatorDefinition.Measure] = []
        if let ratio = node["ratio"] {
            let parts = ratio.elements.compactMap { expression($0) }
            if parts.count == 2 {
                measures.append(.ratio(parts[0], parts[1]))
            } else {
                problems.report(ratio.position, "ratio 要有两个表达式，这里有 \(parts.count) 个", mend: "写成 [分子条件, 分母条件]")
            }
        }
        if let count = expression(node["count"]) { measures.append(.count(count)) }
        if let mean = expression(node["mean"]) { measures.append(.mean(mean)) }
        if let sum = expression(node["sum"]) { measures.append(.sum(sum)) }
        guard let measure = measures.first else {
            if node["ratio"] == nil { problems.report(id.position, "指标“\(name)”没有说算什么", mend: "加上 count、ratio、mean 或 sum") }
            return nil
        }
        if measures.count > 1 { problems.report(id.position, "指标“\(name)”有不止一种算法", mend: "count、ratio、mean、sum 只留一个") }
        return IndicatorDefinition(
            id: name, label: node["label"]?.text ?? name, measure: measure, condition: expression(node["where"]),
            at: node["at"]?.text ?? "created_at",
            by: texts(node["by"]), unit: node["unit"]?.text, source: node["source"]?.text, position: id.position)
    }

    func document(_ id: YAMLNode, _ node: YAMLNode, of record: RecordDefinition) -> DocumentDefinition? {
        guard let name = id.text, node.isMapping else { return nil }
        let path = node["body"]?.text ?? "documents/\(name).md"
        if papers[path] == nil {
            problems.report(
                node["body"]?.position ?? id.position, "没有模板文件“\(path)”",
                mend: NearestName.nearest(to: path, among: papers.keys).map { "是不是“\($0)”？" } ?? "在系统的文件夹中建立它，首行为标题")
        }
        return DocumentDefinition(
            id: name, name: node["name"]?.text ?? name, number: node["number"].flatMap { number($0, of: record) }, body: papers[path] ?? "",
            position: id.position)
    }
}
