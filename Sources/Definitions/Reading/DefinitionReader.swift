import WorkCalendar

/// Turns the nodes of one file into typed values. Kinds have been checked against the shapes before: what has the wrong kind was
/// reported there and is passed over here.
struct DefinitionReader {
    let names: DefinitionNames
    let problems: Problems
    /// Id of the system, or `shared`.
    let system: String
    /// Texts of the files in the system's folder, by their path inside it.
    let papers: [String: String]

    func texts(_ node: YAMLNode?) -> [String] { (node?.elements ?? []).compactMap(\.text) }
    func flag(_ node: YAMLNode?) -> Bool { node?.text == "true" }
    func integer(_ node: YAMLNode?) -> Int? { node?.text.flatMap { Int($0) } }

    func expression(_ node: YAMLNode?) -> SourceExpression? {
        guard let node, let text = node.text else { return nil }
        return SourceExpression(text, at: node.position)
    }

    func assignments(_ node: YAMLNode?) -> [ActionDefinition.Assignment] {
        (node?.pairs ?? []).compactMap { pair in
            guard let field = pair.key.text, let value = expression(pair.value) else { return nil }
            return .init(field: field, value: value)
        }
    }

    /// The resolved full id (`system/name`), or nil after reporting.
    func resolve(_ node: YAMLNode?, _ kind: DefinitionNames.Kind, external: Bool = false) -> String? {
        guard let node, let name = node.text else { return nil }
        switch names.resolve(name, kind, from: system) {
        case .found(let full): return full
        case .elsewhere(let owner, let full):
            if !external && !names.unreadable.contains(owner) {
                let systems = names.systems.keys.filter { $0 != DefinitionNames.shared }
                let nearest = NearestName.nearest(to: owner, among: systems).map { "是不是“\($0)”？" } ?? ""
                problems.report(node.position, "没有系统“\(owner)”", mend: nearest + "该系统不在本文件夹时，在旁边写 external: true")
            }
            return full
        case .unknown(let known):
            if kind != .records && names.unreadable.contains(DefinitionNames.shared) { return nil }
            problems.unknown(node.position, kind.label, name, among: known)
            return nil
        }
    }

    func span(_ node: YAMLNode?) -> Span? {
        guard let node else { return nil }
        if node.isMapping {
            guard let by = expression(node["by"]), let unit = node["unit"]?.text.flatMap(LimitUnit.init(rawValue:)) else { return nil }
            return Span(count: .expression(by), unit: unit)
        }
        guard let text = node.text else { return nil }
        guard let span = SpanText.span(text) else {
            problems.report(
                node.position, "读不懂期间“\(text)”",
                mend: "写成数量与单位，如 5 workdays；单位有 \(LimitUnit.allCases.map(\.rawValue).joined(separator: "、"))")
            return nil
        }
        if case .number(let count) = span.count, !span.unit.allowedCounts.contains(count) {
            problems.report(node.position, "期间“\(text)”过长", mend: "\(span.unit.rawValue) 最多 \(span.unit.allowedCounts.upperBound)")
            return nil
        }
        if case .parameter(let id) = span.count { parameter(id, at: node.position) }
        return span
    }

    func parameter(_ id: String, at position: Position) {
        let known = (names.systems[system]?.parameters ?? []).union(names.systems[DefinitionNames.shared]?.parameters ?? [])
        if !known.contains(id) { problems.unknown(position, "参数", id, among: known) }
    }

    func mark(_ node: YAMLNode) -> LimitDefinition.Mark? {
        guard let text = node.text else { return nil }
        guard let mark = SpanText.mark(text) else {
            problems.report(node.position, "读不懂时点“\(text)”", mend: "写成 50%、2 days before 或 100% + 1 days")
            return nil
        }
        return mark
    }

    func day(_ node: YAMLNode?) -> Day? {
        guard let node, let text = node.text else { return nil }
        guard let day = Day(text) else {
            problems.report(node.position, "没有“\(text)”这一天", mend: "写成 2026-01-01")
            return nil
        }
        return day
    }

    /// A role that exists, or a report.
    func role(_ node: YAMLNode) -> String? {
        guard let name = node.text else { return nil }
        if name != "system" && !names.roles.contains(name) && !names.unreadable.contains(DefinitionNames.shared) {
            problems.unknown(node.position, "角色", name, among: names.roles)
        }
        return name
    }
}
