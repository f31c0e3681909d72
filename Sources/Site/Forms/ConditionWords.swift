import Casework
import Definitions
import Expressions

/// When a field must be filled in, in the words of the form: the labels of the fields and codes that its condition names.
public struct ConditionWords: Sendable {
    let catalogue: Catalogue
    let record: RecordDefinition
    /// Fields beside it, looked at first: an action's inputs, the other parts of its structure.
    let beside: [FieldDefinition]

    public init(catalogue: Catalogue, record: RecordDefinition, beside: [FieldDefinition] = []) {
        self.catalogue = catalogue
        self.record = record
        self.beside = beside
    }

    /// `“类型”为“更正”、“删除”之一时必填`, `“涉及不动产”为“是”时提交前必填`; nil where the condition is always or never, or not of a kind that can be put in words: then the definition's own `help` says it.
    public func sentence(_ required: Condition) -> String? {
        guard case .when(let source) = required, let condition = try? CELExpression(parsing: source.text).plainCondition else { return nil }
        let parts = if case .all(let all) = condition { all } else { [condition] }
        // Not a draft any more: it is about to be handed in.
        let others = parts.filter { !isAfterDraft($0) }
        let end = others.count < parts.count ? "提交前必填" : "必填"
        // What a size and a comparison with nothing say alike is said once.
        let said = others.map(words)
        guard said.allSatisfy({ $0 != nil }) else { return nil }
        let distinct = said.compactMap { $0 }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return distinct.isEmpty ? end : distinct.joined(separator: "，并且") + "时" + end
    }

    private func isAfterDraft(_ condition: PlainCondition) -> Bool {
        if case .notAmong(["state"], let values) = condition { values.contains(.string("draft")) } else { false }
    }

    private func words(_ condition: PlainCondition) -> String? {
        switch condition {
        case .all(let parts): return joined(parts, by: "并且")
        case .any(let parts): return joined(parts, by: "或者")
        case .among(let path, let values): return words(path, values, isDenied: false)
        case .notAmong(let path, let values): return words(path, values, isDenied: true)
        }
    }

    private func joined(_ parts: [PlainCondition], by word: String) -> String? {
        let said = parts.compactMap(words)
        return said.count == parts.count ? said.joined(separator: word) : nil
    }

    private func words(_ path: [String], _ values: [Value], isDenied: Bool) -> String? {
        guard let (label, type) = place(path) else { return nil }
        if values == [.null] { return isDenied ? "填写了“\(label)”" : "没有填写“\(label)”" }
        if case .bool = type, case .bool(let truth)? = values.first, values.count == 1 {
            return "“\(label)”\(isDenied ? "不是" : "为")“\(truth ? "是" : "否")”"
        }
        let named = values.compactMap { word($0, type) }
        guard named.count == values.count else { return nil }
        let list = named.map { "“\($0)”" }.joined(separator: "、")
        return "“\(label)”\(isDenied ? "不是" : "为")\(list)\(isDenied || values.count == 1 ? "" : "之一")"
    }

    /// The label of what a path leads to, and its type.
    private func place(_ path: [String]) -> (label: String, type: FieldType)? {
        var path = path[...]
        var fields = beside + record.fields
        if path.first == "record" {
            path = path.dropFirst()
            fields = record.fields
        }
        guard let first = path.first else { return nil }
        if first == "state", path.count == 1, !fields.contains(where: { $0.id == "state" }) { return ("状态", .text) }
        guard let field = fields.first(where: { $0.id == first }) else { return nil }
        guard path.count == 2, let last = path.last else { return path.count == 1 ? (field.label, field.type) : nil }
        let inner: [FieldDefinition] =
            switch field.type {
            case .ref(let targets): targets.count == 1 ? catalogue.record(targets[0])?.fields ?? [] : []
            case .structure(let id): catalogue.structure(id)?.fields ?? []
            case .inline(let parts): parts
            default: []
            }
        return inner.first { $0.id == last }.map { ("\(field.label)的\($0.label)", $0.type) }
    }

    private func word(_ value: Value, _ type: FieldType) -> String? {
        switch (value, type) {
        case (.string(let code), .code(let list)): catalogue.label(of: code, in: list)
        case (.string(let code), .text): record.state(code)?.label ?? code
        case (.int(let number), _): "\(number)"
        default: nil
        }
    }
}
