/// Compares a file with the shapes: unknown keys, missing keys, wrong kinds, ids that are spelled wrong or given twice.
struct ShapeCheck {
    let problems: Problems

    /// - Parameter place: what stands here, in the words of messages: a key's name in quotes.
    func check(_ node: YAMLNode, _ shape: Shape, place: String) {
        switch shape {
        case .either(let scalar, let list, let mapping):
            let chosen =
                switch node.content {
                case .scalar: scalar
                case .list: list
                case .mapping: mapping
                }
            guard let chosen else { return wrongKind(node, shape, place) }
            check(node, chosen, place: place)
        case .having(let key, let then, let otherwise):
            check(node, node[key]?.isScalar == true ? then : otherwise, place: place)
        case .list(let element):
            guard case .list(let elements) = node.content else { return wrongKind(node, shape, place) }
            for item in elements { check(item, element, place: "\(place)的一项") }
        case .table(let keyShape, let valueShape):
            guard case .mapping(let pairs) = node.content else { return wrongKind(node, shape, place) }
            duplicates(pairs)
            for pair in pairs {
                check(pair.key, keyShape, place: "\(place)的键")
                check(pair.value, valueShape, place: "“\(pair.key.text ?? "")”")
            }
        case .keys(let table): checkKeys(node, table, place: place)
        default: checkScalar(node, shape, place: place)
        }
    }

    private func checkKeys(_ node: YAMLNode, _ table: KeyTable, place: String) {
        guard case .mapping(let pairs) = node.content else { return wrongKind(node, .keys(table), place) }
        duplicates(pairs)
        for pair in pairs {
            guard let name = pair.key.text else {
                problems.report(pair.key.position, "\(table.label)中有空的键", mend: "删去它，或者写上键名")
                continue
            }
            guard let key = table.key(name) else {
                problems.report(pair.key.position, "\(table.label)没有“\(name)”这个键", mend: NearestName.mend(for: name, among: table.names))
                continue
            }
            check(pair.value, key.shape, place: "“\(name)”")
        }
        for key in table.keys where key.isRequired && node[key.name] == nil {
            problems.report(node.position, "\(place.isEmpty ? table.label : place)缺少“\(key.name)”", mend: "加上 \(key.name)（\(key.help)）")
        }
    }

    private func duplicates(_ pairs: [YAMLNode.Pair]) {
        var seen: [String: Position] = [:]
        for pair in pairs {
            guard let name = pair.key.text else { continue }
            if let first = seen[name] {
                problems.report(pair.key.position, "重复的键“\(name)”，第一次在第 \(first.line) 行", mend: "合并成一个，或者改正其中一个的名字")
            } else {
                seen[name] = pair.key.position
            }
        }
    }

    private func checkScalar(_ node: YAMLNode, _ shape: Shape, place: String) {
        if case .value = shape, case .list(let elements) = node.content {
            for element in elements { checkScalar(element, .value, place: "\(place)的一项") }
            return
        }
        guard node.isScalar else { return wrongKind(node, shape, place) }
        guard let text = node.text else {
            return problems.report(node.position, "\(place)没有值", mend: "写上\(shape.wording)，或者删去这个键")
        }
        if case .scalar("null", isPlain: true) = node.content, !shape.permitsNull {
            return problems.report(node.position, "\(place)没有值", mend: "写上\(shape.wording)，或者删去这个键；文字“null”要加引号")
        }
        switch shape {
        case .id(let naming):
            if !naming.accepts(text) { problems.report(node.position, "标识“\(text)”写法不对", mend: "标识用\(naming.wording)") }
        case .name:
            let isName = text.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || "_-/.".unicodeScalars.contains($0)
            }
            if !isName { problems.report(node.position, "\(place)应为名称，这里是“\(text)”", mend: "名称只含字母、数字和“_”“-”“/”；表达式不能写在这里") }
        case .integer:
            if Int64(text) == nil {
                problems.report(node.position, "\(place)应为整数，这里是“\(text)”", mend: "写成整数，如 60")
            }
        case .flag:
            if text != "true" && text != "false" {
                problems.report(node.position, "\(place)应为 true 或 false，这里是“\(text)”", mend: "写 true 或 false，不加引号")
            }
        case .choice(let words):
            if !words.contains(text) {
                problems.report(node.position, "\(place)不能是“\(text)”", mend: NearestName.mend(for: text, among: words))
            }
        default: break
        }
    }

    private func wrongKind(_ node: YAMLNode, _ shape: Shape, _ place: String) {
        if node.isEmptyScalar {
            return problems.report(node.position, "\(place)没有值", mend: "写上\(shape.wording)，或者删去这个键")
        }
        problems.report(node.position, "\(place)应为\(shape.wording)，这里是\(node.kind)", mend: shape.example)
    }
}
