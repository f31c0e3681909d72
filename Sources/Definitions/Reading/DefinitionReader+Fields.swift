extension DefinitionReader {
    /// - Parameter id: the key node.
    func field(_ id: YAMLNode, _ node: YAMLNode) -> FieldDefinition? {
        guard let name = id.text, node.isMapping, let type = type(of: node) else { return nil }
        var field = FieldDefinition(id: name, label: node["label"]?.text ?? name, type: type, position: id.position)
        field.min = bound(node["min"])
        field.max = bound(node["max"])
        if let least = field.min, let most = field.max, least > most {
            problems.report(node["min"]?.position ?? id.position, "“\(name)”的 min 大于 max", mend: "交换两者，或者改正其中之一")
        }
        field.required = condition(node["required"])
        field.requiredIn = texts(node["required_in"])
        field.defaultValue = expression(node["default"])
        field.computed = expression(node["computed"])
        field.isLater = flag(node["later"])
        field.isSystem = flag(node["system"]) || field.isLater
        field.isPersonal = flag(node["personal"])
        field.isSecret = flag(node["secret"])
        field.uniqueWith = uniqueWith(node["unique"])
        field.pattern = pattern(node["pattern"])
        field.patternMessage = node["pattern_message"]?.text
        field.help = node["help"]?.text
        field.purpose = node["purpose"]?.text
        field.unit = node["unit"]?.text
        field.isIndexed = flag(node["index"])
        field.isInternal = flag(node["internal"])
        return field
    }

    func fields(_ node: YAMLNode?) -> [FieldDefinition] { (node?.pairs ?? []).compactMap { field($0.key, $0.value) } }

    /// The type that a mapping with `type`, `codes`, `to`, `of` describes.
    private func type(of node: YAMLNode) -> FieldType? {
        guard let name = node["type"] else { return nil }
        return type(named: name, beside: node)
    }

    private static let simple: [String: FieldType] = [
        "text": .text, "longtext": .longtext, "number": .number, "decimal": .decimal, "money": .money, "bool": .bool, "date": .date,
        "datetime": .datetime, "time": .time, "org": .org, "user": .user, "idcard": .idcard, "phone": .phone, "address": .address,
        "geo": .geo,
        "file": .file,
    ]

    private func type(named node: YAMLNode, beside all: YAMLNode) -> FieldType? {
        guard let name = node.text else { return nil }
        if let simple = Self.simple[name] { return simple }
        switch name {
        case "code":
            guard let codes = all["codes"] else {
                problems.report(node.position, "code 字段没有写代码表", mend: "加上 codes: 代码表名")
                return nil
            }
            return resolve(codes, .codes, external: flag(all["external"])).map { .code($0) }
        case "ref":
            guard let to = all["to"] else {
                problems.report(node.position, "ref 字段没有写引用哪种记录", mend: "加上 to: system/record")
                return nil
            }
            let targets = to.elements.compactMap { resolve($0, .records, external: flag(all["external"])) }
            return targets.isEmpty ? nil : .ref(targets)
        case "list":
            guard let of = all["of"] else {
                problems.report(node.position, "list 字段没有写元素的类型", mend: "加上 of: 类型、{type: code, codes: …} 或 {字段: {…}}")
                return nil
            }
            if of.isMapping {
                if of["type"]?.isScalar == true { return type(of: of).map { .list($0) } }
                return .list(.inline(fields(of)))
            }
            if of.text == "list" {
                problems.report(of.position, "列表的元素不能又是没有说明的列表", mend: "写成 of: {type: list, of: …}")
                return nil
            }
            return type(named: of, beside: all).map { .list($0) }
        default:
            if case .unknown(let known) = names.resolve(name, .structures, from: system) {
                problems.report(node.position, "没有类型“\(name)”", mend: NearestName.mend(for: name, among: known + KeyTable.typeNames))
                return nil
            }
            return resolve(node, .structures, external: flag(all["external"])).map { .structure($0) }
        }
    }

    /// A bound; of money in 元.
    private func bound(_ node: YAMLNode?) -> Int64? {
        guard let node, let text = node.text else { return nil }
        return Int64(text)
    }

    private func condition(_ node: YAMLNode?) -> Condition {
        guard let node, let text = node.text else { return .never }
        switch text {
        case "true": return .always
        case "false": return .never
        default: return .when(SourceExpression(text, at: node.position))
        }
    }

    private func uniqueWith(_ node: YAMLNode?) -> [String]? {
        guard let node else { return nil }
        if case .list = node.content { return texts(node) }
        return flag(node) ? [] : nil
    }

    private func pattern(_ node: YAMLNode?) -> String? {
        guard let node, let text = node.text else { return nil }
        do {
            _ = try Regex(text)
            return text
        } catch {
            problems.report(node.position, "正则表达式“\(text)”有错：\(error)", mend: "检查括号与转义；反斜杠在双引号中要写两次")
            return nil
        }
    }
}
